"""The tables of reminders: what a patient wants, the browsers that take notifications, and what was asked."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, UTCDateTime

WAYS = ("push", "mail")


class Reminder(Base):
    """When and how this patient is asked, on from `turned_on_at` until `turned_off_at`."""

    __tablename__ = "reminder"
    __table_args__ = (sa.CheckConstraint("way in ('push', 'mail')", name="way"),)

    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[str] = mapped_column(sa.String(5))  # HH:MM on the clock of the patient's zone
    way: Mapped[str] = mapped_column(sa.String(8))
    # Turning on again starts the count of unanswered days anew.
    turned_on_at: Mapped[datetime] = mapped_column(UTCDateTime)
    turned_off_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PushDevice(Base):
    """A browser that takes notifications for this patient (RFC 8030), with the keys to write to it (RFC 8291).

    One browser asks for one patient: who subscribes last has it. It goes with the sign-in it belongs to.
    """

    __tablename__ = "push_device"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(sa.String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(sa.String(100))
    auth: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # None: it came before sign-ins were written down beside browsers; its phone tells us within a day.
    sign_in_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("sign_in.id", ondelete="CASCADE"), index=True)


class Asked(Base):
    """This patient was asked about this date. The row comes before the question, so that nothing is asked twice.

    `sent_at` is None while it is on its way, and stays so if neither way could take it; such a day does not count
    as unanswered.
    """

    __tablename__ = "reminder_asked"

    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    date: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    way: Mapped[str] = mapped_column(sa.String(8))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
