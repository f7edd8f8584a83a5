"""The table of what a clinic's list shows of each patient, kept so that thousands of patients stay instant."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base


class PatientSummary(Base):
    """The last 28 days of one patient, as counted at a certain revision on a certain day.

    Derived: it can be thrown away and made again. It is out of date when the diary has a later revision
    than `seq`, or when the patient's day is no longer `day`.
    """

    __tablename__ = "patient_summary"
    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger)  # the last revision these figures know of
    day: Mapped[date]  # today, in the patient's zone, when they were made
    reason: Mapped[str] = mapped_column(sa.String(24))  # why to look at this patient, one of insights.summaries
    urgency: Mapped[int] = mapped_column(sa.SmallInteger)  # place of the reason in the list, the most pressing 0
    figures: Mapped[str] = mapped_column(sa.Text)  # JSON: counts, rate, strip, last infusion
