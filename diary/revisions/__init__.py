"""A revision is one saved version of one record. None is ever changed or removed; what is shown is derived.

The winner among a record's leaves (versions that no other version was made from) fills the typed rows of its
slice: live beats deleted, then the higher generation, then the higher rev_id. Clocks decide nothing.
"""
