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
    days_per_28: Mapped[int | None]  # of home use
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
    override_reason: Mapped[str | None] = mapped_column(sa.String(120))  # why a rate above 7 mg/kg/h is meant
    sprays: Mapped[int | None]
    mg_per_spray: Mapped[Decimal | None] = mapped_column(Decimals)
    site: Mapped[str | None] = mapped_column(sa.String(120))  # of an injection or a cream
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
    sprays: Mapped[int | None]
    mg_per_spray: Mapped[Decimal | None] = mapped_column(Decimals)
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


class InstructionColumns:
    """What infusions are planned and given under; of one infusion, or a clinic's settings for the next ones."""

    solid_food_minutes: Mapped[int | None]  # before the planned start, as the next three
    light_meal_minutes: Mapped[int | None]  # none: no light meal once solid food has ended
    clear_liquids_minutes: Mapped[int | None]
    arrive_minutes_before: Mapped[int | None]
    planned_minutes: Mapped[int | None]  # from start to end
    observation_minutes: Mapped[int | None]  # after the end, as the next two
    no_driving_hours: Mapped[int | None]
    no_alcohol_hours: Mapped[int | None]
    driver_needed: Mapped[bool | None]
    medicines_text: Mapped[str | None] = mapped_column(sa.Text)
    drink_text: Mapped[str | None] = mapped_column(sa.Text)
    clothes_text: Mapped[str | None] = mapped_column(sa.Text)
    aftercare_text: Mapped[str | None] = mapped_column(sa.Text)
    crisis_text: Mapped[str | None] = mapped_column(sa.Text)
    emergency_number: Mapped[str | None] = mapped_column(sa.String(120))
    clinic_phone: Mapped[str | None] = mapped_column(sa.String(120))
    reviewer: Mapped[str | None] = mapped_column(sa.String(120))  # who looks at what patients report


class Instructions(InstructionColumns, RecordColumns, Base):
    """What one infusion was planned and given under. Later changes of the settings leave it as it is."""

    __tablename__ = "instructions"
    infusion_id: Mapped[UUID]
    zone: Mapped[str] = mapped_column(sa.String(64))


class Checklist(RecordColumns, Base):
    """What the patient answered before an infusion, at home or in the waiting room."""

    __tablename__ = "checklist"
    infusion_id: Mapped[UUID]
    zone: Mapped[str] = mapped_column(sa.String(64))
    answered_at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    driver: Mapped[str | None] = mapped_column(sa.String(120))  # who drives home; none: not settled yet
    medicines_today: Mapped[str | None] = mapped_column(sa.Text)
    attack_now: Mapped[bool | None]
    note: Mapped[str | None] = mapped_column(sa.Text)


class YesNoColumns:
    """One question of an open list and its answer; the rest of the key is the record that it is in."""

    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))
    yes: Mapped[bool]


class ChecklistAnswer(YesNoColumns, Base):
    """One answer of a checklist. `part` is ready or screening; what was not answered has no row."""

    __tablename__ = "checklist_answer"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    checklist_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["patient_id", "checklist_id"], ["checklist.patient_id", "checklist.id"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )


class Clearance(RecordColumns, Base):
    """A clinician's decision about a checklist with a yes in it, and the version of it that they looked at."""

    __tablename__ = "clearance"
    infusion_id: Mapped[UUID]
    zone: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    clinician: Mapped[str] = mapped_column(sa.String(120))
    cleared: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(sa.Text)
    checklist_rev: Mapped[str | None] = mapped_column(sa.String(32))  # a yes in a later version asks again


class Discharge(RecordColumns, Base):
    """When the patient left after an infusion, and with whom."""

    __tablename__ = "discharge"
    infusion_id: Mapped[UUID]
    zone: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime.datetime] = mapped_column(UTCDateTime)
    escort: Mapped[str | None] = mapped_column(sa.String(120))
    clinician: Mapped[str | None] = mapped_column(sa.String(120))
    note: Mapped[str | None] = mapped_column(sa.Text)


class DischargeCriterion(YesNoColumns, Base):
    """One criterion for leaving, and whether it was met."""

    __tablename__ = "discharge_criterion"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    discharge_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["patient_id", "discharge_id"], ["discharge.patient_id", "discharge.id"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )
