"""How far the probabilities and intervals of relief can be believed, on simulated patients whose truth is known.

Each patient has 28 days of baseline and is asked on days 30, 60, 90 and 120. When relief ended is drawn from the stated
prior; shares and clustering are not those of the prior but a few fixed ones. Where headaches come back over 28 days,
relief is taken to have ended in the middle of them. The oracle knows the shares, the clustering and the prior, and
takes the return for abrupt too. The 28-day rule calls relief ended when the rate of the last 28 days is at or over half
of the baseline's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from diary.analysis.definitions_relief import SEEN_FROM
from diary.analysis.relief_grid import after_baseline, codes_of, interval_of, judged, learned, likelihood
from diary.analysis.relief_prior import PRIOR
from tests.bench.figures import Band, Figure
from tests.bench.relief_patients import BASELINE, Patient, Population, days_of, oracle, patients

PATIENTS, WITHOUT, SEED = 1000, 400, 20261122
ASKED = (30, 60, 90, 120)
MIXED = Population(
    shares=((0.45, 0.2), (0.6, 0.15), (0.6, 0.25), (0.6, 0.36), (0.75, 0.3)), clusterings=(0.15, 0.3, 0.45)
)
FIXED = Population(shares=((0.6, 0.25),), clusterings=(0.3,))
#: Limits of the groups of the reliability table.
GROUPS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True)
class Asked:
    """What was said of one patient on one day, and what was so."""

    day: int
    said: float
    oracle: float
    rule: float
    ended: bool
    covered: bool


def asked(population: Population, spread: int, silent: float, known: int = 0) -> list[Asked]:
    """Every patient of a population on every day of asking; with `known`, after so many completed cycles."""
    chance = np.random.default_rng(SEED)
    made = patients(chance, population, count=PATIENTS, days=max(ASKED), spread=spread, silent=silent, known=known)
    return [one for patient in made for one in _asked(patient)]


def _asked(patient: Patient) -> Iterator[Asked]:
    codes = codes_of(patient.recorded, patient.headache)
    beliefs = after_baseline(PRIOR, codes[:BASELINE])
    for days in patient.earlier:
        beliefs = learned(judged(likelihood(codes[days]), beliefs), beliefs)
    knows = oracle(patient)
    for day in ASKED:
        found = judged(likelihood(codes[patient.start : patient.start + day]), beliefs)
        low, high = interval_of(found.lasts)
        yield Asked(
            day=day,
            said=float(1 - found.lasts[day]),
            oracle=float(knows[day - 1]),
            rule=float(_rule(patient, day)),
            ended=patient.truth.ends < day,
            covered=low <= patient.truth.ends <= high,
        )


def _rule(patient: Patient, day: int) -> bool:
    last = slice(patient.start + day - 28, patient.start + day)
    rate, usual = (
        patient.headache[days].sum() / max(patient.recorded[days].sum(), 1) for days in (last, slice(0, BASELINE))
    )
    return bool(rate >= usual / 2)


def groups(told: list[Asked]) -> list[tuple[float, float, int]]:
    """The reliability table: in each group of probabilities the mean said, the share that had ended, and how many."""
    rows = []
    for low, high in pairwise(GROUPS):
        chosen = [one for one in told if low <= one.said < high or one.said == high == 1]
        if chosen:
            rows.append((_mean(one.said for one in chosen), _mean(one.ended for one in chosen), len(chosen)))
    return rows


def measure() -> Iterator[Band | Figure]:
    """Coverage, reliability and Brier scores."""
    for spread in (0, 28):
        for silent in (0.15, 0.4):
            told = asked(MIXED, spread, silent)
            where = f"{'abrupt' if not spread else 'return over 28 days'}, {silent:.0%} silent"
            yield from _calibration(told, where)
            yield from _scores(told, where)
        yield from _calibration(asked(MIXED, spread, 0.15, known=2), "the same after two known cycles, 15% silent")
    told = asked(FIXED, 0, 0.15)
    yield from _scores(told, ".60 → .25 → .60, abrupt, 15% silent")
    for day in ASKED:
        yield from _scores([one for one in told if one.day == day], f"the same on day {day}")
    yield from _scores(asked(FIXED, 0, 0.15, known=2), "the same after two known cycles")
    yield from _without_relief()


def _calibration(told: list[Asked], where: str) -> Iterator[Band | Figure]:
    how = f"{PATIENTS} simulated patients, seed {SEED}, asked on days 30, 60, 90 and 120"
    yield Band(f"80 % interval of relief, {where}", 100 * _mean(one.covered for one in told), "%", how, 77, 87)
    yield Figure(f"calibration error, {where}", _error(told), 5, "points", _said(told))


def _without_relief() -> Iterator[Band]:
    """In how many patients without any effect relief is claimed, on day 60 of a first cycle."""
    for share in (0.15, 0.25, 0.4, 0.6, 0.85):
        chance, claims = np.random.default_rng(SEED), 0
        for _ in range(WITHOUT):
            headache = days_of(chance, np.full(BASELINE + 60, share), 0.3)
            recorded = chance.random(len(headache)) >= 0.15
            codes = codes_of(recorded, headache & recorded)
            found = judged(likelihood(codes[BASELINE:]), after_baseline(PRIOR, codes[:BASELINE]))
            claims += bool(found.lasts[1] >= SEEN_FROM)
        what = f"relief claimed though there was none, {28 * share:.0f} headache days per 28"
        how = f"{claims} of n = {WITHOUT} simulated, on day 60 of a first cycle; Bayes allows 75 % of them"
        yield Band(what, 100 * claims / WITHOUT, "% of patients", how)


def _scores(told: list[Asked], where: str) -> Iterator[Figure]:
    ours, best, rule = (
        _mean((said(one) - one.ended) ** 2 for one in told)
        for said in (lambda one: one.said, lambda one: one.oracle, lambda one: one.rule)
    )
    yield Figure(f"Brier score, {where}", 100 * ours / best, 130, "% of oracle", f"{ours:.3f} against {best:.3f}")
    how = f"{ours:.3f} against {rule:.3f}; the oracle has {100 * best / rule:.0f} %"
    yield Figure("… against the 28-day rule", 100 * ours / rule, 50, "% of rule", how)


def _error(told: list[Asked]) -> float:
    """The mean distance between what was said and what happened, over the groups, in points."""
    return 100 * sum(abs(said - ended) * count for said, ended, count in groups(told)) / len(told)


def _said(told: list[Asked]) -> str:
    return "said → had ended (n): " + ", ".join(f"{said:.2f} → {ended:.2f} ({n})" for said, ended, n in groups(told))


def _mean(values) -> float:
    return float(np.mean(list(values)))
