"""The name of a revision: the same words on every device give the same rev_id."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import rfc8785

from diary.fields import Refused

REV_ID_LENGTH = 32  # hex digits: the first 128 bits of SHA-256


def canonical_bytes(value: Any) -> bytes:
    """`value` as RFC 8785 JSON. Raises Refused for a float: a decimal travels as its digits, in a string."""
    _refuse_floats(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        raise Refused("This holds a value that cannot travel.") from None


def rev_id(
    *,
    record_id: UUID,
    collection: str,
    parents: Sequence[str],
    deleted: bool,
    body: Any,
    device: UUID,
    device_n: int,
) -> str:
    """The content address of a revision: 32 hex digits of SHA-256 over its canonical bytes."""
    named = {
        "body": body,
        "collection": collection,
        "deleted": deleted,
        "device": str(device),
        "device_n": device_n,
        "parents": sorted(parents),
        "record_id": str(record_id),
    }
    return hashlib.sha256(canonical_bytes(named)).hexdigest()[:REV_ID_LENGTH]


def _refuse_floats(value: Any) -> None:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, float):
            raise Refused('Write a decimal number as text, such as "12.5".')
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
