"""What a medication and a dose may hold."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from diary import fields as own

# ICHD-3 8.2 counts these classes apart; the rest count towards no limit.
DRUG_CLASSES = (
    "triptan",
    "ergot",
    "opioid",
    "combination_analgesic",
    "paracetamol",
    "aspirin",
    "nsaid",
    "gepant",
    "ditan",
    "antiemetic",
    "botulinum_toxin",
    "cgrp_antibody",
    "beta_blocker",
    "antiepileptic",
    "antidepressant",
    "supplement",
    "other",
)
RELIEF = ("none", "some", "much", "free")


class MedicationSchema(own.Body):
    """A drug as the patient names it."""

    name = own.word(required=True)
    kind = own.one_of("acute", "preventive", required=True)
    drug_class = own.one_of(*DRUG_CLASSES, required=True)
    amount = own.Amount(low="0", high="100000", allow_none=True)
    unit = own.word(allow_none=True)
    started_on = own.Day(allow_none=True)
    stopped_on = own.Day(allow_none=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _stops_after_start(self, data: dict[str, Any], **_: Any) -> None:
        started, stopped = data.get("started_on"), data.get("stopped_on")
        if started and stopped and stopped < started:
            raise ValidationError("That is before it was started.", "stopped_on")


class DoseSchema(own.Body):
    """One intake of a medication."""

    medication_id = fields.UUID(required=True)
    attack_id = fields.UUID(allow_none=True)
    taken_at = own.Instant(required=True)
    zone = own.zone(required=True)
    amount = own.Amount(low="0", high="100000", allow_none=True)
    unit = own.word(allow_none=True)
    for_headache = own.Truth(allow_none=True)
    relief_2h = own.one_of(*RELIEF, allow_none=True)
    note = own.note(allow_none=True)
