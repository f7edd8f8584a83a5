"""Tables of courses, infusions and what was given."""

import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Decimals, UTCDateTime
from diary.revisions.models import RecordColumns


class Course(RecordColumns, Base):
    """A series of infusions: the initial one, or maintenance."""

    __tablename__ = "course"
    kind: Mapped[str] = mapped_column(sa.String(16))
    route: Mapped[str] = mapped_column(sa.String(16))
    indication: Mapped[str | None] = mapped_column(sa.String(120))
    started_on: Mapped[datetime.date]
    zone: Mapped[str] = mapped_column(sa.String(64))
    planned_infusions: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(sa.Text)


class Infusion(RecordColumns, Base):
    """One administration, planned or given, as the clinic records it."""

    __tablename__ = "infusion"
    course_id: Mapped[UUID | None]
    number: Mapped[int | None]  # within the course
    indication: Mapped[str | None] = mapped_column(sa.String(120))
    route: Mapped[str] = mapped_column(sa.String(16))
    status: Mapped[str] = mapped_column(sa.String(20))
    zone: Mapped[str] = mapped_column(sa.String(64))
    planned_at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    weight_kg: Mapped[Decimal | None] = mapped_column(Decimals)
    product: Mapped[str | None] = mapped_column(sa.String(120))
    concentration_mg_per_ml: Mapped[Decimal | None] = mapped_column(Decimals)
    bolus_mg: Mapped[Decimal | None] = mapped_column(Decimals)
    bolus_mg_per_kg: Mapped[Decimal | None] = mapped_column(Decimals)
    total_mg: Mapped[Decimal | None] = mapped_column(Decimals)
    iv_site: Mapped[str | None] = mapped_column(sa.String(120))
    clinician: Mapped[str | None] = mapped_column(sa.String(120))
    stop_reason: Mapped[str | None] = mapped_column(sa.String(120))
    own_infusion_id: Mapped[UUID | None]  # the patient's own entry of the same infusion
    note: Mapped[str | None] = mapped_column(sa.Text)


class InfusionStep(Base):
    """Something that happened while it ran. `part` is rate_step, interruption or adjunct."""

    __tablename__ = "infusion_step"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    infusion_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    rate_mg_per_kg_h: Mapped[Decimal | None] = mapped_column(Decimals)
    at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    until: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None] = mapped_column(sa.String(120))
    name: Mapped[str | None] = mapped_column(sa.String(120))
    amount: Mapped[Decimal | None] = mapped_column(Decimals)
    unit: Mapped[str | None] = mapped_column(sa.String(120))

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["patient_id", "infusion_id"], ["infusion.patient_id", "infusion.id"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )


class OwnInfusion(RecordColumns, Base):
    """An infusion as the patient keeps it, with or without a clinic."""

    __tablename__ = "own_infusion"
    date: Mapped[datetime.date]
    zone: Mapped[str] = mapped_column(sa.String(64))
    route: Mapped[str] = mapped_column(sa.String(16))
    place: Mapped[str | None] = mapped_column(sa.String(120))
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(sa.Text)


class InfusionPain(RecordColumns, Base):
    """Pain around an infusion at one slot, 0-10, from the patient's phone or the staff's screen."""

    __tablename__ = "infusion_pain"
    infusion_id: Mapped[UUID]  # of the clinic's infusion or of the patient's own
    slot: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    pain: Mapped[int]


class VitalSigns(RecordColumns, Base):
    """One set of vital signs. Pressures in mmHg, rates per minute, SpO2 in percent, scales 0-10."""

    __tablename__ = "vital_signs"
    infusion_id: Mapped[UUID]
    slot: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    systolic: Mapped[int | None]
    diastolic: Mapped[int | None]
    heart_rate: Mapped[int | None]
    spo2: Mapped[int | None]
    respiratory_rate: Mapped[int | None]
    sedation: Mapped[int | None]
    dissociation: Mapped[int | None]
    nausea: Mapped[int | None]


class AdverseEvent(RecordColumns, Base):
    """Something unwanted that staff observed (FHIR AdverseEvent)."""

    __tablename__ = "adverse_event"
    infusion_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(sa.String(120))
    onset_at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    duration_minutes: Mapped[int | None]
    severity: Mapped[str | None] = mapped_column(sa.String(16))
    seriousness: Mapped[str | None] = mapped_column(sa.String(16))
    action: Mapped[str | None] = mapped_column(sa.String(120))
    resolved_at: Mapped[datetime.datetime | None] = mapped_column(UTCDateTime)
    note: Mapped[str | None] = mapped_column(sa.Text)


class OwnEffect(RecordColumns, Base):
    """Something unwanted that the patient felt after an infusion; kept apart from what staff observed."""

    __tablename__ = "own_effect"
    infusion_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    severity: Mapped[str | None] = mapped_column(sa.String(16))
    note: Mapped[str | None] = mapped_column(sa.Text)
