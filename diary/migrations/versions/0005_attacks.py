"""The tables of attacks"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of attacks."""
    op.create_table(
        "attack",
        sa.Column("started_at", db.UTCDateTime(), nullable=False),
        sa.Column("ended_at", db.UTCDateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("slept_it_off", sa.Boolean(), nullable=True),
        sa.Column("woke_without", sa.Boolean(), nullable=True),
        sa.Column("side", sa.String(length=16), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("worse_with_activity", sa.Boolean(), nullable=True),
        sa.Column("avoids_activity", sa.Boolean(), nullable=True),
        sa.Column("most_bothersome", sa.String(length=120), nullable=True),
        sa.Column("effect_work", sa.String(length=16), nullable=True),
        sa.Column("effect_home", sa.String(length=16), nullable=True),
        sa.Column("effect_social", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_attack_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_attack")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aura",
        sa.Column("attack_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("spreads_gradually", sa.Boolean(), nullable=True),
        sa.Column("one_sided", sa.Boolean(), nullable=True),
        sa.Column("side", sa.String(length=16), nullable=True),
        sa.Column("positive", sa.Boolean(), nullable=True),
        sa.Column("fully_reversible", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_aura_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_aura")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pain_reading",
        sa.Column("attack_id", sa.Uuid(), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_pain_reading_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_pain_reading")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attack_feature",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("attack_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("at", db.UTCDateTime(), nullable=True),
        sa.Column("hours_before", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id", "attack_id"],
            ["attack.patient_id", "attack.id"],
            name=op.f("fk_attack_feature_patient_id_attack_id_attack"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "attack_id", "part", "position", name=op.f("pk_attack_feature")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aura_sign",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("aura_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "aura_id"],
            ["aura.patient_id", "aura.id"],
            name=op.f("fk_aura_sign_patient_id_aura_id_aura"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "aura_id", "part", "position", name=op.f("pk_aura_sign")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("aura_sign")
    op.drop_table("attack_feature")
    op.drop_table("pain_reading")
    op.drop_table("aura")
    op.drop_table("attack")
