"""The sheet of one infusion: the infusion, pain and vital signs by slot, adverse events, all in one form.

A sheet is a flat list of texts by the name of their input, such as "infusion.weight_kg", "vital_signs.15.spo2" or
"adverse_events.0.name", and its parts: the records behind it, each with the versions the page was made from.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.clinic.entries import clock_shown, shown
from diary.clinic.queries import Stored, courses, events_of, standing, versions
from diary.infusions.dosing import decimal_of
from diary.infusions.models import InfusionPain, VitalSigns
from diary.infusions.operations import ADVERSE_EVENT, INFUSION, INFUSION_PAIN, VITAL_SIGNS, slot_id
from diary.infusions.schemas import UNLIKELY_RATE
from diary.revisions.kinds import Kind

# One row of the form for each item; a clock time is typed without its date.
LISTS = {
    "rate_steps": ("from_at", "rate_mg_per_kg_h"),
    "interruptions": ("at", "until", "reason"),
    "adjuncts": ("name", "amount", "unit", "at"),
}
CLOCKS = {"from_at", "at", "until"}
# What of an item is read first.
READ = ("from_at", "at", "until", "name", "amount", "unit")
READINGS = (*("systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate", "sedation", "dissociation", "nausea"),)
EVENT = ("name", "onset_at", "duration_minutes", "severity", "seriousness", "action", "resolved_at", "note")
INFUSION_FIELDS = tuple(name for name in INFUSION.schema.fields if name not in {*LISTS, "zone", "course_id"})
LATER_SLOTS = ("24h", "7d")
# A form is numbered below this, which leaves room for its records within the counts a device may have.
NUMBERS = 1 << 42


@dataclass(frozen=True)
class Part:
    """One record of the sheet: under which names its inputs stand, and the versions the page was made from."""

    key: str
    kind: Kind
    record_id: UUID
    made_from: tuple[Stored, ...] = ()

    @property
    def body(self) -> dict[str, Any]:
        """What the page showed of it; nothing when it was new or deleted."""
        return (self.made_from[0].body if self.made_from else None) or {}

    @property
    def live(self) -> list[dict[str, Any]]:
        """The bodies that stand side by side; more than one asks for a choice."""
        return [stored.body for stored in self.made_from if stored.body is not None]

    def differences(self, zone: str) -> dict[str, list[str]]:
        """The fields in which the standing versions differ, each as it reads in every one of them."""
        names = dict.fromkeys(name for body in self.live for name in body)
        texts = {name: [told(self.kind, name, body.get(name), zone) for body in self.live] for name in names}
        return {name: said for name, said in texts.items() if len(set(said)) > 1}

    @property
    def parents(self) -> list[str]:
        """The rev_ids of what the page was made from."""
        return sorted(stored.version.rev_id for stored in self.made_from)


@dataclass
class Sheet:
    """The form of one infusion as it is shown; `values` and `errors` are by the name of the input."""

    patient_id: UUID
    zone: str
    infusion_id: UUID
    values: dict[str, str]
    parts: dict[str, Part]
    is_new: bool
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[str, ...]:
        """The rows of the chair: before, every 15 minutes, at the end, at discharge."""
        return chair_slots(self.values)

    @property
    def body(self) -> dict[str, Any]:
        """The infusion as it was saved."""
        return self.parts["infusion"].body

    @property
    def asks_about_rate(self) -> bool:
        """Whether a rate beyond belief wants its reason, or has one."""
        rates = [decimal_of(step.get("rate_mg_per_kg_h")) for step in self.body.get("rate_steps") or []]
        told = "infusion.override_reason" in self.errors or bool(self.values.get("infusion.override_reason"))
        return told or any(rate is not None and rate > UNLIKELY_RATE for rate in rates)

    @property
    def disputed(self) -> list[Part]:
        """The parts of which two versions stand side by side."""
        return [part for part in self.parts.values() if len(part.live) > 1]

    def names_of(self, slot: str) -> list[str]:
        """The inputs of a row of the chair, from left to right."""
        return [
            f"readings.{slot}.at",
            *(f"vital_signs.{slot}.{name}" for name in READINGS),
            f"infusion_pains.{slot}.pain",
        ]

    @property
    def by_patient(self) -> set[str]:
        """The parts that the patient wrote last."""
        return {part.key for part in self.parts.values() if part.made_from and part.made_from[0].by == "patient"}


def chair_slots(values: Mapping[str, str]) -> tuple[str, ...]:
    """The slots of this form's rows."""
    return (
        "before",
        *(str(minutes) for minutes in range(15, row_count(values, "minutes", 60, most=600) + 1, 15)),
        "end",
        "discharge",
    )


def row_count(values: Mapping[str, str], name: str, least: int, *, most: int = 40) -> int:
    """How many rows of a kind the form has; what was sent is not trusted beyond reason."""
    text = values.get(f"sheet.{name}", "")
    return max(least, min(int(text), most)) if text.isdecimal() and len(text) < 4 else least


def record_ids(infusion_id: UUID, slots: Iterable[str]) -> dict[str, tuple[Kind, UUID]]:
    """The parts whose record follows from the infusion alone."""
    found: dict[str, tuple[Kind, UUID]] = {"infusion": (INFUSION, infusion_id)}
    for slot in slots:
        found[f"vital_signs.{slot}"] = (VITAL_SIGNS, slot_id("vital_signs", infusion_id, slot))
    for slot in (*slots, *LATER_SLOTS):
        found[f"infusion_pains.{slot}"] = (INFUSION_PAIN, slot_id("infusion_pains", infusion_id, slot))
    return found


def new_sheet(session: Session, patient_id: UUID, zone: str) -> Sheet:
    """An empty sheet, continuing the latest course if there is one."""
    latest = courses(session, patient_id)[:1]
    values = {
        "infusion.course": str(latest[0].Course.id) if latest else "initial",
        "infusion.number": str(latest[0].infusions + 1) if latest else "1",
        "infusion.route": latest[0].Course.route if latest else "IV",
        "infusion.status": "completed",
    }
    infusion_id = uuid4()
    parts = {key: Part(key, *record) for key, record in record_ids(infusion_id, chair_slots(values)).items()}
    return finished(Sheet(patient_id, zone, infusion_id, values, parts, is_new=True))


def read_sheet(session: Session, patient_id: UUID, infusion_id: UUID) -> Sheet:
    """The sheet of an infusion as it stands now."""
    used = _used_slots(session, patient_id, infusion_id)
    values = {"sheet.minutes": str(max((int(slot) for slot in used if slot.isdecimal()), default=60))}
    events = {
        f"adverse_events.{place}": (ADVERSE_EVENT, event)
        for place, event in enumerate(events_of(session, patient_id, infusion_id))
    }
    values["sheet.adverse_events"] = str(len(events))
    wanted = {**record_ids(infusion_id, chair_slots(values)), **events}
    known = versions(session, patient_id, (record for _, record in wanted.values()))
    parts = {key: Part(key, kind, record, tuple(standing(known[record]))) for key, (kind, record) in wanted.items()}
    zone = parts["infusion"].body["zone"]
    sheet = Sheet(patient_id, zone, infusion_id, values, parts, is_new=False)
    for part in parts.values():
        values.update(_written(part, zone))
    return finished(sheet)


def more_rows(sheet: Sheet, name: str) -> Sheet:
    """The same sheet with more empty rows of one kind, an hour more where it is `minutes`."""
    least, step = (60, 60) if name == "minutes" else (0, 1)
    most = 600 if name == "minutes" else 40
    sheet.values[f"sheet.{name}"] = str(min(row_count(sheet.values, name, least, most=most) + step, most))
    return finished(sheet)


def _written(part: Part, zone: str) -> dict[str, str]:
    """The inputs of one record, as they stand in the form."""
    body, fields = part.body, part.kind.schema.fields
    kind, _, slot = part.key.partition(".")
    if kind == "infusion":
        values = {f"infusion.{name}": shown(fields[name], body.get(name), zone) for name in INFUSION_FIELDS}
        for name, columns in LISTS.items():
            values.update(_written_list(name, columns, body.get(name) or [], zone))
        return {**values, "infusion.course": body.get("course_id") or ""}
    names = {"vital_signs": READINGS, "infusion_pains": ("pain",), "adverse_events": EVENT}[kind]
    values = {f"{part.key}.{name}": shown(fields[name], body.get(name), zone) for name in names}
    if kind != "adverse_events" and body:
        values[f"readings.{slot}.at"] = clock_shown(body["at"], zone)
    return values


def _written_list(name: str, columns: tuple[str, ...], items: list[dict[str, Any]], zone: str) -> dict[str, str]:
    values = {f"sheet.{name}": str(len(items))}
    for place, item in enumerate(items):
        for column in columns:
            value = item.get(column)
            values[f"infusion.{name}.{place}.{column}"] = (
                clock_shown(value, zone) if column in CLOCKS else "" if value is None else str(value)
            )
    return values


def finished(sheet: Sheet) -> Sheet:
    """The sheet with what is not seen: counts of rows, ids for new records, the versions it was made from."""
    values = sheet.values
    for name in (*LISTS, "adverse_events"):
        values[f"sheet.{name}"] = str(max(row_count(values, name, 0), 1 if name == "rate_steps" else 0))
    values["sheet.minutes"] = str(row_count(values, "minutes", 60, most=600))
    values.setdefault("sheet.infusion_id", str(sheet.infusion_id))
    values.setdefault("sheet.course_id", str(uuid4()))
    values.setdefault("sheet.number", str(secrets.randbelow(NUMBERS)))
    for place in range(row_count(values, "adverse_events", 0)):
        part = sheet.parts.get(f"adverse_events.{place}")
        values.setdefault(f"adverse_events.{place}.id", str(part.record_id if part else uuid4()))
    for part in sheet.parts.values():
        values[f"parents.{part.key}"] = " ".join(part.parents)
    return sheet


def _used_slots(session: Session, patient_id: UUID, infusion_id: UUID) -> set[str]:
    found: set[str] = set()
    for table in (VitalSigns, InfusionPain):
        rows = sa.select(table.slot).where(table.patient_id == patient_id, table.infusion_id == infusion_id)
        found.update(session.scalars(rows))
    return found


def told(kind: Kind, name: str, value: Any, zone: str) -> str:
    """A body's value as a person reads it; nothing as an empty text."""
    if isinstance(value, list):
        return "; ".join(_item_told(item, zone) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown(kind.schema.fields[name], value, zone).replace("T", " ") if name in kind.schema.fields else ""


def _item_told(item: Mapping[str, Any], zone: str) -> str:
    if "yes" in item:
        return f"{item['name'].replace('_', ' ')}: {'yes' if item['yes'] else 'no'}"
    # However a page wrote it down, it is read in one order: one that differs in nothing else says the same.
    keys = sorted(item, key=lambda key: READ.index(key) if key in READ else len(READ))
    return " ".join(clock_shown(item[key], zone) if key in CLOCKS else str(item[key]) for key in keys)


def nominal(slot: str, start: datetime, end: datetime | None) -> datetime:
    """When a reading of this slot is taken, where nobody typed a time."""
    if slot.isdecimal():
        return start + timedelta(minutes=int(slot))
    after = {"before": timedelta(0), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
    return start + after[slot] if slot in after else end or start
