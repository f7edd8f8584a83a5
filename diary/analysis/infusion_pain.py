"""Pain before and at the end of each infusion: what was measured, and whether the difference is clear.

A difference is clear from 2 points, or from 30 % of the pain before (Farrar 2001: about two points or about 30 %
were a clinically important difference on the 0-10 scale). Below both there is "no clear change". An immediate
response is 2 points or more lower at the end (Schwenk 2018). Where one of the two was not measured there is no
difference: nothing is taken from neighbouring times, and the infusion leaves the means of its course.
What a difference does not tell: whether the infusion made it. There is no comparison within one patient.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from .definitions import CLEAR_PERCENT, CLEAR_POINTS, RESPONSE_POINTS
from .record import Diary, Infusion

#: FHIR statuses of an infusion in which something was given.
GIVEN = frozenset({"in-progress", "on-hold", "completed", "stopped"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PainChange:
    """Pain before and after, 0 to 10 (single readings or means); everything is None where either is missing."""

    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """Points from before to after; negative when pain is lower after."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def percent(self) -> float | None:
        """The difference in percent of the pain before; None also when that was 0."""
        difference = self.difference
        return None if difference is None or not self.before else 100 * difference / self.before

    @property
    def direction(self) -> str | None:
        """Whether pain was "lower" or "higher" after, or there was "no clear change"."""
        if self.difference is None:
            return None
        clear = abs(self.difference) >= CLEAR_POINTS or abs(self.percent or 0) >= CLEAR_PERCENT
        return "no clear change" if not clear else "lower" if self.difference < 0 else "higher"

    @property
    def immediate_response(self) -> bool | None:
        """Whether pain was at least 2 points lower after."""
        return None if self.difference is None else self.difference <= -RESPONSE_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class InfusionPain:
    """Pain around one infusion."""

    infusion_id: str
    date: date
    course_id: str | None
    change: PainChange


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePain:
    """Pain around the infusions of one course: means over those that have both readings."""

    #: None for infusions outside any course, each of which stands for itself.
    course_id: str | None
    first: date
    last: date
    infusions: int
    #: Infusions with both readings: the n of the means.
    complete: int
    #: Of the complete ones, with an immediate response.
    responses: int
    change: PainChange


@dataclass(frozen=True, slots=True, kw_only=True)
class InfusionPains:
    """Pain around all infusions that were given, by date."""

    infusions: tuple[InfusionPain, ...]
    courses: tuple[CoursePain, ...]


def infusion_pain(diary: Diary, *, first: date | None = None, last: date | None = None) -> InfusionPains:
    """Pain before and at the end of every infusion given from `first` to `last`, and of every course of them."""
    chosen = [
        InfusionPain(
            infusion_id=one.id,
            date=one.date,
            course_id=one.course_id,
            change=PainChange(before=one.pain_before, after=one.pain_end),
        )
        for one in given(diary)
        if (first or one.date) <= one.date <= (last or one.date)
    ]
    courses: dict[str, list[InfusionPain]] = {}
    for one in chosen:
        courses.setdefault(one.course_id or one.infusion_id, []).append(one)
    return InfusionPains(infusions=tuple(chosen), courses=tuple(_course(members) for members in courses.values()))


def given(diary: Diary) -> list[Infusion]:
    """The infusions in which something was given, by date; of one date, by the clock where there is one."""
    return sorted((one for one in diary.infusions if one.status in GIVEN), key=_moment)


def _moment(one: Infusion) -> tuple[date, float, str]:
    return one.date, one.at.timestamp() if one.at else 0.0, one.id


def _course(members: Sequence[InfusionPain]) -> CoursePain:
    complete = [one.change for one in members if one.change.difference is not None]
    return CoursePain(
        course_id=members[0].course_id,
        first=members[0].date,
        last=members[-1].date,
        infusions=len(members),
        complete=len(complete),
        responses=sum(change.immediate_response is True for change in complete),
        change=PainChange(
            before=mean(change.before for change in complete), after=mean(change.after for change in complete)
        ),
    )


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is there; None of nothing, never 0."""
    there = [value for value in values if value is not None]
    return fmean(there) if there else None
