"""When to ask, and by which way.

A reminder is one question a day, at a time the patient chose, by a notification (Web Push) or by e-mail. It is not
asked on a day that is recorded already, which includes one with an attack going on, and it stops after three days
that were asked about and stayed silent. Neither way carries a word about health: a date, and nothing else.
"""
