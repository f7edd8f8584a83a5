"""What a field may hold: refusals in one shape, and the marshmallow fields every record is made of."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from marshmallow import RAISE, Schema, ValidationError, fields, validate

# Root of every name-based id (RFC 9562 v5), so that two devices make one record of one thing.
LULL = uuid.UUID("8f0c5d1e-6f0b-5b8e-9a53-6c756c6c0001")

WORD = 120  # characters in a name or an own word
SHORT = 500  # characters in a short text, such as one instruction
NOTE = 4000  # characters in a note
ITEMS = 40  # entries in an open list
# Python reads 1_000, 1E+3 and digits of other scripts as numbers; a phone does not.
PLAIN_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)", re.ASCII)

# As a browser reads them too. Python also takes weeks, spaces and offsets with seconds, which are no date on a phone.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,9})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# Names of the tz database that are no place: "no zone was chosen", and whatever this server's clock is set to.
ZONES = frozenset(available_timezones()) - {"Factory", "localtime", "posixrules"}


class Refused(Exception):
    """What was sent cannot be kept. `error` is a sentence; `fields` maps a field to its sentences."""

    def __init__(self, error: str, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.fields = dict(fields or {})


def refused(error: str, problem: ValidationError) -> Refused:
    """The Refused that tells what a schema found: `error` above, each field's sentences beside it."""
    messages = problem.messages if isinstance(problem.messages, dict) else {"_schema": problem.messages}
    return Refused(error, messages)


def named_id(name: str) -> uuid.UUID:
    """The id of the thing that has this natural key, such as `days:<patient>:<date>`."""
    return uuid.uuid5(LULL, name)


class Body(Schema):
    """A record's body: unknown keys are refused, null is the same as absent."""

    class Meta:
        unknown = RAISE


class Instant(fields.AwareDateTime):
    """A moment with its offset, kept in UTC. A time without an offset is refused."""

    default_error_messages = {
        "invalid": "Not a date and time we can read.",
        "invalid_awareness": "This time needs its offset from UTC, such as +01:00.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not MOMENT.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            moment = moment.astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from None
        if not 1900 <= moment.year <= 2200:
            raise ValidationError("This year cannot be right.")
        return moment


class Day(fields.Date):
    """A calendar day, YYYY-MM-DD."""

    default_error_messages = {"invalid": "Not a date we can read; use year-month-day."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day = super()._deserialize(value, attr, data, **kwargs)
        if not 1900 <= day.year <= 2200:
            raise ValidationError("This year cannot be right.")
        return day


class Amount(fields.Field[Decimal]):
    """A decimal number written as a string, so that no digit is lost between devices."""

    def __init__(self, low: str = "0", high: str = "100000", places: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high, self.places = Decimal(low), Decimal(high), places

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not 0 < len(value) <= 20:
            raise ValidationError('Write the number as text, such as "12.5".')
        if not PLAIN_NUMBER.fullmatch(value):
            raise ValidationError("Not a number.")
        number = Decimal(value)
        if not self.low <= number <= self.high:
            raise ValidationError(f"Must be between {self.low} and {self.high}.")
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.places:
            raise ValidationError(f"At most {self.places} digits after the point.")
        return number

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(value, "f")


class Truth(fields.Field[bool]):
    """True or false, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Must be true or false.")
        return value


class Count(fields.Integer):
    """A whole number within bounds; neither text nor a truth value."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        message = f"Must be between {low} and {high}."
        super().__init__(strict=True, validate=validate.Range(low, high, error=message), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("Must be a whole number.")
        return super()._deserialize(value, attr, data, **kwargs)


def pain(**kwargs: Any) -> Count:
    """Pain on the numeric rating scale, 0 none to 10 worst."""
    return Count(0, 10, **kwargs)


def word(**kwargs: Any) -> fields.String:
    """A name or an own word: 1 to 120 characters, no line breaks."""
    return fields.String(validate=[validate.Length(1, WORD), _plain], **kwargs)


def note(**kwargs: Any) -> fields.String:
    """Free text, at most 4,000 characters."""
    message = f"At most {NOTE} characters."
    return fields.String(validate=[validate.Length(max=NOTE, error=message), _printable], **kwargs)


def short(**kwargs: Any) -> fields.String:
    """A short text of one or more lines, at most 500 characters."""
    message = f"At most {SHORT} characters."
    return fields.String(validate=[validate.Length(max=SHORT, error=message), _printable], **kwargs)


def one_of(*choices: str, **kwargs: Any) -> fields.String:
    """One of a closed list of words."""
    return fields.String(validate=validate.OneOf(choices, error="Must be one of: {choices}."), **kwargs)


def open_list() -> fields.List:
    """Words from our list and the patient's own, at most 40, each once."""
    return fields.List(word(), validate=[validate.Length(max=ITEMS), _each_once], allow_none=True)


def many(schema: type[Schema]) -> fields.List:
    """A short list of parts, at most 40."""
    return fields.List(fields.Nested(schema), validate=validate.Length(max=ITEMS), allow_none=True)


def named(schema: type[Schema], **kwargs: Any) -> fields.List:
    """A short list of parts with a name each, and no name twice: words from our list and the patient's own."""
    checks: list[Callable[[Any], Any]] = [validate.Length(max=ITEMS), _named_once]
    return fields.List(fields.Nested(schema), validate=checks, allow_none=True, **kwargs)


def zone(**kwargs: Any) -> fields.String:
    """An IANA time zone, such as Europe/Berlin."""
    return fields.String(validate=_known_zone, **kwargs)


def bounds(schema: Schema) -> dict[str, dict[str, Any]]:
    """For each field, the attributes of its input, from the numbers that the schema refuses by."""
    return {name: _attributes(field) for name, field in schema.fields.items()}


def _attributes(field: fields.Field[Any]) -> dict[str, Any]:
    if isinstance(field, Count):
        span = next(check for check in field.validators if isinstance(check, validate.Range))
        return {"inputmode": "numeric", "data_low": span.min, "data_high": span.max}
    if isinstance(field, Amount):
        return {
            "inputmode": "decimal",
            "data_low": field.low,
            "data_high": field.high,
            "data_places": field.places,
        }
    lengths = [check.max for check in field.validators if isinstance(check, validate.Length)]
    return {"maxlength": lengths[0]} if lengths else {}


def _known_zone(name: str) -> None:
    if name not in ZONES:
        raise ValidationError("We do not know this time zone; use a name such as Europe/Berlin.")


def _printable(text: str) -> None:
    if any((ord(c) < 32 and c not in "\n\t\r") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValidationError("Contains characters that cannot be kept.")


def _plain(text: str) -> None:
    _printable(text)
    if "\n" in text or "\r" in text or not text.strip():
        raise ValidationError("Write at least one character, on one line.")


def _named_once(items: list[dict[str, Any]]) -> None:
    _each_once([item["name"] for item in items])


def _each_once(words: list[str]) -> None:
    if len(set(words)) != len(words):
        raise ValidationError("The same word stands here twice.")


class YesNoSchema(Body):
    """One question of an open list, answered yes or no. What was not answered is not in the list."""

    name = word(required=True)
    yes = Truth(required=True)
