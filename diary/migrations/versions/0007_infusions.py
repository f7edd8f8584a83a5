"""The tables of infusions"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of infusions."""
    op.create_table(
        "adverse_event",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("onset_at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("seriousness", sa.String(length=16), nullable=True),
        sa.Column("action", sa.String(length=120), nullable=True),
        sa.Column("resolved_at", db.UTCDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_adverse_event_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_adverse_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("indication", sa.String(length=120), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("planned_infusions", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_course_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_course")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "infusion",
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("indication", sa.String(length=120), nullable=True),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("planned_at", db.UTCDateTime(), nullable=True),
        sa.Column("started_at", db.UTCDateTime(), nullable=True),
        sa.Column("ended_at", db.UTCDateTime(), nullable=True),
        sa.Column("weight_kg", db.Decimals(), nullable=True),
        sa.Column("product", sa.String(length=120), nullable=True),
        sa.Column("concentration_mg_per_ml", db.Decimals(), nullable=True),
        sa.Column("bolus_mg", db.Decimals(), nullable=True),
        sa.Column("bolus_mg_per_kg", db.Decimals(), nullable=True),
        sa.Column("total_mg", db.Decimals(), nullable=True),
        sa.Column("iv_site", sa.String(length=120), nullable=True),
        sa.Column("clinician", sa.String(length=120), nullable=True),
        sa.Column("stop_reason", sa.String(length=120), nullable=True),
        sa.Column("own_infusion_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_infusion_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_infusion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "infusion_pain",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(length=12), nullable=False),
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
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_infusion_pain_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_infusion_pain")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_effect",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_own_effect_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_own_effect")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_infusion",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("pain_before", sa.Integer(), nullable=True),
        sa.Column("pain_after", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_own_infusion_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_own_infusion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vital_signs",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(length=12), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("heart_rate", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("respiratory_rate", sa.Integer(), nullable=True),
        sa.Column("sedation", sa.Integer(), nullable=True),
        sa.Column("dissociation", sa.Integer(), nullable=True),
        sa.Column("nausea", sa.Integer(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_vital_signs_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_vital_signs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "infusion_step",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_at", db.UTCDateTime(), nullable=True),
        sa.Column("rate_mg_per_kg_h", db.Decimals(), nullable=True),
        sa.Column("at", db.UTCDateTime(), nullable=True),
        sa.Column("until", db.UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("amount", db.Decimals(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id", "infusion_id"],
            ["infusion.patient_id", "infusion.id"],
            name=op.f("fk_infusion_step_patient_id_infusion_id_infusion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "infusion_id", "part", "position", name=op.f("pk_infusion_step")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("infusion_step")
    op.drop_table("vital_signs")
    op.drop_table("own_infusion")
    op.drop_table("own_effect")
    op.drop_table("infusion_pain")
    op.drop_table("infusion")
    op.drop_table("course")
    op.drop_table("adverse_event")
