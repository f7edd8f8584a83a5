"""The tables of reminders"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of reminders."""
    op.create_table(
        "reminder",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("turned_on_at", db.UTCDateTime(), nullable=False),
        sa.Column("turned_off_at", db.UTCDateTime(), nullable=True),
        sa.CheckConstraint("way in ('push', 'mail')", name=op.f("ck_reminder_way")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_reminder_patient_id_patient"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder")),
    )
    op.create_table(
        "push_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("created_at", db.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_push_device_patient_id_patient"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_device")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_device_endpoint")),
    )
    with op.batch_alter_table("push_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_device_patient_id"), ["patient_id"], unique=False)
    op.create_table(
        "reminder_asked",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("sent_at", db.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_reminder_asked_patient_id_patient"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "date", name=op.f("pk_reminder_asked")),
    )


def downgrade() -> None:
    """Undo it. Patients are not asked until they turn reminders on again."""
    op.drop_table("reminder_asked")
    with op.batch_alter_table("push_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_device_patient_id"))
    op.drop_table("push_device")
    op.drop_table("reminder")
