"""Tables of the profile, its lists and the treatments that were tried."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Decimals
from diary.revisions.models import RecordColumns


class Profile(RecordColumns, Base):
    """What is known of a patient beyond the diary. One for each; what was not asked or answered is empty."""

    __tablename__ = "profile"
    zone: Mapped[str] = mapped_column(sa.String(64))
    diagnosis: Mapped[str | None] = mapped_column(sa.String(120))  # in the clinic's words; Lull makes none
    birth_date: Mapped[date | None]  # under 18, an attack may be shorter (ICHD-3 1.1)
    sex: Mapped[str | None] = mapped_column(sa.String(16))
    height_cm: Mapped[int | None]
    weight_kg: Mapped[Decimal | None] = mapped_column(Decimals)
    headache_days_28: Mapped[int | None]  # by recall, of the last 28 days
    age_at_onset: Mapped[int | None]  # years
    first_degree_relative: Mapped[bool | None]  # with migraine
    follows_cycle: Mapped[bool | None]  # whether the diary asks about the period
    smoking: Mapped[str | None] = mapped_column(sa.String(16))
    usual_stress: Mapped[int | None]  # 0-10
    usual_sleep_hours: Mapped[Decimal | None] = mapped_column(Decimals)
    no_allergies: Mapped[bool | None]  # asked and denied, which an empty list is not
    contact_name: Mapped[str | None] = mapped_column(sa.String(120))
    contact_phone: Mapped[str | None] = mapped_column(sa.String(120))
    usual_aura: Mapped[str | None] = mapped_column(sa.Text)  # in own words, so that an unusual one stands out
    note: Mapped[str | None] = mapped_column(sa.Text)


class ProfileItem(Base):
    """One entry of a list. `part` is hormonal_factor, comorbidity, allergy, supplement or contraindication."""

    __tablename__ = "profile_item"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))
    yes: Mapped[bool | None]  # of a contraindication: whether it is there; one never asked for has no row
    note: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (
        sa.ForeignKeyConstraint(["patient_id", "profile_id"], ["profile.patient_id", "profile.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )


class TreatmentTried(Base):
    """A treatment before this one: how much, from when to when, and how it went."""

    __tablename__ = "treatment_tried"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))
    dose: Mapped[str | None] = mapped_column(sa.String(120))
    started_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    note: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (
        sa.ForeignKeyConstraint(["patient_id", "profile_id"], ["profile.patient_id", "profile.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )
