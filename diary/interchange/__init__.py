"""Taking the diary elsewhere and bringing one in.

A file of days from another diary is read as a table, its columns are mapped to the fields of a day, and every
row is either kept, already here, or left out with a reason and its number. What is kept goes through the same
schema and the same operation as a day that was answered on a phone.
"""
