"""Save a sheet: every record that was changed, in one transaction, through the same operation as a phone's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import NoSuchDiary, reads
from diary.accounts.models import Staff
from diary.clinic.changes import Change, changes, number_of
from diary.clinic.sheets import Sheet
from diary.fields import Refused, named_id
from diary.infusions.operations import INFUSION
from diary.infusions.settings import current_settings, instruct
from diary.revisions.operations import close_ledger, open_ledger, record

# A sheet has its own number for as long as it is open, so that sending it twice saves it once; below it there is
# room for the number of each record.
RECORDS = 1 << 10


def save_sheet(session: Session, sheet: Sheet, *, staff: Staff, actor_id: int, now: datetime) -> list[Change]:
    """Save what was changed and say what it was. Raises Refused, with `sheet.errors` filled and nothing saved, and
    NoSuchDiary where the patient stopped sharing since the page was opened.

    Versions are made from what the page showed: where someone else saved meanwhile, both stand side by side.
    """
    found = changes(sheet)
    if sheet.errors:
        raise Refused("Some fields cannot be kept as they are.", sheet.errors)
    ledger = open_ledger(
        session, patient_id=sheet.patient_id, by="clinic", actor_id=actor_id, clinic_id=staff.clinic_id, now=now
    )
    # Asked once more under the patient's lock: what is withdrawn while this waits for it is withdrawn.
    if not reads(session, sheet.patient_id, staff):
        raise NoSuchDiary
    for place, change in enumerate(found, 1):
        record(
            ledger,
            change.kind,
            record_id=change.record_id,
            parents=change.parents,
            body=change.body,
            at=now,
            zone=sheet.zone,
            device=device_of(staff),
            device_n=number_of(sheet.values) * RECORDS + place,
        )
    if any(_begins(change) for change in found):
        instruct(
            ledger,
            sheet.infusion_id,
            current_settings(session, staff.clinic_id),
            zone=sheet.zone,
            at=now,
            device=device_of(staff),
            device_n=number_of(sheet.values) * RECORDS + len(found) + 1,
        )
    close_ledger(ledger)
    return found


def _begins(change: Change) -> bool:
    """Whether an infusion is planned with this, or recorded for the first time: then today's settings are its own."""
    if change.kind is not INFUSION or change.body is None:
        return False
    return not change.parents or change.body["status"] == "preparation"


def device_of(staff: Staff) -> UUID:
    """What stands for the device of a page of this member of staff: the clinic's pages are no device of their own."""
    return named_id(f"staff:{staff.id}")
