"""How soon the end of relief is noticed, when one patient in ten is told so too early.

Shares .60 → .25 → .60, clustering .3, 15 % of days silent, 28 days of baseline; relief ends between day 14 and day 150,
drawn from the stated prior within that. Each day from day 14 on the probability that relief has ended is read, and the
first day over a limit is the day of notice. The limit is that at which one patient in ten is noticed before relief
ended, for each reader its own; the delay is the mean over the others, who are followed to day 210.
"""

from collections.abc import Iterator

import numpy as np

from diary.analysis.definitions_relief import JUDGED_FROM
from diary.analysis.relief_grid import after_baseline, codes_of, judged, learned, likelihood
from diary.analysis.relief_prior import PRIOR
from tests.bench.figures import Figure
from tests.bench.relief_calibration import FIXED
from tests.bench.relief_patients import BASELINE, Patient, forward, oracle, patients

PATIENTS, SEED = 300, 20261122
FOLLOWED, LATEST = 210, 150
FALSE_ALARMS = 0.1
GOALS = {0: (6, "a first cycle"), 2: (3, "two known cycles")}


def measure() -> Iterator[Figure]:
    """The delay beyond the oracle's, in a first cycle and with two known ones."""
    for known, (goal, where) in GOALS.items():
        chance = np.random.default_rng(SEED)
        wanted = {"count": PATIENTS, "days": FOLLOWED, "spread": 0, "silent": 0.15, "known": known}
        made = list(patients(chance, FIXED, **wanted, ends=(JUDGED_FROM, LATEST)))
        ends = [one.truth.ends for one in made]
        ours, best, rule = (_delay([reader(one) for one in made], ends) for reader in (_ours, oracle, _rate))
        how = f"{ours:.1f} days against {best:.1f}, 28-day rate {rule:.1f}; {PATIENTS} patients, 10 % false alarms each"
        yield Figure(f"end of relief noticed after the oracle, {where}", ours - best, goal, "days", how)


def _ours(patient: Patient) -> np.ndarray:
    codes = codes_of(patient.recorded, patient.headache)
    beliefs = after_baseline(PRIOR, codes[:BASELINE])
    for days in patient.earlier:
        beliefs = learned(judged(likelihood(codes[days]), beliefs), beliefs)
    return forward(codes[patient.start :], beliefs)


def _rate(patient: Patient) -> np.ndarray:
    """The rate of the 28 days up to each day of the cycle, as many of them as there are."""
    rates = []
    for stop in range(patient.start + 1, len(patient.recorded) + 1):
        days = slice(max(patient.start, stop - 28), stop)
        rates.append(patient.headache[days].sum() / max(patient.recorded[days].sum(), 1))
    return np.array(rates)


def _delay(said: list[np.ndarray], ends: list[int]) -> float:
    """The mean days from the end to its notice, at the limit that one in ten passes too early."""
    early = [path[JUDGED_FROM - 1 : end].max() for path, end in zip(said, ends, strict=True)]
    limit = np.quantile(early, 1 - FALSE_ALARMS)
    delays = []
    for path, end, before in zip(said, ends, early, strict=True):
        if before <= limit:
            noticed = np.flatnonzero(path[end:] > limit)
            delays.append(noticed[0] + 1 if len(noticed) else len(path) - end)
    return float(np.mean(delays))
