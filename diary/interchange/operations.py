"""Bring days in: compare with what the diary holds, and save what is new through the record's own operation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from diary import clock
from diary.days.operations import DAY, day_id
from diary.fields import Refused, named_id
from diary.interchange import queries
from diary.interchange.entries import KINDS, OF_ANSWER, entry_body, entry_id, parent_id
from diary.interchange.imported import Entry, ImportedDay
from diary.interchange.report import LeftOut
from diary.revisions.operations import close_ledger, load, open_ledger, record

SLICE = 500  # records in one transaction: other writers wait for a second or so, not for a whole file
# What a day says in more words. Their values were made here, within the bounds of their schema.
SAFE = OF_ANSWER


@dataclass
class Compared:
    """Days of a file beside the diary: those that are new, how many are here already, and who stays outside.

    Of a day in `new` only that is there which the diary does not have.
    """

    new: list[ImportedDay] = field(default_factory=list)
    already_here: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def entries(self) -> Counter[str]:
        """How many records of each collection are new besides the days' answers."""
        return Counter(entry.collection for day in self.new for entry in day.entries)


def in_slices(days: Sequence[ImportedDay], size: int) -> Iterator[Sequence[ImportedDay]]:
    """The days in parts of about `size` records, each of one day or more."""
    first, weight = 0, 0
    for place, day in enumerate(days):
        if place > first and weight + day.weight > size:
            yield days[first:place]
            first, weight = place, 0
        weight += day.weight
    if first < len(days):
        yield days[first:]


def compare(
    session: Session,
    patient_id: UUID | None,
    days: Sequence[ImportedDay],
    *,
    zone: str,
    now: datetime,
    planned: set[UUID] | None = None,
) -> Compared:
    """`days` beside what the diary holds; changes nothing. Without a patient everything is new.

    A day the diary knows is never changed: the same answer is already here, another one is left out. An attack, a
    reading, an infusion or a dose that came from the same row before is already here, whatever became of it since.
    `planned` are the records that were new in the parts of the file before; those of this one join them.
    """
    compared = Compared()
    planned = set() if planned is None else planned
    infusion_days = queries.infusion_days(session, patient_id) if patient_id else frozenset()
    for part in in_slices(days, SLICE):
        held = _Held(session, patient_id, part, infusion_days, planned)
        for day in part:
            _compare_day(compared, day, held, zone, now)
    return compared


class _Held:
    """What the diary holds of a part of a file's days. Without a patient: nothing."""

    def __init__(
        self,
        session: Session,
        patient_id: UUID | None,
        part: Sequence[ImportedDay],
        infusion_days: frozenset[date],
        planned: set[UUID],
    ) -> None:
        self.patient_id, self.infusion_days, self.planned = patient_id or UUID(int=0), infusion_days, planned
        if patient_id is None:
            self.days, self.records, self.medicines = {}, {}, {}
            return
        self.days = queries.held_days(session, patient_id, {day_id(patient_id, day.date) for day in part})
        ids: dict[str, set[UUID]] = {}
        for entry in (entry for day in part for entry in day.entries):
            ids.setdefault(entry.collection, set()).add(entry_id(patient_id, entry.collection, entry.key))
        self.records = queries.held_records(session, patient_id, ids)
        self.medicines = queries.medicines(session, patient_id) if "doses" in ids else {}

    def id(self, entry: Entry) -> UUID:
        """The id that this entry has in the diary."""
        return entry_id(self.patient_id, entry.collection, entry.key)

    def is_orphan(self, entry: Entry) -> bool:
        """Whether what the entry belongs to was deleted."""
        return entry.parent is not None and (
            self.records.get(UUID(parent_id(self.patient_id, entry, self.medicines))) is False
        )


def _compare_day(compared: Compared, day: ImportedDay, held: _Held, zone: str, now: datetime) -> None:
    why = _why_not(day, held, zone, now)
    left_out = [LeftOut(row, *why) for row in day.answer_rows or (day.row,)] if why else []
    here = held.days.get(day_id(held.patient_id, day.date))
    answer_is_new = day.is_answered and not why and here is None
    entries = []
    for entry in day.entries:
        if why and entry.collection in OF_ANSWER:
            continue
        verdict = _verdict(entry, day, held)
        if verdict is None:
            entries.append(entry)
            held.planned.add(held.id(entry))
        elif verdict and not any(one.row == entry.row for one in left_out):
            left_out.append(LeftOut(entry.row, *verdict))
    compared.left_out += left_out
    if answer_is_new:
        compared.new.append(replace(day, entries=tuple(entries)))
    elif entries:
        silent: dict[str, Any] = {"headache": None, "worst_pain": None, "note": None, "exposures": ()}
        compared.new.append(replace(day, entries=tuple(entries), **silent))
    elif not left_out:
        compared.already_here += 1


def _why_not(day: ImportedDay, held: _Held, zone: str, now: datetime) -> tuple[str, str] | None:
    """Why the day's answer stays outside; None when it is new, or here."""
    here = held.days.get(day_id(held.patient_id, day.date))
    if not day.is_answered or (here is not None and here.answer == day.answer):
        return None
    if here is not None:
        return "deleted" if here.answer is None else "other_answer", day.date.isoformat()
    return _refusal(DAY, body(day, zone, now))


def _verdict(entry: Entry, day: ImportedDay, held: _Held) -> tuple[str, str] | tuple[()] | None:
    """None for what is new, nothing for what is here already, else why it stays outside."""
    known = held.records.get(held.id(entry))
    if entry.collection == "medications":
        # One of this name is here; or it was deleted, and its doses say so.
        return () if known is not None or entry.key in held.medicines or held.id(entry) in held.planned else None
    if known is False or held.is_orphan(entry):
        return "entry_deleted", day.date.isoformat()
    if known or held.id(entry) in held.planned:
        return ()
    if entry.collection == "own_infusions" and day.date in held.infusion_days:
        return "infusion_here", day.date.isoformat()
    if entry.collection in SAFE:
        return None
    return _refusal(KINDS[entry.collection], entry_body(held.patient_id, entry, held.medicines))


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
    """Save what is new to the diary, under the patient's lock; the caller commits.

    `digest` is that of the file: a row of a file is always the same version, whoever brings it in and how often.
    """
    ledger = open_ledger(session, patient_id=patient_id, by="import", actor_id=actor_id, clinic_id=clinic_id, now=now)
    compared = compare(session, patient_id, days, zone=zone, now=now)
    medicines: Mapping[str, UUID] = queries.medicines(session, patient_id) if compared.entries["doses"] else {}
    written: dict[str, Any] = {"at": now, "zone": zone, "device": named_id(f"import:{digest}")}
    for day in compared.new:
        if day.is_answered:
            record(ledger, DAY, body=body(day, zone, now), device_n=day.row, **written)
        for entry in day.entries:
            given = entry_body(patient_id, entry, medicines)
            one = entry_id(patient_id, entry.collection, entry.key)
            record(ledger, KINDS[entry.collection], body=given, device_n=entry.row, record_id=one, **written)
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


def _refusal(kind: Any, given: dict[str, Any]) -> tuple[str, str] | None:
    try:
        load(kind, given)
    except Refused as problem:
        said = "; ".join(f"{name}: {sentence}" for name, sentence in _sentences(problem.fields))
        return "refused", said or problem.error
    return None


def _sentences(messages: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [pair for key, inner in messages.items() for pair in _sentences(inner, name or str(key))]
    if isinstance(messages, list):
        return [pair for inner in messages for pair in _sentences(inner, name)]
    return [(name, str(messages))]
