"""The tables of revisions"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of revisions."""
    op.create_table(
        "revision",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("collection", sa.String(length=40), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("device_n", sa.BigInteger(), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("marks", sa.String(length=120), nullable=False),
        sa.Column("running_xor", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_revision_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "seq", name=op.f("pk_revision")),
        sa.UniqueConstraint("patient_id", "rev_id", name=op.f("uq_revision_patient_id_rev_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_patient_id_record_id"), ["patient_id", "record_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_patient_id_record_id"))

    op.drop_table("revision")
