"""How courses, infusions and what surrounds them travel and where they are shown."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from diary.fields import named_id
from diary.infusions import models, schemas
from diary.revisions.kinds import Kind, Parts

PATIENT = frozenset({"patient"})
CLINIC = frozenset({"clinic"})
EITHER = PATIENT | CLINIC


def slot_id(collection: str, infusion_id: UUID, slot: str) -> UUID:
    """The id of a reading: the patient's phone and the staff's screen make one record of one slot."""
    return named_id(f"{collection}:{infusion_id}:{slot}")


def of_infusion(collection: str, infusion_id: UUID) -> UUID:
    """The id of what an infusion has one of: its instructions, checklist, clearance or discharge."""
    return named_id(f"{collection}:{infusion_id}")


def _one_each(collection: str) -> Callable[[UUID, Mapping[str, Any]], UUID]:
    return lambda _patient_id, values: of_infusion(collection, values["infusion_id"])


def _pain_identity(_patient_id: UUID, values: Mapping[str, Any]) -> UUID:
    return slot_id("infusion_pains", values["infusion_id"], values["slot"])


def _vital_signs_identity(_patient_id: UUID, values: Mapping[str, Any]) -> UUID:
    return slot_id("vital_signs", values["infusion_id"], values["slot"])


STEPS = Parts(
    models.InfusionStep,
    "infusion_id",
    {"rate_steps": "rate_step", "interruptions": "interruption", "adjuncts": "adjunct"},
)

COURSE = Kind("courses", schemas.CourseSchema(), CLINIC, models.Course)
INFUSION = Kind(
    "infusions", schemas.InfusionSchema(), CLINIC, models.Infusion, (STEPS,), instants=("started_at", "ended_at")
)
VITAL_SIGNS = Kind(
    "vital_signs",
    schemas.VitalSignsSchema(),
    CLINIC,
    models.VitalSigns,
    identity=_vital_signs_identity,
    instants=("at",),
)
ADVERSE_EVENT = Kind(
    "adverse_events", schemas.AdverseEventSchema(), CLINIC, models.AdverseEvent, instants=("onset_at",)
)
OWN_INFUSION = Kind("own_infusions", schemas.OwnInfusionSchema(), PATIENT, models.OwnInfusion)
OWN_EFFECT = Kind("own_effects", schemas.OwnEffectSchema(), PATIENT, models.OwnEffect, instants=("at",))
INFUSION_PAIN = Kind(
    "infusion_pains",
    schemas.InfusionPainSchema(),
    EITHER,
    models.InfusionPain,
    identity=_pain_identity,
    instants=("at",),
)
INSTRUCTIONS = Kind(
    "instructions",
    schemas.InstructionsSchema(),
    CLINIC,
    models.Instructions,
    identity=_one_each("instructions"),
)
CHECKLIST = Kind(
    "checklists",
    schemas.ChecklistSchema(),
    PATIENT,
    models.Checklist,
    (Parts(models.ChecklistAnswer, "checklist_id", {"ready": "ready", "screening": "screening"}),),
    identity=_one_each("checklists"),
    instants=("answered_at",),
)
CLEARANCE = Kind(
    "clearances",
    schemas.ClearanceSchema(),
    CLINIC,
    models.Clearance,
    identity=_one_each("clearances"),
    instants=("at",),
)
DISCHARGE = Kind(
    "discharges",
    schemas.DischargeSchema(),
    CLINIC,
    models.Discharge,
    (Parts(models.DischargeCriterion, "discharge_id", {"criteria": "criterion"}),),
    identity=_one_each("discharges"),
    instants=("at",),
)
