"""The sign-off before the day: what was answered yes before a planned infusion, and what a clinician says to it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import Staff
from diary.clinic.changes import INCOMPLETE, number_of
from diary.clinic.operations import RECORDS, opened
from diary.clinic.queries import Stored, device_of, live, standing, versions
from diary.clinic.sheets import NUMBERS
from diary.clock import instant
from diary.fields import Refused, bounds
from diary.infusions.models import Infusion
from diary.infusions.operations import CLEARANCE, of_infusion
from diary.infusions.queries import to_look_at, uncleared
from diary.infusions.schemas import PLANNED
from diary.profile.operations import profile_id
from diary.revisions.operations import close_ledger, load, record

BOUNDS = bounds(CLEARANCE.schema)
TYPED = ("clinician", "reason")
TRUTHS = {"yes": True, "no": False}
CHOOSE, WHO = "Choose one.", "Say who looked at it."
# An infusion that was planned for yesterday and never begun may still be given.
STILL = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A planned infusion before which something was answered yes."""

    infusion_id: UUID
    planned_at: datetime
    zone: str
    #: Answered yes, and which of it nobody has looked at; what the profile says about each.
    yes: tuple[str, ...]
    unseen: tuple[str, ...]
    notes: Mapping[str, str]
    #: The checklist as it stands, how many versions of it do, and what a clinician said to it.
    checklist: Mapping[str, Any]
    checklists: int
    clearance: Stored | None
    #: The inputs of the sign-off that nobody sees.
    hidden: Mapping[str, str]


@dataclass
class SignOff:
    """What was typed; `errors` are by the name of the input."""

    patient_id: UUID
    infusion_id: UUID
    zone: str
    values: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)


def asked_before(session: Session, patient_id: UUID, now: datetime) -> list[Asked]:
    """The planned infusions before which the patient answered yes to something, the soonest first."""
    planned = sa.select(Infusion).where(
        Infusion.patient_id == patient_id, Infusion.status == PLANNED, Infusion.planned_at > now - STILL
    )
    ahead = session.scalars(planned.order_by(Infusion.planned_at, Infusion.id)).all()
    found = [_asked(session, infusion) for infusion in ahead]
    return [one for one in found if one.yes]


def typed_clearance(session: Session, patient_id: UUID, infusion_id: UUID, form: Mapping[str, str]) -> SignOff:
    """What was typed. Raises Refused for half a form, and for one about a checklist that is not this infusion's."""
    values = {name: text.strip() for name, text in form.items()}
    number_of(values)
    if not {*TYPED, "checklist_rev", "parents"} <= set(values):
        raise Refused(INCOMPLETE)
    record_ids = [of_infusion(name, infusion_id) for name in ("checklists", "clearances")]
    known = versions(session, patient_id, record_ids)
    checklists, clearances = ({stored.version.rev_id for stored in known[one]} for one in record_ids)
    if values["checklist_rev"] not in checklists or not clearances >= set(values["parents"].split()):
        raise Refused(INCOMPLETE)
    zone = session.get_one(Infusion, (patient_id, infusion_id)).zone
    return SignOff(patient_id, infusion_id, zone, values)


def save_clearance(session: Session, signed: SignOff, *, staff: Staff, now: datetime) -> None:
    """Save the sign-off, made from what the page showed. Raises Refused, with `signed.errors` filled and nothing
    saved, and NoSuchDiary where the patient stopped sharing since the page was opened.
    """
    values = signed.values
    if values.get("cleared") not in TRUTHS:
        signed.errors["cleared"] = [CHOOSE]
    if not values["clinician"]:
        signed.errors["clinician"] = [WHO]
    told = {name: values[name].replace("\r\n", "\n") for name in TYPED if values[name]}
    body = {
        **{"infusion_id": str(signed.infusion_id), "zone": signed.zone, "at": instant(now), **told},
        **{"cleared": TRUTHS.get(values.get("cleared", ""), True), "checklist_rev": values["checklist_rev"]},
    }
    try:
        load(CLEARANCE, body)
    except Refused as problem:
        signed.errors = dict(problem.fields) | signed.errors
    if signed.errors:
        raise Refused("Some fields cannot be kept as they are.", signed.errors)
    ledger = opened(session, signed.patient_id, staff, now)
    written: dict[str, Any] = {"at": now, "zone": signed.zone, "device": device_of(staff.id)}
    record(
        ledger,
        CLEARANCE,
        record_id=of_infusion("clearances", signed.infusion_id),
        parents=sorted(values["parents"].split()),
        body=body,
        device_n=number_of(values) * RECORDS + 1,
        **written,
    )
    close_ledger(ledger)


def _asked(session: Session, infusion: Infusion) -> Asked:
    patient_id, infusion_id = infusion.patient_id, infusion.id
    assert infusion.planned_at is not None, "what is planned has a time"
    names = [of_infusion("checklists", infusion_id), of_infusion("clearances", infusion_id), profile_id(patient_id)]
    known = versions(session, patient_id, names)
    checklists, clearances, profiles = (live(known[name]) for name in names)
    answers = [answer for stored in checklists for answer in (stored.body or {}).get("screening") or ()]
    told = [one for stored in profiles[:1] for one in (stored.body or {}).get("contraindications") or ()]
    return Asked(
        infusion_id=infusion_id,
        planned_at=infusion.planned_at,
        zone=infusion.zone,
        yes=tuple(dict.fromkeys(answer["name"] for answer in answers if answer["yes"])),
        unseen=uncleared(session, patient_id, infusion_id),
        notes={one["name"]: one["note"] for one in told if one.get("note")},
        checklist=(checklists[0].body if checklists else None) or {},
        checklists=len(checklists),
        clearance=clearances[0] if clearances else None,
        hidden={
            "checklist_rev": to_look_at(session, patient_id, infusion_id) or "",
            "parents": " ".join(stored.version.rev_id for stored in standing(known[names[1]])),
            "sheet.number": str(secrets.randbelow(NUMBERS)),
        },
    )
