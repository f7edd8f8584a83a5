"""A day is what a patient said about one calendar day, "no headache" included, and the exposures they follow.

A day that nothing touches is silent, and silent is never counted as free of headache.
"""
