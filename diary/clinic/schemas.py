"""What the chair's page sends: versions as a phone writes them, for one infusion."""

from marshmallow import fields, validate

from diary import fields as own
from diary.revisions.schemas import RevisionSchema

BATCH = 100  # versions in one request


class EntrySchema(RevisionSchema):
    """One version. What follows from its parents and its moment is the server's to say."""

    class Meta(RevisionSchema.Meta):
        exclude = ("generation", "schema", "offset", "local_date")


class EntriesSchema(own.Body):
    """What waits on one page. Each is checked by itself: one bad one blocks nothing."""

    device = fields.UUID(required=True)
    entries = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(1, BATCH))
