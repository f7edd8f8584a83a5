"""Make typed rows again from revisions: derived must equal rebuilt (invariant I15)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.revisions import rows
from diary.revisions.kinds import Kind
from diary.revisions.models import Revision
from diary.revisions.operations import load
from diary.revisions.winner import Version, leaves

Common = dict[str, Any]


def differing(session: Session, patient_id: UUID, kinds: Iterable[Kind]) -> list[UUID]:
    """The records whose typed row is missing, too much, or not its winner's."""
    known = {kind.collection: kind for kind in kinds}
    wanted = {record_id: common["rev_id"] for record_id, (_, common, _) in _winners(session, patient_id, known).items()}
    shown: dict[UUID, str] = {}
    wrong: list[UUID] = []
    for kind in known.values():
        table = kind.table.__table__
        for row in session.execute(sa.select(table).where(table.c.patient_id == patient_id)).mappings():
            shown[row["id"]] = row["rev_id"]
            if wanted.get(row["id"]) == row["rev_id"] and not _agrees(session, patient_id, kind, dict(row)):
                wrong.append(row["id"])
    return wrong + [record_id for record_id in {*wanted, *shown} if wanted.get(record_id) != shown.get(record_id)]


def rebuild(session: Session, patient_id: UUID, kinds: Iterable[Kind], records: Sequence[UUID]) -> None:
    """Write the rows of `records` again from their revisions."""
    known = {kind.collection: kind for kind in kinds}
    winners = _winners(session, patient_id, known)
    for record_id in records:
        for kind in known.values():
            rows.hide(session, kind, patient_id, record_id)
        if record_id in winners:
            kind, common, values = winners[record_id]
            rows.show(session, kind, common, values)


def _winners(
    session: Session, patient_id: UUID, known: Mapping[str, Kind]
) -> dict[UUID, tuple[Kind, Common, dict[str, Any]]]:
    """What each live record shows: its kind, its common columns, its values."""
    table = Revision.__table__
    by_record: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.execute(sa.select(table).where(table.c.patient_id == patient_id).order_by(table.c.seq)):
        by_record[row.record_id].append(row)
    found = {}
    for record_id, versions in by_record.items():
        ends = leaves(Version(v.rev_id, tuple(v.parents.split()), v.generation, v.deleted) for v in versions)
        if ends[0].deleted:
            continue
        kept = next(v for v in versions if v.rev_id == ends[0].rev_id)
        common = {
            "patient_id": patient_id,
            "id": record_id,
            "rev_id": kept.rev_id,
            "versions": sum(not leaf.deleted for leaf in ends),
            "saved_at": kept.at,
            "received_at": kept.received_at,
            "clock_suspect": "clock_suspect" in kept.marks.split(),
        }
        kind = known[kept.collection]
        found[record_id] = (kind, common, load(kind, orjson.loads(kept.body)))
    return found


def _agrees(session: Session, patient_id: UUID, kind: Kind, row: Mapping[str, Any]) -> bool:
    """Whether a typed row still says what its revision's body says."""
    table = Revision.__table__
    statement = sa.select(table.c.body).where(table.c.patient_id == patient_id, table.c.rev_id == row["rev_id"])
    values = load(kind, orjson.loads(session.execute(statement).scalar_one()))
    return all(row[name] == values.get(name) for name in kind.schema.fields if name in row)
