"""Whether a change and the probability of a reduction are right, on simulated patients: a table.

A patient keeps a diary of 56 days before an infusion and 28 after it; days follow the first-order chain, a fifth of them
is silent, and ρ is learned from the 84 days as it is in earnest. Coverage is told for single pairs of rates. For the
probabilities, patients are drawn: rates from 0.2 to 0.8, a third (or half) without any change, the others with a
reduction of up to 90 %; among those who were given a probability, how many had the reduction. With half unchanged there
is no goal: what is told rests on a wide prior, and this is how far it is off among patients who seldom respond.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from diary.analysis.definitions import PERIOD_DAYS, UNKNOWN, YES, Answers
from diary.analysis.definitions_cycles import REDUCTIONS
from diary.analysis.interval import clustering_of, effective_days
from diary.analysis.reduction import Sample, difference_interval, reduction_probabilities
from tests.bench.figures import Band
from tests.bench.simulated import chains, kept

PATIENTS, DRAWN, SEED = 4000, 8000, 20261123
BASELINE = 56
PAIRS = ((0.6, 0.6), (0.6, 0.25), (0.4, 0.2), (0.3, 0.3))
CLUSTERINGS, SILENT = (0.0, 0.3, 0.5), 0.2
#: How far the share of patients may lie from the probability they were given, in percent.
NEAR = 10
#: Of fewer patients than this, a share says nothing.
FEW = 100
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
CHANCE = ((0.2, 21), (0.5, 5), (0.7, 1))


def measure() -> Iterator[Band]:
    """Coverage of the change, calibration of the probabilities, and what chance alone does."""
    random = np.random.default_rng(SEED)
    yield from _coverage(random)
    yield from _calibration(random, "a third without change", 1 / 3, NEAR)
    yield from _calibration(random, "half without change", 1 / 2, None)
    yield from _chance(random)


def _coverage(random: np.random.Generator) -> Iterator[Band]:
    for clustering in CLUSTERINGS:
        for pair in PAIRS:
            before, after = (np.full(PATIENTS, share) for share in pair)
            ours, naive = [], []
            for states in _diaries(random, before, after, clustering):
                truth = pair[1] - pair[0]
                for told, shares in ((ours, _shares(states)), (naive, _as_if_independent(states))):
                    low, high = difference_interval(*shares)
                    told.append(low <= truth <= high)
            what = f"95 % interval of a change: p {pair[0]:g} → {pair[1]:g}, ρ {clustering:g}, 20% silent"
            how = f"naive {100 * np.mean(naive):.1f} %; {PATIENTS:,} patients, 56 days before, 28 after"
            yield Band(what, 100 * float(np.mean(ours)), "%", how, 94, 97)


def _calibration(random: np.random.Generator, whom: str, unchanged: float, near: float | None) -> Iterator[Band]:
    before = random.uniform(0.2, 0.8, DRAWN)
    reduction = np.where(random.random(DRAWN) < unchanged, 0.0, random.uniform(0, 0.9, DRAWN))
    shares = [_shares(states) for states in _diaries(random, before, before * (1 - reduction), 0.3)]
    said = [reduction_probabilities(*pair, REDUCTIONS) for pair in shares]
    for percent in REDUCTIONS:
        given = np.array([one[percent] for one in said])
        had = reduction >= percent / 100
        for low, high in pairwise(BINS):
            told = (given >= low) & ((given < high) | (high == 1))
            mean, seen = 100 * float(given[told].mean()), 100 * float(had[told].mean())
            what = f"{whom}: had a reduction of ≥{percent} %, of those told {low:g} to {high:g}"
            how = f"told {mean:.1f} on the mean; n = {told.sum():,}, ρ 0.3"
            goal = (
                (None, None)
                if near is None or told.sum() < FEW
                else (round(max(mean - near, 0), 1), round(min(mean + near, 100), 1))
            )
            yield Band(what, seen, "%", how, *goal)


def _chance(random: np.random.Generator) -> Iterator[Band]:
    """Two blocks of 28 days of one and the same patient, every day recorded."""
    for share, expected in CHANCE:
        days = chains(random, np.full(40_000, share), 0.3, 2 * PERIOD_DAYS + 1)
        before, after = days[:, :PERIOD_DAYS].sum(axis=1), days[:, PERIOD_DAYS + 1 :].sum(axis=1)
        fell = 100 * float((after <= before / 2)[before > 0].mean())
        what = f"with no true change, a ≥50 % fall by chance at a rate of {share:g}"
        yield Band(
            what,
            fell,
            "%",
            f"expected {expected} %; two blocks of 28 days, ρ 0.3; 40,000 patients",
            max(expected - 2, 0),
            expected + 2,
        )


def _diaries(random: np.random.Generator, before: np.ndarray, after: np.ndarray, clustering: float) -> Answers:
    """56 days at the one rate and, a day of infusion later, 28 at the other."""
    earlier = chains(random, before, clustering, BASELINE)
    infusion = np.full((len(before), 1), UNKNOWN)
    later = chains(random, after, clustering, PERIOD_DAYS)
    return np.hstack((kept(random, earlier, SILENT), infusion, kept(random, later, SILENT)))


def _shares(states: Answers) -> tuple[Sample, Sample]:
    """As `change.py` takes them from a diary."""
    starts, stops = np.array([0, BASELINE + 1]), np.array([BASELINE, len(states)])
    worth = effective_days(states != UNKNOWN, starts, stops, clustering_of(states))
    before, after = (
        Sample(share, float(days)) for (share, _), days in zip(_as_if_independent(states), worth, strict=True)
    )
    return before, after


def _as_if_independent(states: Answers) -> tuple[Sample, Sample]:
    before, after = (
        Sample(float((part == YES).sum() / (part != UNKNOWN).sum()), float((part != UNKNOWN).sum()))
        for part in (states[:BASELINE], states[BASELINE + 1 :])
    )
    return before, after
