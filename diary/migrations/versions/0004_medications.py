"""The tables of medications"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of medications."""
    op.create_table(
        "dose",
        sa.Column("medication_id", sa.Uuid(), nullable=False),
        sa.Column("attack_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("amount", db.Decimals(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("for_headache", sa.Boolean(), nullable=True),
        sa.Column("relief_2h", sa.String(length=8), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_dose_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_dose")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "medication",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("drug_class", sa.String(length=40), nullable=False),
        sa.Column("amount", db.Decimals(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_medication_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_medication")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("medication")
    op.drop_table("dose")
