"""What was typed into a sheet → the versions to save, or the refusals beside their inputs. Nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import NoSuchDiary
from diary.clinic.entries import clock_shown, clock_typed, flat, kept, typed
from diary.clinic.queries import standing, versions
from diary.clinic.sheets import (
    CLOCKS,
    EVENT,
    INFUSION_FIELDS,
    LATER_SLOTS,
    LISTS,
    NUMBERS,
    READINGS,
    Part,
    Sheet,
    chair_slots,
    finished,
    nominal,
    record_ids,
    row_count,
)
from diary.clock import instant
from diary.fields import Refused
from diary.infusions.dosing import decimal_of, moment_of
from diary.infusions.operations import ADVERSE_EVENT, COURSE
from diary.infusions.schemas import UNLIKELY_RATE
from diary.revisions.kinds import Kind
from diary.revisions.operations import load

INCOMPLETE = "This page was sent incomplete. Reload it and try again."
NEW_COURSES = ("initial", "maintenance")
UNLIKELY = f"More than {UNLIKELY_RATE} mg/kg/h. Check the unit; if it is meant, say why below."
WHY_MEANT = "Say why this rate is meant."


@dataclass(frozen=True)
class Change:
    """One record to be saved; without a body it is deleted."""

    kind: Kind
    record_id: UUID
    parents: list[str]
    body: dict[str, Any] | None


def typed_sheet(
    session: Session, patient_id: UUID, zone: str, infusion_id: UUID, form: Mapping[str, str], *, is_new: bool
) -> Sheet:
    """The sheet as it was sent: what was typed, over the versions that the page was made from.

    Raises Refused for half a form: fields that did not arrive are not fields that somebody emptied; and NoSuchDiary
    for an adverse event of another infusion.
    """
    values = dict(form)
    number_of(values)
    if not {f"sheet.{name}" for name in LISTS} <= values.keys():
        raise Refused(INCOMPLETE)
    wanted = record_ids(infusion_id, chair_slots(values))
    for place in range(row_count(values, "adverse_events", 0)):
        event = _uuid(values.get(f"adverse_events.{place}.id", ""))
        if event is None:
            raise Refused(INCOMPLETE)
        wanted[f"adverse_events.{place}"] = (ADVERSE_EVENT, event)
    known = versions(session, patient_id, (record for _, record in wanted.values()))
    parts = {}
    for key, (kind, record) in wanted.items():
        if kind is ADVERSE_EVENT and any(_is_elsewhere(stored.body, infusion_id) for stored in known[record]):
            raise NoSuchDiary
        named = set(values.get(f"parents.{key}", "").split())
        seen = [stored for stored in standing(known[record]) if stored.version.rev_id in named]
        # A version that was replaced meanwhile is no leaf any more; the page was still made from it.
        passed = [stored for stored in known[record] if stored.version.rev_id in named and stored not in seen]
        parts[key] = Part(key, kind, record, (*seen, *passed))
    zone = parts["infusion"].body.get("zone", zone)
    return finished(Sheet(patient_id, zone, infusion_id, values, parts, is_new=is_new))


def _is_elsewhere(body: Mapping[str, Any] | None, infusion_id: UUID) -> bool:
    """Whether this version of an adverse event belongs to another infusion: what is not of this sheet is not here."""
    return body is not None and "infusion_id" in body and UUID(body["infusion_id"]) != infusion_id


def number_of(values: Mapping[str, str]) -> int:
    """The number of the form, which it has as long as it is open."""
    text = values.get("sheet.number", "")
    if not text.isdecimal() or len(text) > 13 or int(text) >= NUMBERS:
        raise Refused(INCOMPLETE)
    return int(text)


def changes(sheet: Sheet) -> list[Change]:
    """What has to be saved. Where something is refused, `sheet.errors` says so and nothing is to be saved."""
    course = _course(sheet)
    found = [course] if course else []
    infusion = _infusion_body(sheet, course)
    bodies: list[tuple[Part, Any]] = [(sheet.parts["infusion"], infusion)]
    start, end = (moment_of(infusion.get(name)) for name in ("started_at", "ended_at"))
    start = start or moment_of(infusion.get("planned_at"))
    for slot in (*sheet.slots, *LATER_SLOTS):
        bodies += _readings(sheet, slot, start, end)
    bodies += [(part, _event_body(sheet, part)) for key, part in sheet.parts.items() if key.startswith("adverse_ev")]
    for part, body in bodies:
        if _differs(part, body):
            _check(sheet, part, body)
            found.append(Change(part.kind, part.record_id, part.parents, body))
    _check_rates(sheet, infusion)
    return found


def typed_infusion(sheet: Sheet) -> dict[str, Any]:
    """The infusion as it was typed, whether it can be kept or not."""
    return _infusion_body(sheet, None)


def _differs(part: Part, body: dict[str, Any] | None) -> bool:
    """Whether there is something to save: a difference, or two versions that this one settles."""
    return len(part.live) > 1 or (body or {}) != _without_nothing(part.body)


def _check(sheet: Sheet, part: Part, body: dict[str, Any] | None) -> None:
    """Note what the record's own schema refuses, beside the inputs it is about."""
    if body is None:
        return
    places = {f"infusion.{name}": _filled_rows(sheet, name) for name in LISTS} if part.key == "infusion" else {}
    sheet.errors.update(_refusals(lambda: load(part.kind, body), part.key, places))


def _refusals(work: Callable[[], Any], key: str, places: Mapping[str, list[int]]) -> dict[str, list[str]]:
    try:
        work()
    except Refused as problem:
        slot = key.partition(".")[2]
        at = {f"{key}.at": f"readings.{slot}.at"}
        return {at.get(name, name): told for name, told in flat(problem.fields, key, places).items()}
    return {}


def _course(sheet: Sheet) -> Change | None:
    """The course to be begun with this infusion, if one is asked for."""
    kind, course = sheet.values.get("infusion.course", ""), _uuid(sheet.values.get("sheet.course_id", ""))
    if kind not in NEW_COURSES or course is None:
        return None
    started = sheet.values.get("infusion.started_at") or sheet.values.get("infusion.planned_at") or ""
    fields = COURSE.schema.fields
    told = {name: sheet.values.get(f"infusion.{name}", "").strip() for name in ("route", "indication")}
    planned = typed(fields["planned_infusions"], sheet.values.get("course.planned_infusions", ""), sheet.zone)
    body = {"kind": kind, "zone": sheet.zone, "started_on": started[:10], **told, "planned_infusions": planned}
    body = _without_nothing(body)
    if started:  # without a time the infusion itself is refused, in better words
        sheet.errors.update(_refusals(lambda: load(COURSE, body), "course", {}))
    return Change(COURSE, course, [], body)


def _infusion_body(sheet: Sheet, course: Change | None) -> dict[str, Any]:
    part, values, zone = sheet.parts["infusion"], sheet.values, sheet.zone
    before, fields = part.body, part.kind.schema.fields
    body = {**before, "zone": zone}
    for name in INFUSION_FIELDS:
        # What the page had no input for stays as it was saved.
        if f"infusion.{name}" in values:
            body[name] = kept(fields[name], values[f"infusion.{name}"], zone, before.get(name))
    body["course_id"] = str(course.record_id) if course else values.get("infusion.course", "") or None
    start = moment_of(body.get("started_at")) or moment_of(body.get("planned_at"))
    for name, columns in LISTS.items():
        items = before.get(name) or []
        body[name] = [
            _item(sheet, name, columns, row, items[row] if row < len(items) else {}, start)
            for row in _filled_rows(sheet, name)
        ] or None
    return _without_nothing(body)


def _item(
    sheet: Sheet, name: str, columns: tuple[str, ...], row: int, before: dict[str, Any], start: datetime | None
) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for column in columns:
        text = sheet.values.get(f"infusion.{name}.{row}.{column}", "").strip()
        if column in CLOCKS:
            item[column] = _clock(text, sheet.zone, before.get(column), start)
        else:
            item[column] = text.replace(",", ".") if column in ("amount", "rate_mg_per_kg_h") else text
    return _without_nothing(item)


def _filled_rows(sheet: Sheet, name: str) -> list[int]:
    """The rows of a list in which anything was typed."""
    rows = range(row_count(sheet.values, name, 0))
    return [row for row in rows if any(sheet.values.get(f"infusion.{name}.{row}.{c}", "").strip() for c in LISTS[name])]


def _readings(sheet: Sheet, slot: str, start: datetime | None, end: datetime | None) -> list[tuple[Part, Any]]:
    """Vital signs and pain of one slot; emptied ones are deleted."""
    found: list[tuple[Part, Any]] = []
    text = sheet.values.get(f"readings.{slot}.at", "").strip()
    for kind, names in (("vital_signs", READINGS), ("infusion_pains", ("pain",))):
        part = sheet.parts.get(f"{kind}.{slot}")
        if part is None:
            continue
        before, fields = part.body, part.kind.schema.fields
        told = {
            name: kept(fields[name], sheet.values.get(f"{part.key}.{name}", ""), sheet.zone, before.get(name))
            for name in names
        }
        if all(value is None for value in told.values()):
            found.append((part, None))
            continue
        at = _clock(text, sheet.zone, before.get("at"), start)
        if at is None and start:
            at = before.get("at") or instant(nominal(slot, start, end))
        fixed = {"infusion_id": str(sheet.infusion_id), "slot": slot, "zone": sheet.zone, "at": at}
        found.append((part, _without_nothing({**before, **fixed, **told})))
    return found


def _event_body(sheet: Sheet, part: Part) -> dict[str, Any] | None:
    """An adverse event; one that was noted and has no name any more is taken back."""
    fields, values, before = part.kind.schema.fields, sheet.values, part.body
    told = {
        name: kept(fields[name], values.get(f"{part.key}.{name}", ""), sheet.zone, before.get(name)) for name in EVENT
    }
    told["name"] = values.get(f"{part.key}.own_name", "").strip() or told["name"]
    if all(value is None for value in told.values()) or (before and not told["name"]):
        return None
    return _without_nothing({**before, "infusion_id": str(sheet.infusion_id), "zone": sheet.zone, **told})


def _check_rates(sheet: Sheet, infusion: Mapping[str, Any]) -> None:
    """A rate beyond belief wants its reason in a field of its own. What was saved without one is not asked again."""
    if infusion.get("rate_steps") == sheet.body.get("rate_steps") or infusion.get("override_reason"):
        return
    for row, step in zip(_filled_rows(sheet, "rate_steps"), infusion.get("rate_steps") or [], strict=True):
        if (decimal_of(step.get("rate_mg_per_kg_h")) or Decimal(0)) > UNLIKELY_RATE:
            sheet.errors.setdefault(f"infusion.rate_steps.{row}.rate_mg_per_kg_h", [UNLIKELY])
            sheet.errors["infusion.override_reason"] = [WHY_MEANT]


def _clock(text: str, zone: str, before: str | None, start: datetime | None) -> str | None:
    if text == clock_shown(before, zone):
        return before
    return clock_typed(text, zone, start) if text and start else text or None


def _without_nothing(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value not in (None, "", [])}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
