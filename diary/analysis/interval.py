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

from .definitions import (
    CLUSTERING,
    CLUSTERING_MOST,
    CLUSTERING_PAIRS,
    CONFIDENCE,
    OWN_CLUSTERING_DAYS,
    PERIOD_DAYS,
    UNKNOWN,
    YES,
    Answers,
    Flags,
    Floats,
    Numbers,
)

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

    From 60 known days on. Days are compared with the mean of their own 28, counted back from the last known one, so
    that a rate that came and went with an infusion does not pass for clustering; only neighbouring days of one such
    block count, and of which both are known. Around the mean of n days a correlation comes out too small by (1 + 3ρ)/n
    on the average (Marriott and Pope 1954, from memory), which is given back. With m pairs the patient's own and 0.3
    are weighed m : 20, as if 0.3 were known within about ±0.2 (one from m pairs is known within about ±1/√m), and kept
    between 0 and 0.6. What is returned is a little more: that which makes days worth their mean over all the ρ that
    are still possible, and not their worth at the most probable one.
    """
    known = states != UNKNOWN
    n = int(known.sum())
    if n < OWN_CLUSTERING_DAYS:
        return CLUSTERING
    block = np.maximum(np.flatnonzero(known)[-1] - np.arange(len(states)), 0) // PERIOD_DAYS
    headache = (states == YES).astype(np.float64)
    in_block = np.bincount(block, known)
    means = np.bincount(block, headache) / np.maximum(in_block, 1)
    apart = np.where(known, headache - means[block], 0)
    pairs = known[1:] & known[:-1] & (block[1:] == block[:-1])
    m, spread, blocks = int(pairs.sum()), float(apart @ apart) / n, int((in_block > 0).sum())
    if not m or not spread:
        return CLUSTERING
    found = float((apart[1:] * apart[:-1])[pairs].mean() / spread)
    own = (found + blocks / n) / (1 - 3 * blocks / n) if n > 6 * blocks else CLUSTERING
    weight = m + CLUSTERING_PAIRS
    return _uncertain(float(np.clip((m * own + CLUSTERING_PAIRS * CLUSTERING) / weight, 0, CLUSTERING_MOST)), weight)


def _uncertain(clustering: float, pairs: int) -> float:
    """The correlation whose (1 + ρ)/(1 - ρ) is the mean of that of one known only from so many pairs."""
    variance = (1 - clustering**2) / pairs
    mean = (1 + clustering) / (1 - clustering) + 2 / (1 - clustering) ** 3 * variance
    return (mean - 1) / (mean + 1)


def running_sum(flags: Flags) -> Numbers:
    """How many are true before each place, and in all."""
    return np.concatenate(([0], np.cumsum(flags)))
