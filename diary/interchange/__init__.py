"""Taking the diary elsewhere and bringing one in.

A file from another diary is read as a table (`table`, `cells`, `columns`), in which a row is a day (`days_csv`) or a
moment (`log_csv`, whose moments `log_days` makes into days, attacks, infusions and doses). Every row is either kept,
already here, or left out with a reason and its number. What is kept goes through the same schema and the same
operation as what is written on a phone.
"""
