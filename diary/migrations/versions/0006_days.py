"""The tables of days"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of days."""
    op.create_table(
        "day",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("headache", sa.String(length=8), nullable=True),
        sa.Column("worst_pain", sa.Integer(), nullable=True),
        sa.Column("answered_at", db.UTCDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_day_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exposure",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("amount", db.Decimals(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id", "day_id"],
            ["day.patient_id", "day.id"],
            name=op.f("fk_exposure_patient_id_day_id_day"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "day_id", "part", "position", name=op.f("pk_exposure")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("exposure")
    op.drop_table("day")
