"""A revision on the wire: the same fields when it is pushed and when it is pulled."""

import re

from marshmallow import fields, validate

from diary import fields as own

PARENTS = 32  # versions that one version may settle
REV_ID = re.compile(r"[0-9a-f]{32}\Z")


def rev_id_field(**kwargs: object) -> fields.String:
    """32 lower-case hex digits."""
    message = "Not a revision's name."
    return fields.String(validate=validate.Regexp(REV_ID, error=message), **kwargs)  # type: ignore[arg-type]


class RevisionSchema(own.Body):
    """What a device says of one saved version. The body is checked by its collection's own schema."""

    rev_id = rev_id_field(required=True)
    record_id = fields.UUID(required=True)
    collection = fields.String(required=True, validate=validate.Length(1, 40))
    parents = fields.List(rev_id_field(), required=True, validate=validate.Length(max=PARENTS))
    generation = own.Count(1, 1_000_000, required=True)
    deleted = own.Truth(required=True)
    body = fields.Raw(required=True, allow_none=True)
    schema = own.Count(1, 1_000_000, required=True)
    device = fields.UUID(required=True)
    device_n = own.Count(1, 2**53 - 1, required=True)
    at = own.Instant(required=True)
    zone = own.zone(required=True)
    offset = own.Count(-1000, 1000, required=True)
    local_date = own.Day(required=True)
