"""By how much one share of days is lower than another, and how sure that is, when days come in clusters.

Difference: Newcombe's hybrid of two Wilson intervals (1998, method 10), each for as many independent days as the
clustered ones are worth:

    low = d - √((after - after_low)² + (before_high - before)²)
    high = d + √((after_high - after)² + (before - before_low)²)        d = after - before

Reduction by a share r or more: the probability that after ≤ (1 - r) before, where each share has the Beta distribution
that its days leave of a wide prior, (1½ + n p, 1½ + n (1 - p)), n the independent days. It is summed over a fixed grid:
nothing is drawn by chance, and the same diary always has the same number. Both take the two shares as independent,
which blocks next to one another nearly are.

The prior takes any rate after a course as about equally likely beforehand, those near none and near every day a little
less (a house choice: a flat one made too much of falls by three quarters). Where most patients have no change at all,
a reduction is less probable than it says; `make bench ARGS=coverage` prints by how much.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .definitions import Floats
from .interval import wilson

CELLS = 512
#: The grid is even in the angle θ with share = sin² θ, which is fine at both ends.
EDGES = np.linspace(0, np.pi / 2, CELLS + 1)
MIDDLES = (EDGES[1:] + EDGES[:-1]) / 2
SHARES = np.sin(MIDDLES) ** 2
#: How much of the prior lies in each cell, up to a factor: Beta(1½, 1½).
PRIOR = SHARES * (1 - SHARES)
LOG_SHARES, LOG_OTHERS = 2 * np.log(np.sin(MIDDLES)), 2 * np.log(np.cos(MIDDLES))


class Sample(NamedTuple):
    """A share of days, and how many independent days it is known from."""

    share: float
    worth: float


def difference_interval(before: Sample, after: Sample) -> tuple[float, float]:
    """Low and high of `after` less `before`, both shares of days."""
    low, high = wilson(np.array([before.share, after.share]), np.array([before.worth, after.worth]))
    difference = after.share - before.share
    down = np.hypot(after.share - low[1], high[0] - before.share)
    up = np.hypot(high[1] - after.share, before.share - low[0])
    return float(difference - down), float(difference + up)


def reduction_probabilities(before: Sample, after: Sample, percents: Iterable[int]) -> dict[int, float]:
    """How probable it is that the true share after is lower than before by so many percent of it, or more: for each."""
    summed = np.concatenate(([0.0], np.cumsum(_weights(after))))
    weights = _weights(before)
    limits = {percent: np.arcsin(np.sqrt((1 - percent / 100) * SHARES)) for percent in percents}
    return {percent: float(weights @ np.interp(limit, EDGES, summed)) for percent, limit in limits.items()}


def _weights(of: Sample) -> Floats:
    """How probable each cell of the grid is."""
    logs = of.worth * (of.share * LOG_SHARES + (1 - of.share) * LOG_OTHERS)
    weights = PRIOR * np.exp(logs - logs.max())
    return weights / weights.sum()
