"""What makes Lull an app on the phone: its public shells, its assets, its manifest and its service worker.

A shell is a page of the patient without the patient: markup and words, the same bytes for everybody, which
the service worker keeps on the device. Scripts fill it there from the device's own store. Nothing in this
slice knows who is asking.
"""
