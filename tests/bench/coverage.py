"""How often the intervals hold the truth, on simulated patients: a table, and nothing a user has to wait for.

Days follow the first-order chain of `relief.md`: a day is a headache day with chance p + ρ (h - p) after a day h. Each
patient keeps a diary of four months and is asked about its last 28 days, with ρ learned from that diary as it is in
earnest. Silent days are spread by chance. The naive interval is Wilson's, as if days were independent.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from diary.analysis.definitions import PERIOD_DAYS, UNKNOWN, YES
from diary.analysis.interval import clustering_of, effective_days, wilson
from diary.analysis.rates import estimates
from tests.bench import change
from tests.bench.figures import Band
from tests.bench.simulated import chains, kept

PATIENTS, SEED = 6000, 20261122
CLUSTERINGS, SHARES, SILENT = (0.0, 0.3, 0.5), (0.2, 0.4, 0.6), (0.0, 0.2)
FOUR_MONTHS = 4 * PERIOD_DAYS
LOW, HIGH = 94, 97


def measure(_: Path) -> Iterator[Band]:
    """The coverage of the interval of a rate and of a change, and whether probabilities of a reduction are right."""
    yield from _of_rates()
    yield from change.measure()


def _of_rates() -> Iterator[Band]:
    random = np.random.default_rng(SEED)
    for silent in SILENT:
        for clustering in CLUSTERINGS:
            for share in SHARES:
                ours, naive = _coverage(random, share, clustering, silent, FOUR_MONTHS)
                what = f"95 % interval of a rate: p {share:g}, ρ {clustering:g}, {silent:.0%} silent"
                yield Band(what, ours, "%", f"naive {naive:.1f} %; {PATIENTS:,} diaries of 112 days", LOW, HIGH)
    for clustering in CLUSTERINGS:
        ours, naive = _coverage(random, 0.4, clustering, 0.2, PERIOD_DAYS)
        how = f"naive {naive:.1f} %; ρ cannot be learned yet and is taken as 0.3"
        goal = (LOW, HIGH) if clustering == 0.3 else (None, None)
        yield Band(f"the same of a diary of 28 days: p 0.4, ρ {clustering:g}, 20% silent", ours, "%", how, *goal)


def _coverage(
    random: np.random.Generator, share: float, clustering: float, silent: float, days: int
) -> tuple[float, float]:
    """How many of 100 intervals hold `share`: ours, and the naive one."""
    diaries = kept(random, chains(random, np.full(PATIENTS, share), clustering, days), silent)
    begin, end = np.array([days - PERIOD_DAYS]), np.array([days])
    ours, naive = [], []
    for states in diaries:
        latest = states[-PERIOD_DAYS:]
        count, known = (latest == YES).sum(keepdims=True), (latest != UNKNOWN).sum(keepdims=True)
        worth = effective_days(states != UNKNOWN, begin, end, clustering_of(states))
        _, low, high = estimates(count, known, worth)
        if np.isnan(low[0]):
            continue  # fewer than 14 known days: no number
        ours.append(low[0] <= PERIOD_DAYS * share <= high[0])
        least, most = wilson(count / known, known.astype(np.float64))
        naive.append(least[0] <= share <= most[0])
    return 100 * float(np.mean(ours)), 100 * float(np.mean(naive))
