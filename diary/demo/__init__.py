"""A demo: the people of the tests and a dozen more, each with a plausible year, written as their devices would.

It is loaded only when somebody asks for it. Names, diaries and clinics are invented; the secrets are public.
"""
