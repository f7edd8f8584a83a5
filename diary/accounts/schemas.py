"""What the addresses of accounts take and give."""

from marshmallow import ValidationError, fields, validate, validates_schema

from diary import fields as own


class RedemptionSchema(own.Body):
    """A code from a clinic, or its link."""

    code = fields.String(required=True, validate=validate.Length(1, 400))


class ConsentGivenSchema(own.Body):
    """Whom to share the diary with: by an invitation that was looked at, or a clinic one was shared with before."""

    invitation = fields.UUID()
    clinic = fields.UUID()

    @validates_schema
    def one_of_both(self, data: dict, **kwargs: object) -> None:
        if len(data) != 1:
            raise ValidationError("Name an invitation or a clinic.")


class LogPageSchema(own.Body):
    """From which line of the access log to go on, towards older ones."""

    before = fields.Integer(validate=validate.Range(1, 2**53 - 1))


class ConsentSchema(own.Body):
    """The last consent there was for a clinic."""

    id = fields.UUID(required=True)
    given_at = own.Instant(required=True)
    withdrawn_at = own.Instant(required=True, allow_none=True)


class ClinicSchema(own.Body):
    """A clinic that knows this patient."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    consent = fields.Nested(ConsentSchema, required=True, allow_none=True)


class AccountSchema(own.Body):
    """The signed-in patient."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    zone = fields.String(required=True)
    clinics = fields.List(fields.Nested(ClinicSchema), required=True)
    epoch = fields.String(required=True)


class WhoseSchema(own.Body):
    """Whose phone asks."""

    account = fields.UUID(required=True, allow_none=True)


class InvitedClinicSchema(own.Body):
    """The clinic that made an invitation."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class LookedAtSchema(own.Body):
    """An invitation that was looked at and not used yet."""

    invitation = fields.UUID(required=True)
    clinic = fields.Nested(InvitedClinicSchema, required=True)


class LineSchema(own.Body):
    """One line of the access log."""

    seq = fields.Integer(required=True)
    at = own.Instant(required=True)
    who = fields.String(required=True, allow_none=True)
    clinic = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True)
    what = fields.String(required=True)
    outcome = fields.String(required=True)


class LogSchema(own.Body):
    """A page of the access log, newest first."""

    lines = fields.List(fields.Nested(LineSchema), required=True)


class NothingSchema(own.Body):
    """An empty object."""
