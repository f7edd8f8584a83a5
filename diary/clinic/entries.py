"""Text typed into a form ↔ the values of a record's body, by the fields of the record's own schema."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields

from diary import fields as own
from diary.clock import instant

# What marshmallow says, in words for a person.
PLAIN = {"Missing data for required field.": "This is needed too.", "Not a valid UUID.": "There is no such thing here."}
LONGEST_COUNT = 9  # digits; more is no count, and its own refusal says so
# A clock time without a date is the first one that is not earlier than this before the start.
BEFORE_START = timedelta(hours=6)


def shown(field: fields.Field[Any], value: Any, zone: str) -> str:
    """A body's value as it stands in the form; a moment on the patient's clock."""
    if value is None:
        return ""
    if isinstance(field, own.Instant):
        return _local(value, zone).strftime("%Y-%m-%dT%H:%M")
    return str(value)


def typed(field: fields.Field[Any], text: str, zone: str) -> Any:
    """What was typed as a body's value, None for nothing. What cannot be read stays text, for the schema to refuse."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None
    if isinstance(field, own.Count):
        return int(text) if text.isdecimal() and len(text) <= LONGEST_COUNT else text
    if isinstance(field, own.Amount):
        return text.replace(",", ".")
    if isinstance(field, own.Instant):
        return moment_typed(text, zone)
    return text


def kept(field: fields.Field[Any], text: str, zone: str, before: Any) -> Any:
    """What was typed; where nobody touched it, exactly what was there before, seconds and zeros included."""
    was, now = (each.replace("\r\n", "\n").strip() for each in (shown(field, before, zone), text))
    return before if now == was else typed(field, text, zone)


def moment_typed(text: str, zone: str) -> str:
    """A local date and time as a body's moment; what cannot be read stays as it is."""
    try:
        return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, OverflowError):
        return text


def clock_shown(value: str | None, zone: str) -> str:
    """The clock time of a body's moment."""
    return _local(value, zone).strftime("%H:%M") if value else ""


def clock_typed(text: str, zone: str, start: datetime) -> str:
    """A clock time as a body's moment: the first such time from six hours before `start` on."""
    local = start.astimezone(ZoneInfo(zone))
    try:
        hour, minute = (int(part) for part in text.strip().split(":")[:2])
        moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return text
    if moment < local - BEFORE_START:
        moment += timedelta(days=1)
    elif moment - timedelta(days=1) >= local - BEFORE_START:
        moment -= timedelta(days=1)
    return instant(moment)


def in_zone(moment: datetime, zone: str) -> datetime:
    """A moment on the clock of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def flat(messages: Any, name: str, places: Mapping[str, list[int]]) -> dict[str, list[str]]:
    """Refusals by the name of the input they belong to; `places` has the form's row of each item of a list."""
    if not isinstance(messages, dict):
        return {name: [PLAIN.get(str(message), str(message)) for message in messages]}
    found: dict[str, list[str]] = {}
    for key, inner in messages.items():
        row = places[name][key] if isinstance(key, int) and name in places else key
        found.update(flat(inner, f"{name}.{row}", places))
    return found


def _local(value: str, zone: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
