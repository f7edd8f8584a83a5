"""The constants of cycles and of relief: how infusions make courses, what a baseline is, what is assumed of relief.

Sources beyond those of `definitions`
  Pomeroy 2017         Pomeroy JL et al. Headache 2017 (n = 77): 55 of 77 responded in hospital, three quarters.
  Schwenk 2018         (n = 61): of those followed, 40 % still at a mean of 38 days, 39 % at 101: some keep it long.
  house                a choice of this product; the reason stands beside it.
"""

from .definitions import _constant

# Cycles
COURSE_GAP_DAYS = _constant(
    10, "days", "one course", "infusions that name no course belong together up to this gap", "house: weekly and a bit"
)
COURSE_SPLIT_DAYS = _constant(
    28, "days", "course that pauses", "a longer gap within a named course begins a new cycle", "house: a whole month"
)
BASELINE_LEAST = _constant(28, "days", "baseline", "least days of diary before the first infusion", "house: a month")
BASELINE_RECORDED = _constant(
    20, "days", "baseline recorded", "least of them that are recorded", "house: as a good rate"
)
BASELINE_MOST = _constant(
    84, "days", "baseline at most", "days before the first infusion that count, latest ones", "house: three months"
)
