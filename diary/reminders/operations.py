"""What can be done to reminders: turn them on and off, take and drop a browser, ask."""

from collections.abc import Collection
from datetime import date, datetime
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from diary.accounts.models import Patient, SignIn
from diary.accounts.operations import queue_mail
from diary.reminders.models import Asked, PushDevice, Reminder

# A patient's phone, an older one, a tablet and a desk; who subscribes more loses the oldest.
MOST_DEVICES = 5
ASKED = cast(sa.Table, Asked.__table__)


def choose(session: Session, *, patient_id: UUID, on: bool, at: str, way: str, now: datetime) -> Reminder:
    """Keep what the patient chose. Turning on, again too, starts the count of unanswered days anew."""
    # The patient's row keeps two pages from making it at once.
    session.execute(sa.select(Patient.id).where(Patient.id == patient_id).with_for_update())
    reminder = session.get(Reminder, patient_id)
    if reminder is None:
        reminder = Reminder(patient_id=patient_id, turned_on_at=now, turned_off_at=None if on else now)
        session.add(reminder)
    reminder.at, reminder.way = at, way
    if on:
        reminder.turned_on_at, reminder.turned_off_at = now, None
    else:
        reminder.turned_off_at = reminder.turned_off_at or now
    session.flush()
    return reminder


def add_device(
    session: Session,
    *,
    patient_id: UUID,
    endpoint: str,
    p256dh: str,
    auth: str,
    sign_in_id: UUID | None = None,
    now: datetime,
) -> PushDevice:
    """This browser takes notifications for this patient, and for nobody else, until its sign-in is ended."""
    session.execute(sa.select(Patient.id).where(Patient.id == patient_id).with_for_update())
    device = session.scalar(sa.select(PushDevice).where(PushDevice.endpoint == endpoint))
    if device is None:
        device = PushDevice(endpoint=endpoint, created_at=now)
        session.add(device)
    device.patient_id, device.p256dh, device.auth, device.sign_in_id = patient_id, p256dh, auth, sign_in_id
    session.flush()
    own = sa.select(PushDevice).where(PushDevice.patient_id == patient_id, PushDevice.id != device.id)
    others = session.scalars(own.order_by(PushDevice.created_at.desc(), PushDevice.id)).all()
    for old in others[MOST_DEVICES - 1 :]:
        session.delete(old)
    session.flush()
    return device


def remove_device(session: Session, *, patient_id: UUID, endpoint: str) -> None:
    """This browser takes no more notifications for this patient. Doing it twice is harmless."""
    session.execute(sa.delete(PushDevice).where(PushDevice.patient_id == patient_id, PushDevice.endpoint == endpoint))


def forget_devices(session: Session, ids: Collection[UUID]) -> None:
    """These browsers are gone: their push service said so."""
    session.execute(sa.delete(PushDevice).where(PushDevice.id.in_(ids)))


def forget_signed_out(session: Session) -> None:
    """Browsers whose sign-in was ended are not reached any more; now they are not known any more either."""
    ended = sa.select(SignIn.id).where(SignIn.revoked_at.is_not(None))
    session.execute(sa.delete(PushDevice).where(PushDevice.sign_in_id.in_(ended)))


def begin_asking(session: Session, *, patient_id: UUID, on: date, way: str) -> bool:
    """Whether it falls to the caller to ask about this date: once, whoever asks at the same time."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(ASKED).values(patient_id=patient_id, date=on, way=way).on_conflict_do_nothing()
    return session.execute(row.returning(ASKED.c.date)).first() is not None


def has_asked(session: Session, *, patient_id: UUID, on: date, way: str, now: datetime) -> None:
    """The question about this date left by this way."""
    session.execute(
        sa.update(Asked).where(Asked.patient_id == patient_id, Asked.date == on).values(way=way, sent_at=now)
    )


def ask_by_mail(
    session: Session, *, recipient: str, subject: str, text: str, patient_id: UUID, on: date, now: datetime
) -> None:
    """The question about this date waits with the mail."""
    queue_mail(session, recipient=recipient, subject=subject, text=text, now=now)
    has_asked(session, patient_id=patient_id, on=on, way="mail", now=now)
