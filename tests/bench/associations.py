"""How often what never went together is said to have, and how often what did is found: simulated patients, one seed.

A patient follows 15 things, answers the day's question on 85 days of 100, and has headache on about four days of ten.
In the worlds without any effect a finding is false. The third world is the hard one: courses of infusions change the
rate for weeks, and what is followed lasts for weeks as well, so the two often change together by chance. There, one
table for all days would be fooled, and the figure says how often (Fisher's test of SciPy in place of the blocks).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from diary.analysis import Associations, Diary, associations
from diary.analysis.columns import AnswerColumns, Columns, columns_of
from diary.analysis.contingency import discoveries
from diary.analysis.definitions import NO, YES
from diary.analysis.definitions_associations import FALSE_FINDINGS
from diary.analysis.exposures import ExposureColumns
from tests.bench.figures import Band, Figure

SEED, PATIENTS, FOLLOWED, RECORDED = 20261122, 300, 15, 0.85
ZONE, LAST = "UTC", date(2026, 11, 21)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEAR, TWO_YEARS = 365, 728
FIXED = "fixed seed"

Random = np.random.Generator
Table = NDArray[np.bool_]


def measure(folder: Path) -> Iterator[Figure | Band]:
    """False findings in three worlds without effects, then power with one effect among fifteen things followed."""
    worlds: tuple[tuple[str, Callable[[Random], Diary]], ...] = (
        ("independent days", lambda chance: _patient(chance, YEAR, np.full(YEAR, 0.4), days=0.0, habits=0.0)),
        ("clustered days and habits", lambda chance: _patient(chance, YEAR, np.full(YEAR, 0.4), days=0.3, habits=0.5)),
        ("courses and habits of weeks", lambda chance: _patient(chance, TWO_YEARS, _courses(), days=0.3, habits=0.95)),
    )
    for name, make in worlds:
        told = [associations(make(chance), NOW) for chance in _chances(name)]
        apart = _share([bool(one.findings) for one in told])
        together = _share([_found_in_one_table(one) for one in told])
        how = f"{PATIENTS} patients, {_compared(told):.1f} of {FOLLOWED} compared; one table for all days: {together:.1f} %"
        yield Figure(f"any false finding, {name}", apart, 10, "% of patients", f"{how}; {FIXED}")
    for more, length, least in ((0.1, YEAR, None), (0.2, YEAR, 40), (0.2, TWO_YEARS, 75), (0.3, YEAR, 80)):
        yield from _power(more, length, least)


def _power(more: float, length: int, least: float | None) -> Iterator[Figure | Band]:
    """One of the fifteen raises the risk of onset on the next day, from 0.2."""
    told = [associations(_affected(chance, length, more), NOW) for chance in _chances(f"power {more} {length}")]
    names = [[one.name for one in each.findings] for each in told]
    how = f"onset 0.2 → {0.2 + more:.1f} after 3 days of 10; {PATIENTS} patients; {FIXED}"
    hits = _share(["0" in found for found in names])
    what, unit = f"effect of {more:.1f} found in {length} days", "% of patients"
    # What a year cannot find has no goal: it is told.
    yield Band(what, hits, unit, how) if least is None else Figure(what, hits, least, unit, how, at_least=True)
    inside = [
        one.comparison.low <= more <= one.comparison.high
        for each in told
        for one in each.compared
        if one.name == "0" and one.comparison
    ]
    shrunk = f"shrunk to 0 by the prior, on purpose; {FIXED}"
    yield Band(f"interval holds the true {more:.1f}", _share(inside), "%", shrunk)
    false = [sum(name != "0" for name in found) for found in names]
    # The rate that is controlled is a mean over patients, of whom those without findings have none that is false.
    mean = 100 * sum(wrong / max(len(found), 1) for wrong, found in zip(false, names, strict=True)) / len(names)
    of_all = f"{sum(false)} of all {sum(map(len, names))} findings"
    yield Figure("share of false findings beside it, mean of patients", mean, 10, "%", f"{of_all}; {FIXED}")


def _patient(chance: Random, length: int, rate: NDArray[np.float64], *, days: float, habits: float) -> Diary:
    """Headache and what is followed go each their own way."""
    exposures = _habits(chance, length, habits)
    headache, before = np.zeros(length, dtype=np.bool_), False
    for place, draw in enumerate(chance.random(length).tolist()):
        before = draw < rate[place] + days * (before - rate[place])
        headache[place] = before
    return _diary(chance, headache, exposures)


def _affected(chance: Random, length: int, more: float) -> Diary:
    """The first thing followed, there on three days of ten, raises the risk of onset; an attack lasts 1.5 days."""
    exposures = _habits(chance, length, 0.3)
    exposures[0] = chance.random(length) < 0.3
    headache, before, exposed = np.zeros(length, dtype=np.bool_), False, False
    for place, draw in enumerate(chance.random(length).tolist()):
        before = draw < (1 / 3 if before else 0.2 + more * exposed)
        headache[place], exposed = before, bool(exposures[0, place])
    return _diary(chance, headache, exposures)


def _habits(chance: Random, length: int, lasting: float) -> Table:
    """Fifteen things, there on 10 to 60 days of 100, whose days resemble the ones before."""
    share = np.linspace(0.1, 0.6, FOLLOWED)
    there = np.zeros((FOLLOWED, length), dtype=np.bool_)
    before = chance.random(FOLLOWED) < share
    for place in range(length):
        before = chance.random(FOLLOWED) < share + lasting * (before - share)
        there[:, place] = before
    return there


def _courses() -> NDArray[np.float64]:
    """Every 100 days 45 days of relief, and two weeks in which headaches come back."""
    day = np.arange(TWO_YEARS) % 100
    eased = np.clip((day - 45) / 14, 0, 1)
    return 0.15 + 0.4 * eased


def _diary(chance: Random, headache: Table, exposures: Table) -> Diary:
    """The answers of a patient up to yesterday; on a silent day nothing is answered."""
    spoken = np.flatnonzero(chance.random(len(headache)) < RECORDED)
    ordinal = LAST.toordinal() - len(headache) + 1 + spoken
    at = (ordinal - date(1970, 1, 1).toordinal()) * 86_400_000 + 72_000_000
    answer, zone = np.where(headache[spoken], YES, NO), np.zeros(len(spoken), dtype=np.int64)
    nothing = columns_of(Diary(zone=ZONE))
    columns = Columns(
        zones=(ZONE,),
        attacks=nothing.attacks,
        readings=nothing.readings,
        auras=nothing.auras,
        doses=nothing.doses,
        answers=AnswerColumns(ordinal, at, zone, answer, np.full(len(spoken), -1)),
        exposures=ExposureColumns(
            tuple(str(number) for number in range(len(exposures))),
            np.tile(ordinal, len(exposures)),
            np.repeat(np.arange(len(exposures)), len(spoken)),
            np.where(exposures[:, spoken], YES, NO).ravel(),
        ),
    )
    return Diary.of_columns(columns, zone=ZONE)


def _found_in_one_table(told: Associations) -> bool:
    """Whether anything is found when all days make one table."""
    tables = [
        [
            [one.exposed_onsets, one.exposed - one.exposed_onsets],
            [one.unexposed_onsets, one.unexposed - one.unexposed_onsets],
        ]
        for one in told.compared
    ]
    return any(q <= FALSE_FINDINGS for q in discoveries([float(stats.fisher_exact(each).pvalue) for each in tables]))


def _chances(name: str) -> Iterator[Random]:
    seeds = np.random.SeedSequence([SEED, *name.encode()]).spawn(PATIENTS)
    return (np.random.default_rng(seed) for seed in seeds)


def _compared(told: list[Associations]) -> float:
    return sum(len(one.compared) for one in told) / len(told)


def _share(flags: list[bool]) -> float:
    return 100 * sum(flags) / max(len(flags), 1)
