"""What an answer about a day may hold."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from diary import fields as own


class ExposureSchema(own.Body):
    """Whether something was there on that day, or how much of it."""

    name = own.word(required=True)
    present = own.Truth(allow_none=True)
    amount = own.Amount(low="-100000", high="100000", allow_none=True)
    unit = own.word(allow_none=True)


class DaySchema(own.Body):
    """What the patient said about one calendar day."""

    date = own.Day(required=True)
    zone = own.zone(required=True)
    headache = own.one_of("yes", "no", allow_none=True)
    worst_pain = own.pain(allow_none=True)
    exposures = fields.List(fields.Nested(ExposureSchema), validate=validate.Length(max=own.ITEMS), allow_none=True)
    answered_at = own.Instant(required=True)
    note = own.note(allow_none=True)

    @validates_schema
    def _pain_needs_headache(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("headache") == "no" and data.get("worst_pain"):
            raise ValidationError("A day without headache has no pain above 0.", "worst_pain")
