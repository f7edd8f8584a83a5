"""What an attack, a pain reading and an aura may hold."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from diary import fields as own
from diary.analysis.definitions import LONGEST_ATTACK

SIDES = ("left", "right", "both", "variable")
SEVERITY = ("mild", "moderate", "severe")
EFFECTS = ("none", "managed", "less_than_half", "could_not")
# The longest attack that is kept as one. Status migrainosus (ICHD-3 1.4.1) lasts days; a month is a slip of the hand.
LONGEST = timedelta(days=LONGEST_ATTACK)


class SymptomSchema(own.Body):
    """A symptom that was there, or was asked for and was not."""

    name = own.word(required=True)
    present = own.Truth(required=True)
    at = own.Instant(allow_none=True)


class ProdromeSchema(own.Body):
    """A sign before the pain, with the hours between."""

    name = own.word(required=True)
    hours_before = own.Count(0, 168, allow_none=True)


class AttackSchema(own.Body):
    """One episode from onset to end."""

    started_at = own.Instant(required=True)
    ended_at = own.Instant(allow_none=True)
    zone = own.zone(required=True)
    slept_it_off = own.Truth(allow_none=True)
    woke_without = own.Truth(allow_none=True)
    side = own.one_of(*SIDES, allow_none=True)
    places = own.open_list()
    qualities = own.open_list()
    severity = own.one_of(*SEVERITY, allow_none=True)
    worse_with_activity = own.Truth(allow_none=True)
    avoids_activity = own.Truth(allow_none=True)
    symptoms = own.named(SymptomSchema)
    prodrome = own.named(ProdromeSchema)
    postdrome = own.open_list()
    possible_triggers = own.open_list()
    most_bothersome = own.word(allow_none=True)
    effect_work = own.one_of(*EFFECTS, allow_none=True)
    effect_home = own.one_of(*EFFECTS, allow_none=True)
    effect_social = own.one_of(*EFFECTS, allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _ends_after_start(self, data: dict[str, Any], **_: Any) -> None:
        started, ended = data.get("started_at"), data.get("ended_at")
        if not started or not ended:
            return
        if ended < started:
            raise ValidationError("That is before it started. Another day?", "ended_at")
        if ended - started > LONGEST:
            raise ValidationError(f"Longer than {LONGEST.days} days. Check the date.", "ended_at")


class PainReadingSchema(own.Body):
    """Pain at a moment of an attack."""

    attack_id = fields.UUID(required=True)
    at = own.Instant(required=True)
    zone = own.zone(required=True)
    pain = own.pain(required=True)


class AuraSchema(own.Body):
    """One aura symptom."""

    attack_id = fields.UUID(allow_none=True)
    started_at = own.Instant(required=True)
    zone = own.zone(required=True)
    kind = own.word(required=True)
    signs = own.open_list()
    minutes = own.Count(0, 10080, allow_none=True)
    spreads_gradually = own.Truth(allow_none=True)
    one_sided = own.Truth(allow_none=True)
    side = own.one_of("left", "right", "both", allow_none=True)
    positive = own.Truth(allow_none=True)
    fully_reversible = own.Truth(allow_none=True)
    note = own.note(allow_none=True)
