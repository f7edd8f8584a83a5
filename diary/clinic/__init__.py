"""The clinic is the provider's side of Lull: a list of patients, one patient at a glance, an infusion as recorded.

It has no tables of its own. It reads through the one door, counts with `insights`, and writes through the same
operations as every phone.
"""
