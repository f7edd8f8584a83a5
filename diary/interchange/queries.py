"""What a diary already holds of the days of a file, and the files a patient is bringing in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.access import NoSuchDiary
from diary.accounts.models import Clinic, Consent, Membership, Patient
from diary.analysis.infusion_pain import GIVEN
from diary.days.models import Day, Exposure
from diary.fields import Refused
from diary.insights.infusions import read_infusions
from diary.interchange.entries import KINDS
from diary.interchange.models import ImportFile
from diary.medications.models import Medication
from diary.revisions.models import Revision

AT_ONCE = 500  # ids in one statement
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


def held_records(session: Session, patient_id: UUID, ids: Mapping[str, Collection[UUID]]) -> dict[UUID, bool]:
    """Those of these records, by collection, that the diary knows: True as shown now, False for deleted."""
    held: dict[UUID, bool] = {}
    for collection, wanted in ids.items():
        table = KINDS[collection].table.__table__.c
        for part in _in_parts(sorted(wanted)):
            ever = sa.select(Revision.record_id).where(
                Revision.patient_id == patient_id, Revision.record_id.in_(part), Revision.collection == collection
            )
            held |= dict.fromkeys(session.scalars(ever.distinct()), False)
            shown = sa.select(table.id).where(table.patient_id == patient_id, table.id.in_(part))
            held |= dict.fromkeys(session.scalars(shown), True)
    return held


def medicines(session: Session, patient_id: UUID) -> dict[str, UUID]:
    """The medicines of a diary by their names; of two with one name the first that was kept."""
    found = session.execute(
        sa.select(Medication.name, Medication.id)
        .where(Medication.patient_id == patient_id)
        .order_by(Medication.received_at.desc(), Medication.id)
    )
    return {name.casefold(): one for name, one in found}


def infusion_days(session: Session, patient_id: UUID) -> frozenset[date]:
    """The days on which the diary has an infusion that was given, the clinic's or the patient's own."""
    return frozenset(one.date for one in read_infusions(session, patient_id) if one.status in GIVEN)


def _in_parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]


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
