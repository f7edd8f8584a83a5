"""Bring the demo's people into the database: accounts first, then each diary as its devices would have sent it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.invitations import invite, redeem
from diary.accounts.models import Clinic, Patient, Staff, User
from diary.accounts.operations import add_staff, create_clinic, create_user, name_installation, sign_up_patient
from diary.accounts.setup import set_second_factor
from diary.demo.courses import write_courses, write_own_infusions, write_profile
from diary.demo.headaches import write_days, write_lone_auras
from diary.demo.pen import Entry, Pen
from diary.demo.people import DOMAIN, NORTH, PROVIDERS, SOUTH, Person
from diary.fields import named_id
from diary.revisions.operations import close_ledger, open_ledger, record

# Public: whoever reads this can sign in to a demo. The secret is base 32, as an authenticator takes it.
PASSWORD = "four quiet rivers run"  # noqa: S105
TOTP_SECRET = "LULLDEMOLULLDEMOLULLDEMOLULLDEMO"  # noqa: S105


def is_loaded(session: Session) -> bool:
    """Whether the demo's clinics are here."""
    return bool(_known(session, [PROVIDERS[0].address]))


def missing(session: Session, people: Sequence[Person]) -> list[Person]:
    """Those of `people` who are not here, because nobody loaded them or because loading was interrupted."""
    known = _known(session, [person.address for person in people])
    return [person for person in people if person.address not in known]


def has_real_users(session: Session) -> bool:
    """Whether anybody has an account here who is not of the demo."""
    return session.scalar(sa.select(User.id).where(~User.email.endswith(f"@{DOMAIN}")).limit(1)) is not None


def open_clinics(session: Session, *, password_hash: str, now: datetime) -> None:
    """Both clinics and who works there, each with a second factor that everybody knows."""
    since = now - timedelta(days=400)
    name_installation(session, now=now)
    clinics = {name: create_clinic(session, name=name, now=since) for name in (NORTH, SOUTH)}
    for provider in PROVIDERS:
        user = create_user(session, email=provider.address, password_hash=password_hash, now=since)
        add_staff(
            session, clinic=clinics[provider.clinic], user=user, name=provider.name, role=provider.role, now=since
        )
        set_second_factor(user, TOTP_SECRET)
    session.flush()


def add_patient(session: Session, person: Person, *, password_hash: str, key: str, now: datetime) -> int:
    """The person's account, their consent, and their diary to yesterday; how many versions were written."""
    joined = now - timedelta(days=person.days)
    patient = sign_up_patient(
        session, email=person.address, password_hash=password_hash, name=person.name, zone=person.zone, now=joined
    )
    staff = _share(session, person, patient, key, joined)
    pen = Pen(person, patient.id, clock.local_date(now, person.zone) - timedelta(days=1), now)
    write_days(pen)
    write_lone_auras(pen)
    write_profile(pen)
    write_courses(pen)
    write_own_infusions(pen)
    actors = {"patient": patient.user_id, "clinic": staff.user_id if staff else None}
    entries = sorted(pen.entries, key=lambda entry: entry.at)
    # The patient's first: what the clinic completes, such as the profile, is made from it.
    sides = sorted(entries, key=lambda entry: entry.by, reverse=True)
    for by, written in groupby(sides, key=lambda entry: entry.by):
        _write(session, pen, list(written), by, actors[by], staff.clinic_id if staff and by == "clinic" else None)
    return len(entries)


def _share(session: Session, person: Person, patient: Patient, key: str, now: datetime) -> Staff | None:
    """Consent by an invitation from the person's clinic, and who treats them there."""
    if person.clinic is None:
        return None
    provider = next(provider for provider in PROVIDERS if provider.clinic == person.clinic)
    places = sa.select(Staff).join(User, User.id == Staff.user_id).where(User.email == provider.address)
    staff = session.scalars(places).one()
    clinic = session.get_one(Clinic, staff.clinic_id)
    invited = invite(session, clinic=clinic, by=None, key=key, now=now)
    user = session.get_one(User, patient.user_id)
    redeem(session, invitation_id=invited.invitation.id, patient=patient, by=user, now=now)
    return staff


def _write(
    session: Session, pen: Pen, entries: list[Entry], by: str, actor_id: int | None, clinic_id: UUID | None
) -> None:
    ledger = open_ledger(session, patient_id=pen.patient_id, by=by, actor_id=actor_id, clinic_id=clinic_id, now=pen.now)
    device = pen.phone() if by == "patient" else named_id(f"demo:desk:{clinic_id}")
    for number, entry in enumerate(entries, 1):
        record(
            ledger,
            entry.kind,
            body=entry.body,
            record_id=entry.record_id,
            at=entry.at,
            zone=entry.zone,
            device=device,
            device_n=number,
        )
    close_ledger(ledger)


def _known(session: Session, addresses: Sequence[str]) -> set[str]:
    return set(session.scalars(sa.select(User.email).where(User.email.in_(addresses))))
