"""Before and after each course: blocks of 28 days, the change of a rate, and how probable a reduction is.

*Blocks* are counted from the two ends of a course. Before it: the 28 days up to the day before its first infusion.
After it: days 1-28, 29-56, … from its last infusion, day 0. A course of one day so has -28…-1 and 1-28. The days of
the course itself lie in neither block; they are kept, and drawn shaded. A block is cut where another course, or its
blocks, would begin, and at the day of asking; it says by what. Days before a course that are also the days after the
course before are counted as `shared`.

*Change*: days per 28 in 1-28 less those of a reference. Two references: the baseline before the very first infusion,
if it is enough (`baseline`), and the 28 days before this course. Where a patient has no baseline but remembered
"headache days in the last 28" before the first infusion, that counts as much as 7 neighbouring days would. No change
without 14 known days on either side: then there are only the counts.

Not told by a change: what made it. Baselines are often chosen when people feel worst, so part of a fall is expected
without treatment. Assumes that silent days are like the others, and that within a block the chance of a headache day
does not drift.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np

from .cycles import Cycle, Cycles, cycles
from .days import Days
from .definitions import CLUSTERING, PERIOD_DAYS, UNKNOWN
from .definitions_cycles import MOST_BLOCKS, RECALL_WEIGHT, REDUCTIONS
from .interval import clustering_of, effective_days
from .rates import Period, Rate, rates
from .record import Diary, Recalled
from .reduction import Sample, difference_interval, reduction_probabilities

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Up to 28 days before or after a course."""

    #: Counted from the last infusion, day 0: -28 or less before the course, 1, 29, … after it.
    first_day: int
    #: The last day that is counted, and the last that there would be.
    last_day: int
    whole_to: int
    rate: Rate
    #: "course": another one lies there; "start": the diary began later; "today": it is not over. None: it is whole.
    cut_by: str | None
    #: Days that are counted in days 1-28 after the course before as well.
    shared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """From a reference to days 1-28, in days per 28. No number where either side is known from too few days."""

    difference: float | None = None
    #: 95 % interval of the difference.
    low: float | None = None
    high: float | None = None
    #: Percent to the probability that the rate is lower by so many percent of the reference or more.
    reductions: Mapping[int, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChange:
    """One course, the days before it and the days after it."""

    cycle: Cycle
    #: None where not one day lies there.
    before: Block | None
    after: tuple[Block, ...]
    from_baseline: RateChange
    from_before: RateChange

    @property
    def next(self) -> Block | None:
        """Days 1-28, as far as they go."""
        return self.after[0] if self.after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All courses of a diary, by date."""

    measure: str
    asked: date
    #: What is known of the days before the first infusion, enough or not; None where there are none.
    baseline: Rate | None
    #: Whether that is 28 days, 20 of them known, so that it serves as a reference.
    is_enough: bool
    #: What serves instead; None where a recorded baseline does, and where nobody remembered anything.
    recalled: Recalled | None
    courses: tuple[CourseChange, ...]


def changes(diary: Diary, now: datetime, measure: str = "headache") -> Changes | None:
    """Before and after every course, as known at `now`; None where no infusion was given yet."""
    found = cycles(diary, now)
    return None if found is None else changes_of(found, measure)


def changes_of(found: Cycles, measure: str = "headache") -> Changes:
    """Before and after every course of a diary whose cycles are known."""
    base = found.baseline
    earlier = [None, *found.cycles[:-1]]
    windows = [_windows(one, former, found) for one, former in zip(found.cycles, earlier, strict=True)]
    periods = [window.period for before, after in windows for window in (*before, *after)]
    known = _counted(found.days, [*periods, *([(base.first, base.last)] if base.days else [])], measure)

    baseline = known.get((base.first, base.last))
    is_enough = baseline is not None and base.serves(baseline.rate.known)
    recalled = None if is_enough or measure != "headache" else _remembered(found)
    reference = baseline.share if baseline and is_enough else _share_of(recalled) if recalled else None
    return Changes(
        measure=measure,
        asked=found.asked,
        baseline=baseline.rate if baseline else None,
        is_enough=is_enough,
        recalled=recalled,
        courses=tuple(
            _course(one, before, after, known, reference)
            for one, (before, after) in zip(found.cycles, windows, strict=True)
        ),
    )


class _Window(NamedTuple):
    """A block before its days are counted."""

    period: Period
    whole_to: date
    cut_by: str | None
    shared: int


class _Counted(NamedTuple):
    """The days of one period, and how many independent ones they are worth."""

    rate: Rate
    worth: float

    @property
    def share(self) -> Sample | None:
        """What the days tell; None where too few are known."""
        return None if self.rate.per_28 is None else Sample(self.rate.per_28 / PERIOD_DAYS, self.worth)


def _windows(one: Cycle, earlier: Cycle | None, found: Cycles) -> tuple[list[_Window], list[_Window]]:
    """The blocks before a course, of which there is one at most, and after it."""
    from_day, to_day = one.began - PERIOD_DAYS * DAY, one.began - DAY
    least = earlier.ended + DAY if earlier else found.days.first
    first = max(from_day, least)
    before = []
    if first <= to_day:
        shared = max((min(to_day, earlier.ended + PERIOD_DAYS * DAY) - first).days + 1, 0) if earlier else 0
        cut_by = None if first == from_day else "course" if earlier else "start"
        before.append(_Window((first, to_day), to_day, cut_by, shared))
    after = []
    for place in range(MOST_BLOCKS):
        begin = one.ended + (1 + place * PERIOD_DAYS) * DAY
        if begin > one.last:
            break
        whole_to = begin + (PERIOD_DAYS - 1) * DAY
        cut_by = None if whole_to <= one.last else "course" if one.is_completed else "today"
        after.append(_Window((begin, min(whole_to, one.last)), whole_to, cut_by, 0))
    return before, after


def _counted(days: Days, periods: list[Period], measure: str) -> dict[Period, _Counted]:
    """The days of each period."""
    states = days.states(measure)
    clustering = clustering_of(states)
    starts, stops = (
        np.array([(on - days.first).days for on in side], dtype=np.int64)
        for side in ([first for first, _ in periods], [last + DAY for _, last in periods])
    )
    worth = effective_days(states != UNKNOWN, starts, stops, clustering).tolist()
    told = map(_Counted, rates(days, periods, measure, clustering), worth)
    return dict(zip(periods, told, strict=True))


def _remembered(found: Cycles) -> Recalled | None:
    """What was remembered before the first infusion, or on its day."""
    recalled = found.days.diary.recalled
    return recalled if recalled and recalled.on <= found.cycles[0].began else None


def _share_of(recalled: Recalled) -> Sample:
    week = np.ones(RECALL_WEIGHT, dtype=np.bool_)
    worth = effective_days(week, np.array([0]), np.array([RECALL_WEIGHT]), CLUSTERING)
    return Sample(recalled.days / PERIOD_DAYS, float(worth[0]))


def _course(
    one: Cycle,
    before: list[_Window],
    after: list[_Window],
    known: Mapping[Period, _Counted],
    reference: Sample | None,
) -> CourseChange:
    following = known[after[0].period].share if after else None
    preceding = known[before[0].period].share if before else None
    return CourseChange(
        cycle=one,
        before=_block(one, before[0], known) if before else None,
        after=tuple(_block(one, window, known) for window in after),
        from_baseline=_change(reference, following),
        from_before=_change(preceding, following),
    )


def _block(one: Cycle, window: _Window, known: Mapping[Period, _Counted]) -> Block:
    first, last = window.period
    return Block(
        first_day=one.day(first),
        last_day=one.day(last),
        whole_to=one.day(window.whole_to),
        rate=known[window.period].rate,
        cut_by=window.cut_by,
        shared=window.shared,
    )


def _change(before: Sample | None, after: Sample | None) -> RateChange:
    if before is None or after is None:
        return RateChange()
    low, high = difference_interval(before, after)
    return RateChange(
        difference=PERIOD_DAYS * (after.share - before.share),
        low=PERIOD_DAYS * low,
        high=PERIOD_DAYS * high,
        reductions=reduction_probabilities(before, after, REDUCTIONS),
    )
