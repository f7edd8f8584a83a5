"""What was changed in an infusion after it was over: when, by whom, and what it said before. Nothing is overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.clinic.chair import ONE_EACH, fixed_records
from diary.clinic.queries import Stored, names_of, versions
from diary.clinic.sheets import told
from diary.infusions.operations import ADVERSE_EVENT, CHECKLIST, INSTRUCTIONS
from diary.revisions.kinds import Kind
from diary.revisions.models import Revision

OVER = ("completed", "stopped", "not-done")
UNSAID = {"zone", "infusion_id", "slot", "checklist_rev"}
# Not written by whoever corrects an infusion.
LEFT_OUT = {key for key, kind in ONE_EACH.items() if kind in (CHECKLIST, INSTRUCTIONS)}


@dataclass(frozen=True)
class Correction:
    """One version that came after the infusion was over. `what` is added, changed, settled or taken_back."""

    key: str
    name: str
    what: str
    at: datetime
    by: str
    who: str | None
    #: For each field that differs, what it said before and what it says now; nothing is an empty text.
    differences: dict[str, tuple[str, str]]


def corrections(
    session: Session, patient_id: UUID, infusion_id: UUID, zone: str, clinic_id: UUID
) -> tuple[Correction, ...]:
    """What was changed after the infusion was first said to be over, the latest first; nothing while it is not.

    What was saved together with its end, as a sheet of paper is typed in, is no correction.
    """
    records = {key: record for key, record in fixed_records(infusion_id).items() if key not in LEFT_OUT}
    for event in _events(session, patient_id, infusion_id):
        records[f"adverse_events.{event}"] = (ADVERSE_EVENT, event)
    known = versions(session, patient_id, (record_id for _, record_id in records.values()))
    ends = [stored for stored in known[infusion_id] if (stored.body or {}).get("status") in OVER]
    if not ends:
        return ()
    late = {
        key: [stored for stored in known.get(record_id, []) if stored.seq > ends[0].seq and stored.at != ends[0].at]
        for key, (_, record_id) in records.items()
    }
    names = names_of(session, (stored for found in late.values() for stored in found), clinic_id)
    found = [
        (stored.seq, _correction(key, kind, stored, known[record_id], zone, names))
        for key, (kind, record_id) in records.items()
        for stored in late[key]
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True))


def _correction(
    key: str, kind: Kind, stored: Stored, known: Iterable[Stored], zone: str, names: dict[str, str]
) -> Correction:
    before = [one.body for one in known if one.version.rev_id in stored.version.parents and one.body is not None]
    differences = _differences(kind, before, stored.body, zone)
    what = "taken_back" if stored.body is None else "added" if not before else "changed" if differences else "settled"
    named = (stored.body or (before[0] if before else {})).get("name", "")
    return Correction(
        key, named, what, stored.at, stored.by, names.get(stored.version.rev_id), differences if stored.body else {}
    )


def _differences(
    kind: Kind, before: list[dict[str, Any]], body: dict[str, Any] | None, zone: str
) -> dict[str, tuple[str, str]]:
    """Each field that says something else than in any of the versions before."""
    now = body or {}
    names = dict.fromkeys([name for one in (*before, now) for name in one if name not in UNSAID])
    found = {}
    for name in names:
        was = list(dict.fromkeys(told(kind, name, one.get(name), zone) for one in before))
        is_now = told(kind, name, now.get(name), zone)
        if was != [is_now] and (was or is_now):
            found[name] = (" / ".join(filter(None, was)), is_now)
    return found


def _events(session: Session, patient_id: UUID, infusion_id: UUID) -> list[UUID]:
    """Every adverse event there ever was of this infusion, also those that were taken back, the first noted first."""
    chosen = sa.select(Revision.record_id, Revision.body).where(
        Revision.patient_id == patient_id, Revision.collection == ADVERSE_EVENT.collection, Revision.body.is_not(None)
    )
    rows = session.execute(chosen.order_by(Revision.seq))
    return list(
        dict.fromkeys(
            row.record_id for row in rows if orjson.loads(row.body or "{}").get("infusion_id") == str(infusion_id)
        )
    )
