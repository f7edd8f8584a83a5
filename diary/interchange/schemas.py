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
from diary.infusions.schemas import ROUTES
from diary.interchange.cells import DATE_ORDERS, SCALES
from diary.interchange.columns import LONGEST_TEXT
from diary.interchange.days_csv import MOST_EXPOSURES, Choices
from diary.interchange.log_csv import OTHER_TEXTS, LogChoices
from diary.interchange.log_days import MEANS, Meaning
from diary.interchange.moments import TIMES
from diary.medications.schemas import DRUG_CLASSES

COLUMN = validate.Length(1, 200)
MOST_MEANINGS = 500  # texts of a log that are given a meaning


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


class TextSchema(own.Body):
    """What a text of a log means."""

    text = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))
    means = own.one_of(*MEANS, required=True)
    route = own.one_of(*ROUTES, allow_none=True)
    medicine = own.word(allow_none=True)
    drug_class = own.one_of(*DRUG_CLASSES, allow_none=True)


class ChoicesSchema(own.Body):
    """Which column holds what, and how dates, times and pain are written. With `moment`, rows are moments."""

    zone = own.zone(required=True)
    moment = fields.String(allow_none=True, validate=COLUMN)
    clock = fields.String(allow_none=True, validate=COLUMN)
    pain = fields.String(allow_none=True, validate=COLUMN)
    event = fields.String(allow_none=True, validate=COLUMN)
    times = own.one_of(*TIMES, allow_none=True)
    texts = fields.List(fields.Nested(TextSchema), validate=validate.Length(max=MOST_MEANINGS), allow_none=True)
    other_texts = own.one_of(*OTHER_TEXTS, allow_none=True)
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


class TextCountSchema(own.Body):
    """A text of a column, and in how many rows it stands."""

    text = fields.String(required=True)
    count = fields.Integer(required=True)


class FileAnswerSchema(own.Body):
    """A file that was taken in: its columns, what they probably hold, and its first rows."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    sample = fields.List(fields.List(fields.String()), required=True)
    guess = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    texts = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(TextCountSchema)), required=True)
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
    entries = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
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


# What only a table of moments, and what only a table of days has.
LOG_ONLY = {"moment", "clock", "pain", "event", "times", "texts", "other_texts"}
DAYS_ONLY = {"date", "day_number", "start_date", "headache", "worst_pain", "exposures"}


def choices_of(data: dict[str, Any]) -> Choices | LogChoices:
    """The choices in a loaded body: of moments where it names their column, else of days."""
    given = {name: value for name, value in data.items() if name != "after" and value is not None}
    is_log = "moment" in given
    stray = sorted(set(given) & (DAYS_ONLY if is_log else LOG_ONLY))
    if stray:
        other = "days" if is_log else "moments"
        raise Refused(f"A row is a day or a moment: {', '.join(stray)} belongs to a table of {other}.")
    if is_log:
        texts = tuple((one.pop("text"), Meaning(**one)) for one in given.pop("texts", ()))
        return LogChoices(**given, texts=texts)
    exposures = tuple((one["column"], one["name"]) for one in given.pop("exposures", ()))
    return Choices(**given, exposures=exposures)


def digest_of(choices: Choices | LogChoices) -> str:
    """A short name for these choices, to tell the same from others."""
    return hashlib.sha256(orjson.dumps(asdict(choices), option=orjson.OPT_SORT_KEYS)).hexdigest()
