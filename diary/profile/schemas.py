"""What a profile may hold."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from diary import fields as own

SEXES = ("female", "male", "other")
SMOKING = ("never", "former", "current")
OUTCOMES = ("helped", "partly", "no_change", "worse", "not_tolerated")
# Listed words of the open lists; a patient or a clinic adds their own.
HORMONAL_FACTORS = ("menstrual_cycle", "pill", "hormone_therapy", "pregnancy", "menopause")
COMORBIDITIES = ("depression", "anxiety", "ptsd", "fibromyalgia")
SUPPLEMENTS = ("magnesium", "riboflavin", "coenzyme_q10", "vitamin_d", "melatonin")
# What may speak against an infusion: asked once for the profile, and before every infusion, where the phone begins with
# the yeses of the profile. The list of the clinics whose practice this follows; a clinician decides, whatever is said.
CONTRAINDICATIONS = (
    "uncontrolled_blood_pressure",
    "heart_disease",
    "uncontrolled_thyroid_disease",
    "bipolar_disorder",
    "active_substance_use",
    "psychosis",
    "pregnancy",
    "severe_liver_disease",
    "raised_intracranial_or_eye_pressure",
)


class TreatmentTriedSchema(own.Body):
    """A treatment before this one. The same drug may stand here twice, with another dose."""

    name = own.word(required=True)
    dose = own.word(allow_none=True)
    started_on = own.Day(allow_none=True)
    stopped_on = own.Day(allow_none=True)
    outcome = own.one_of(*OUTCOMES, allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _stops_after_start(self, data: dict[str, Any], **_: Any) -> None:
        started, stopped = data.get("started_on"), data.get("stopped_on")
        if started and stopped and stopped < started:
            raise ValidationError("That is before it was started.", "stopped_on")


class ContraindicationSchema(own.YesNoSchema):
    """Whether something that may speak against an infusion is there, and what there is to say about it."""

    note = own.note(allow_none=True)


class ProfileSchema(own.Body):
    """What is known of a patient beyond the diary."""

    zone = own.zone(required=True)
    diagnosis = own.word(allow_none=True)
    birth_date = own.Day(allow_none=True)
    sex = own.one_of(*SEXES, allow_none=True)
    height_cm = own.Count(50, 250, allow_none=True)
    weight_kg = own.Amount(low="20", high="350", places=2, allow_none=True)
    headache_days_28 = own.Count(0, 28, allow_none=True)
    age_at_onset = own.Count(0, 120, allow_none=True)
    first_degree_relative = own.Truth(allow_none=True)
    hormonal_factors = own.open_list()
    follows_cycle = own.Truth(allow_none=True)
    smoking = own.one_of(*SMOKING, allow_none=True)
    usual_stress = own.Count(0, 10, allow_none=True)
    usual_sleep_hours = own.Amount(high="24", places=2, allow_none=True)
    comorbidities = own.open_list()
    allergies = own.open_list()
    no_allergies = own.Truth(allow_none=True)
    supplements = own.open_list()
    treatments_tried = own.many(TreatmentTriedSchema)
    contraindications = own.named(ContraindicationSchema)
    contact_name = own.word(allow_none=True)
    contact_phone = own.word(allow_none=True)
    usual_aura = own.note(allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _allergies_or_none(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("no_allergies") and data.get("allergies"):
            raise ValidationError("Allergies are listed. Take one of the two away.", "no_allergies")
