"""What can be done to accounts: clinics, staff, patients, consent, sign-ins, mail. Invitations have their own file."""

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.accounts import audit
from diary.accounts.access import NoSuchDiary
from diary.accounts.models import Clinic, Consent, Installation, Mail, Membership, Patient, SignIn, Staff, User
from diary.fields import ZONES, Refused

ROLES = ("admin", "provider", "chair")
# For so long it can be looked up when and where a session was that is over.
REMEMBERED = timedelta(days=1)


class AddressTaken(Refused):
    """Somebody has this address already. The answer to the browser must not say so."""


def name_installation(session: Session, *, now: datetime) -> Installation:
    """This database's own name, made now if it has none."""
    installation = session.get(Installation, 1)
    if installation is None:
        with contextlib.suppress(IntegrityError), session.begin_nested():
            session.add(Installation(id=1, epoch=uuid4(), since=now))
        installation = session.get_one(Installation, 1)
    return installation


def new_epoch(session: Session, *, now: datetime) -> Installation:
    """A new name for a database that was restored from a backup, so that every device sends again."""
    installation = name_installation(session, now=now)
    installation.epoch, installation.since = uuid4(), now
    session.flush()
    return installation


def create_clinic(session: Session, *, name: str, now: datetime) -> Clinic:
    """A new clinic, without anybody in it."""
    clinic = Clinic(name=_name(name), created_at=now)
    session.add(clinic)
    session.flush()
    return clinic


def create_user(session: Session, *, email: str, password_hash: str, confirmed: bool = True, now: datetime) -> User:
    """Someone who can sign in, as nobody yet. Raises AddressTaken."""
    email = email.strip().lower()
    user = User(
        email=email,
        password=password_hash,
        active=True,
        fs_uniquifier=uuid4().hex,
        # Flask-Security keeps naive times in UTC.
        confirmed_at=now.astimezone(UTC).replace(tzinfo=None) if confirmed else None,
    )
    taken = AddressTaken("This account could not be made.")
    if session.scalar(sa.select(User.id).where(sa.func.lower(User.email) == email)):
        raise taken
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # somebody else was quicker
        raise taken from None
    return user


def add_staff(session: Session, *, clinic: Clinic, user: User, name: str, role: str, now: datetime) -> Staff:
    """This user's place in the clinic, given or given again. Their open sessions end: rights have changed."""
    if role not in ROLES:
        raise Refused("There is no such role.", {"role": ["Choose admin, provider or chair."]})
    if session.scalar(sa.select(Patient.id).where(Patient.user_id == user.id)):
        raise Refused("A patient's account cannot work at a clinic. Use another address.")
    staff = session.scalar(sa.select(Staff).where(Staff.user_id == user.id, Staff.clinic_id == clinic.id))
    if staff is None:
        staff = Staff(user_id=user.id, clinic_id=clinic.id, given_at=now)
        session.add(staff)
    elif staff.ended_at is not None:
        staff.given_at, staff.ended_at = now, None
    staff.name, staff.role = _name(name), role
    end_sign_ins(session, user_id=user.id, now=now)
    session.flush()
    return staff


def end_staff(session: Session, *, staff: Staff, now: datetime) -> None:
    """End this person's place in the clinic, and their sessions. A clinic keeps one administrator."""
    session.execute(sa.select(Clinic.id).where(Clinic.id == staff.clinic_id).with_for_update())
    others = sa.select(sa.func.count()).where(
        Staff.clinic_id == staff.clinic_id, Staff.role == "admin", Staff.ended_at.is_(None), Staff.id != staff.id
    )
    if staff.role == "admin" and not session.scalar(others):
        raise Refused("A clinic needs an administrator. Invite another one first.")
    staff.ended_at = staff.ended_at or now
    end_sign_ins(session, user_id=staff.user_id, now=now)
    session.flush()


def sign_up_patient(
    session: Session,
    *,
    email: str,
    password_hash: str,
    name: str,
    zone: str,
    confirmed: bool = True,
    now: datetime,
) -> Patient:
    """A patient with an empty diary, read by nobody else. Raises AddressTaken, or Refused."""
    zone = _zone(zone)
    name = _name(name)
    user = create_user(session, email=email, password_hash=password_hash, confirmed=confirmed, now=now)
    patient = Patient(user_id=user.id, name=name, zone=zone, created_at=now)
    session.add(patient)
    session.flush()
    return patient


def import_patient(
    session: Session, *, clinic: Clinic, name: str, record_number: str, zone: str, now: datetime
) -> Patient:
    """The patient with this record number at the clinic: found, or made as a record nobody has claimed.

    Refused when the patient has claimed it and does not share with the clinic now.
    """
    number = record_number.strip()
    if not number or len(number) > 64:
        raise Refused("A record number has 1 to 64 characters.", {"record_number": ["1 to 64 characters."]})
    known = session.scalar(
        sa.select(Patient)
        .join(Membership, Membership.patient_id == Patient.id)
        .where(Membership.clinic_id == clinic.id, Membership.record_number == number)
    )
    if known is not None:
        if known.user_id is not None and _open_consent(session, known.id, clinic.id) is None:
            raise Refused("This patient does not share the diary with you now.")
        return known
    patient = Patient(name=_name(name), zone=_zone(zone), created_at=now)
    session.add(patient)
    session.flush()
    session.add(Membership(patient_id=patient.id, clinic_id=clinic.id, record_number=number, since=now))
    session.flush()
    return patient


def give_consent(session: Session, *, patient: Patient, clinic_id: UUID, by: Any, now: datetime) -> Consent:
    """The open consent for a clinic that this patient is known to; the one there is, if there is one.

    Raises NoSuchDiary for a clinic that the patient was never invited by.
    """
    session.execute(sa.select(Patient.id).where(Patient.id == patient.id).with_for_update())
    if session.get(Membership, (patient.id, clinic_id)) is None:
        raise NoSuchDiary
    consent = _open_consent(session, patient.id, clinic_id)
    if consent is None:
        consent = Consent(patient_id=patient.id, clinic_id=clinic_id, given_at=now)
        session.add(consent)
        _log(session, patient, by, clinic_id, "consent given", now)
    return consent


def withdraw_consent(session: Session, *, patient: Patient, consent_id: UUID, by: Any, now: datetime) -> Consent:
    """The consent, withdrawn: the clinic's next request finds no diary. Twice is harmless. Raises NoSuchDiary."""
    session.execute(sa.select(Patient.id).where(Patient.id == patient.id).with_for_update())
    consent = session.get(Consent, consent_id)
    if consent is None or consent.patient_id != patient.id:
        raise NoSuchDiary
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now
        _log(session, patient, by, consent.clinic_id, "consent withdrawn", now)
    return consent


def end_sign_ins(session: Session, *, user_id: int, now: datetime, but: UUID | None = None) -> None:
    """End every session of this user, or every one `but` this."""
    which = [SignIn.user_id == user_id, SignIn.revoked_at.is_(None)]
    if but is not None:
        which.append(SignIn.id != but)
    session.execute(sa.update(SignIn).where(*which).values(revoked_at=now))


def end_sign_in(session: Session, *, user: Any, sign_in_id: UUID, now: datetime) -> None:
    """End one of this user's sessions. Raises NoSuchDiary when it is not theirs."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.user_id != user.id:
        raise NoSuchDiary
    sign_in.revoked_at = sign_in.revoked_at or now
    session.flush()


def forget_sign_ins(session: Session, *, now: datetime) -> None:
    """Take away the sessions that are over: of somebody after a day, of nobody at once."""
    over = (
        SignIn.expires_at < now - REMEMBERED,
        SignIn.revoked_at < now - REMEMBERED,
        sa.and_(SignIn.user_id.is_(None), SignIn.expires_at < now),
    )
    session.execute(sa.delete(SignIn).where(sa.or_(*over)))


def queue_mail(session: Session, *, recipient: str, subject: str, text: str, now: datetime) -> Mail:
    """A message that waits until `flask work` or `flask mail --send` sends it; `flask mail` shows it."""
    mail = Mail(recipient=recipient, subject=" ".join(subject.split())[:200], text=text, queued_at=now)
    session.add(mail)
    session.flush()
    return mail


def _open_consent(session: Session, patient_id: UUID, clinic_id: UUID) -> Consent | None:
    return session.scalar(
        sa.select(Consent).where(
            Consent.patient_id == patient_id, Consent.clinic_id == clinic_id, Consent.withdrawn_at.is_(None)
        )
    )


def _log(session: Session, patient: Patient, by: Any, clinic_id: UUID, what: str, now: datetime) -> None:
    audit.append(
        session, patient_id=patient.id, actor_id=by.id, clinic_id=clinic_id, purpose="sharing", what=what, now=now
    )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= 120 or not name.isprintable():
        raise Refused("A name has 1 to 120 characters.", {"name": ["1 to 120 characters, on one line."]})
    return name


def _zone(zone: str) -> str:
    if zone not in ZONES:
        raise Refused("We do not know this time zone.", {"zone": ["Use a name such as Europe/Berlin."]})
    return zone
