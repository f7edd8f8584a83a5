"""What a diary already holds of the days of a file, and the files a patient is bringing in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.access import NoSuchDiary
from diary.accounts.models import Clinic, Consent, Membership, Patient
from diary.days.models import Day, Exposure
from diary.fields import Refused
from diary.interchange.models import ImportFile
from diary.revisions.models import Revision

KEPT = timedelta(hours=24)  # how long a file that was sent waits to be brought in


@dataclass(frozen=True)
class Held:
    """A day that the diary knows. `answer` is None for one that was deleted."""

    answer: tuple[Any, ...] | None


def held_days(session: Session, patient_id: UUID, day_ids: Collection[UUID]) -> dict[UUID, Held]:
    """What the diary holds of these days, at most some hundred at once: as shown now, or deleted."""
    known = sa.select(Revision.record_id).where(Revision.patient_id == patient_id, Revision.record_id.in_(day_ids))
    held = {day_id: Held(None) for day_id in session.scalars(known.distinct())}
    if not held:
        return held
    exposures: dict[UUID, list[dict[str, Any]]] = {}
    parts = (
        sa.select(Exposure.day_id, Exposure.name, Exposure.present, Exposure.amount, Exposure.unit)
        .where(Exposure.patient_id == patient_id, Exposure.day_id.in_(held))
        .order_by(Exposure.day_id, Exposure.position)
    )
    for day_id, name, present, amount, unit in session.execute(parts):
        given = {"present": present, "amount": None if amount is None else format(amount, "f"), "unit": unit}
        said = {key: value for key, value in given.items() if value is not None}
        exposures.setdefault(day_id, []).append({"name": name, **said})
    days = sa.select(Day.id, Day.headache, Day.worst_pain, Day.note).where(
        Day.patient_id == patient_id, Day.id.in_(held)
    )
    for day_id, headache, worst_pain, note in session.execute(days):
        held[day_id] = Held((headache, worst_pain, note, tuple(exposures.get(day_id, ()))))
    return held


def clinic_named(session: Session, name: str) -> Clinic:
    """The clinic of this name. Raises Refused when there is none, or more than one."""
    found = session.scalars(sa.select(Clinic).where(sa.func.lower(Clinic.name) == name.strip().lower())).all()
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"There are {len(found)} clinics called “{name}”. Rename one first.")
    names = session.scalars(sa.select(Clinic.name).order_by(Clinic.name).limit(20)).all()
    there = f"There are {', '.join(f'“{one}”' for one in names)}." if names else "There is no clinic yet."
    raise Refused(f"There is no clinic called “{name}”. {there}")


def record_at(session: Session, clinic_id: UUID, record_number: str) -> tuple[Patient, bool] | None:
    """The patient with this record number and whether the clinic may write to the diary; None for a new one."""
    statement = (
        sa.select(Patient, Consent.id)
        .join(Membership, Membership.patient_id == Patient.id)
        .outerjoin(
            Consent,
            sa.and_(Consent.patient_id == Patient.id, Consent.clinic_id == clinic_id, Consent.withdrawn_at.is_(None)),
        )
        .where(Membership.clinic_id == clinic_id, Membership.record_number == record_number)
    )
    found = session.execute(statement).first()
    return None if found is None else (found[0], found[0].user_id is None or found[1] is not None)


def import_file(session: Session, patient: Patient, file_id: UUID, *, now: datetime, lock: bool = False) -> ImportFile:
    """This patient's file. Raises NoSuchDiary for one that is somebody else's, unknown, or a day old."""
    statement = sa.select(ImportFile).where(
        ImportFile.id == file_id, ImportFile.patient_id == patient.id, ImportFile.sent_at > now - KEPT
    )
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NoSuchDiary
    return found
