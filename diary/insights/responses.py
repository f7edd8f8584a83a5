"""What followed each course of a period, for a provider's screen: newest first, with its chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary import analysis
from diary.analysis.definitions import LEVEL_DAYS
from diary.charts import ENGLISH, Figure, Words, response

#: As many courses as anybody looks through, the latest: a spray at home is one a day.
MOST_SHOWN = 24
#: Days after the last infusion: the first that a level can be of, and those of the published follow-ups.
FOLLOW_UPS = (LEVEL_DAYS, *analysis.FOLLOW_UP_DAYS)


@dataclass(frozen=True)
class Asked:
    """One follow-up: on which day it is, and what was found; None before that day has come."""

    day: int
    on: date
    found: analysis.FollowUp | None


@dataclass(frozen=True)
class CourseResponse:
    """What followed one course, or one infusion outside any."""

    response: analysis.Response
    infusions: tuple[analysis.AroundInfusion, ...]
    follow_ups: tuple[Asked, ...]
    figure: Figure

    @property
    def newest(self) -> analysis.AroundInfusion:
        """The last infusion of the course that was given."""
        return self.infusions[-1]


def course_responses(
    diary: analysis.Diary, now: datetime, first: date | None, words: Words = ENGLISH
) -> tuple[CourseResponse, ...]:
    """What followed the latest courses that had an infusion on `first` or later (None: ever), the newest first."""
    found = analysis.responses(diary, now, FOLLOW_UPS, first=first)[-MOST_SHOWN:]
    given = {infusion_id for one in found for infusion_id in one.infusion_ids}
    pains = {one.infusion_id: one for one in analysis.around(diary, now, given)}
    return tuple(_course(one, pains, words) for one in reversed(found))


def _course(one: analysis.Response, pains: Mapping[str, analysis.AroundInfusion], words: Words) -> CourseResponse:
    infusions = tuple(pains[infusion_id] for infusion_id in one.infusion_ids)
    found = {follow_up.day: follow_up for follow_up in one.follow_ups}
    return CourseResponse(
        response=one,
        infusions=infusions,
        follow_ups=tuple(Asked(day, one.last + timedelta(days=day), found.get(day)) for day in FOLLOW_UPS),
        figure=response.figure(infusions, words=words),
    )
