"""The outcomes of a clinic, in the shape of Schwenk 2018: one row of counts for all its courses.

Each share is k of n, and n are only those of whom it is known: a course without both readings is in no denominator.
Courses are counted, not patients, so that a patient with three courses counts three times; both numbers are given.
Events are counted by infusion: an event named twice during one infusion is one infusion with that event.
How long baseline frequency stayed away is told by the curve of `returns`.
What the table does not tell: how patients without infusions would have fared, and how those did who never came back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .definitions import FOLLOW_UP_FIRST, FOLLOW_UP_SECOND
from .definitions_cycles import SMALL_CELL
from .infusion_pain import PainChange, mean
from .record import AdverseEvent, Diary
from .response import Response, responses
from .returns import Returns, returns_of

#: The mean days of the two follow-ups of Schwenk 2018 (n = 61).
FOLLOW_UP_DAYS = (FOLLOW_UP_FIRST, FOLLOW_UP_SECOND)


@dataclass(frozen=True, slots=True)
class Share:
    """k of n."""

    k: int
    n: int

    @property
    def percent(self) -> float | None:
        """100 k / n; None of nothing."""
        return 100 * self.k / self.n if self.n else None

    @property
    def is_small(self) -> bool:
        """Whether n is so small that a percentage would say more than is known."""
        return self.n < SMALL_CELL


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """How often one event was seen."""

    name: str
    #: Infusions with it, of all that were given.
    infusions: Share
    patients: int
    #: Of the events of that name, "mild", "moderate", "severe"; those without a word are in none.
    severities: Mapping[str, int]
    serious: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainedShare:
    """One follow-up of all courses."""

    day: int
    #: Of the courses whose level is known before and then, with no other course between.
    sustained: Share
    #: Courses that reached the day: those not in `sustained.n` had no known level, or another course.
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What followed the infusions of a clinic."""

    #: Patients with at least one infusion in the period.
    patients: int
    courses: int
    infusions: int
    immediate: Share
    #: Mean pain before the first infusion and at the end of the last, over the courses of `immediate.n`.
    change: PainChange
    follow_ups: tuple[SustainedShare, ...]
    #: The most frequent first.
    events: tuple[EventCount, ...]
    #: Time to the return of baseline frequency.
    returns: Returns


def outcomes(
    diaries: Iterable[Diary],
    now: datetime,
    *,
    first: date | None = None,
    last: date | None = None,
    kind: str | None = None,
    days: Sequence[int] = FOLLOW_UP_DAYS,
) -> Outcomes:
    """The outcomes of every course that began from `first` to `last`, of one `kind` or of all."""

    def chosen(response: Response) -> bool:
        in_time = (first or response.first) <= response.first <= (last or response.first)
        return in_time and kind in (None, response.kind)

    diaries, patients = list(diaries), 0
    found: list[Response] = []
    events: dict[str, list[tuple[int, AdverseEvent]]] = {}
    for place, diary in enumerate(diaries):
        mine = [response for response in responses(diary, now, days) if chosen(response)]
        found += mine
        patients += bool(mine)
        ids = {infusion_id for response in mine for infusion_id in response.infusion_ids}
        for event in diary.events:
            if event.infusion_id in ids:
                events.setdefault(event.name, []).append((place, event))
    infusions = sum(len(response.infusion_ids) for response in found)
    given = {infusion_id for response in found for infusion_id in response.infusion_ids}
    known = [response.change for response in found if response.immediate is not None]
    counts = [_counted(name, seen, infusions) for name, seen in events.items()]
    return Outcomes(
        patients=patients,
        courses=len(found),
        infusions=infusions,
        immediate=Share(sum(change.immediate_response is True for change in known), len(known)),
        change=PainChange(before=mean(change.before for change in known), after=mean(change.after for change in known)),
        follow_ups=tuple(_sustained(found, day) for day in days),
        events=tuple(sorted(counts, key=lambda one: (-one.infusions.k, one.name))),
        returns=returns_of(diaries, now, given),
    )


def _counted(name: str, seen: Sequence[tuple[int, AdverseEvent]], infusions: int) -> EventCount:
    return EventCount(
        name=name,
        infusions=Share(len({(place, event.infusion_id) for place, event in seen}), infusions),
        patients=len({place for place, _ in seen}),
        severities=Counter(event.severity for _, event in seen if event.severity),
        serious=sum(event.serious is True for _, event in seen),
    )


def _sustained(found: Sequence[Response], day: int) -> SustainedShare:
    then = [follow_up for response in found for follow_up in response.follow_ups if follow_up.day == day]
    known = [follow_up for follow_up in then if follow_up.sustained is not None]
    return SustainedShare(
        day=day,
        sustained=Share(sum(follow_up.sustained is True for follow_up in known), len(known)),
        reached=len(then),
    )
