"""Invitations: made by a clinic, looked at by whoever has the code or link, used once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts import audit, codes
from diary.accounts.models import Clinic, Consent, Invitation, Membership, Patient, Staff, User
from diary.accounts.operations import ROLES, add_staff, create_user, give_consent
from diary.fields import Refused

LASTS = timedelta(hours=72)
TRIES = 5

# One sentence for wrong, used, revoked and too old: which of them it was is nobody's business.
UNKNOWN = "We do not know this code. It may be mistyped, used already, or older than three days."


@dataclass(frozen=True)
class Invited:
    """An invitation with the secrets that are shown once: `code` to type (patients), `token` for the link."""

    invitation: Invitation
    token: str
    code: str | None = None


def invite(
    session: Session,
    *,
    clinic: Clinic,
    by: Any,
    key: str,
    now: datetime,
    patient: Patient | None = None,
    record_number: str | None = None,
) -> Invited:
    """An invitation for a patient: for the clinic's own unclaimed record of `patient`, or for somebody new.

    Earlier ones for the same patient end. `key` is the installation's secret.
    """
    if patient is not None:
        if session.get(Membership, (patient.id, clinic.id)) is None:
            raise Refused("This patient is not one of yours.")
        _revoke(session, now, Invitation.patient_id == patient.id, Invitation.clinic_id == clinic.id)
    code, token = codes.new_code(), codes.new_token()
    invitation = _made(clinic, by, token, key, now)
    invitation.patient_id = patient.id if patient else None
    invitation.record_number = _free_number(session, clinic, record_number) if patient is None else None
    invitation.code_name, invitation.code_hash = codes.name_of(code), codes.keyed(key, "code", code)
    session.add(invitation)
    session.flush()
    return Invited(invitation, token, code)


def invite_staff(
    session: Session, *, clinic: Clinic, by: Any, email: str, role: str, key: str, now: datetime
) -> Invited:
    """An invitation to work at the clinic, by link only. Earlier ones for the same address end."""
    if role not in ROLES:
        raise Refused("There is no such role.", {"role": ["Choose admin, provider or chair."]})
    email = email.strip().lower()
    _revoke(session, now, Invitation.email == email, Invitation.clinic_id == clinic.id)
    token = codes.new_token()
    invitation = _made(clinic, by, token, key, now)
    invitation.role, invitation.email = role, email
    session.add(invitation)
    session.flush()
    return Invited(invitation, token)


def revoke_invitation(
    session: Session, *, clinic_id: UUID, invitation_id: UUID, for_staff: bool, now: datetime
) -> None:
    """End an invitation of this clinic, for a patient or for staff.

    One that is unknown, used, of the other sort or another clinic's stays as it is.
    """
    sort = Invitation.role.is_not(None) if for_staff else Invitation.role.is_(None)
    _revoke(session, now, Invitation.id == invitation_id, Invitation.clinic_id == clinic_id, sort)


def find_invitation(session: Session, *, text: str, key: str, now: datetime) -> Invitation | None:
    """The open invitation that `text`, a typed code or a link's token, belongs to.

    A wrong guess is counted against every invitation it could have meant: the caller commits it.
    """
    code = codes.typed(text)
    if code is None:
        token = text.strip().rsplit("#", 1)[-1]
        return session.scalar(_usable(now).where(Invitation.link_hash == codes.keyed(key, "link", token)))
    meant = list(session.scalars(_usable(now).where(Invitation.code_name == codes.name_of(code)).with_for_update()))
    guess = codes.keyed(key, "code", code)
    for invitation in meant:
        if invitation.code_hash and codes.same(invitation.code_hash, guess):
            return invitation
    for invitation in meant:
        invitation.tries += 1
    session.flush()
    return None


def invitation_now(session: Session, invitation_id: UUID, now: datetime) -> Invitation | None:
    """The invitation, if it can still be used."""
    return session.scalar(_usable(now).where(Invitation.id == invitation_id))


def redeem(session: Session, *, invitation_id: UUID, patient: Patient, by: Any, now: datetime) -> Consent:
    """Join the clinic and share the diary with it: the patient has agreed. Raises Refused.

    An invitation works once; for the person who used it, twice is harmless. One for a record that the
    clinic brought makes that record this patient's own, if theirs is still empty.
    """
    invitation = _use(session, invitation_id, by, now)
    if invitation.role is not None:
        raise Refused(UNKNOWN)
    if invitation.patient_id is not None:
        patient = _claim(session, invitation.patient_id, patient, by, now)
    membership = session.get(Membership, (patient.id, invitation.clinic_id))
    if membership is None:
        membership = Membership(patient_id=patient.id, clinic_id=invitation.clinic_id, since=now)
        if not _number_is_taken(session, invitation.clinic_id, invitation.record_number):
            membership.record_number = invitation.record_number
        session.add(membership)
        session.flush()
    return give_consent(session, patient=patient, clinic_id=invitation.clinic_id, by=by, now=now)


def redeem_as_staff(
    session: Session,
    *,
    invitation_id: UUID,
    name: str,
    now: datetime,
    password_hash: str | None = None,
    user: User | None = None,
) -> tuple[User, Staff]:
    """The new member of staff: a new account with this password, or the signed-in `user` it was meant for."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.role is None or invitation.email is None:
        raise Refused(UNKNOWN)
    if user is not None and user.email != invitation.email:
        raise Refused("This invitation is for another address. Sign out first.")
    if user is None:
        user = create_user(session, email=invitation.email, password_hash=password_hash or "", now=now)
    _use(session, invitation_id, user, now)
    clinic = session.get_one(Clinic, invitation.clinic_id)
    return user, add_staff(session, clinic=clinic, user=user, name=name, role=invitation.role, now=now)


def _use(session: Session, invitation_id: UUID, by: Any, now: datetime) -> Invitation:
    """Mark the invitation used, in one statement, so that of fifty at once one succeeds."""
    used = (
        sa.update(Invitation)
        .where(Invitation.id == invitation_id, *_is_usable(now))
        .values(redeemed_at=now, redeemed_by=by.id)
    )
    first: bool = session.execute(used).rowcount == 1  # type: ignore[attr-defined]
    invitation = session.get(Invitation, invitation_id, populate_existing=True)
    if invitation is None or not (first or invitation.redeemed_by == by.id):
        raise Refused(UNKNOWN)
    return invitation


def _claim(session: Session, record_id: UUID, own: Patient, by: Any, now: datetime) -> Patient:
    """The clinic's record, now this patient's own in place of their empty diary."""
    record = session.scalars(sa.select(Patient).where(Patient.id == record_id).with_for_update()).one()
    if record.user_id == by.id:
        return record
    if record.user_id is not None:
        raise Refused(UNKNOWN)
    own = session.scalars(sa.select(Patient).where(Patient.id == own.id).with_for_update()).one()
    known_elsewhere = session.scalar(sa.select(sa.func.count()).where(Membership.patient_id == own.id))
    if own.next_seq > 1 or own.log_seq > 0 or known_elsewhere:
        raise Refused(
            "Your diary has entries already, and this code is for a record that the clinic began. "
            "Ask the clinic for a code for a new patient."
        )
    zone = own.zone
    session.delete(own)
    session.flush()
    record.user_id, record.zone = by.id, zone
    session.flush()
    audit.append(session, patient_id=record.id, actor_id=by.id, purpose="sharing", what="record claimed", now=now)
    return record


def _free_number(session: Session, clinic: Clinic, text: str | None) -> str | None:
    """The clinic's own number for somebody new; None for none. Raises Refused when it cannot be theirs."""
    number = (text or "").strip()
    if len(number) > 64 or not number.isprintable():
        raise Refused("A record number has 1 to 64 characters.", {"record_number": ["1 to 64 characters."]})
    if _number_is_taken(session, clinic.id, number):
        raise Refused("Another patient has this record number.", {"record_number": ["In use already."]})
    return number or None


def _number_is_taken(session: Session, clinic_id: UUID, number: str | None) -> bool:
    taken = sa.select(Membership.patient_id).where(
        Membership.clinic_id == clinic_id, Membership.record_number == number
    )
    return bool(number) and session.scalar(taken.limit(1)) is not None


def _made(clinic: Clinic, by: Any, token: str, key: str, now: datetime) -> Invitation:
    return Invitation(
        clinic_id=clinic.id,
        link_hash=codes.keyed(key, "link", token),
        made_by=by.id if by is not None else None,
        made_at=now,
        expires_at=now + LASTS,
        tries=0,
    )


def _is_usable(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Invitation.redeemed_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
        Invitation.tries < TRIES,
    )


def _usable(now: datetime) -> sa.Select[Invitation]:
    return sa.select(Invitation).where(*_is_usable(now))


def _revoke(session: Session, now: datetime, *which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.update(Invitation).where(*which, *_is_usable(now)).values(revoked_at=now))
