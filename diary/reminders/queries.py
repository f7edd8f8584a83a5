"""How a reminder stands: whether it is on, what was asked and not answered, and who is to be asked now."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import analysis
from diary.accounts.models import Patient, SignIn, User
from diary.clock import local_date
from diary.insights.queries import read_diary
from diary.reminders.models import Asked, PushDevice, Reminder

# After so many days without an answer Lull stops asking.
PATIENCE = 3
# Asked later than this after its time, for a server was down, a question would only wake somebody.
LATEST = timedelta(hours=3)
USUAL = "20:00"


@dataclass(frozen=True)
class Days:
    """What a diary says of the days that were asked about."""

    #: Dates before today that were asked about since the last recorded day, the latest three at most.
    unanswered: tuple[date, ...]
    #: Whether today is recorded, by whatever means; an attack that goes on is enough.
    today: bool

    @property
    def has_stopped(self) -> bool:
        """Whether enough was asked for now."""
        return len(self.unanswered) >= PATIENCE


def reminder_of(session: Session, patient_id: UUID) -> Reminder | None:
    """What the patient chose last; None before that."""
    return session.get(Reminder, patient_id)


def devices_of(session: Session, patient_id: UUID) -> list[PushDevice]:
    """The browsers that take notifications for this patient and are not signed out, the oldest first."""
    ended = sa.exists().where(SignIn.id == PushDevice.sign_in_id, SignIn.revoked_at.is_not(None))
    own = sa.select(PushDevice).where(PushDevice.patient_id == patient_id, ~ended)
    return list(session.scalars(own.order_by(PushDevice.created_at, PushDevice.id)))


def address_of(session: Session, patient: Patient) -> str | None:
    """The patient's e-mail address."""
    return session.scalar(sa.select(User.email).where(User.id == patient.user_id, User.active))


def days_of(session: Session, patient: Patient, reminder: Reminder, now: datetime) -> Days:
    """What the diary says of the days that were asked about since the reminder was turned on."""
    today = local_date(now, patient.zone)
    asked = session.scalars(
        sa.select(Asked.date)
        .where(Asked.patient_id == patient.id, Asked.sent_at >= reminder.turned_on_at, Asked.date < today)
        .order_by(Asked.date.desc())
        .limit(PATIENCE)
    ).all()
    first = min(asked, default=today)
    diary = read_diary(session, patient.id, patient.zone, since=first, features=False)
    flags = analysis.classify(diary, first, today, now).recorded.tolist()
    last = max((first + timedelta(days=place) for place, flag in enumerate(flags) if flag), default=date.min)
    return Days(tuple(sorted(day for day in asked if day > last)), flags[-1])


def standing(session: Session, patient: Patient, now: datetime) -> dict[str, object]:
    """The reminder as the patient's page shows it."""
    reminder = reminder_of(session, patient.id)
    days = days_of(session, patient, reminder, now) if reminder and not reminder.turned_off_at else Days((), False)
    return {
        "account": str(patient.id),
        "on": reminder is not None and reminder.turned_off_at is None,
        "at": reminder.at if reminder else USUAL,
        "way": reminder.way if reminder else "push",
        "zone": patient.zone,
        "unanswered": len(days.unanswered),
        "stopped": days.has_stopped,
        # An endpoint is a key to its browser; the page only wants to find its own among them.
        "devices": [hashlib.sha256(device.endpoint.encode()).hexdigest() for device in devices_of(session, patient.id)],
    }


def due(session: Session, now: datetime) -> Iterator[tuple[Patient, Reminder]]:
    """Those whose time has come and who were not asked today; whether they need to be, their diary says."""
    on = (
        sa.select(Patient, Reminder)
        .join(Reminder, Reminder.patient_id == Patient.id)
        .where(Reminder.turned_off_at.is_(None), Patient.closed_at.is_(None), Patient.user_id.is_not(None))
        .order_by(Patient.id)
    )
    # A day begins up to 14 hours before UTC's and ends up to 12 hours after.
    around = sa.select(Asked.patient_id, Asked.date).where(Asked.date >= now.date() - timedelta(days=1))
    asked = {tuple(row) for row in session.execute(around)}
    for patient, reminder in session.execute(on):
        today = local_date(now, patient.zone)
        if (patient.id, today) not in asked and is_time(reminder.at, patient.zone, now):
            yield patient, reminder


def is_time(at: str, zone: str, now: datetime) -> bool:
    """Whether the clock of `zone` shows `at` or up to three hours more, on one day."""
    shown = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(shown.date(), time.fromisoformat(at))
    return wanted <= shown < wanted + LATEST


def left_of_day(zone: str, now: datetime) -> int:
    """Seconds until the day that was asked about is over, a minute at least."""
    tomorrow = local_date(now, zone) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), ZoneInfo(zone))
    return max(60, int((midnight - now).total_seconds()))
