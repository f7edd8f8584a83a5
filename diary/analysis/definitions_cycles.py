"""The constants of what follows a course: courses, baseline, cycles, before and after, return, a clinic's outcomes.

Sources
  house            a choice of this product; the reason stands beside it.
"""

from .definitions import constant

# Courses
COURSE_GAP_DAYS = constant(
    10, "days", "one course", "infusions that name no course belong together up to this gap", "house: weekly and a bit"
)
COURSE_SPLIT_DAYS = constant(
    28, "days", "course that pauses", "a longer gap within a named course begins a new cycle", "house: a whole month"
)

# The baseline
BASELINE_LEAST = constant(28, "days", "baseline", "least days of diary before the first infusion", "house: a month")
BASELINE_RECORDED = constant(
    20, "days", "baseline recorded", "least of them that are recorded", "house: as a good rate"
)
BASELINE_MOST = constant(
    84, "days", "baseline at most", "days before the first infusion that count, latest ones", "house: three months"
)

# Cycles over one another
TRAIL_DAYS = constant(14, "days", "trail", "days of the rate that is drawn for cycles", "house: two weeks")
TRAIL_LEAST = constant(7, "of 14 days", "trail least", "recorded days of them, or there is a gap", "house")

# Before and after a course
REDUCTION_LEAST = constant(
    30, "%", "reduction, least", "fewer days than in the baseline, in percent of it", "customary in trials; not checked"
)
REDUCTION_HALF = constant(50, "%", "reduction by half", "the same", "customary in trials; not checked")
REDUCTION_MOST = constant(75, "%", "reduction by three quarters", "the same", "customary in trials; not checked")
REDUCTIONS = (REDUCTION_LEAST, REDUCTION_HALF, REDUCTION_MOST)
RECALL_WEIGHT = constant(
    7, "days", "weight of a recalled baseline", "a remembered month counts as so many neighbouring days", "house"
)
MOST_BLOCKS = constant(6, "blocks", "blocks after a course", "of 28 days each that are told", "house: half a year")

# Return of baseline frequency
RETURN_SHARE = constant(
    0.8, "of baseline", "return of baseline frequency", "least trailing rate that is one", "house: relief is lower"
)

# A clinic's outcomes
SMALL_CELL = constant(5, "", "small n", "no percentage under it", "house: one more would be 20 points")
