"""What the page *Reminders* sends and gets."""

import re
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from marshmallow import ValidationError, fields, validate

from diary import fields as own
from diary.reminders.models import WAYS
from diary.reminders.push import CURVE, bytes_of

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _clock(text: str) -> None:
    if not CLOCK.fullmatch(text):
        raise ValidationError("Write a time of day, such as 20:00.")


def _key(text: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes_of(text))
    except ValueError:
        raise ValidationError("Not a browser's key.") from None


def _secret(text: str) -> None:
    try:
        right = len(bytes_of(text)) == 16
    except ValueError:
        right = False
    if not right:
        raise ValidationError("Not a browser's secret.")


class ReminderSchema(own.Body):
    """Whether, when and by which way to ask. `account` is the diary that the page shows."""

    account = fields.UUID(required=True)
    on = own.Truth(required=True)
    at = fields.String(required=True, validate=_clock)
    way = own.one_of(*WAYS, required=True)


class DeviceSchema(own.Body):
    """A browser that takes notifications, as its PushSubscription says."""

    account = fields.UUID(required=True)
    endpoint = fields.String(required=True, validate=validate.Length(1, 1000))
    p256dh = fields.String(required=True, validate=[validate.Length(max=100), _key])
    auth = fields.String(required=True, validate=[validate.Length(max=40), _secret])


class EndpointSchema(own.Body):
    """A browser that takes no more notifications."""

    account = fields.UUID(required=True)
    endpoint = fields.String(required=True, validate=validate.Length(1, 1000))


class StandingSchema(own.Body):
    """How the patient's reminder stands."""

    account = fields.UUID(required=True)
    on = own.Truth(required=True)
    at = fields.String(required=True)
    way = fields.String(required=True)
    zone = fields.String(required=True)
    unanswered = fields.Integer(
        required=True, metadata={"description": "Days asked about since the last recorded one, today left out."}
    )
    stopped = own.Truth(required=True)
    devices = fields.List(fields.String(), required=True, metadata={"description": "A digest of each endpoint."})
    key = fields.String(required=True, allow_none=True, metadata={"description": "applicationServerKey"})
    mail = fields.String(required=True, allow_none=True, metadata={"description": "Where e-mail would go."})


def refuse_unless(allowed: bool, field: str, sentence: str) -> None:
    """Raise Refused with `sentence` beside `field`, unless it is allowed."""
    if not allowed:
        raise own.Refused("Some fields cannot be kept as they are.", {field: [sentence]})


def of_form(data: dict[str, Any]) -> dict[str, Any]:
    """A loaded body without the account it was for."""
    return {name: value for name, value in data.items() if name != "account"}
