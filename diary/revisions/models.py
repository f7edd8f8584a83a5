"""The table of revisions, and the columns that every record's typed row shares."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from diary.db import Base, UTCDateTime


class Revision(Base):
    """One saved version of one record, as its device wrote it. Append-only."""

    __tablename__ = "revision"
    # Keyed by patient first, and kept in that order on disk: a whole diary is one read.
    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    rev_id: Mapped[str] = mapped_column(sa.String(32))
    record_id: Mapped[UUID]
    collection: Mapped[str] = mapped_column(sa.String(40))
    parents: Mapped[str] = mapped_column(sa.Text)  # rev_ids, sorted, separated by spaces
    generation: Mapped[int]
    deleted: Mapped[bool]
    body: Mapped[str | None] = mapped_column(sa.Text)  # JSON exactly as sent: rev_id is over these values
    schema: Mapped[int]
    device: Mapped[UUID]
    device_n: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(UTCDateTime)  # when it was written, by the device's clock
    zone: Mapped[str] = mapped_column(sa.String(64))
    offset: Mapped[int]  # minutes ahead of UTC, as the device saw it
    local_date: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)  # by the server's clock
    by: Mapped[str] = mapped_column(sa.String(16))  # patient, clinic or import
    actor_id: Mapped[int | None]  # the user who wrote it; None for a command
    marks: Mapped[str] = mapped_column(sa.String(120))  # such as clock_suspect, separated by spaces
    running_xor: Mapped[str] = mapped_column(sa.String(32))  # of all rev_ids up to this seq

    __table_args__ = (
        sa.UniqueConstraint("patient_id", "rev_id"),
        sa.Index(None, "patient_id", "record_id"),
        {"sqlite_with_rowid": False},
    )


class RecordColumns:
    """What the typed row of a winner carries besides its own fields."""

    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    rev_id: Mapped[str] = mapped_column(sa.String(32))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)  # device clock
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)  # server clock
    clock_suspect: Mapped[bool]
    versions: Mapped[int]  # live leaves; more than one: two versions, ask the patient

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:  # noqa: N805 - SQLAlchemy calls it on the class
        return (
            sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
            {"sqlite_with_rowid": False},
        )
