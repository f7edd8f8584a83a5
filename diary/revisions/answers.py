"""The answer to each version of a batch: one that is refused changes nothing, and stops none of the others."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError

from diary.fields import Refused
from diary.revisions.operations import Ledger, Outcome

CONTRADICTION = "This contradicts what the diary already holds."


def answered(ledger: Ledger, rev_id: str | None, work: Callable[[], Outcome]) -> dict[str, Any]:
    """What became of the version that `work` saves: accepted or duplicate, or rejected and why.

    It is saved in a savepoint of its own. `rev_id` names it where it could not be read.
    """
    before = (ledger.seq, ledger.xor, ledger.added)
    try:
        with ledger.session.begin_nested():
            outcome = work()
    except Refused as problem:
        error, fields = problem.error, problem.fields
    except IntegrityError:
        error, fields = CONTRADICTION, {}
    else:
        return {"rev_id": outcome.rev_id, "answer": outcome.answer, "seq": outcome.seq, "marks": list(outcome.marks)}
    ledger.seq, ledger.xor, ledger.added = before
    return {"rev_id": rev_id, "answer": "rejected", "error": error, "fields": fields}


def named(operation: Any) -> str | None:
    """What a device calls the version that it sends, where it looks like a name."""
    name = operation.get("rev_id") if isinstance(operation, dict) else None
    return name if isinstance(name, str) and len(name) == 32 else None
