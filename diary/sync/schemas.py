"""The wire form of push and pull. The OpenAPI document is made from these and from the records' own schemas."""

from marshmallow import fields, validate

from diary import fields as own
from diary.revisions.schemas import RevisionSchema, rev_id_field

BATCH = 100  # operations in one push
PAGE = 500  # revisions in one pull


class PushSchema(own.Body):
    """A batch of versions from one device. Each is checked by itself: one bad one blocks nothing."""

    account = fields.UUID(required=True)
    device = fields.UUID(required=True)
    epoch = fields.String(required=True, validate=validate.Length(max=64))
    operations = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(1, BATCH))


class PullSchema(own.Body):
    """Where a device stands: the epoch it knows, the last seq it has, and how many it wants."""

    epoch = fields.String(load_default="", validate=validate.Length(max=64))
    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**53 - 1))
    limit = fields.Integer(load_default=PAGE, validate=validate.Range(1, PAGE))


class PulledRevisionSchema(RevisionSchema):
    """A version with its place in the diary."""

    seq = fields.Integer(required=True)
    received_at = own.Instant(required=True)
    marks = fields.List(fields.String(), required=True)


class AnswerSchema(own.Body):
    """What became of one version."""

    rev_id = fields.String(allow_none=True)
    answer = own.one_of("accepted", "duplicate", "rejected", required=True)
    seq = fields.Integer()
    marks = fields.List(fields.String())
    error = fields.String()
    fields_ = fields.Dict(data_key="fields")


class PushedSchema(own.Body):
    """The answer to a push, in the order of its operations."""

    epoch = fields.String(required=True)
    build = fields.String(
        required=True,
        metadata={"description": "Names the server's rules; what another build refused may be sent again."},
    )
    server_time = own.Instant(required=True)
    answers = fields.List(fields.Nested(AnswerSchema), required=True)


class PulledSchema(own.Body):
    """Revisions after a cursor, by seq. `count` and `xor` cover everything up to the new cursor."""

    epoch = fields.String(required=True)
    build = fields.String(
        required=True,
        metadata={"description": "Names the server's rules; what another build refused may be sent again."},
    )
    server_time = own.Instant(required=True)
    revisions = fields.List(fields.Nested(PulledRevisionSchema), required=True)
    cursor = fields.Integer(required=True)
    has_more = fields.Boolean(required=True)
    count = fields.Integer(required=True)
    xor = rev_id_field(required=True)
    account = fields.Dict(required=True)
