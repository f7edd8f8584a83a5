"""What each local day was: headache, free or silent, and what else is known of it.

A *day* is a calendar date of the patient. A record belongs to the dates that the clock of its own zone showed, so
a flight over the date line can put two zones on one date, and an attack keeps the zone it began in. A day is
*recorded* if an attack, an aura or an acute dose touches it, or the patient answered for it; otherwise it is
*silent*, and silent is never counted as headache-free. Preventive doses, exposures and infusions touch no day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple, overload
from zoneinfo import ZoneInfo

import numpy as np

from .definitions import (
    NO,
    RECALL_DAYS,
    UNKNOWN,
    YES,
    Answers,
    Flags,
    Numbers,
    Switches,
    headache_by_attack,
    headache_day,
)
from .evidence import Evidence, class_bits, flagged, gather, lateness, worst_pains, zone_codes
from .measures import MEASURES
from .record import Diary
from .stretches import LocalDays, minutes_of_days, onset_days

VALUES: dict[int, bool | None] = {int(YES): True, int(UNKNOWN): None, int(NO): False}


class Day(NamedTuple):
    """One local day. None means that nothing is known, never no and never zero."""

    date: date
    #: The zone of the last record on the day; of a silent day, of the last record before it.
    zone: str
    recorded: bool
    #: Recorded, but everything that makes it so was written down more than 5 days later.
    recall: bool
    headache: bool | None
    migraine: bool | None
    #: 0 to 10: the worst reading taken on the day, or said for it.
    worst_pain: int | None
    #: Minutes of headache on the day, from attacks.
    minutes: int
    aura: bool
    #: Classes of the acute medicines taken, "unknown" where the patient did not know.
    acute_classes: frozenset[str]
    infusion_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """Whether it was "headache", "free" or "silent"."""
        return "headache" if self.headache else "free" if self.recorded else "silent"


@dataclass(frozen=True, eq=False)
class Days(Sequence[Day]):
    """Days in a row, as arrays and, one at a time, as `Day`."""

    diary: Diary
    local: LocalDays
    evidence: Evidence
    recorded: Flags
    recall: Flags
    headache: Flags
    #: Headache days that are so by their attacks alone.
    by_attack: Flags
    #: -1 where none was given.
    worst_pain: Numbers
    minutes: Numbers
    aura: Flags
    #: Bits in the order of `diary.columns.doses.class_names`; 0 on days without an acute dose.
    acute: Numbers
    #: What `Day.migraine` and `states("migraine")` mean.
    switches: Switches

    @property
    def first(self) -> date:
        """The first of the days."""
        return date.fromordinal(self.local.first)

    @property
    def last(self) -> date:
        """The last of the days."""
        return date.fromordinal(self.local.first + self.local.count - 1)

    def states(self, measure: str) -> Answers:
        """YES, NO or UNKNOWN for each day and one of `measures.MEASURES`; UNKNOWN on every silent day."""
        return np.where(self.recorded, MEASURES[measure](self), UNKNOWN)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zone of each day: that of the last record on it or before it."""
        names = (*self.diary.columns.zones, self.diary.zone)
        return tuple(names[code] for code in zone_codes(self.diary.columns, self.local).tolist())

    @cached_property
    def infusion_ids(self) -> dict[date, tuple[str, ...]]:
        """The infusions of each date that has any."""
        ids: dict[date, tuple[str, ...]] = {}
        for infusion in sorted(self.diary.infusions, key=lambda one: (one.date, one.id)):
            ids[infusion.date] = (*ids.get(infusion.date, ()), infusion.id)
        return ids

    @cached_property
    def _migraine(self) -> Answers:
        return self.states("migraine")

    def __len__(self) -> int:
        return self.local.count

    @overload
    def __getitem__(self, index: int) -> Day: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Day, ...]: ...
    def __getitem__(self, index: int | slice) -> Day | tuple[Day, ...]:
        places = range(self.local.count)[index]
        return self._day(places) if isinstance(places, int) else tuple(self._day(place) for place in places)

    def __iter__(self) -> Iterator[Day]:
        return (self._day(place) for place in range(self.local.count))

    def _day(self, place: int) -> Day:
        on = date.fromordinal(self.local.first + place)
        recorded, pain, classes = bool(self.recorded[place]), int(self.worst_pain[place]), int(self.acute[place])
        names = self.diary.columns.doses.class_names
        return Day(
            date=on,
            zone=self.zones[place],
            recorded=recorded,
            recall=bool(self.recall[place]),
            headache=bool(self.headache[place]) if recorded else None,
            migraine=VALUES[int(self._migraine[place])],
            worst_pain=None if pain < 0 else pain,
            minutes=int(self.minutes[place]),
            aura=bool(self.aura[place]),
            acute_classes=frozenset(name for bit, name in enumerate(names) if classes >> bit & 1),
            infusion_ids=self.infusion_ids.get(on, ()),
        )


def classify(diary: Diary, first: date, last: date, now: datetime, switches: Switches | None = None) -> Days:
    """What each day from `first` to `last` was, both included, as known at the moment `now`.

    Days after `now` are silent. `switches` say what a migraine day is.
    """
    columns = diary.columns
    local = LocalDays(columns.zones, first.toordinal(), max((last - first).days + 1, 0))
    evidence = gather(columns, local, now)
    doses, answers = columns.doses, columns.answers

    minutes = minutes_of_days(evidence.pieces, local)
    aura = flagged(evidence.aura_pieces.day, local)
    acute = class_bits(evidence.dose_day, doses.class_bit, local)
    says_yes, says_no = (flagged(evidence.answer_day[answers.headache == value], local) for value in (YES, NO))
    recorded = flagged(evidence.pieces.day, local) | aura | (acute > 0) | says_yes | says_no
    onset = onset_days(evidence.stretches, columns, local)
    by_attack = headache_by_attack(minutes, onset, running=flagged(evidence.running_days, local))
    medicated = flagged(evidence.dose_day[doses.for_headache], local)
    return Days(
        diary=diary,
        local=local,
        evidence=evidence,
        recorded=recorded,
        recall=recorded & (lateness(columns, evidence, local) > RECALL_DAYS),
        headache=headache_day(by_attack, medicated, says_yes),
        by_attack=by_attack,
        worst_pain=np.where(recorded, worst_pains(columns, evidence, local), -1),
        minutes=minutes,
        aura=aura,
        acute=acute,
        switches=switches or Switches(),
    )


def first_recorded(diary: Diary) -> date | None:
    """The first date that anything was said about; None for an empty diary."""
    return min(_outermost_dates(diary), default=None)


def abandoned_at(diary: Diary, now: datetime) -> datetime:
    """Where a diary that nobody keeps any more stands: the end of its last recorded day, or `now` if it is empty.

    After that day nobody was asked, so nobody was silent.
    """
    last = max(_outermost_dates(diary), default=None)
    if last is None:
        return now
    midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(diary.zone))
    return min(now, midnight - timedelta(seconds=1))


def _outermost_dates(diary: Diary) -> list[date]:
    """The first and last date of each kind of record, in each zone."""
    columns = diary.columns
    spoken = columns.answers.ordinal[columns.answers.headache != UNKNOWN]
    dates = [date.fromordinal(int(day)) for day in (spoken.min(), spoken.max())] if len(spoken) else []
    for kind in (columns.attacks, columns.auras, columns.doses):
        for code, zone in enumerate(columns.zones):
            here = kind.at[kind.zone == code]
            ends = (here.min(), here.max()) if len(here) else ()
            dates += [datetime.fromtimestamp(int(end) / 1000, ZoneInfo(zone)).date() for end in ends]
    return dates


def local_today(diary: Diary, now: datetime) -> date:
    """The date it is at `now` for the patient: in the zone of the last record so far, or else the patient's own."""
    columns, moment = diary.columns, round(now.timestamp() * 1000)
    latest, zone = -1, diary.zone
    for kind in (columns.attacks, columns.readings, columns.auras, columns.doses, columns.answers):
        past = np.flatnonzero(kind.at <= moment)
        if len(past) and (last := past[kind.at[past].argmax()]) is not None and kind.at[last] > latest:
            latest, zone = int(kind.at[last]), columns.zones[int(kind.zone[last])]
    return now.astimezone(ZoneInfo(zone)).date()
