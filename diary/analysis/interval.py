"""How sure a share of days is, when headache days come in clusters.

Neighbouring days resemble each other, so n days tell less than n independent ones. With a correlation ρ between a
day and the next, and so ρᵏ between days that are k apart, the mean of n days varies as that of

    n_eff = n / (1 + 2/n Σ ρᵏ mₖ)        mₖ: pairs of known days of the period that are k apart

independent days: the exact variance of the mean of a first-order chain. Silent days need no assumption here; days on
both sides of them are further apart and tell more. The interval is Wilson's (1927) for a share of n_eff:

    centre = (p + z²/2n) / (1 + z²/n)        half width = z √(p(1 - p)/n + z²/4n²) / (1 + z²/n)

with n = n_eff and z the 97.5 % point of the normal distribution. `make bench ARGS=coverage` prints how often it holds
the truth, with ρ learned from the same diary, beside the naive interval.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from .definitions import (
    CLUSTERING,
    CLUSTERING_MOST,
    CLUSTERING_PAIRS,
    CONFIDENCE,
    OWN_CLUSTERING_DAYS,
    UNKNOWN,
    YES,
    Answers,
    Flags,
    Numbers,
)

Floats = NDArray[np.float64]

#: Days whose correlation is less than this are taken as independent.
NEGLIGIBLE = 0.001


def wilson(share: Floats, n: Floats, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Low and high of Wilson's interval for shares of `n` (which need not be whole); NaN where n is 0."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n = np.where(n > 0, n, np.nan)
    shrink = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    # At shares of 0 and 1 the interval ends there, and rounding would leave a trace.
    return np.clip(centre - half, 0.0, share), np.clip(centre + half, share, 1.0)


def effective_days(known: Flags, starts: Numbers, stops: Numbers, clustering: float) -> Floats:
    """How many independent days the known days of each period are worth; 0 where none is known.

    A period goes from the place `starts` in `known` to the one before `stops`.
    """
    so_far = running_sum(known)
    n = (so_far[stops] - so_far[starts]).astype(np.float64)
    shared, lag, weight = np.zeros(len(n)), 1, clustering
    while weight >= NEGLIGIBLE and lag < len(known):
        # A pair has the place of its earlier day.
        pairs = running_sum(known[lag:] & known[:-lag])
        begin = np.minimum(starts, len(known) - lag)
        shared += weight * (pairs[np.maximum(stops - lag, begin)] - pairs[begin])
        lag, weight = lag + 1, weight * clustering
    return n * n / np.maximum(n + 2 * shared, 1)


def clustering_of(states: Answers) -> float:
    """The correlation between a day and the next, from a patient's own days, shrunk towards 0.3.

    From 60 known days on. Only pairs of neighbouring days of which both are known count. A correlation around the
    mean of the same n days comes out too small by (1 + 3ρ)/n on the average (Marriott and Pope 1954, from memory),
    which is given back. With m pairs the patient's own and 0.3 are weighed m : 20, as if 0.3 were known within about
    ±0.2 (one from m pairs is known within about ±1/√m), then kept between 0 and 0.6. A rate that changed over the
    years makes it greater, and so the interval wider: on the safe side.
    """
    known = states != UNKNOWN
    n = int(known.sum())
    if n < OWN_CLUSTERING_DAYS:
        return CLUSTERING
    values = (states == YES).astype(np.float64)
    mean = values[known].mean()
    pairs = known[1:] & known[:-1]
    m, spread = int(pairs.sum()), mean * (1 - mean)
    if not m or not spread:
        return CLUSTERING
    found = float(((values[1:] - mean) * (values[:-1] - mean))[pairs].mean() / spread)
    own = (found + 1 / n) / (1 - 3 / n)
    return float(np.clip((m * own + CLUSTERING_PAIRS * CLUSTERING) / (m + CLUSTERING_PAIRS), 0, CLUSTERING_MOST))


def running_sum(flags: Flags) -> Numbers:
    """How many are true before each place, and in all."""
    return np.concatenate(([0], np.cumsum(flags)))
