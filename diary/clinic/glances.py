"""What one screen tells about a patient: the trends of a period, and what stands beside them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from diary.accounts.access import Diary
from diary.analysis import Patterns, abandoned_at, associations
from diary.analysis.associations import followed_since
from diary.clinic import queries
from diary.clinic.clearances import Asked, asked_before
from diary.insights.bases import Basis, bases
from diary.insights.patterns import read_patterns
from diary.insights.queries import current_diary
from diary.insights.relief import ReliefShown, relief_shown
from diary.insights.responses import MOST_SHOWN, CourseResponse, course_responses
from diary.insights.trends import MEASURES, PERIODS, Trends

PERIOD, MEASURE = "9m", "headache"


@dataclass(frozen=True, eq=False)
class Glance:
    """One patient at a glance."""

    diary: Diary
    trends: Trends
    #: The clinic's own number for the patient.
    number: str | None
    shares_since: datetime | None
    infusions: list[Any]
    own_infusions: list[Any]
    attacks: list[Any]
    notes: list[Any]
    medicines: list[Any]
    #: The planned infusions before which something was answered yes.
    asked: list[Asked]
    #: What the period, or its last year, meets of ICHD-3.
    patterns: Patterns

    @property
    def bases(self) -> dict[str, Basis]:
        """Rule, constants and source of each figure."""
        return bases(self.trends.measure)

    @property
    def first_to_sign(self) -> int:
        """The place of the infusion to be signed off first, counted from 1: there is one form on the page."""
        return next((place for place, one in enumerate(self.asked, 1) if one.unseen), 1)

    @cached_property
    def responses(self) -> tuple[CourseResponse, ...]:
        """What followed each course of the period, the newest first."""
        return course_responses(self.trends.diary, self.trends.now, self.trends.since, self.trends.words)

    @property
    def most_responses(self) -> int:
        """As many courses are told at most."""
        return MOST_SHOWN

    @cached_property
    def relief(self) -> ReliefShown | None:
        """How long relief lasted after each course, and whether it holds; None before the first infusion."""
        return relief_shown(self.trends.courses.cycles, self.trends.words)


def glance(session: Session, diary: Diary, *, period: str, measure: str, now: datetime) -> Glance:
    """Everything the screen shows, read at one moment. Unknown choices are the usual ones."""
    patient, clinic = diary.patient, diary.clinic
    measure = measure if measure in MEASURES else MEASURE
    # A diary that nobody keeps stands where it ended, which is known when it was read.
    since = followed_since(now) if patient.user_id is not None else date.min
    read = current_diary(session, patient, features=measure == "migraine", followed_since=since)
    asked = asked_before(session, patient.id, now)
    now = now if patient.user_id is not None else abandoned_at(read, now)
    given = queries.infusions(session, patient.id)
    linked = {row.own_infusion_id for row in given}
    period = period if period in PERIODS else PERIOD
    trends = Trends(read, now, period, measure, "desk", together=associations(read, now))
    first, last = trends.trend.first, trends.trend.last
    return Glance(
        diary=diary,
        trends=trends,
        number=queries.record_number(session, diary),
        shares_since=queries.shares_since(session, patient.id, clinic.id) if clinic else None,
        infusions=given,
        own_infusions=[own for own in queries.own_infusions(session, patient.id) if own.id not in linked],
        attacks=queries.latest_attacks(session, patient.id),
        notes=queries.latest_notes(session, patient.id),
        medicines=queries.medicines(session, patient.id, now),
        asked=asked,
        patterns=read_patterns(session, patient, now, first=first, last=last),
    )
