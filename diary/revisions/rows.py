"""The typed rows of a winner: written whole, taken away whole."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.revisions.kinds import Kind, Parts


def show(session: Session, kind: Kind, common: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write the rows of a record that has none: `common` columns and the loaded body's `values`."""
    table = kind.table.__table__
    lists = {name for parts in kind.parts for name in parts.fields}
    own = {name: values.get(name) for name in _own_columns(kind) if name not in lists}
    session.execute(sa.insert(table), [{**own, **common}])
    for parts in kind.parts:
        rows = part_rows(parts, common, values)
        if rows:
            session.execute(sa.insert(parts.table.__table__), rows)


def hide(session: Session, kind: Kind, patient_id: UUID, record_id: UUID) -> None:
    """Take a record's rows away; its parts go with it."""
    table = kind.table.__table__
    session.execute(sa.delete(table).where(table.c.patient_id == patient_id, table.c.id == record_id))


def recount(session: Session, kind: Kind, common: Mapping[str, Any]) -> None:
    """Say how many versions a record has now, and leave the rest of its row as it is."""
    table = kind.table.__table__
    this = sa.update(table).where(table.c.patient_id == common["patient_id"], table.c.id == common["id"])
    session.execute(this.values(versions=common["versions"]))


def part_rows(parts: Parts, common: Mapping[str, Any], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a record's lists, as `show` writes them."""
    columns = [column.name for column in parts.table.__table__.c]
    rows = []
    for name, part in parts.fields.items():
        for position, item in enumerate(values.get(name) or []):
            given = {"name": item} if isinstance(item, str) else item
            row = {column: given.get(column) for column in columns}
            row.update(patient_id=common["patient_id"], part=part, position=position)
            row[parts.parent] = common["id"]
            rows.append(row)
    return rows


def _own_columns(kind: Kind) -> list[str]:
    return [name for name in kind.schema.fields if name in kind.table.__table__.c]
