"""Rules that a clinician can check by eye, beside the estimate of relief; and whether recording itself changed."""

from dataclasses import dataclass

import numpy as np

from .cycles import Cycle, Cycles
from .definitions import LEAST_DAYS, PERIOD_DAYS, Flags
from .definitions_relief import DROP_POINTS, HALF, WEEK_LEAST, WEEKLY_MORE

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRule:
    """The plain rate of the last 28 days of the cycle against half of the baseline's."""

    #: Headache days and recorded days of the last 28 days; fewer days before day 28.
    headache: int
    recorded: int
    #: Per 28; None before day 28, and with fewer than 14 recorded days.
    per_28: float | None
    #: Half of the baseline, per 28; None without a baseline.
    half: float | None

    @property
    def has_returned(self) -> bool | None:
        """Whether the rate is at or over half of the baseline; None where either is not known, or half of it is 0."""
        return None if self.per_28 is None or not self.half else self.per_28 >= self.half


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyRule:
    """The first week, from week 3 on, with two headache days more than week 2: of this cycle and of the one before."""

    #: Counted from 1; None where there was no such week, or week 2 is not known.
    week: int | None
    before: int | None

    @property
    def is_met(self) -> bool:
        """Whether there was one in two cycles running."""
        return self.week is not None and self.before is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How much was recorded before the course and after it: who skips good days makes relief look shorter."""

    #: Percent of the days recorded, in the baseline (first cycle) or the cycle before; None where there is no day.
    before: float | None
    after: float | None

    @property
    def has_dropped(self) -> bool:
        """Whether recording fell by more than 25 points."""
        return self.before is not None and self.after is not None and self.before - self.after > DROP_POINTS


def plain_rule(found: Cycles) -> PlainRule:
    """The plain rule on the day of asking."""
    days = found.slice_of(found.cycles[-1])
    last = slice(max(days.start, days.stop - PERIOD_DAYS), days.stop)
    recorded = int(found.days.recorded[last].sum())
    headache = int(found.days.headache[last].sum())
    is_known = days.stop - days.start >= PERIOD_DAYS and recorded >= LEAST_DAYS
    base = found.baseline
    return PlainRule(
        headache=headache,
        recorded=recorded,
        per_28=PERIOD_DAYS * headache / recorded if is_known else None,
        half=HALF * base.per_28 if base.is_enough and base.per_28 is not None else None,
    )


def weekly_rule(found: Cycles) -> WeeklyRule:
    """The weekly rule in the last two cycles."""
    weeks = [_week(found, cycle) for cycle in found.cycles[-2:]]
    return WeeklyRule(week=weeks[-1], before=weeks[0] if len(weeks) > 1 else None)


def recording(found: Cycles) -> Recording:
    """Recorded days before and after the last course: of the baseline, or of the cycle before it."""
    current = found.slice_of(found.cycles[-1])
    before = found.slice_of(found.cycles[-2]) if len(found.cycles) > 1 else slice(0, found.baseline.days)
    return Recording(before=_percent(found.days.recorded[before]), after=_percent(found.days.recorded[current]))


def _week(found: Cycles, cycle: Cycle) -> int | None:
    days = found.slice_of(cycle)
    whole = (days.stop - days.start) // WEEK
    recorded, headache = (
        flags[days][: whole * WEEK].reshape(whole, WEEK).sum(axis=1)
        for flags in (found.days.recorded, found.days.headache)
    )
    if whole < 3 or recorded[1] < WEEK_LEAST:
        return None
    more = np.flatnonzero((headache[2:] >= headache[1] + WEEKLY_MORE) & (recorded[2:] >= WEEK_LEAST))
    return int(more[0]) + 3 if len(more) else None


def _percent(recorded: Flags) -> float | None:
    return 100 * float(recorded.mean()) if len(recorded) else None
