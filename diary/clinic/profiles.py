"""The profile as a form: what the patient said, completed by the clinic, and saved through the same operation.

The form is a flat list of texts by the name of their input, such as "weight_kg", "comorbidities.depression",
"contraindications.0.yes" or "treatments_tried.1.dose".
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary import fields as own
from diary.accounts.access import Diary
from diary.accounts.models import Staff
from diary.clinic.changes import INCOMPLETE, number_of
from diary.clinic.entries import flat, kept, shown
from diary.clinic.operations import RECORDS, opened
from diary.clinic.profile_history import Alteration, alterations, differences, origins
from diary.clinic.queries import Stored, device_of, names_of, standing, versions
from diary.clinic.sheets import NUMBERS, row_count
from diary.fields import Refused, bounds
from diary.profile.operations import PROFILE, profile_id
from diary.profile.schemas import (
    COMORBIDITIES,
    CONTRAINDICATIONS,
    HORMONAL_FACTORS,
    SUPPLEMENTS,
    ContraindicationSchema,
    TreatmentTriedSchema,
)
from diary.revisions.operations import close_ledger, load, record

FIELDS = PROFILE.schema.fields
# Lists of words: those that are ticked, and beside them a text with one own word in each line.
WORDS: dict[str, tuple[str, ...]] = {
    "hormonal_factors": HORMONAL_FACTORS,
    "comorbidities": COMORBIDITIES,
    "allergies": (),
    "supplements": SUPPLEMENTS,
}
# Lists of rows, each with the fields of its columns.
QUESTION, TREATMENT = ContraindicationSchema(), TreatmentTriedSchema()
ROWS = {"contraindications": QUESTION.fields, "treatments_tried": TREATMENT.fields}
SINGLE = tuple(name for name in FIELDS if name not in {*WORDS, *ROWS, "zone", "no_allergies"})
# The listed questions stand there in any case, and a phone may have sent as many of its own as a list holds.
MOST_ROWS = own.ITEMS + len(CONTRAINDICATIONS)
TRUTHS = {"yes": True, "no": False, "": None}
UNSURE = "Say yes or no."
BOTH = "Something is listed. Take one of the two away."
BOUNDS = bounds(PROFILE.schema) | {"contraindications": bounds(QUESTION), "treatments_tried": bounds(TREATMENT)}


@dataclass
class ProfilePage:
    """The form as it is shown; `values` and `errors` are by the name of the input."""

    patient_id: UUID
    zone: str
    #: All versions there are, and those the page was made from, the one in the form first.
    known: list[Stored]
    made_from: tuple[Stored, ...]
    names: Mapping[str, str]
    values: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """What the page showed of it."""
        return (self.made_from[0].body if self.made_from else None) or {}

    @property
    def live(self) -> list[Stored]:
        """The versions that stand side by side; more than one asks for a choice."""
        return [stored for stored in self.made_from if stored.body is not None]

    @property
    def rows(self) -> dict[str, range]:
        """The rows of each list."""
        return {name: range(row_count(self.values, name, 0, most=MOST_ROWS)) for name in ROWS}

    @cached_property
    def origins(self) -> dict[str, Stored]:
        """Who said each field as it stands, and when."""
        return origins(self.known, self.made_from[0] if self.made_from else None)

    @property
    def differences(self) -> dict[str, list[Any]]:
        """What differs between the versions that stand side by side."""
        return differences([stored.body or {} for stored in self.live])

    @property
    def history(self) -> list[Alteration]:
        """The dated versions, the latest first."""
        return alterations(self.known, self.names, self.zone)


def read_profile(session: Session, diary: Diary) -> ProfilePage:
    """The profile as it stands now."""
    page = _page(session, diary, {})
    page.made_from = tuple(standing(page.known))
    page.values = _written(page) | {"sheet.number": str(secrets.randbelow(NUMBERS))}
    return _finished(page)


def typed_profile(session: Session, diary: Diary, form: Mapping[str, str]) -> ProfilePage:
    """What was typed, over the versions that the page was made from. Raises Refused for half a form: fields that
    did not arrive are not fields that somebody emptied.
    """
    page = _page(session, diary, {name: text.strip() for name, text in form.items()})
    if not {*SINGLE, *(f"{name}.own" for name in WORDS), "parents"} <= set(form):
        raise Refused(INCOMPLETE)
    number_of(page.values)
    by_name = {stored.version.rev_id: stored for stored in page.known}
    named = page.values["parents"].split()
    if not by_name.keys() >= set(named):
        raise Refused(INCOMPLETE)
    page.made_from = tuple(by_name[rev_id] for rev_id in named)
    if not _inputs_of_rows(page) <= set(form):
        raise Refused(INCOMPLETE)
    return _finished(page)


def more_rows(page: ProfilePage, name: str) -> ProfilePage:
    """The same form with one empty row more."""
    if name in ROWS:
        page.values[f"sheet.{name}"] = str(len(page.rows[name]) + 1)
    return _finished(page)


def save_profile(session: Session, page: ProfilePage, *, staff: Staff, now: datetime) -> None:
    """Save what was changed; where nothing was and one version stands, nothing. Raises Refused, with `page.errors`
    filled and nothing saved, and NoSuchDiary where the patient stopped sharing since the page was opened.

    The version is made from what the page showed: where someone else saved meanwhile, both stand side by side.
    """
    body = _typed_body(page)
    try:
        load(PROFILE, body)
    except Refused as problem:
        page.errors = _refusals(problem, page) | page.errors
    if page.errors:
        raise Refused("Some fields cannot be kept as they are.", page.errors)
    if body == page.body and len(page.made_from) == 1:
        return
    ledger = opened(session, page.patient_id, staff, now)
    parents = sorted(stored.version.rev_id for stored in page.made_from)
    number = number_of(page.values) * RECORDS
    written: dict[str, Any] = {"at": now, "zone": page.zone, "device": device_of(staff.id), "device_n": number + 1}
    record(ledger, PROFILE, record_id=profile_id(page.patient_id), parents=parents, body=body, **written)
    close_ledger(ledger)


def _page(session: Session, diary: Diary, values: dict[str, str]) -> ProfilePage:
    patient = diary.patient
    known = versions(session, patient.id, [profile_id(patient.id)])[profile_id(patient.id)]
    names = names_of(session, known, diary.clinic.id) if diary.clinic else {}
    return ProfilePage(patient.id, patient.zone, known, (), names, values)


def _finished(page: ProfilePage) -> ProfilePage:
    """The page with what is not seen, and an empty row to go on with in each list."""
    page.values.setdefault("parents", " ".join(stored.version.rev_id for stored in page.made_from))
    for name in ROWS:
        page.values[f"sheet.{name}"] = str(max(len(page.rows[name]), 1))
    for row, name in enumerate(CONTRAINDICATIONS):
        page.values[f"contraindications.{row}.name"] = name
    return page


def _written(page: ProfilePage) -> dict[str, str]:
    body = page.body
    values = {name: _text(name, body.get(name), page.zone) for name in SINGLE}
    for name, listed in WORDS.items():
        words = body.get(name) or []
        values |= {f"{name}.{word}": "1" for word in words if word in listed}
        values[f"{name}.own"] = "\n".join(word for word in words if word not in listed)
        if body.get("no_allergies") if name == "allergies" else body.get(name) == []:
            values[f"{name}.none"] = "1"
    for name, columns in ROWS.items():
        items = _in_rows(name, body.get(name) or [])
        values[f"sheet.{name}"] = str(len(items) + 1)
        for row, item in enumerate(items):
            values |= {f"{name}.{row}.{one}": _cell(columns[one], item.get(one), page.zone) for one in columns}
    return values


def _inputs_of_rows(page: ProfilePage) -> set[str]:
    """The inputs of the rows that the page was made with, and how many rows it has now."""
    shown_rows = {name: range(len(_in_rows(name, page.body.get(name) or []))) for name in ROWS}
    inputs = {f"{name}.{row}.{one}" for name in ROWS for row in shown_rows[name] for one in ROWS[name]}
    return inputs | {f"sheet.{name}" for name in ROWS}


def _in_rows(name: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items by the row of the form that each stands in: the listed questions first, answered or not."""
    if name != "contraindications":
        return items
    by_name = {item["name"]: item for item in items}
    return [by_name.pop(one, {"name": one}) for one in CONTRAINDICATIONS] + list(by_name.values())


def _typed_body(page: ProfilePage) -> dict[str, Any]:
    before, values = page.body, page.values
    told: dict[str, Any] = {name: _value(name, values[name], page.zone, before.get(name)) for name in SINGLE}
    for name, listed in WORDS.items():
        told[name] = _words(page, name, listed, before.get(name))
    told["no_allergies"] = "allergies.none" in values or (False if before.get("no_allergies") is False else None)
    for name in ROWS:
        told[name] = _items(page, name, before.get(name))
    body = {**before, "zone": before.get("zone", page.zone)}
    # What nobody touched stays as a phone wrote it, null or absent.
    return body | {name: value for name, value in told.items() if value != before.get(name)}


def _words(page: ProfilePage, name: str, listed: tuple[str, ...], before: list[str] | None) -> list[str] | None:
    lines = [" ".join(line.split()) for line in page.values[f"{name}.own"].split("\n")]
    # A word that a phone wrote with a space too many is still that word.
    was = {" ".join(word.split()): word for word in before or [] if word not in listed}
    own_words = [was.get(line, line) for line in lines if line]
    words = [word for word in listed if f"{name}.{word}" in page.values] + own_words
    if f"{name}.none" in page.values and words:
        page.errors[f"{name}.own"] = [BOTH]
    if sorted(words) == sorted(before or []) and (words or f"{name}.none" not in page.values):
        return before if words or name == "allergies" else None
    return words or ([] if f"{name}.none" in page.values else None)


def _items(page: ProfilePage, name: str, before: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    rows, columns = _in_rows(name, before or []), ROWS[name]
    found = []
    for row in _filled(page, name):
        was = rows[row] if row < len(rows) else {}
        texts = {one: page.values.get(f"{name}.{row}.{one}", "") for one in columns}
        told = {one: _kept_cell(columns[one], text, page.zone, was.get(one)) for one, text in texts.items()}
        if name == "contraindications" and told["yes"] is None:
            page.errors[f"{name}.{row}.yes"] = [UNSURE]
        item = {one: value for one, value in told.items() if value is not None}
        found.append(was if item == {one: value for one, value in was.items() if value is not None} else item)
    same = all(item in found for item in before or []) and len(found) == len(before or [])
    return before if same else found or None


def _filled(page: ProfilePage, name: str) -> list[int]:
    """The rows in which anything was typed; the name of a listed question is not typed."""
    told = [one for one in ROWS[name] if one != "name"]
    asked = len(CONTRAINDICATIONS) if name == "contraindications" else 0
    return [
        row
        for row in page.rows[name]
        if any(page.values.get(f"{name}.{row}.{one}") for one in (told if row < asked else ROWS[name]))
    ]


def _refusals(problem: Refused, page: ProfilePage) -> dict[str, list[str]]:
    """The refusals by the input that each stands beside."""
    found: dict[str, list[str]] = {}
    places = {name: _filled(page, name) for name in ROWS}
    for name, told in problem.fields.items():
        inputs = flat(told, name, places)
        if name in WORDS:
            inputs = {f"{name}.own": list(dict.fromkeys(text for texts in inputs.values() for text in texts))}
        if name == "no_allergies":
            inputs = {"allergies.own": [BOTH]}
        found |= inputs
    return found


def _text(name: str, value: Any, zone: str) -> str:
    return _cell(FIELDS[name], value, zone)


def _cell(column: Any, value: Any, zone: str) -> str:
    if isinstance(column, own.Truth):
        return next(word for word, truth in TRUTHS.items() if truth is value)
    return shown(column, value, zone)


def _value(name: str, text: str, zone: str, before: Any) -> Any:
    return _kept_cell(FIELDS[name], text, zone, before)


def _kept_cell(column: Any, text: str, zone: str, before: Any) -> Any:
    if isinstance(column, own.Truth):
        return TRUTHS.get(text, text)
    return kept(column, text, zone, before)
