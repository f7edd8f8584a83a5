"""What a course, an infusion and everything around it may hold."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from diary import fields as own
from diary.profile.schemas import CONTRAINDICATIONS
from diary.revisions.schemas import rev_id_field

ROUTES = ("IV", "nasal", "IM", "topical", "oral")
#: A sheet that should never have been written: kept in the history, counted and drawn nowhere.
MISTAKEN = "entered-in-error"
#: One that is planned, which has no word of its own in FHIR.
PLANNED = "preparation"
#: Whoever has one of these is in the chair.
RUNNING = ("in-progress", "on-hold")
# FHIR R4 MedicationAdministration.status.
STATUSES = (PLANNED, *RUNNING, "completed", "stopped", "not-done", MISTAKEN)
SEVERITY = ("mild", "moderate", "severe")
CHAIR_SLOTS = ("before", *(str(minutes) for minutes in range(15, 601, 15)), "end", "discharge")
PAIN_SLOTS = (*CHAIR_SLOTS, "24h", "7d")
# A rate above this in mg/kg/h is taken for a slip of the hand unless a reason is given. Not dosing advice.
UNLIKELY_RATE = Decimal(7)
# Listed words of the open lists of a checklist and a discharge.
READY = ("medicines", "sleep", "clothes", "ride")
SCREENING = (*CONTRAINDICATIONS, "new_medicine", "unwell_today")
CRITERIA = ("awake_and_oriented", "stable_vital_signs", "walks_steadily", "nausea_controlled", "no_dissociation")


class CourseSchema(own.Body):
    """A series of infusions."""

    kind = own.one_of("initial", "maintenance", required=True)
    route = own.one_of(*ROUTES, required=True)
    indication = own.word(allow_none=True)
    started_on = own.Day(required=True)
    zone = own.zone(required=True)
    planned_infusions = own.Count(1, 60, allow_none=True)
    days_per_28 = own.Count(1, 28, allow_none=True)  # of home use, nasal or oral
    note = own.note(allow_none=True)


class RateStepSchema(own.Body):
    """From when, and how fast."""

    from_at = own.Instant(required=True)
    rate_mg_per_kg_h = own.Amount(high="20", required=True)


class InterruptionSchema(own.Body):
    """A pause and why."""

    at = own.Instant(required=True)
    until = own.Instant(allow_none=True)
    reason = own.word(required=True)


class AdjunctSchema(own.Body):
    """Another drug given with it."""

    name = own.word(required=True)
    amount = own.Amount(allow_none=True)
    unit = own.word(allow_none=True)
    at = own.Instant(allow_none=True)


class InfusionSchema(own.Body):
    """One administration, as the clinic records it. Bounds catch slips of the hand; they are not dosing advice."""

    course_id = fields.UUID(allow_none=True)
    number = own.Count(1, 200, allow_none=True)
    indication = own.word(allow_none=True)
    route = own.one_of(*ROUTES, required=True)
    status = own.one_of(*STATUSES, required=True)
    zone = own.zone(required=True)
    planned_at = own.Instant(allow_none=True)
    started_at = own.Instant(allow_none=True)
    ended_at = own.Instant(allow_none=True)
    weight_kg = own.Amount(low="20", high="350", places=2, allow_none=True)
    product = own.word(allow_none=True)
    concentration_mg_per_ml = own.Amount(high="200", allow_none=True)
    bolus_mg = own.Amount(high="1000", allow_none=True)
    bolus_mg_per_kg = own.Amount(high="10", allow_none=True)
    rate_steps = own.many(RateStepSchema)
    override_reason = own.word(allow_none=True)
    sprays = own.Count(1, 40, allow_none=True)
    mg_per_spray = own.Amount(high="200", allow_none=True)
    site = own.word(allow_none=True)  # of an injection or a cream
    total_mg = own.Amount(high="5000", allow_none=True)
    interruptions = own.many(InterruptionSchema)
    adjuncts = own.many(AdjunctSchema)
    iv_site = own.word(allow_none=True)
    clinician = own.word(allow_none=True)
    stop_reason = own.word(allow_none=True)
    own_infusion_id = fields.UUID(allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _has_a_time(self, data: dict[str, Any], **_: Any) -> None:
        started, ended = data.get("started_at"), data.get("ended_at")
        if not started and not data.get("planned_at"):
            raise ValidationError("Say when it is planned or when it started.", "started_at")
        if ended and not started:
            raise ValidationError("Say when it started.", "started_at")
        if ended and started and ended < started:
            raise ValidationError("That is before it started.", "ended_at")
        if ended and started and (ended - started).total_seconds() > 48 * 3600:
            raise ValidationError("Longer than 48 hours. Check the date.", "ended_at")

    @validates_schema
    def _unlikely_rate_has_a_reason(self, data: dict[str, Any], **_: Any) -> None:
        steps = data.get("rate_steps") or []
        # Before there was a field for the reason it stood in the note, and those versions are still read.
        if any(step["rate_mg_per_kg_h"] > UNLIKELY_RATE for step in steps) and not (
            data.get("override_reason") or data.get("note")
        ):
            message = f"A rate is more than {UNLIKELY_RATE} mg/kg/h. Check the unit; if it is meant, say why."
            raise ValidationError(message, "override_reason")


class OwnInfusionSchema(own.Body):
    """An infusion as the patient keeps it."""

    date = own.Day(required=True)
    zone = own.zone(required=True)
    route = own.one_of(*ROUTES, required=True)
    sprays = own.Count(1, 40, allow_none=True)
    mg_per_spray = own.Amount(high="200", allow_none=True)
    place = own.word(allow_none=True)
    pain_before = own.pain(allow_none=True)
    pain_after = own.pain(allow_none=True)
    note = own.note(allow_none=True)


class InfusionPainSchema(own.Body):
    """Pain at one slot around an infusion."""

    infusion_id = fields.UUID(required=True)
    slot = own.one_of(*PAIN_SLOTS, required=True)
    at = own.Instant(required=True)
    zone = own.zone(required=True)
    pain = own.pain(required=True)


class VitalSignsSchema(own.Body):
    """One set of vital signs; the bounds are what a monitor can show."""

    infusion_id = fields.UUID(required=True)
    slot = own.one_of(*CHAIR_SLOTS, required=True)
    at = own.Instant(required=True)
    zone = own.zone(required=True)
    systolic = own.Count(40, 300, allow_none=True)
    diastolic = own.Count(20, 200, allow_none=True)
    heart_rate = own.Count(20, 300, allow_none=True)
    spo2 = own.Count(50, 100, allow_none=True)
    respiratory_rate = own.Count(2, 80, allow_none=True)
    sedation = own.pain(allow_none=True)
    dissociation = own.pain(allow_none=True)
    nausea = own.pain(allow_none=True)

    @validates_schema
    def _systolic_above(self, data: dict[str, Any], **_: Any) -> None:
        high, low = data.get("systolic"), data.get("diastolic")
        if high and low and high <= low:
            raise ValidationError("The first pressure must be above the second.", "systolic")


class AdverseEventSchema(own.Body):
    """Something unwanted that staff observed."""

    infusion_id = fields.UUID(required=True)
    name = own.word(required=True)
    onset_at = own.Instant(required=True)
    zone = own.zone(required=True)
    duration_minutes = own.Count(0, 20160, allow_none=True)
    severity = own.one_of(*SEVERITY, allow_none=True)
    seriousness = own.one_of("non_serious", "serious", allow_none=True)
    action = own.word(allow_none=True)
    resolved_at = own.Instant(allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _resolved_after_onset(self, data: dict[str, Any], **_: Any) -> None:
        onset, resolved = data.get("onset_at"), data.get("resolved_at")
        if onset and resolved and resolved < onset:
            raise ValidationError("That is before it began.", "resolved_at")


class OwnEffectSchema(own.Body):
    """Something unwanted that the patient felt."""

    infusion_id = fields.UUID(required=True)
    name = own.word(required=True)
    at = own.Instant(required=True)
    zone = own.zone(required=True)
    severity = own.one_of(*SEVERITY, allow_none=True)
    note = own.note(allow_none=True)


class SettingsSchema(own.Body):
    """What infusions are planned and given under. Minutes before count back from the planned start."""

    solid_food_minutes = own.Count(0, 2880, allow_none=True)
    light_meal_minutes = own.Count(0, 2880, allow_none=True)  # none: no light meal once solid food has ended
    clear_liquids_minutes = own.Count(0, 1440, allow_none=True)
    arrive_minutes_before = own.Count(0, 480, allow_none=True)
    planned_minutes = own.Count(5, 720, allow_none=True)
    observation_minutes = own.Count(0, 480, allow_none=True)
    no_driving_hours = own.Count(0, 168, allow_none=True)
    no_alcohol_hours = own.Count(0, 168, allow_none=True)
    driver_needed = own.Truth(allow_none=True)
    medicines_text = own.short(allow_none=True)
    drink_text = own.short(allow_none=True)
    clothes_text = own.short(allow_none=True)
    aftercare_text = own.short(allow_none=True)
    crisis_text = own.short(allow_none=True)
    emergency_number = own.word(allow_none=True)
    clinic_phone = own.word(allow_none=True)
    reviewer = own.word(allow_none=True)

    @validates_schema
    def _solid_food_ends_first(self, data: dict[str, Any], **_: Any) -> None:
        solid = data.get("solid_food_minutes")
        for name in ("light_meal_minutes", "clear_liquids_minutes"):
            other = data.get(name)
            if solid is not None and other is not None and other > solid:
                raise ValidationError("This ends earlier than solid food does. Check both.", name)


class InstructionsSchema(SettingsSchema):
    """What one infusion was planned and given under, as the clinic's settings were then."""

    infusion_id = fields.UUID(required=True)
    zone = own.zone(required=True)


class ClinicSettingsSchema(SettingsSchema):
    """The settings of a clinic: what its infusions get, and how often a diary is reviewed."""

    review_days = own.Count(1, 365, allow_none=True)


class ChecklistSchema(own.Body):
    """What a patient answers before an infusion."""

    infusion_id = fields.UUID(required=True)
    zone = own.zone(required=True)
    answered_at = own.Instant(required=True)
    driver = own.word(allow_none=True)
    ready = own.named(own.YesNoSchema)
    screening = own.named(own.YesNoSchema)
    medicines_today = own.note(allow_none=True)
    attack_now = own.Truth(allow_none=True)
    note = own.note(allow_none=True)


class ClearanceSchema(own.Body):
    """What a clinician decided about a checklist with a yes in it."""

    infusion_id = fields.UUID(required=True)
    zone = own.zone(required=True)
    at = own.Instant(required=True)
    clinician = own.word(required=True)
    cleared = own.Truth(required=True)
    reason = own.note(allow_none=True)
    checklist_rev = rev_id_field(allow_none=True)

    @validates_schema
    def _refusal_has_a_reason(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("cleared") is False and not (data.get("reason") or "").strip():
            raise ValidationError("Say why the infusion is not cleared.", "reason")


class DischargeSchema(own.Body):
    """How a patient was when they left, and with whom."""

    infusion_id = fields.UUID(required=True)
    zone = own.zone(required=True)
    at = own.Instant(required=True)
    criteria = own.named(own.YesNoSchema)
    escort = own.word(allow_none=True)
    clinician = own.word(allow_none=True)
    note = own.note(allow_none=True)
