"""Tables of medications and doses."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Decimals, UTCDateTime
from diary.revisions.models import RecordColumns


class Medication(RecordColumns, Base):
    """A drug as the patient names it. Its class decides which limit of ICHD-3 8.2 its days count towards."""

    __tablename__ = "medication"
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(16))  # acute or preventive
    drug_class: Mapped[str] = mapped_column(sa.String(40))
    amount: Mapped[Decimal | None] = mapped_column(Decimals)  # of one usual dose
    unit: Mapped[str | None] = mapped_column(sa.String(120))  # UCUM
    started_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(sa.Text)


class Dose(RecordColumns, Base):
    """One intake. Hidden until its medication has arrived; no foreign key, for a child may come first."""

    __tablename__ = "dose"
    medication_id: Mapped[UUID]
    attack_id: Mapped[UUID | None]
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    amount: Mapped[Decimal | None] = mapped_column(Decimals)
    unit: Mapped[str | None] = mapped_column(sa.String(120))
    for_headache: Mapped[bool | None]  # unanswered counts as yes
    relief_2h: Mapped[str | None] = mapped_column(sa.String(8))  # none, some, much, free
    note: Mapped[str | None] = mapped_column(sa.Text)
