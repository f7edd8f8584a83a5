"""Save a version of a record: check it, append it, show the winner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import audit
from diary.accounts.models import Patient
from diary.fields import Refused, refused
from diary.revisions import queries, rows
from diary.revisions.canonical import rev_id
from diary.revisions.kinds import SCHEMA, Kind
from diary.revisions.winner import Version, leaves


@dataclass
class Ledger:
    """One patient's revisions while they are being added to. Holds the patient's lock until the commit."""

    session: Session
    patient_id: UUID
    by: str
    actor_id: int | None
    clinic_id: UUID | None
    now: datetime
    seq: int
    xor: int
    added: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a version: accepted or duplicate, under which seq, with which marks."""

    answer: str
    seq: int
    record_id: UUID
    rev_id: str
    marks: tuple[str, ...] = ()


def open_ledger(
    session: Session,
    *,
    patient_id: UUID,
    by: str,
    actor_id: int | None,
    now: datetime,
    clinic_id: UUID | None = None,
) -> Ledger:
    """Lock the patient and read where the diary stands.

    `by` is patient, clinic or import; `actor_id` the user who acts, None for a command; `clinic_id` the clinic
    they act for.
    """
    statement = sa.select(Patient.next_seq).where(Patient.id == patient_id).with_for_update()
    next_seq = session.execute(statement).scalar_one()
    xor = queries.running_xor(session, patient_id, next_seq - 1)
    return Ledger(session, patient_id, by, actor_id, clinic_id, now, seq=next_seq - 1, xor=int(xor, 16))


def close_ledger(ledger: Ledger) -> None:
    """Write down how far the diary has come and who added to it; the caller commits."""
    if not ledger.added:
        return
    statement = sa.update(Patient).where(Patient.id == ledger.patient_id).values(next_seq=ledger.seq + 1)
    ledger.session.execute(statement)
    audit.append(
        ledger.session,
        patient_id=ledger.patient_id,
        actor_id=ledger.actor_id,
        clinic_id=ledger.clinic_id,
        purpose=f"written by {ledger.by}",
        what=f"saved {ledger.added}",
        now=ledger.now,
    )


def save(ledger: Ledger, kind: Kind, revision: Mapping[str, Any]) -> Outcome:
    """Append `revision` (as loaded by RevisionSchema) and show the record's winner.

    Saying it twice is harmless. Raises Refused when it cannot be kept, with nothing changed.
    """
    _check_name(kind, revision)
    known = queries.versions(ledger.session, ledger.patient_id, revision["record_id"])
    for seq, version, collection in known:
        if version.rev_id == revision["rev_id"]:
            return Outcome("duplicate", seq, revision["record_id"], version.rev_id)
        if collection != kind.collection:
            raise Refused("Another kind of record has this id.", {"record_id": ["Already in use."]})
    if ledger.by not in kind.writers and ledger.by != "import":
        raise Refused("This is written by someone else.", {"collection": ["Not yours to write."]})
    values = None if revision["deleted"] else load(kind, revision["body"])
    _check_identity(kind, ledger.patient_id, revision, values)
    _check_generation(known, revision)
    marks = _marks(kind, values, ledger.now)
    _append(ledger, revision, marks)
    _show_winner(ledger, kind, known, revision, values, marks)
    return Outcome("accepted", ledger.seq, revision["record_id"], revision["rev_id"], marks)


def record(
    ledger: Ledger,
    kind: Kind,
    *,
    body: Mapping[str, Any] | None,
    at: datetime,
    zone: str,
    device: UUID,
    device_n: int,
    record_id: UUID | None = None,
    parents: list[str] | None = None,
) -> Outcome:
    """Save `body` (None deletes) on behalf of a page, an import or the demo: the next version of the record.

    `parents` default to the record's current leaves, so that what was on the page is superseded; pass those
    that the page was made from to keep a concurrent change visible as a second version.
    """
    values = None if body is None else load(kind, body)
    if record_id is None:
        record_id = kind.identity(ledger.patient_id, values) if kind.identity and values else uuid4()
    known = [version for _, version, _ in queries.versions(ledger.session, ledger.patient_id, record_id)]
    made_from = sorted(parents if parents is not None else [leaf.rev_id for leaf in leaves(known)])
    generation = 1 + max((v.generation for v in known if v.rev_id in made_from), default=0)
    named: dict[str, Any] = {
        "record_id": record_id,
        "collection": kind.collection,
        "parents": made_from,
        "deleted": body is None,
        "body": body,
        "device": device,
        "device_n": device_n,
    }
    revision = {
        **named,
        "rev_id": rev_id(**named),
        "generation": generation,
        "schema": SCHEMA,
        "at": at,
        "zone": zone,
        "offset": clock.offset_minutes(at, zone),
        "local_date": clock.local_date(at, zone),
    }
    return save(ledger, kind, revision)


def load(kind: Kind, body: Any) -> dict[str, Any]:
    """`body` as typed values. Raises Refused with the fields that cannot be kept."""
    try:
        return kind.schema.load(body)
    except ValidationError as problem:
        raise refused("Some fields cannot be kept as they are.", problem) from None


def _check_name(kind: Kind, revision: Mapping[str, Any]) -> None:
    if revision["schema"] > SCHEMA:
        raise Refused("This was written by a newer Lull. It is kept on the device until the clinic updates.")
    if revision["deleted"] != (revision["body"] is None):
        raise Refused("A deletion has no body, and only a deletion has none.", {"body": ["Missing or too much."]})
    expected = rev_id(
        record_id=revision["record_id"],
        collection=kind.collection,
        parents=revision["parents"],
        deleted=revision["deleted"],
        body=revision["body"],
        device=revision["device"],
        device_n=revision["device_n"],
    )
    if expected != revision["rev_id"]:
        raise Refused("This was damaged on the way.", {"rev_id": ["Does not fit what it names."]})


def _check_identity(kind: Kind, patient_id: UUID, revision: Mapping[str, Any], values: Any) -> None:
    if kind.identity is None or values is None:
        return
    if kind.identity(patient_id, values) != revision["record_id"]:
        raise Refused("This record's id does not fit its contents.", {"record_id": ["Made from something else."]})


def _check_generation(known: list[tuple[int, Version, str]], revision: Mapping[str, Any]) -> None:
    """A generation counts the versions before it; a device must not win by claiming a high one."""
    generations = {version.rev_id: version.generation for _, version, _ in known}
    if not revision["parents"] and revision["generation"] != 1:
        raise Refused("A first version has generation 1.", {"generation": ["Must be 1."]})
    if all(parent in generations for parent in revision["parents"]) and revision["parents"]:
        expected = 1 + max(generations[parent] for parent in revision["parents"])
        if revision["generation"] != expected:
            raise Refused("The generation does not follow its parents.", {"generation": [f"Must be {expected}."]})


def _marks(kind: Kind, values: Mapping[str, Any] | None, now: datetime) -> tuple[str, ...]:
    if values is None:
        return ()
    moments = [values[name] for name in kind.instants if values.get(name) is not None]
    return ("clock_suspect",) if any(moment > now + clock.SKEW for moment in moments) else ()


def _append(ledger: Ledger, revision: Mapping[str, Any], marks: tuple[str, ...]) -> None:
    xor = ledger.xor ^ int(revision["rev_id"], 16)
    row = {
        **{name: revision[name] for name in ("rev_id", "record_id", "generation", "deleted", "schema")},
        **{name: revision[name] for name in ("device", "device_n", "at", "zone", "offset", "local_date")},
        "collection": revision["collection"],
        "parents": " ".join(sorted(revision["parents"])),
        "body": None if revision["deleted"] else orjson.dumps(revision["body"]).decode(),
        "patient_id": ledger.patient_id,
        "seq": ledger.seq + 1,
        "received_at": ledger.now,
        "by": ledger.by,
        "actor_id": ledger.actor_id,
        "marks": " ".join(marks),
        "running_xor": f"{xor:032x}",
    }
    ledger.session.execute(sa.insert(queries.TABLE), [row])
    ledger.seq, ledger.xor, ledger.added = ledger.seq + 1, xor, ledger.added + 1


def _show_winner(
    ledger: Ledger,
    kind: Kind,
    known: list[tuple[int, Version, str]],
    revision: Mapping[str, Any],
    values: Mapping[str, Any] | None,
    marks: tuple[str, ...],
) -> None:
    own = Version(revision["rev_id"], tuple(revision["parents"]), revision["generation"], revision["deleted"])
    ends = leaves([*(version for _, version, _ in known), own])
    # A parent that has not come yet does not hide its child: the child is a leaf whatever its parents are.
    winner = ends[0]
    common = {
        "patient_id": ledger.patient_id,
        "id": revision["record_id"],
        "rev_id": winner.rev_id,
        "versions": sum(not leaf.deleted for leaf in ends),
        "saved_at": revision["at"],
        "received_at": ledger.now,
        "clock_suspect": "clock_suspect" in marks,
    }
    if winner.rev_id != own.rev_id and not winner.deleted:
        kept = queries.revision(ledger.session, ledger.patient_id, winner.rev_id)
        common.update(saved_at=kept.at, received_at=kept.received_at, clock_suspect="clock_suspect" in kept.marks)
        try:
            values = load(kind, orjson.loads(kept.body))
        except Refused:
            # Other rules took it once. What is shown of it stays as it is, and `flask rebuild --check` names it.
            rows.recount(ledger.session, kind, common)
            return
    if known:
        rows.hide(ledger.session, kind, ledger.patient_id, revision["record_id"])
    if not winner.deleted:
        rows.show(ledger.session, kind, common, values or {})
