"""The settings of a clinic: what its next infusions are planned and given under, each change a row of its own."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Mapped, Session, mapped_column

from diary.accounts.models import Clinic
from diary.db import Base, UTCDateTime
from diary.fields import refused
from diary.infusions.models import InstructionColumns
from diary.infusions.operations import INSTRUCTIONS, of_infusion
from diary.infusions.schemas import ClinicSettingsSchema
from diary.revisions import queries
from diary.revisions.operations import Ledger, Outcome, record
from diary.revisions.winner import leaves

SCHEMA = ClinicSettingsSchema()


class ClinicSettings(InstructionColumns, Base):
    """One version of a clinic's settings. Append-only: the highest `version` counts, the others are the log."""

    __tablename__ = "clinic_settings"
    clinic_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clinic.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None]  # the user who made it; None for a command
    review_days: Mapped[int | None]  # how often a diary is reviewed


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a clinic's infusions get. None: the clinic says nothing about it."""

    solid_food_minutes: int | None = 360
    light_meal_minutes: int | None = None
    clear_liquids_minutes: int | None = 120
    arrive_minutes_before: int | None = 30
    planned_minutes: int | None = 45
    observation_minutes: int | None = 60
    no_driving_hours: int | None = 24
    no_alcohol_hours: int | None = 24
    driver_needed: bool | None = True
    medicines_text: str | None = "Take your regular medicines as usual, with a sip of water, unless told otherwise."
    drink_text: str | None = "Drink plenty of water the day before, and clear liquids until the time above."
    clothes_text: str | None = "Wear sleeves that roll up loosely above the elbow."
    aftercare_text: str | None = (
        "Someone else takes you home. Rest, drink, eat lightly, and decide nothing important today."
    )
    crisis_text: str | None = None
    emergency_number: str | None = None
    clinic_phone: str | None = None
    reviewer: str | None = None
    review_days: int | None = None


# Before a clinic has said anything: solid food 6 h and clear liquids 2 h before are the American Society of
# Anesthesiologists' (fasting before procedures); a rest of 24 h from driving and alcohol, the companion and the
# texts are what clinics hand out, which give 40-60 minutes for an infusion and 30 or 60 to watch after it: here the
# longer. Numbers to call, crisis texts and who reviews are a clinic's own to say.
DEFAULTS = Settings()
NAMES = tuple(field.name for field in fields(Settings))
#: What an infusion gets of them.
INSTRUCTED = tuple(name for name in INSTRUCTIONS.schema.fields if name in NAMES)


def current_settings(session: Session, clinic_id: UUID) -> Settings:
    """The clinic's settings as they stand, or DEFAULTS while it has none."""
    row = _latest(session, clinic_id)
    return DEFAULTS if row is None else settings_of(row)


def settings_of(version: ClinicSettings) -> Settings:
    """What this version of a clinic's settings says."""
    return Settings(**{name: getattr(version, name) for name in NAMES})


def settings_log(session: Session, clinic_id: UUID) -> list[ClinicSettings]:
    """Every version of the clinic's settings, the latest first."""
    return list(session.scalars(_versions(clinic_id)))


def change_settings(session: Session, clinic_id: UUID, by: int | None, now: datetime, **values: Any) -> Settings:
    """The clinic's settings with `values` changed, as a new version; where nothing differs, none is made.

    Raises Refused for what cannot be kept, with the sentences beside each field. The caller commits.
    """
    # Two who change at once take turns, so that neither undoes what the other did.
    session.execute(sa.select(Clinic.id).where(Clinic.id == clinic_id).with_for_update())
    before = _latest(session, clinic_id)
    current = DEFAULTS if before is None else settings_of(before)
    changed = altered(current, **values)
    if changed != current:
        version = before.version + 1 if before else 1
        given = {name: getattr(changed, name) for name in NAMES}
        session.add(ClinicSettings(clinic_id=clinic_id, version=version, made_at=now, made_by=by, **given))
        session.flush()
    return changed


def altered(settings: Settings, **values: Any) -> Settings:
    """`settings` with `values` in them. Raises Refused for what cannot be kept, the sentences beside each field."""
    try:
        loaded = SCHEMA.load({name: getattr(settings, name) for name in NAMES} | values)
    except ValidationError as problem:
        raise refused("Some settings cannot be kept as they are.", problem) from None
    return Settings(**{name: loaded.get(name) for name in NAMES})


def instructions_body(infusion_id: UUID, zone: str, settings: Settings) -> dict[str, Any]:
    """The body of an infusion's `instructions`: the settings as they are now. What they do not say stays out."""
    said = {name: getattr(settings, name) for name in INSTRUCTED}
    given = {name: value for name, value in said.items() if value is not None}
    return {"infusion_id": str(infusion_id), "zone": zone, **given}


def instruct(
    ledger: Ledger,
    infusion_id: UUID,
    settings: Settings,
    *,
    zone: str,
    at: datetime,
    device: UUID,
    device_n: int,
    again: bool = False,
) -> Outcome | None:
    """Write what this infusion is planned and given under. One that has instructions keeps them, and None comes
    back, unless they are to be written `again`.
    """
    record_id = of_infusion(INSTRUCTIONS.collection, infusion_id)
    known = [version for _, version, _ in queries.versions(ledger.session, ledger.patient_id, record_id)]
    if not again and any(not leaf.deleted for leaf in leaves(known)):
        return None
    body = instructions_body(infusion_id, zone, settings)
    return record(
        ledger, INSTRUCTIONS, body=body, record_id=record_id, at=at, zone=zone, device=device, device_n=device_n
    )


def _latest(session: Session, clinic_id: UUID) -> ClinicSettings | None:
    return session.scalars(_versions(clinic_id).limit(1)).first()


def _versions(clinic_id: UUID) -> sa.Select[ClinicSettings]:
    own = sa.select(ClinicSettings).where(ClinicSettings.clinic_id == clinic_id)
    return own.order_by(ClinicSettings.version.desc())
