"""Tables of answered days and their exposures."""

import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Decimals, UTCDateTime
from diary.revisions.models import RecordColumns


class Day(RecordColumns, Base):
    """What the patient said about one local day. `headache` is yes, no or unanswered."""

    __tablename__ = "day"
    date: Mapped[datetime.date]
    zone: Mapped[str] = mapped_column(sa.String(64))
    headache: Mapped[str | None] = mapped_column(sa.String(8))
    worst_pain: Mapped[int | None]
    answered_at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)  # later than 5 days after: recall
    note: Mapped[str | None] = mapped_column(sa.Text)


class Exposure(Base):
    """Something this patient follows, on one day: sleep, stress, period, alcohol … or an own word."""

    __tablename__ = "exposure"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    day_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))
    present: Mapped[bool | None]
    amount: Mapped[Decimal | None] = mapped_column(Decimals)
    unit: Mapped[str | None] = mapped_column(sa.String(120))

    __table_args__ = (
        sa.ForeignKeyConstraint(["patient_id", "day_id"], ["day.patient_id", "day.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )
