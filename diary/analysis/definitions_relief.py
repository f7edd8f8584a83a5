"""The constants of relief: what is assumed of it before a diary is read, when it is judged, and what is then said.

Sources beyond those of `definitions`
  Pomeroy 2017         Pomeroy JL et al. Headache 2017 (n = 77): 55 of 77 responded in hospital, about three quarters.
  Schwenk 2018         (n = 61): of those followed, 40 % still at a mean of 38 days, 39 % at 101: some keep it long.
  house                a choice of this product; the reason stands beside it.
"""

from .definitions import constant

# What is assumed before the diary is read
REMEMBERED = constant(
    0.99, "a day", "older days count less", "weight of a day against the next, for the share out of relief", "house"
)
RELIEF_MOST = constant(0.8, "× p₀", "relief at most", "headache days in relief, against those out of it", "house")
RELIEF_VARIES = constant(
    0.05, "", "relief varies", "standard deviation of p₁ between a patient's cycles", "house: within 0.1 in 19 of 20"
)
NO_RELIEF = constant(0.25, "", "no relief", "probability of none at all after a course", "house, near Pomeroy 2017")
NO_RELIEF_CYCLES = constant(4, "cycles", "no relief weighs", "as if it had been seen in so many cycles", "house")
MEDIAN_DAYS = constant(42, "days", "relief lasts", "median where there is any", "house, near Schwenk 2018")
SPREAD = constant(0.8, "of log days", "relief lasts, spread", "standard deviation of its logarithm", "house")
SPREAD_WITHIN = constant(0.4, "of log days", "spread within a patient", "of it, between a patient's cycles", "house")
LONG_SHARE = constant(
    0.35, "", "long-lasting relief", "share of patients with relief who have it", "house, near Schwenk 2018"
)
LONG_MEDIAN = constant(180, "days", "long-lasting relief lasts", "median of it", "house, past Schwenk's 101 days")
LONGEST_CYCLE = constant(730, "days", "longest cycle", "later days of a cycle are not judged", "house: two years")

# When it is judged, and what is said of it
JUDGED_FROM = constant(14, "days", "judged from", "day of the cycle before which relief is not judged", "house")
WATCHED_DAYS = constant(14, "days", "watched days", "the last days that must be recorded well enough", "house")
WATCHED_LEAST = constant(10, "of 14 days", "watched least", "recorded days among them, or it is not judged", "house")
NONE_FROM = constant(28, "days", "no relief said from", "day of the cycle from which it may be said", "house")
NONE_UNDER = constant(0.5, "", "no relief seen", "probability of any relief below this", "house")
SEEN_FROM = constant(0.8, "", "relief seen", "probability of any relief from which its length is told", "house")
WATCH_FROM = constant(0.5, "", "watch", "from this probability that relief has ended", "house")
POSSIBLE_FROM = constant(0.8, "", "possible return", "from this probability that relief has ended", "house")
LIKELY_FROM = constant(0.9, "", "likely return", "from this probability on two recorded days", "house")
INTERVAL_OF_ENDS = constant(0.8, "", "interval of relief", "how often it should hold the last day of relief", "house")
FEW_HEADACHES = constant(
    8, "per 28", "few headaches", "baseline under which the estimate leans on what is assumed", "house, by simulation"
)
HALF = constant(0.5, "× baseline", "plain rule", "28-day rate at or over this is called returned", "house")
WEEKLY_MORE = constant(2, "days", "weekly rule", "headache days more than in week 2, two cycles running", "house")
WEEK_LEAST = constant(5, "of 7 days", "weekly rule needs", "recorded days of a week", "house")
DROP_POINTS = constant(
    25, "points", "recording drops", "fall of recorded days after a course that is warned of", "house, by simulation"
)
