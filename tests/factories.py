"""The cast of the tests, and dull things to make for them.

Ana shares her diary with the clinic that Nora works at. Ben shares with nobody. Odd is a provider too,
elsewhere. Everything made here is valid; a test changes the one thing that it is about.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from flask import current_app
from flask.json.tag import TaggedJSONSerializer
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import codes
from diary.accounts.invitations import Invited, invite, redeem
from diary.accounts.models import Clinic, Consent, Patient, SignIn, Staff, User
from diary.accounts.operations import (
    add_staff,
    create_clinic,
    create_user,
    import_patient,
    name_installation,
    sign_up_patient,
)
from diary.accounts.setup import set_second_factor, terms_for
from diary.db import db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "known to everybody who reads this"
PASSWORD = "four quiet rivers run"
ZONE = "Europe/Berlin"

_numbers = count(1)


@dataclass(frozen=True)
class Cast:
    """Who is in the tests. Ana and Ben are patients, Nora and Odd users who work at a clinic."""

    ana: Patient
    ben: Patient
    nora: User
    odd: User
    clinic: Clinic
    elsewhere: Clinic


def cast(session: Session, now: datetime | None = None) -> Cast:
    """Everybody, each as the first line of this file says. Commits."""
    now = now or clock.now()
    name_installation(session, now=now)
    clinic, elsewhere = a_clinic(session, "Quiet Hill", now=now), a_clinic(session, "Elsewhere", now=now)
    nora, odd = a_provider(session, clinic, "Nora", now=now), a_provider(session, elsewhere, "Odd", now=now)
    ana, ben = a_patient(session, "Ana", now=now), a_patient(session, "Ben", now=now)
    shares(session, ana, clinic, now=now)
    session.commit()
    return Cast(ana, ben, nora, odd, clinic, elsewhere)


def a_clinic(session: Session, name: str = "A clinic", now: datetime = NOW) -> Clinic:
    """A clinic without anybody in it."""
    return create_clinic(session, name=name, now=now)


def a_patient(session: Session, name: str = "A patient", now: datetime = NOW, **changed: Any) -> Patient:
    """A patient with an empty diary, in Berlin. The password is PASSWORD, hashed by the plaintext scheme."""
    given = {"email": an_address(name), "password_hash": PASSWORD, "name": name, "zone": ZONE, **changed}
    return sign_up_patient(session, now=now, **given)


def an_unclaimed_patient(session: Session, clinic: Clinic, number: str = "1001", now: datetime = NOW) -> Patient:
    """A record that the clinic brought and nobody has claimed."""
    return import_patient(session, clinic=clinic, name="On paper", record_number=number, zone=ZONE, now=now)


def a_provider(
    session: Session, clinic: Clinic, name: str = "A provider", role: str = "provider", now: datetime = NOW
) -> User:
    """Someone who works at the clinic, with a second factor where there is an application to make one."""
    user = create_user(session, email=an_address(name), password_hash=PASSWORD, now=now)
    add_staff(session, clinic=clinic, user=user, name=name, role=role, now=now)
    if current_app:
        set_second_factor(user)
    session.flush()
    return user


def an_invitation(session: Session, clinic: Clinic, now: datetime = NOW, **changed: Any) -> Invited:
    """An invitation for a new patient."""
    return invite(session, clinic=clinic, by=None, key=KEY, now=now, **changed)


def shares(session: Session, patient: Patient, clinic: Clinic, now: datetime = NOW) -> Consent:
    """The patient's consent to this clinic, by an invitation."""
    invited = an_invitation(session, clinic, now)
    by = session.get_one(User, patient.user_id)
    return redeem(session, invitation_id=invited.invitation.id, patient=patient, by=by, now=now)


def user_of(session: Session, patient: Patient) -> User:
    """The user who this patient is."""
    return session.get_one(User, patient.user_id)


def place_of(session: Session, user: User) -> Staff:
    """Where this user works."""
    return session.query(Staff).filter_by(user_id=user.id).one()


def an_address(name: str) -> str:
    """An e-mail address of this name, used by nobody else in this run unless it is one of the cast's."""
    word = name.lower().replace(" ", ".")
    return f"{word}@example.org" if name in ("Ana", "Ben", "Nora", "Odd") else f"{word}.{next(_numbers)}@example.org"


def sign_in(client: FlaskClient, who: User | Patient, *, ago: timedelta = timedelta()) -> FlaskClient:
    """`client`, signed in as `who` without the pages that lead there (tests/accounts go through those)."""
    app = client.application
    key, now = codes.new_token(), clock.now() - ago
    with app.app_context():
        user = db.session.get_one(User, who.user_id if isinstance(who, Patient) else who.id)
        terms = terms_for(user)
        data = {"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time() - ago.total_seconds()}
        db.session.add(
            SignIn(
                id=uuid4(),
                key_hash=codes.digest(key),
                user_id=user.id,
                data=TaggedJSONSerializer().dumps(data),
                device="Firefox on Android",
                idle_minutes=terms.idle,
                created_at=now,
                seen_at=now,
                expires_at=now + terms.lasts,
            )
        )
        db.session.commit()
    secure = app.config["DIARY_SECURE"]
    client.set_cookie("__Host-lull" if secure else "lull", key, secure=secure)
    return client
