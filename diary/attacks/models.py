"""Tables of attacks, their features, pain readings and auras."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, UTCDateTime
from diary.revisions.models import RecordColumns


class Attack(RecordColumns, Base):
    """One episode of headache. `ended_at` is empty while it goes on."""

    __tablename__ = "attack"
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    slept_it_off: Mapped[bool | None]
    woke_without: Mapped[bool | None]
    side: Mapped[str | None] = mapped_column(sa.String(16))
    severity: Mapped[str | None] = mapped_column(sa.String(16))
    worse_with_activity: Mapped[bool | None]
    avoids_activity: Mapped[bool | None]
    most_bothersome: Mapped[str | None] = mapped_column(sa.String(120))
    effect_work: Mapped[str | None] = mapped_column(sa.String(16))
    effect_home: Mapped[str | None] = mapped_column(sa.String(16))
    effect_social: Mapped[str | None] = mapped_column(sa.String(16))
    note: Mapped[str | None] = mapped_column(sa.Text)


class AttackFeature(Base):
    """One word of an open list of an attack. `part` is the list: place, quality, symptom, prodrome …"""

    __tablename__ = "attack_feature"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    attack_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))
    present: Mapped[bool | None]  # a symptom asked for and denied is False; one never asked for has no row
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when a symptom came
    hours_before: Mapped[int | None]  # of the pain, for a prodrome

    __table_args__ = (
        sa.ForeignKeyConstraint(["patient_id", "attack_id"], ["attack.patient_id", "attack.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )


class PainReading(RecordColumns, Base):
    """Pain during an attack, 0-10 on the numeric rating scale."""

    __tablename__ = "pain_reading"
    attack_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    pain: Mapped[int]


class Aura(RecordColumns, Base):
    """One aura symptom (ICHD-3 1.2). Without an attack it stood alone."""

    __tablename__ = "aura"
    attack_id: Mapped[UUID | None]
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(120))
    minutes: Mapped[int | None]
    spreads_gradually: Mapped[bool | None]  # over 5 minutes or more
    one_sided: Mapped[bool | None]
    side: Mapped[str | None] = mapped_column(sa.String(16))
    positive: Mapped[bool | None]  # adds something (flashes, tingling) rather than taking it away
    fully_reversible: Mapped[bool | None]
    note: Mapped[str | None] = mapped_column(sa.Text)


class AuraSign(Base):
    """What an aura was like: blind spot, flashes, zigzag … or an own word."""

    __tablename__ = "aura_sign"
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    aura_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(120))

    __table_args__ = (
        sa.ForeignKeyConstraint(["patient_id", "aura_id"], ["aura.patient_id", "aura.id"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )
