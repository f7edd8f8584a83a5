"""What has to be so before an infusion starts, and before the patient leaves. Each refusal says beside what."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.clinic.queries import Stored, standing, versions
from diary.fields import Refused
from diary.infusions.models import Discharge, Infusion, Instructions
from diary.infusions.operations import CLEARANCE, DISCHARGE, INFUSION, of_infusion
from diary.infusions.queries import uncleared
from diary.infusions.schemas import PLANNED, RUNNING
from diary.revisions.kinds import Kind

ENDED = ("completed", "stopped")
GIVEN = (*RUNNING, *ENDED)
LOOK_FIRST = "Somebody has to look at the checklist first."
NOT_CLEARED = "The sign-off says that this infusion is not to be given."
HOW_THEY_LEFT = "Say first how the patient left."
WHY_THEY_LEAVE = "Say why they leave all the same."
CORRECT_IT = "This is not taken back. Correct it instead; what was said before stays in the history."


def check(
    session: Session,
    patient_id: UUID,
    infusion_id: UUID,
    kind: Kind,
    body: Mapping[str, Any] | None,
    made_from: Iterable[Stored],
) -> None:
    """Nothing, where this version of a record of the infusion may be kept. Raises Refused with the field it is about.

    `made_from` are the versions that it replaces.
    """
    if body is None:
        _may_be_taken_back(session, patient_id, infusion_id, kind)
    elif kind is DISCHARGE:
        _has_a_reason_to_leave(session, patient_id, infusion_id, body)
    elif kind is INFUSION:
        before = {(stored.body or {}).get("status") for stored in made_from}
        _says_when_and_why(body)
        if body["status"] in GIVEN and not before & set(GIVEN):
            may_start(session, patient_id, infusion_id)
        if body["status"] == "completed" and "completed" not in before:
            _was_discharged(session, patient_id, infusion_id)


def may_start(session: Session, patient_id: UUID, infusion_id: UUID) -> None:
    """Nothing, where nobody has to look at the checklist any more and no sign-off says no. Raises Refused.

    Where two sign-offs stand side by side, one that says no is enough.
    """
    if uncleared(session, patient_id, infusion_id):
        raise Refused(LOOK_FIRST, {"status": [LOOK_FIRST]})
    clearance = of_infusion(CLEARANCE.collection, infusion_id)
    said = standing(versions(session, patient_id, [clearance])[clearance])
    if any(stored.body and not stored.body["cleared"] for stored in said):
        raise Refused(NOT_CLEARED, {"status": [NOT_CLEARED]})


def _says_when_and_why(body: Mapping[str, Any]) -> None:
    status, wrong = body["status"], {}
    if status in GIVEN and not body.get("started_at"):
        wrong["started_at"] = ["Say when it started."]
    if status in ENDED and not body.get("ended_at"):
        wrong["ended_at"] = ["Say when it ended."]
    if status == "stopped" and not body.get("stop_reason"):
        wrong["stop_reason"] = ["Say why it was stopped."]
    if status == "not-done" and not (body.get("stop_reason") or (body.get("note") or "").strip()):
        wrong["stop_reason"] = ["Say why it was not done, here or in the note."]
    if wrong:
        raise Refused("Something has to be said with this.", wrong)


def _was_discharged(session: Session, patient_id: UUID, infusion_id: UUID) -> None:
    if session.get(Discharge, (patient_id, of_infusion(DISCHARGE.collection, infusion_id))) is None:
        raise Refused(HOW_THEY_LEFT, {"status": [HOW_THEY_LEFT]})


def _has_a_reason_to_leave(session: Session, patient_id: UUID, infusion_id: UUID, body: Mapping[str, Any]) -> None:
    told = session.get(Instructions, (patient_id, of_infusion("instructions", infusion_id)))
    alone = bool(told and told.driver_needed) and not (body.get("escort") or "").strip()
    unwell = any(not criterion["yes"] for criterion in body.get("criteria") or ())
    if (alone or unwell) and not (body.get("note") or "").strip():
        raise Refused(WHY_THEY_LEAVE, {"note": [WHY_THEY_LEAVE]})


def _may_be_taken_back(session: Session, patient_id: UUID, infusion_id: UUID, kind: Kind) -> None:
    """An infusion is never taken back, a sign-off not once it started, a discharge not once it is over."""
    infusion = session.get_one(Infusion, (patient_id, infusion_id))
    stays = {
        INFUSION.collection: True,
        CLEARANCE.collection: infusion.status != PLANNED,
        DISCHARGE.collection: infusion.status == "completed",
    }
    if stays.get(kind.collection, False):
        raise Refused(CORRECT_IT, {"deleted": [CORRECT_IT]})
