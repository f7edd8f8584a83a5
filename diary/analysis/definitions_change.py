"""The constants of change: how much less is called a reduction, what memory weighs, how far is told."""

from .definitions import _constant

REDUCTION_LEAST = _constant(
    30, "%", "reduction, least", "fewer days than in the baseline, in percent of it", "customary in trials; not checked"
)
REDUCTION_HALF = _constant(50, "%", "reduction by half", "the same", "customary in trials; not checked")
REDUCTION_MOST = _constant(75, "%", "reduction by three quarters", "the same", "customary in trials; not checked")
REDUCTIONS = (REDUCTION_LEAST, REDUCTION_HALF, REDUCTION_MOST)
RECALL_WEIGHT = _constant(
    7, "days", "weight of a recalled baseline", "a remembered month counts as so many neighbouring days", "house"
)
MOST_BLOCKS = _constant(6, "blocks", "blocks after a course", "of 28 days each that are told", "house: half a year")
