"""The one door to a diary. Every page, export and write of a patient's records comes through here.

A patient opens their own. A clinic opens it while the patient's consent is open, or while the record is
one that the clinic brought itself and nobody has claimed. To everybody else it does not exist.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts import audit
from diary.accounts.models import AccessLog, Clinic, Consent, Membership, Patient, Staff

LOOKS = "looks"  # where the session keeps the looks that still have to be written down
# A page that asks again by itself is one look for as long as a sign-in of staff lasts.
ONE_LOOK = timedelta(hours=12)


class NoSuchDiary(LookupError):
    """There is none, or it is not yours: nobody can tell which."""


class AccountClosed(Exception):
    """This patient's account was closed; the device keeps what it has and stops asking."""


@dataclass(frozen=True)
class Diary:
    """A diary that was opened. `clinic` and `staff` are None when it is the patient's own."""

    patient: Patient
    clinic: Clinic | None = None
    staff: Staff | None = None


@dataclass(frozen=True)
class Look:
    """Someone other than the patient opened, or tried to open, this diary."""

    patient_id: UUID
    actor_id: int
    clinic_id: UUID | None
    purpose: str
    outcome: str


def own_patient(session: Session, user: Any) -> Patient:
    """The patient that this user is. Raises NoSuchDiary, or AccountClosed."""
    patient = session.scalar(sa.select(Patient).where(Patient.user_id == user.id))
    if patient is None:
        raise NoSuchDiary
    if patient.closed_at is not None:
        raise AccountClosed
    return patient


def open_diary(session: Session, user: Any, patient_id: UUID, *, purpose: str, now: datetime) -> Diary:
    """The diary, if this user may read it now. Raises NoSuchDiary.

    A look by someone else is remembered on the session; `write_looks` puts it into the patient's access
    log. In a request that happens by itself before the answer leaves.
    """
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise NoSuchDiary
    if patient.user_id == user.id:
        return Diary(own_patient(session, user))
    place = session.execute(
        _readable().where(Patient.id == patient_id, Staff.user_id == user.id).order_by(Staff.given_at).limit(1)
    ).first()
    outcome = "opened" if place else "refused"
    clinic_id = place.Clinic.id if place else None
    if place or is_staff(session, user):
        _remember(session, Look(patient_id, user.id, clinic_id, purpose, outcome))
    if place is None:
        raise NoSuchDiary
    return Diary(patient, place.Clinic, place.Staff)


def open_again(session: Session, user: Any, patient_id: UUID, *, purpose: str, now: datetime) -> Diary:
    """The same as `open_diary`, for a page that is open and asks again: one look in twelve hours, not one each time.

    Whoever was never shown the page leaves a look here too.
    """
    before = dict(session.info.get(LOOKS, {}))
    try:
        return open_diary(session, user, patient_id, purpose=purpose, now=now)
    finally:
        looks = session.info.get(LOOKS, {})
        for look in [look for look in looks if look not in before and _is_written(session, look, now)]:
            del looks[look]


def reads(session: Session, patient_id: UUID, place: Staff) -> bool:
    """Whether someone in this place may read this diary at this moment."""
    return (
        session.execute(_readable().where(Patient.id == patient_id, Staff.id == place.id).limit(1)).first() is not None
    )


def patients_of(session: Session, user: Any) -> list[tuple[Patient, Membership]]:
    """Every patient this member of staff may read, with the clinic's own number for them, by name."""
    readable = _readable().where(Staff.user_id == user.id).order_by(Patient.name, Patient.id)
    seen: dict[tuple[UUID, UUID], tuple[Patient, Membership]] = {}
    for row in session.execute(readable):
        seen.setdefault((row.Patient.id, row.Clinic.id), (row.Patient, row.Membership))
    return list(seen.values())


def is_staff(session: Session, user: Any) -> bool:
    """Whether this user works at any clinic now."""
    return bool(places_of(session, user))


def places_of(session: Session, user: Any) -> list[Staff]:
    """Where this user works now, the oldest place first."""
    places = sa.select(Staff).where(Staff.user_id == user.id, Staff.ended_at.is_(None)).order_by(Staff.given_at)
    return list(session.scalars(places))


def write_looks(session: Session, now: datetime) -> None:
    """Put the remembered looks into the patients' access logs. The caller commits."""
    for look in session.info.get(LOOKS, ()):
        audit.append(
            session,
            patient_id=look.patient_id,
            actor_id=look.actor_id,
            clinic_id=look.clinic_id,
            purpose=look.purpose,
            what="diary",
            outcome=look.outcome,
            now=now,
        )


def pending_looks(session: Session) -> bool:
    """Whether someone looked and it is not written down yet."""
    return bool(session.info.get(LOOKS))


def looks_are_written(session: Session) -> None:
    """Forget the looks that were committed."""
    session.info.pop(LOOKS, None)


def _remember(session: Session, look: Look) -> None:
    # A dictionary as an ordered set: a view that is tried again is still one look.
    session.info.setdefault(LOOKS, {})[look] = None


def _is_written(session: Session, look: Look, now: datetime) -> bool:
    """Whether the log has this look already, of the last hours."""
    same = (
        AccessLog.patient_id == look.patient_id,
        AccessLog.actor_id == look.actor_id,
        AccessLog.clinic_id == look.clinic_id,
        AccessLog.purpose == look.purpose,
        AccessLog.outcome == look.outcome,
        AccessLog.at > now - ONE_LOOK,
    )
    return session.execute(sa.select(AccessLog.seq).where(*same).limit(1)).first() is not None


def _readable() -> sa.Select[Patient, Membership, Clinic, Staff]:
    """Patients whose diary a clinic reads, each with the clinic and its staff of today.

    Deny beats allow: a withdrawn consent, an ended place or a closed account is enough.
    """
    consented = sa.exists().where(
        Consent.patient_id == Patient.id, Consent.clinic_id == Clinic.id, Consent.withdrawn_at.is_(None)
    )
    return (
        sa.select(Patient, Membership, Clinic, Staff)
        .join(Membership, Membership.patient_id == Patient.id)
        .join(Clinic, Clinic.id == Membership.clinic_id)
        .join(Staff, Staff.clinic_id == Clinic.id)
        .where(
            Staff.ended_at.is_(None),
            Patient.closed_at.is_(None),
            sa.or_(Patient.user_id.is_(None), consented),
        )
    )
