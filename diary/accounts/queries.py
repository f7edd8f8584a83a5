"""What may be asked of accounts: who a patient shares with, who looked, who works where."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import (
    AccessLog,
    Clinic,
    Consent,
    Installation,
    Invitation,
    Mail,
    Membership,
    Patient,
    SignIn,
    Staff,
    User,
)
from diary.clock import instant

LOG_PAGE = 100  # lines of the access log at once


def installation_epoch(session: Session) -> str:
    """The epoch of this database, as devices are told it."""
    return str(session.execute(sa.select(Installation.epoch)).scalar_one())


def own_id(session: Session, user: Any) -> UUID | None:
    """The id of the patient that this user is, or None: nobody, staff, or an account that was closed."""
    if not user.is_authenticated:
        return None
    return session.scalar(sa.select(Patient.id).where(Patient.user_id == user.id, Patient.closed_at.is_(None)))


def account_of(session: Session, patient: Patient) -> dict[str, Any]:
    """The patient's account as the wire has it: id, name, zone, and each clinic with its last consent."""
    clinics = [
        {"id": str(clinic.id), "name": clinic.name, "consent": consent and _consent(consent)}
        for clinic, consent in clinics_of(session, patient.id)
    ]
    return {"id": str(patient.id), "name": patient.name, "zone": patient.zone, "clinics": clinics}


def clinics_of(session: Session, patient_id: UUID) -> list[tuple[Clinic, Consent | None]]:
    """The clinics this patient is known to, each with the last consent there was."""
    known = (
        sa.select(Clinic)
        .join(Membership, Membership.clinic_id == Clinic.id)
        .where(Membership.patient_id == patient_id)
        .order_by(Clinic.name, Clinic.id)
    )
    # In order of giving: the last one given for a clinic is what stands in the dictionary.
    consents = sa.select(Consent).where(Consent.patient_id == patient_id).order_by(Consent.given_at)
    last = {consent.clinic_id: consent for consent in session.scalars(consents)}
    return [(clinic, last.get(clinic.id)) for clinic in session.scalars(known)]


def access_log(session: Session, patient: Patient, *, before: int | None = None) -> list[dict[str, Any]]:
    """Who looked and what changed, newest first, at most 100 lines; `before` is the seq to go on from."""
    lines = (
        sa.select(AccessLog, Clinic.name.label("clinic"), Staff.name.label("staff"))
        .outerjoin(Clinic, Clinic.id == AccessLog.clinic_id)
        .outerjoin(Staff, sa.and_(Staff.user_id == AccessLog.actor_id, Staff.clinic_id == AccessLog.clinic_id))
        .where(AccessLog.patient_id == patient.id)
        .order_by(AccessLog.seq.desc())
        .limit(LOG_PAGE)
    )
    if before is not None:
        lines = lines.where(AccessLog.seq < before)
    return [_line(row, patient) for row in session.execute(lines)]


def staff_of(session: Session, clinic_id: UUID) -> list[tuple[Staff, str]]:
    """Everybody who works at this clinic now, with their address."""
    rows = (
        sa.select(Staff, User.email)
        .join(User, User.id == Staff.user_id)
        .where(Staff.clinic_id == clinic_id, Staff.ended_at.is_(None))
        .order_by(Staff.name)
    )
    return [(staff, email) for staff, email in session.execute(rows)]


def open_invitations(session: Session, clinic_id: UUID, now: datetime) -> list[Invitation]:
    """Invitations of this clinic that can still be used, the newest first."""
    rows = (
        sa.select(Invitation)
        .where(
            Invitation.clinic_id == clinic_id,
            Invitation.redeemed_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.made_at.desc())
    )
    return list(session.scalars(rows))


def sign_ins_of(session: Session, user: Any, now: datetime) -> list[SignIn]:
    """The browsers in which this user is signed in, the latest first."""
    rows = (
        sa.select(SignIn)
        .where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.seen_at.desc())
    )
    return [row for row in session.scalars(rows) if not row.idle_minutes or _idle_until(row) > now]


def waiting_mail(session: Session) -> list[Mail]:
    """Messages that are not sent yet, the oldest first."""
    return list(session.scalars(sa.select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.queued_at)))


def _idle_until(row: SignIn) -> datetime:
    return row.seen_at + timedelta(minutes=row.idle_minutes or 0)


def _consent(consent: Consent) -> dict[str, Any]:
    withdrawn = consent.withdrawn_at and instant(consent.withdrawn_at)
    return {"id": str(consent.id), "given_at": instant(consent.given_at), "withdrawn_at": withdrawn}


def _line(row: Any, patient: Patient) -> dict[str, Any]:
    line: AccessLog = row.AccessLog
    yourself = line.actor_id is not None and line.actor_id == patient.user_id
    return {
        "seq": line.seq,
        "at": instant(line.at),
        "who": "you" if yourself else row.staff,
        "clinic": row.clinic,
        "purpose": line.purpose,
        "what": line.what,
        "outcome": line.outcome,
    }
