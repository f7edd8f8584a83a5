"""Pain around each infusion, reading by reading: before, in the chair, at the end, on leaving, a day and a week after.

What was due and was not noted is there with no pain, so that whoever draws it leaves a gap; what has not come yet is
not there at all. The quarters of an hour are those that lie within the infusion; of one that nobody gave an end, and
of a patient's own, those up to the last one noted. Nothing is carried from one reading to the next.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .days import local_today
from .infusion_pain import PainChange, given
from .record import Diary, Infusion

QUARTER = 15
#: The longest chair that readings are kept for, in minutes.
LONGEST = 600
RUNNING = frozenset({"in-progress", "on-hold"})
#: What comes after it, and how long after its end that is.
AFTERWARDS = {"24h": timedelta(days=1), "7d": timedelta(days=7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairReading:
    """Pain at one time of an infusion."""

    #: "before", "15", "30", …, "end", "discharge", "24h" or "7d".
    slot: str
    #: After the start, of what lies in the chair; None where nobody knows, and of what comes afterwards.
    minutes: int | None
    #: 0 to 10; None when it was due and nobody noted it.
    pain: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundInfusion:
    """Pain around one infusion."""

    infusion_id: str
    date: date
    #: Somebody is in the chair: what comes at the end is not missing.
    running: bool
    change: PainChange
    #: In order of time.
    readings: tuple[ChairReading, ...]

    def at(self, slot: str) -> ChairReading | None:
        """The reading of a slot; None before it has come."""
        return next((one for one in self.readings if one.slot == slot), None)


def around(diary: Diary, now: datetime, infusion_ids: Collection[str]) -> tuple[AroundInfusion, ...]:
    """The pain around each of these infusions, by date."""
    today = local_today(diary, now)
    return tuple(_around(one, now, today) for one in given(diary) if one.id in infusion_ids)


def _around(one: Infusion, now: datetime, today: date) -> AroundInfusion:
    running = one.status in RUNNING
    noted = {int(slot) for slot in one.pains if slot.isdigit()}
    length = _length(one, now)
    quarters = noted | set(range(QUARTER, min(length, LONGEST + 1), QUARTER) if length else ())
    if not length and noted:
        quarters |= set(range(QUARTER, max(noted), QUARTER))
    readings = [_reading(one, "before", 0), *(_reading(one, str(minutes), minutes) for minutes in sorted(quarters))]
    if not running or "end" in one.pains:
        readings.append(_reading(one, "end", None if running else length))
    # Of leaving, a patient who keeps an infusion alone notes nothing.
    if (one.at is not None and not running) or "discharge" in one.pains:
        readings.append(_reading(one, "discharge", None))
    readings += [
        _reading(one, slot, None) for slot in AFTERWARDS if slot in one.pains or _has_come(one, slot, now, today)
    ]
    return AroundInfusion(
        infusion_id=one.id,
        date=one.date,
        running=running,
        change=PainChange(before=one.pain_before, after=one.pain_end),
        readings=tuple(readings),
    )


def _reading(one: Infusion, slot: str, minutes: int | None) -> ChairReading:
    return ChairReading(slot=slot, minutes=minutes, pain=one.pains.get(slot))


def _length(one: Infusion, now: datetime) -> int | None:
    """How long it was in whole minutes, or has been until now; None where nobody knows."""
    until = now if one.status in RUNNING else one.ended_at
    return None if one.at is None or until is None else max(round((until - one.at).total_seconds() / 60), 0)


def _has_come(one: Infusion, slot: str, now: datetime, today: date) -> bool:
    """Whether the time of a slot after the infusion is over; of an infusion without a clock, whether its date is."""
    if one.status in RUNNING:
        return False
    ended = one.ended_at or one.at
    return today >= one.date + AFTERWARDS[slot] if ended is None else now >= ended + AFTERWARDS[slot]
