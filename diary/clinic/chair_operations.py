"""Take in what was written at the chair: each entry through the same operation as a phone's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.access import NoSuchDiary
from diary.accounts.models import Staff
from diary.clinic.chair import fixed_records
from diary.clinic.chair_rules import check
from diary.clinic.operations import opened
from diary.clinic.queries import Stored, device_of, has_infusion, versions
from diary.clinic.schemas import EntrySchema
from diary.fields import Refused, refused
from diary.infusions.operations import (
    ADVERSE_EVENT,
    CLEARANCE,
    DISCHARGE,
    INFUSION,
    INFUSION_PAIN,
    VITAL_SIGNS,
)
from diary.revisions.answers import answered, named
from diary.revisions.kinds import SCHEMA, Kind
from diary.revisions.operations import Ledger, Outcome, close_ledger, load, save

ENTRY = EntrySchema()
WRITTEN = {
    kind.collection: kind for kind in (INFUSION, VITAL_SIGNS, INFUSION_PAIN, ADVERSE_EVENT, CLEARANCE, DISCHARGE)
}
#: What an entry of a colleague's page is answered: whoever is signed in now does not write in their name.
OTHER_STAFF = "other_staff"
ELSEWHERE = "There is nothing of this infusion under this id."
UNKNOWN_PARENT = "What this was made from is not here. Look at what stands here now, and save again."


def take_entries(
    session: Session, *, patient_id: UUID, infusion_id: UUID, staff: Staff, entries: Sequence[Any], now: datetime
) -> list[dict[str, Any]]:
    """Save each entry in a savepoint of its own and answer for each, in their order. Raises NoSuchDiary where the
    patient stopped sharing since the page was opened, and where there is no such infusion.

    The patient is locked for the whole batch; the caller commits.
    """
    ledger = opened(session, patient_id, staff, now)
    if not has_infusion(session, patient_id, infusion_id):
        raise NoSuchDiary
    own = device_of(staff.id)
    answers = [answered(ledger, named(entry), partial(_save, ledger, infusion_id, own, entry)) for entry in entries]
    close_ledger(ledger)
    return [{name: told for name, told in answer.items() if name not in ("seq", "marks")} for answer in answers]


def _save(ledger: Ledger, infusion_id: UUID, own: UUID, sent: Any) -> Outcome:
    try:
        entry = ENTRY.load(sent)
    except ValidationError as problem:
        raise refused("This is not an entry we can read.", problem) from None
    kind = WRITTEN.get(entry["collection"])
    if kind is None:
        raise Refused("This is not written at the chair.", {"collection": ["Not written here."]})
    known = versions(ledger.session, ledger.patient_id, [entry["record_id"]])[entry["record_id"]]
    _check_place(infusion_id, kind, entry, known)
    if entry["device"] != own and all(stored.version.rev_id != entry["rev_id"] for stored in known):
        raise Refused(OTHER_STAFF)
    return save(ledger, kind, _checked(ledger, infusion_id, kind, entry, known))


def _check_place(infusion_id: UUID, kind: Kind, entry: Mapping[str, Any], known: Sequence[Stored]) -> None:
    """An id comes from a page, and proves nothing: whatever is not this infusion's does not exist here."""
    record_id, body = entry["record_id"], entry["body"]
    if kind is not ADVERSE_EVENT:
        is_here = (kind, record_id) in fixed_records(infusion_id).values()
    else:
        bodies = [stored.body for stored in known if stored.body is not None]
        is_here = bool(known) or body is not None
        is_here = is_here and all(one.get("infusion_id") == str(infusion_id) for one in bodies)
    its_infusion = body.get("infusion_id", str(infusion_id)) if isinstance(body, dict) else str(infusion_id)
    if not is_here or its_infusion != str(infusion_id):
        raise Refused(ELSEWHERE, {"record_id": [ELSEWHERE]})


def _checked(
    ledger: Ledger, infusion_id: UUID, kind: Kind, entry: Mapping[str, Any], known: Sequence[Stored]
) -> dict[str, Any]:
    """The entry as a whole version. One that was kept before is not judged again: it is a duplicate."""
    made_from = [stored for stored in known if stored.version.rev_id in entry["parents"]]
    revision = {
        **entry,
        "generation": 1 + max((stored.version.generation for stored in made_from), default=0),
        "schema": SCHEMA,
        "offset": clock.offset_minutes(entry["at"], entry["zone"]),
        "local_date": clock.local_date(entry["at"], entry["zone"]),
    }
    if any(stored.version.rev_id == entry["rev_id"] for stored in known):
        return revision
    if len(made_from) < len(set(entry["parents"])):
        raise Refused(UNKNOWN_PARENT, {"parents": [UNKNOWN_PARENT]})
    if entry["body"] is not None:
        load(kind, entry["body"])
    check(ledger.session, ledger.patient_id, infusion_id, kind, entry["body"], made_from)
    return revision
