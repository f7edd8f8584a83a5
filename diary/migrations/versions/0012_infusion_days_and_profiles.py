"""Instructions, checklists, clearances, discharges, profiles, and the settings of clinics"""

import sqlalchemy as sa
from alembic import op

from diary import db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, and columns that are empty in what was recorded before."""
    op.create_table(
        "clinic_settings",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", db.UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("review_days", sa.Integer(), nullable=True),
        sa.Column("solid_food_minutes", sa.Integer(), nullable=True),
        sa.Column("light_meal_minutes", sa.Integer(), nullable=True),
        sa.Column("clear_liquids_minutes", sa.Integer(), nullable=True),
        sa.Column("arrive_minutes_before", sa.Integer(), nullable=True),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("observation_minutes", sa.Integer(), nullable=True),
        sa.Column("no_driving_hours", sa.Integer(), nullable=True),
        sa.Column("no_alcohol_hours", sa.Integer(), nullable=True),
        sa.Column("driver_needed", sa.Boolean(), nullable=True),
        sa.Column("medicines_text", sa.Text(), nullable=True),
        sa.Column("drink_text", sa.Text(), nullable=True),
        sa.Column("clothes_text", sa.Text(), nullable=True),
        sa.Column("aftercare_text", sa.Text(), nullable=True),
        sa.Column("crisis_text", sa.Text(), nullable=True),
        sa.Column("emergency_number", sa.String(length=120), nullable=True),
        sa.Column("clinic_phone", sa.String(length=120), nullable=True),
        sa.Column("reviewer", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_clinic_settings_clinic_id_clinic")),
        sa.PrimaryKeyConstraint("clinic_id", "version", name=op.f("pk_clinic_settings")),
    )
    op.create_table(
        "checklist",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("answered_at", db.UTCDateTime(), nullable=False),
        sa.Column("driver", sa.String(length=120), nullable=True),
        sa.Column("medicines_today", sa.Text(), nullable=True),
        sa.Column("attack_now", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_checklist_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_checklist")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "clearance",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("clinician", sa.String(length=120), nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("checklist_rev", sa.String(length=32), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_clearance_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_clearance")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "discharge",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("at", db.UTCDateTime(), nullable=False),
        sa.Column("escort", sa.String(length=120), nullable=True),
        sa.Column("clinician", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_discharge_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_discharge")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instructions",
        sa.Column("infusion_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("solid_food_minutes", sa.Integer(), nullable=True),
        sa.Column("light_meal_minutes", sa.Integer(), nullable=True),
        sa.Column("clear_liquids_minutes", sa.Integer(), nullable=True),
        sa.Column("arrive_minutes_before", sa.Integer(), nullable=True),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("observation_minutes", sa.Integer(), nullable=True),
        sa.Column("no_driving_hours", sa.Integer(), nullable=True),
        sa.Column("no_alcohol_hours", sa.Integer(), nullable=True),
        sa.Column("driver_needed", sa.Boolean(), nullable=True),
        sa.Column("medicines_text", sa.Text(), nullable=True),
        sa.Column("drink_text", sa.Text(), nullable=True),
        sa.Column("clothes_text", sa.Text(), nullable=True),
        sa.Column("aftercare_text", sa.Text(), nullable=True),
        sa.Column("crisis_text", sa.Text(), nullable=True),
        sa.Column("emergency_number", sa.String(length=120), nullable=True),
        sa.Column("clinic_phone", sa.String(length=120), nullable=True),
        sa.Column("reviewer", sa.String(length=120), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_instructions_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_instructions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "profile",
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("diagnosis", sa.String(length=120), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=16), nullable=True),
        sa.Column("height_cm", sa.Integer(), nullable=True),
        sa.Column("weight_kg", db.Decimals(), nullable=True),
        sa.Column("headache_days_28", sa.Integer(), nullable=True),
        sa.Column("age_at_onset", sa.Integer(), nullable=True),
        sa.Column("first_degree_relative", sa.Boolean(), nullable=True),
        sa.Column("follows_cycle", sa.Boolean(), nullable=True),
        sa.Column("smoking", sa.String(length=16), nullable=True),
        sa.Column("usual_stress", sa.Integer(), nullable=True),
        sa.Column("usual_sleep_hours", db.Decimals(), nullable=True),
        sa.Column("no_allergies", sa.Boolean(), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=True),
        sa.Column("contact_phone", sa.String(length=120), nullable=True),
        sa.Column("usual_aura", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", db.UTCDateTime(), nullable=False),
        sa.Column("received_at", db.UTCDateTime(), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_profile_patient_id_patient")),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_profile")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checklist_answer",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "checklist_id"],
            ["checklist.patient_id", "checklist.id"],
            name=op.f("fk_checklist_answer_patient_id_checklist_id_checklist"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "checklist_id", "part", "position", name=op.f("pk_checklist_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "discharge_criterion",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("discharge_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "discharge_id"],
            ["discharge.patient_id", "discharge.id"],
            name=op.f("fk_discharge_criterion_patient_id_discharge_id_discharge"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "discharge_id", "part", "position", name=op.f("pk_discharge_criterion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "profile_item",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id", "profile_id"],
            ["profile.patient_id", "profile.id"],
            name=op.f("fk_profile_item_patient_id_profile_id_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "profile_id", "part", "position", name=op.f("pk_profile_item")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "treatment_tried",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("dose", sa.String(length=120), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id", "profile_id"],
            ["profile.patient_id", "profile.id"],
            name=op.f("fk_treatment_tried_patient_id_profile_id_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "profile_id", "part", "position", name=op.f("pk_treatment_tried")),
        sqlite_with_rowid=False,
    )
    op.add_column("course", sa.Column("days_per_28", sa.Integer(), nullable=True))
    op.add_column("infusion", sa.Column("override_reason", sa.String(length=120), nullable=True))
    op.add_column("infusion", sa.Column("sprays", sa.Integer(), nullable=True))
    op.add_column("infusion", sa.Column("mg_per_spray", db.Decimals(), nullable=True))
    op.add_column("infusion", sa.Column("site", sa.String(length=120), nullable=True))
    op.add_column("own_infusion", sa.Column("sprays", sa.Integer(), nullable=True))
    op.add_column("own_infusion", sa.Column("mg_per_spray", db.Decimals(), nullable=True))


def downgrade() -> None:
    """Undo it. The columns are dropped one by one: a table made anew would not be clustered by patient."""
    op.drop_column("own_infusion", "mg_per_spray")
    op.drop_column("own_infusion", "sprays")
    op.drop_column("infusion", "site")
    op.drop_column("infusion", "mg_per_spray")
    op.drop_column("infusion", "sprays")
    op.drop_column("infusion", "override_reason")
    op.drop_column("course", "days_per_28")
    op.drop_table("treatment_tried")
    op.drop_table("profile_item")
    op.drop_table("discharge_criterion")
    op.drop_table("checklist_answer")
    op.drop_table("profile")
    op.drop_table("instructions")
    op.drop_table("discharge")
    op.drop_table("clearance")
    op.drop_table("checklist")
    op.drop_table("clinic_settings")
