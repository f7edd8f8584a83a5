"""Read what a device has not seen yet."""

import hashlib
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from diary import clock
from diary.config import ROOT
from diary.revisions import queries as revisions


def pull(session: Session, *, patient_id: UUID, after: int, limit: int) -> dict[str, Any]:
    """Revisions with seq above `after`, by seq, and the sanity check (count, xor) up to the new cursor."""
    rows = revisions.after(session, patient_id, after, limit + 1)
    page = rows[:limit]
    cursor = page[-1].seq if page else after
    return {
        "revisions": [_wire(row) for row in page],
        "cursor": cursor,
        "has_more": len(rows) > limit,
        "count": cursor,  # seq has no gaps, so the last one counts them
        "xor": page[-1].running_xor if page else revisions.running_xor(session, patient_id, after),
    }


@cache
def build() -> str:
    """A name for this server's rules: another build may take what this one refused."""
    code = hashlib.sha256()
    for path in sorted((ROOT / "diary").rglob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


def _wire(row: Any) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "rev_id": row.rev_id,
        "record_id": str(row.record_id),
        "collection": row.collection,
        "parents": row.parents.split(),
        "generation": row.generation,
        "deleted": row.deleted,
        "body": None if row.body is None else orjson.Fragment(row.body),
        "schema": row.schema,
        "device": str(row.device),
        "device_n": row.device_n,
        "at": clock.instant(row.at),
        "zone": row.zone,
        "offset": row.offset,
        "local_date": row.local_date.isoformat(),
        "received_at": clock.instant(row.received_at),
        "marks": row.marks.split(),
    }
