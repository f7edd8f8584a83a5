"""What the page *Bring my diary* sends and gets."""

import base64
import binascii
import hashlib
from dataclasses import asdict
from typing import Any

import orjson
from marshmallow import fields, post_load, validate

from diary import fields as own
from diary.fields import Refused
from diary.interchange.cells import DATE_ORDERS, SCALES
from diary.interchange.days_csv import MOST_EXPOSURES, Choices

COLUMN = validate.Length(1, 200)


class FileSchema(own.Body):
    """A file, as text or as the base64 of its bytes."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    content_base64 = fields.String(allow_none=True)
    text = fields.String(allow_none=True)

    @post_load
    def _content(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        text, encoded = data.get("text"), data.get("content_base64")
        if (text is None) == (encoded is None):
            raise Refused("Send the file as text or as base64; one of the two.")
        if text is not None:
            return {"name": data["name"], "content": text.encode("utf-8", errors="replace")}
        try:
            return {"name": data["name"], "content": base64.b64decode(encoded or "", validate=True)}
        except (binascii.Error, ValueError):
            raise Refused("The file was damaged on the way. Send it again.") from None


class ExposureColumnSchema(own.Body):
    """A column that is kept as something the patient follows."""

    column = fields.String(required=True, validate=COLUMN)
    name = own.word(required=True)


class ChoicesSchema(own.Body):
    """Which column holds what, and how dates and pain are written."""

    zone = own.zone(required=True)
    date = fields.String(allow_none=True, validate=COLUMN)
    day_number = fields.String(allow_none=True, validate=COLUMN)
    start_date = own.Day(allow_none=True)
    headache = fields.String(allow_none=True, validate=COLUMN)
    worst_pain = fields.String(allow_none=True, validate=COLUMN)
    note = fields.String(allow_none=True, validate=COLUMN)
    exposures = fields.List(
        fields.Nested(ExposureColumnSchema), validate=validate.Length(max=MOST_EXPOSURES), allow_none=True
    )
    scale = own.one_of(*SCALES, allow_none=True)
    dates = own.one_of(*DATE_ORDERS, allow_none=True)


class RunSchema(ChoicesSchema):
    """The same choices, and how many days were done when the last answer came."""

    after = own.Count(0, 10_000_000, load_default=0)


class FileAnswerSchema(own.Body):
    """A file that was taken in: its columns, what they probably hold, and its first rows."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    sample = fields.List(fields.List(fields.String()), required=True)
    guess = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    preview = fields.List(fields.Dict(), required=True)
    notices = fields.List(fields.String(), required=True)


class LeftOutSchema(own.Body):
    """Rows that are left out for one reason."""

    why = fields.String(required=True)
    sentence = fields.String(required=True)
    count = fields.Integer(required=True)
    rows = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class ReportSchema(own.Body):
    """What becomes of every row."""

    rows = fields.Integer(required=True)
    new = fields.Integer(required=True)
    already_here = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(LeftOutSchema), required=True)
    notices = fields.List(fields.String(), required=True)


class CheckedSchema(own.Body):
    """What would become of every row."""

    report = fields.Nested(ReportSchema, required=True)
    preview = fields.List(fields.Dict(), required=True)


class ProgressSchema(own.Body):
    """How many of the days are done, and the report once all are."""

    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    report = fields.Nested(ReportSchema, required=True, allow_none=True)


def choices_of(data: dict[str, Any]) -> Choices:
    """The choices in a loaded body."""
    given = {name: value for name, value in data.items() if name != "after"}
    exposures = tuple((one["column"], one["name"]) for one in given.pop("exposures", None) or ())
    return Choices(**given, exposures=exposures)


def digest_of(choices: Choices) -> str:
    """A short name for these choices, to tell the same from others."""
    return hashlib.sha256(orjson.dumps(asdict(choices), option=orjson.OPT_SORT_KEYS)).hexdigest()
