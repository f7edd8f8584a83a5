"""Take in what a device wrote."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from diary.fields import Refused, refused
from diary.revisions.answers import answered, named
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
    answers = [answered(ledger, named(operation), partial(_save, ledger, operation)) for operation in operations]
    close_ledger(ledger)
    return answers


def _save(ledger: Ledger, operation: Any) -> Outcome:
    try:
        revision = REVISION.load(operation)
    except ValidationError as problem:
        raise refused("This is not a version we can read.", problem) from None
    kind = COLLECTIONS.get(revision["collection"])
    if kind is None:
        raise Refused("We do not know this kind of record.", {"collection": ["Unknown."]})
    return save(ledger, kind, revision)
