"""A kind of record: what it is called on the wire, what its body may hold, who writes it, where it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from marshmallow import Schema

# The version of every body's schema. A device may be older, never newer.
SCHEMA = 1


@dataclass(frozen=True)
class Parts:
    """Lists in a body that become rows of one child table: `fields` maps each list to its `part` word."""

    table: Any  # a mapped class
    parent: str  # the child's column that holds the record's id
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """A collection of records. `identity` gives the id that a natural key demands, or None for any id."""

    collection: str
    schema: Schema
    writers: frozenset[str]
    table: Any  # a mapped class with RecordColumns
    parts: tuple[Parts, ...] = ()
    identity: Callable[[UUID, Mapping[str, Any]], UUID] | None = None
    instants: tuple[str, ...] = field(default=())  # fields whose time is checked against the server's clock
