"""Bring days in: compare with what the diary holds, and save what is new through the record's own operation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from diary import clock
from diary.days.operations import DAY, day_id
from diary.fields import Refused, named_id
from diary.interchange import queries
from diary.interchange.days_csv import ImportedDay
from diary.interchange.report import LeftOut
from diary.revisions.operations import close_ledger, load, open_ledger, record

SLICE = 500  # days in one transaction: other writers wait for a second or so, not for a whole file


@dataclass
class Compared:
    """Days of a file beside the diary: those that are new, how many are here already, and who stays outside."""

    new: list[ImportedDay] = field(default_factory=list)
    already_here: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def compare(
    session: Session, patient_id: UUID | None, days: Sequence[ImportedDay], *, zone: str, now: datetime
) -> Compared:
    """`days` beside what the diary holds; changes nothing. Without a patient everything is new.

    A day the diary knows is never changed: the same answer is already here, another one is left out.
    """
    compared = Compared()
    for first in range(0, len(days), SLICE):
        part = days[first : first + SLICE]
        ids = {day.row: day_id(patient_id, day.date) for day in part} if patient_id else {}
        held = queries.held_days(session, patient_id, set(ids.values())) if patient_id else {}
        for day in part:
            here = held.get(ids[day.row]) if ids else None
            if here is None:
                _judge(compared, day, zone, now)
            elif here.answer is None:
                compared.left_out.append(LeftOut(day.row, "deleted", day.date.isoformat()))
            elif here.answer == day.answer:
                compared.already_here += 1
            else:
                compared.left_out.append(LeftOut(day.row, "other_answer", day.date.isoformat()))
    return compared


def bring_in(
    session: Session,
    *,
    patient_id: UUID,
    days: Sequence[ImportedDay],
    zone: str,
    digest: str,
    actor_id: int | None,
    clinic_id: UUID | None = None,
    now: datetime,
) -> Compared:
    """Save the days that are new to the diary, under the patient's lock; the caller commits.

    `digest` is that of the file: a row of a file is always the same version, whoever brings it in and how often.
    """
    ledger = open_ledger(session, patient_id=patient_id, by="import", actor_id=actor_id, clinic_id=clinic_id, now=now)
    compared = compare(session, patient_id, days, zone=zone, now=now)
    device = named_id(f"import:{digest}")
    for day in compared.new:
        record(ledger, DAY, body=body(day, zone, now), at=now, zone=zone, device=device, device_n=day.row)
    close_ledger(ledger)
    return compared


def body(day: ImportedDay, zone: str, now: datetime) -> dict[str, Any]:
    """The day as it travels. It counts as answered at its own end, because files do not say when they were filled in;
    today, which has not ended, counts as answered now.
    """
    optional = {
        "headache": day.headache,
        "worst_pain": day.worst_pain,
        "note": day.note,
        "exposures": [dict(one) for one in day.exposures] or None,
    }
    return {
        "date": day.date.isoformat(),
        "zone": zone,
        "answered_at": clock.instant(min(end_of(day.date, zone), now)),
        **{name: value for name, value in optional.items() if value is not None},
    }


def end_of(day: date, zone: str) -> datetime:
    """The last second of this local day, whether it had 23, 24 or 25 hours."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def _judge(compared: Compared, day: ImportedDay, zone: str, now: datetime) -> None:
    try:
        load(DAY, body(day, zone, now))
    except Refused as problem:
        said = "; ".join(f"{name}: {sentence}" for name, sentence in _sentences(problem.fields))
        compared.left_out.append(LeftOut(day.row, "refused", said or problem.error))
    else:
        compared.new.append(day)


def _sentences(messages: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [pair for key, inner in messages.items() for pair in _sentences(inner, name or str(key))]
    if isinstance(messages, list):
        return [pair for inner in messages for pair in _sentences(inner, name)]
    return [(name, str(messages))]
