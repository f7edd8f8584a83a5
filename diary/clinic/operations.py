"""Save a sheet: every record that was changed, in one transaction, through the same operation as a phone's."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import NoSuchDiary, reads
from diary.accounts.models import Staff
from diary.clinic.chair_rules import GIVEN, may_start
from diary.clinic.changes import Change, changes, number_of
from diary.clinic.plans import Plan, records
from diary.clinic.queries import device_of, planned_otherwise, versions
from diary.clinic.sheets import NUMBERS, Sheet
from diary.fields import Refused
from diary.infusions.operations import INFUSION
from diary.infusions.schemas import PLANNED, RUNNING
from diary.infusions.settings import current_settings, instruct
from diary.revisions.operations import Ledger, close_ledger, open_ledger, record

# A sheet has its own number for as long as it is open, so that sending it twice saves it once; below it there is
# room for the number of each record.
RECORDS = 1 << 10


def save_sheet(session: Session, sheet: Sheet, *, staff: Staff, now: datetime) -> list[Change]:
    """Save what was changed and say what it was. Raises Refused, with `sheet.errors` filled and nothing saved, and
    NoSuchDiary where the patient stopped sharing since the page was opened.

    Versions are made from what the page showed: where someone else saved meanwhile, both stand side by side.
    """
    found = changes(sheet)
    if sheet.errors:
        raise Refused("Some fields cannot be kept as they are.", sheet.errors)
    ledger = opened(session, sheet.patient_id, staff, now)
    _check_start(session, sheet, found)
    for place, change in enumerate(found, 1):
        record(
            ledger,
            change.kind,
            record_id=change.record_id,
            parents=change.parents,
            body=change.body,
            at=now,
            zone=sheet.zone,
            device=device_of(staff.id),
            device_n=number_of(sheet.values) * RECORDS + place,
        )
    if any(_begins(change) for change in found):
        instruct(
            ledger,
            sheet.infusion_id,
            current_settings(session, staff.clinic_id),
            zone=sheet.zone,
            at=now,
            device=device_of(staff.id),
            device_n=number_of(sheet.values) * RECORDS + len(found) + 1,
        )
    close_ledger(ledger)
    return found


def _check_start(session: Session, sheet: Sheet, found: list[Change]) -> None:
    """What did not run yet does not start before somebody looked at its checklist, on this page either. A form that
    names no version it was made from says nothing of what was planned, and is asked too.
    """
    if sheet.body.get("status") in GIVEN:
        return
    try:
        if any(change.kind is INFUSION and (change.body or {}).get("status") in RUNNING for change in found):
            may_start(session, sheet.patient_id, sheet.infusion_id)
    except Refused as problem:
        sheet.errors["infusion.status"] = [problem.error]
        raise


def _begins(change: Change) -> bool:
    """Whether an infusion is planned with this, or recorded for the first time: then today's settings are its own."""
    if change.kind is not INFUSION or change.body is None:
        return False
    return not change.parents or change.body["status"] == PLANNED


def save_plan(session: Session, *, plan: Plan, staff: Staff, now: datetime) -> None:
    """Save a course and its infusions, each under the clinic's settings of today. Sent twice, it is saved once.

    Raises Refused where this form was saved before and says something else now, and NoSuchDiary where the patient
    stopped sharing since the page was opened.
    """
    written: dict[str, Any] = {"zone": plan.zone, "at": now, "device": device_of(staff.id)}
    ledger = opened(session, plan.patient_id, staff, now)
    settings, found = current_settings(session, staff.clinic_id), records(plan)
    known = versions(session, plan.patient_id, (one.record_id for one in found))
    number = plan.number * RECORDS
    for place, one in enumerate(found, 1):
        named: dict[str, Any] = {"record_id": one.record_id, "parents": [], "device_n": number + place}
        outcome = record(ledger, one.kind, body=one.body, **named, **written)
        if known.get(one.record_id) and outcome.answer != "duplicate":
            raise Refused("This course was saved already, with other dates. Open the patient's page to change it.")
        if one.kind is INFUSION:
            instruct(ledger, one.record_id, settings, device_n=number + len(found) + place, **written)
    close_ledger(ledger)


def instruct_planned(session: Session, *, patient_id: UUID, staff: Staff, now: datetime) -> int:
    """Put the infusions that this clinic still plans for a patient under its settings of today, and say how many
    were not. Doing it again changes nothing, and where the patient stopped sharing meanwhile nothing is done.
    """
    try:
        ledger = opened(session, patient_id, staff, now)
    except NoSuchDiary:
        return 0
    settings, number = current_settings(session, staff.clinic_id), secrets.randbelow(NUMBERS)
    found = planned_otherwise(session, staff.clinic_id, [patient_id])[patient_id]
    for place, one in enumerate(found, 1):
        written: dict[str, Any] = {
            "zone": one.zone,
            "at": now,
            "device": device_of(staff.id),
            "device_n": number * RECORDS + place,
        }
        instruct(ledger, one.id, settings, **written, again=True)
    close_ledger(ledger)
    return len(found)


def opened(session: Session, patient_id: UUID, staff: Staff, now: datetime) -> Ledger:
    """What this member of staff writes into the patient's diary with. Raises NoSuchDiary."""
    ledger = open_ledger(
        session, patient_id=patient_id, by="clinic", actor_id=staff.user_id, clinic_id=staff.clinic_id, now=now
    )
    # Asked once more under the patient's lock: what is withdrawn while this waits for it is withdrawn.
    if not reads(session, patient_id, staff):
        raise NoSuchDiary
    return ledger
