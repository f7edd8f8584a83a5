"""Who is this, and whose diary may they see?

Users, clinics, staff, patients, invitations, consent and the access log. `access` is the one door to a
diary: nothing above this folder reads a patient's records without going through it.
"""
