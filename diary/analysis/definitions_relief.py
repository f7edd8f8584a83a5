"""The constants of cycles and of relief: how infusions make courses, what a baseline is, what is assumed of relief.

Sources beyond those of `definitions`
  Pomeroy 2017         Pomeroy JL et al. Headache 2017 (n = 77): 55 of 77 responded in hospital, about three quarters.
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

# Relief: what is assumed before the diary is read
REMEMBERED = _constant(
    0.99, "a day", "older days count less", "weight of a day against the next, for the share out of relief", "house"
)
RELIEF_MOST = _constant(0.8, "× p₀", "relief at most", "headache days in relief, against those out of it", "house")
RELIEF_VARIES = _constant(
    0.05, "", "relief varies", "standard deviation of p₁ between a patient's cycles", "house: within 0.1 in 19 of 20"
)
NO_RELIEF = _constant(0.25, "", "no relief", "probability of none at all after a course", "house, near Pomeroy 2017")
NO_RELIEF_CYCLES = _constant(4, "cycles", "no relief weighs", "as if it had been seen in so many cycles", "house")
MEDIAN_DAYS = _constant(42, "days", "relief lasts", "median where there is any", "house, near Schwenk 2018")
SPREAD = _constant(0.8, "of log days", "relief lasts, spread", "standard deviation of its logarithm", "house")
SPREAD_WITHIN = _constant(0.4, "of log days", "spread within a patient", "of it, between a patient's cycles", "house")
LONG_SHARE = _constant(
    0.35, "", "long-lasting relief", "share of patients with relief who have it", "house, near Schwenk 2018"
)
LONG_MEDIAN = _constant(180, "days", "long-lasting relief lasts", "median of it", "house, past Schwenk's 101 days")
LONGEST_CYCLE = _constant(730, "days", "longest cycle", "later days of a cycle are not judged", "house: two years")

# Relief: when it is judged, and what is said of it
JUDGED_FROM = _constant(14, "days", "judged from", "day of the cycle before which relief is not judged", "house")
WATCHED_DAYS = _constant(14, "days", "watched days", "the last days that must be recorded well enough", "house")
WATCHED_LEAST = _constant(10, "of 14 days", "watched least", "recorded days among them, or it is not judged", "house")
NONE_FROM = _constant(28, "days", "no relief said from", "day of the cycle from which it may be said", "house")
NONE_UNDER = _constant(0.5, "", "no relief seen", "probability of any relief below this", "house")
SEEN_FROM = _constant(0.8, "", "relief seen", "probability of any relief from which its length is told", "house")
WATCH_FROM = _constant(0.5, "", "watch", "from this probability that relief has ended", "house")
POSSIBLE_FROM = _constant(0.8, "", "possible return", "from this probability that relief has ended", "house")
LIKELY_FROM = _constant(0.9, "", "likely return", "from this probability on two recorded days", "house")
INTERVAL_OF_ENDS = _constant(0.8, "", "interval of relief", "how often it should hold the last day of relief", "house")
FEW_HEADACHES = _constant(
    8, "per 28", "few headaches", "baseline under which the estimate leans on what is assumed", "house, by simulation"
)
HALF = _constant(0.5, "× baseline", "plain rule", "28-day rate at or over this is called returned", "house")
WEEKLY_MORE = _constant(2, "days", "weekly rule", "headache days more than in week 2, two cycles running", "house")
WEEK_LEAST = _constant(5, "of 7 days", "weekly rule needs", "recorded days of a week", "house")
DROP_POINTS = _constant(
    25, "points", "recording drops", "fall of recorded days after a course that is warned of", "house, by simulation"
)
TRAIL_DAYS = _constant(14, "days", "trail", "days of the rate that is drawn for cycles", "house: two weeks")
TRAIL_LEAST = _constant(7, "of 14 days", "trail least", "recorded days of them, or there is a gap", "house")
