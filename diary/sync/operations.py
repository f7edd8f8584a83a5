"""Take in what a device wrote."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.fields import Refused, refused
from diary.revisions.operations import Ledger, Outcome, close_ledger, open_ledger, save
from diary.revisions.schemas import RevisionSchema
from diary.sync.collections import COLLECTIONS

REVISION = RevisionSchema()


def push(
    session: Session,
    *,
    patient_id: UUID,
    operations: Sequence[Any],
    actor_id: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """Save each of `operations` in a savepoint of its own and answer for each, in their order.

    The patient is locked for the whole batch; the caller commits. What is refused changes nothing else.
    """
    ledger = open_ledger(session, patient_id=patient_id, by="patient", actor_id=actor_id, now=now)
    answers = [_answer(ledger, operation) for operation in operations]
    close_ledger(ledger)
    return answers


def _answer(ledger: Ledger, operation: Any) -> dict[str, Any]:
    name = operation.get("rev_id") if isinstance(operation, Mapping) else None
    name = name if isinstance(name, str) and len(name) == 32 else None
    before = (ledger.seq, ledger.xor, ledger.added)
    try:
        with ledger.session.begin_nested():
            outcome = _save(ledger, operation)
    except Refused as problem:
        ledger.seq, ledger.xor, ledger.added = before
        return {"rev_id": name, "answer": "rejected", "error": problem.error, "fields": problem.fields}
    except IntegrityError:
        ledger.seq, ledger.xor, ledger.added = before
        sentence = "This contradicts what the diary already holds."
        return {"rev_id": name, "answer": "rejected", "error": sentence, "fields": {}}
    return {"rev_id": outcome.rev_id, "answer": outcome.answer, "seq": outcome.seq, "marks": list(outcome.marks)}


def _save(ledger: Ledger, operation: Any) -> Outcome:
    try:
        revision = REVISION.load(operation)
    except ValidationError as problem:
        raise refused("This is not a version we can read.", problem) from None
    kind = COLLECTIONS.get(revision["collection"])
    if kind is None:
        raise Refused("We do not know this kind of record.", {"collection": ["Unknown."]})
    return save(ledger, kind, revision)
