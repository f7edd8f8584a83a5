"""The table of files that patients are bringing in."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, UTCDateTime


class ImportFile(Base):
    """A file a patient is bringing in, with how far it has come. Deleted a day after it was sent.

    Its content goes as soon as it was brought in to the end; the report stays, so that a lost answer can be
    asked for again.
    """

    __tablename__ = "import_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    choices: Mapped[str | None] = mapped_column(sa.String(64))  # digest of the choices it is brought in with
    done: Mapped[int] = mapped_column(default=0)  # days handled so far
    new: Mapped[int] = mapped_column(default=0)
    already_here: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[str] = mapped_column(sa.Text, default="[]")  # JSON: what the diary had otherwise
    entries: Mapped[str | None] = mapped_column(sa.Text)  # JSON: what came besides days, by collection
    report: Mapped[str | None] = mapped_column(sa.Text)  # JSON, once it was brought in to the end
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
