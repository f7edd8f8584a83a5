"""Whether a course of infusions was followed by less pain: at its end, and still at a follow-up.

*Immediate*: pain at the end of the last infusion is 2 points or more below pain before the first one (Schwenk 2018).
*Sustained*: the level of pain at a follow-up is 2 points or more below the level before the course. A *level* is
the mean over 7 diary days: a headache-free day counts 0, a headache day its worst pain; a silent day, and a headache
day whose pain nobody told, count nothing, and with fewer than 4 known days there is no level. The level before is of
the 7 days that end the day before the first infusion; at the follow-up, of the 7 that end on it.
A *course* is here what its name says, however long it pauses, and an infusion without a name is one by itself; where
days are counted, `cycles` decides by the gaps between infusions.
Where one side is not known, or another course began before the follow-up, there is no answer, which is not "no".
What a response does not tell: whether the infusions made it. There is no comparison within one patient.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

import numpy as np

from .days import classify, local_today
from .definitions import LEVEL_DAYS, LEVEL_LEAST, SUSTAINED_POINTS
from .infusion_pain import PainChange, given
from .record import Diary, Infusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The mean of the worst pain of 7 days."""

    first: date
    last: date
    #: Days whose pain is known: headache-free ones included.
    known: int
    #: 0 to 10; None with fewer than 4 known days.
    mean: float | None

    @property
    def days(self) -> int:
        """How many days there were to know: 7."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up of a course."""

    #: Days after the last infusion.
    day: int
    level: Level
    #: From the level before the course to this one.
    change: PainChange
    #: Another course had begun by then: the level is told, and is not this course's.
    superseded: bool

    @property
    def sustained(self) -> bool | None:
        """Whether the level is 2 points or more below the level before the course."""
        if self.superseded or self.change.difference is None:
            return None
        return self.change.difference <= -SUSTAINED_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What followed one course, or one infusion outside any."""

    #: None for an infusion outside any course.
    course_id: str | None
    #: "initial" or "maintenance"; None when it was not said.
    kind: str | None
    first: date
    last: date
    #: In order of their dates.
    infusion_ids: tuple[str, ...]
    #: From before the first infusion to the end of the last one.
    change: PainChange
    before: Level
    follow_ups: tuple[FollowUp, ...]

    @property
    def immediate(self) -> bool | None:
        """Whether pain was 2 points or more lower at the end of the last infusion than before the first."""
        return self.change.immediate_response


def responses(diary: Diary, now: datetime, days: Sequence[int], *, first: date | None = None) -> tuple[Response, ...]:
    """The response to each course, by date, with a follow-up on each of the `days` after it that have come.

    With `first`, of those courses that had an infusion on that day or later.
    Follow-ups are 7 days after the last infusion or later: an earlier one would count days of the course itself.
    """
    if any(day < LEVEL_DAYS for day in days):
        raise ValueError(f"A follow-up is {LEVEL_DAYS} days after a course or later.")
    courses: dict[str, list[Infusion]] = {}
    for infusion in given(diary):
        courses.setdefault(infusion.course_id or infusion.id, []).append(infusion)
    begins = sorted(members[0].date for members in courses.values())
    today = local_today(diary, now)
    chosen = [members for members in courses.values() if members[-1].date >= (first or members[-1].date)]
    if not chosen:
        return ()
    start = min(members[0].date for members in chosen) - timedelta(days=LEVEL_DAYS)
    pains = _Pains(diary, start, max(today, max(members[-1].date for members in chosen)), now)
    return tuple(_response(pains, members, begins, today, days) for members in chosen)


def level(diary: Diary, last: date, now: datetime) -> Level:
    """The level of pain over the 7 days that end on `last`."""
    return _Pains(diary, last - timedelta(days=LEVEL_DAYS - 1), last, now).level(last)


class _Pains:
    """The worst pain of each day from `first` to `last`, 0 of one without headache: looked up once for all levels."""

    def __init__(self, diary: Diary, first: date, last: date, now: datetime) -> None:
        days = classify(diary, first, last, now)
        # The arrays, and not the days one by one: those ask what kind each headache was, which not every reader read.
        self._pains = np.where(days.recorded & ~days.headache, 0, days.worst_pain)
        self._first = first

    def level(self, last: date) -> Level:
        """The level of the 7 days that end on `last`."""
        stop = (last - self._first).days + 1
        known = [pain for pain in self._pains[stop - LEVEL_DAYS : stop].tolist() if pain >= 0]
        mean = fmean(known) if len(known) >= LEVEL_LEAST else None
        return Level(first=last - timedelta(days=LEVEL_DAYS - 1), last=last, known=len(known), mean=mean)


def _response(
    pains: _Pains, members: Sequence[Infusion], begins: Sequence[date], today: date, days: Sequence[int]
) -> Response:
    first, last = members[0], members[-1]
    later = bisect_right(begins, last.date)
    before = pains.level(first.date - timedelta(days=1))
    follow_ups = []
    for day in days:
        on = last.date + timedelta(days=day)
        if on > today:
            continue
        at = pains.level(on)
        follow_ups.append(
            FollowUp(
                day=day,
                level=at,
                change=PainChange(before=before.mean, after=at.mean),
                superseded=later < len(begins) and begins[later] <= on,
            )
        )
    return Response(
        course_id=first.course_id,
        kind=first.course_kind,
        first=first.date,
        last=last.date,
        infusion_ids=tuple(one.id for one in members),
        change=PainChange(before=first.pain_before, after=last.pain_end),
        before=before,
        follow_ups=tuple(follow_ups),
    )
