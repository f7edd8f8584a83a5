"""Make typed rows again from revisions: derived must equal rebuilt (invariant I15), down to the rows of its lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.fields import Refused
from diary.revisions import rows
from diary.revisions.kinds import Kind, Parts
from diary.revisions.models import Revision
from diary.revisions.operations import load
from diary.revisions.winner import Version, leaves

Common = dict[str, Any]
Winner = tuple[Kind, Common, dict[str, Any]]  # and its values


@dataclass
class Found:
    """What a comparison found: records whose row is not their winner's, and winners that cannot be read."""

    differing: list[UUID]
    unreadable: dict[UUID, str]  # why: the collection and the fields that today's schema refuses


def differing(session: Session, patient_id: UUID, kinds: Iterable[Kind]) -> list[UUID]:
    """The records whose typed row is missing, too much, or not its winner's."""
    return compare(session, patient_id, kinds).differing


def compare(session: Session, patient_id: UUID, kinds: Iterable[Kind]) -> Found:
    """The records whose typed row is missing, too much, or not its winner's; and those nobody can tell of."""
    known = {kind.collection: kind for kind in kinds}
    winners, unreadable = _winners(session, patient_id, known)
    wanted = {record_id: common["rev_id"] for record_id, (_, common, _) in winners.items()}
    shown: dict[UUID, str] = {}
    wrong: set[UUID] = set()
    for kind in known.values():
        table = kind.table.__table__
        for row in session.execute(sa.select(table).where(table.c.patient_id == patient_id)).mappings():
            shown[row["id"]] = row["rev_id"]
            if wanted.get(row["id"]) == row["rev_id"] and not _agrees(winners[row["id"]], dict(row)):
                wrong.add(row["id"])
        wrong |= _with_other_parts(session, patient_id, kind, winners)
    judged = {*wanted, *shown} - set(unreadable)
    wrong |= {record_id for record_id in judged if wanted.get(record_id) != shown.get(record_id)}
    return Found(sorted(wrong - set(unreadable)), unreadable)


def rebuild(session: Session, patient_id: UUID, kinds: Iterable[Kind], records: Sequence[UUID]) -> None:
    """Write the rows of `records` again from their revisions."""
    known = {kind.collection: kind for kind in kinds}
    winners, _ = _winners(session, patient_id, known)
    for record_id in records:
        for kind in known.values():
            rows.hide(session, kind, patient_id, record_id)
        if record_id in winners:
            kind, common, values = winners[record_id]
            rows.show(session, kind, common, values)


def _winners(
    session: Session, patient_id: UUID, known: Mapping[str, Kind]
) -> tuple[dict[UUID, Winner], dict[UUID, str]]:
    """What each live record shows, and the live records that cannot be read, with why."""
    table = Revision.__table__
    by_record: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.execute(sa.select(table).where(table.c.patient_id == patient_id).order_by(table.c.seq)):
        by_record[row.record_id].append(row)
    found: dict[UUID, Winner] = {}
    unreadable: dict[UUID, str] = {}
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
        try:
            found[record_id] = (kind, common, load(kind, orjson.loads(kept.body)))
        except Refused as problem:
            # The names of the fields, never what they hold: this is printed.
            unreadable[record_id] = f"{kept.collection}, {', '.join(sorted(problem.fields))}"
    return found, unreadable


def _agrees(winner: Winner, row: Mapping[str, Any]) -> bool:
    """Whether a typed row says what its revision's body says."""
    kind, common, values = winner
    says = {**{name: values.get(name) for name in kind.schema.fields}, **common}
    return all(row[name] == value for name, value in says.items() if name in row)


def _with_other_parts(session: Session, patient_id: UUID, kind: Kind, winners: Mapping[UUID, Winner]) -> set[UUID]:
    """The records of which a list has a row too few, too many, or with something else in it."""
    own = [(common, values) for other, common, values in winners.values() if other is kind]
    wrong: set[UUID] = set()
    for parts in kind.parts:
        table = parts.table.__table__
        wanted = {_place(parts, row): row for common, values in own for row in rows.part_rows(parts, common, values)}
        found = session.execute(sa.select(table).where(table.c.patient_id == patient_id)).mappings()
        held = {_place(parts, row): row for row in map(dict, found)}
        wrong |= {place[0] for place in {*wanted, *held} if wanted.get(place) != held.get(place)}
    return wrong


def _place(parts: Parts, row: Mapping[str, Any]) -> tuple[UUID, str, int]:
    return row[parts.parent], row["part"], row["position"]
