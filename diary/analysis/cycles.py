"""Cycles of a diary: from the last infusion of a course to the next infusion, with the baseline before the first.

The date of the last infusion of a *course* is day 0 of its *cycle*. The cycle runs to the day before the next
infusion, or to the day of asking. Days from the first infusion of a course to its last lie inside the course and are
in neither state: nobody can say which of two infusions a day follows. The *baseline* is what the diary says before
the very first infusion (`baseline`).

Infusions make a course
  that name the same course      while no more than 28 days lie between one and the next: maintenance under one name
                                 for a year is many cycles
  of which one names no course   while no more than 10 days do: series are given on following days or weekly
  that name different courses    never

Today counts once something is recorded for it, as in a trend; until then the day of asking is yesterday.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from .baseline import Baseline
from .days import Days, classify, first_recorded, local_today
from .definitions import Numbers
from .definitions_cycles import BASELINE_MOST, COURSE_GAP_DAYS, COURSE_SPLIT_DAYS
from .infusion_pain import given
from .record import Diary, Infusion

DAY = timedelta(days=1)
#: What a day can be beside a cycle's number (1, 2, …), in `Cycles.places`.
BASELINE, IN_COURSE = 0, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One course and the days after it."""

    #: 1 for the first of the diary.
    number: int
    infusion_ids: tuple[str, ...]
    course_id: str | None
    #: The first infusion of the course.
    began: date
    #: Day 0: its last infusion.
    ended: date
    #: The last day of the cycle; day 0 itself when the next infusion, or the asking, comes right after.
    last: date
    #: Another infusion followed. The one cycle without is the one that goes on.
    is_completed: bool

    @property
    def length(self) -> int:
        """Days after day 0."""
        return (self.last - self.ended).days

    def day(self, on: date) -> int:
        """Which day of the cycle a date is: 0 for the last infusion."""
        return (on - self.ended).days


@dataclass(frozen=True, eq=False, kw_only=True)
class Cycles:
    """The cycles of a diary by date, and what each day is."""

    #: The day of asking.
    asked: date
    baseline: Baseline
    cycles: tuple[Cycle, ...]
    #: From the first day of the baseline to today.
    days: Days
    #: For each of `days`: the number of its cycle, or BASELINE or IN_COURSE.
    places: Numbers

    @property
    def current(self) -> Cycle | None:
        """The cycle that goes on."""
        return self.cycles[-1] if self.cycles else None

    def slice_of(self, cycle: Cycle) -> slice:
        """Days 1, 2, … of a cycle among `days`."""
        start = (cycle.ended - self.days.first).days + 1
        return slice(start, start + cycle.length)


def cycles(diary: Diary, now: datetime) -> Cycles | None:
    """The cycles of a diary as known at `now`; None where no infusion was given yet."""
    today = local_today(diary, now)
    infusions = [one for one in given(diary) if one.date <= today]
    if not infusions:
        return None
    begins = infusions[0].date
    starts = min(first_recorded(diary) or begins, begins)
    first = max(starts, begins - BASELINE_MOST * DAY)
    days = classify(diary, first, today, now)
    asked = today if days.recorded[-1] or infusions[-1].date == today else today - DAY
    found = _cycles(infusions, asked)
    return Cycles(
        asked=asked,
        baseline=_baseline(days, begins),
        cycles=found,
        days=days,
        places=_places(days, begins, found),
    )


def courses(infusions: Sequence[Infusion]) -> list[list[Infusion]]:
    """Infusions in order of their dates, grouped to courses."""
    grouped: list[list[Infusion]] = []
    for one in infusions:
        if grouped and _belongs(one, grouped[-1]):
            grouped[-1].append(one)
        else:
            grouped.append([one])
    return grouped


def _belongs(one: Infusion, members: Sequence[Infusion]) -> bool:
    gap = (one.date - members[-1].date).days
    named = next((each.course_id for each in members if each.course_id), None)
    if one.course_id and named:
        return one.course_id == named and gap <= COURSE_SPLIT_DAYS
    return gap <= COURSE_GAP_DAYS


def _cycles(infusions: Sequence[Infusion], asked: date) -> tuple[Cycle, ...]:
    grouped = courses(infusions)
    nexts = [members[0].date for members in grouped[1:]]
    found = []
    for place, members in enumerate(grouped):
        is_completed = place < len(nexts)
        ended = members[-1].date
        last = nexts[place] - DAY if is_completed else asked
        found.append(
            Cycle(
                number=place + 1,
                infusion_ids=tuple(one.id for one in members),
                course_id=next((one.course_id for one in members if one.course_id), None),
                began=members[0].date,
                ended=ended,
                last=max(last, ended),
                is_completed=is_completed,
            )
        )
    return tuple(found)


def _baseline(days: Days, begins: date) -> Baseline:
    length = (begins - days.first).days
    return Baseline(
        first=days.first,
        last=begins - DAY,
        recorded=int(days.recorded[:length].sum()),
        headache=int(days.headache[:length].sum()),
    )


def _places(days: Days, begins: date, found: Sequence[Cycle]) -> Numbers:
    """What each day is. Of two courses that touch, the later one has the day."""
    places = np.full(len(days), BASELINE, dtype=np.int64)
    for cycle in found:
        start, zero = (cycle.began - days.first).days, (cycle.ended - days.first).days
        places[start : zero + 1] = IN_COURSE
        places[zero + 1 : zero + 1 + cycle.length] = cycle.number
    return places
