"""Read the revisions of a diary: one record's versions, what came after a cursor, a record's history."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.revisions.models import Revision
from diary.revisions.winner import Version

TABLE = cast(sa.Table, Revision.__table__)
NOTHING = "0" * 32


def versions(session: Session, patient_id: UUID, record_id: UUID) -> list[tuple[int, Version, str]]:
    """Every version of one record as (seq, version, collection), in the order of arrival."""
    c = TABLE.c
    statement = (
        sa.select(c.seq, c.rev_id, c.parents, c.generation, c.deleted, c.collection)
        .where(c.patient_id == patient_id, c.record_id == record_id)
        .order_by(c.seq)
    )
    return [
        (row.seq, Version(row.rev_id, tuple(row.parents.split()), row.generation, row.deleted), row.collection)
        for row in session.execute(statement)
    ]


def revision(session: Session, patient_id: UUID, rev_id: str) -> Any:
    """The row of one revision."""
    statement = sa.select(TABLE).where(TABLE.c.patient_id == patient_id, TABLE.c.rev_id == rev_id)
    return session.execute(statement).one()


def history(session: Session, patient_id: UUID, record_id: UUID) -> Sequence[Any]:
    """All versions of one record, oldest first: nothing that was ever saved is lost."""
    c = TABLE.c
    statement = sa.select(TABLE).where(c.patient_id == patient_id, c.record_id == record_id).order_by(c.seq)
    return session.execute(statement).all()


def after(session: Session, patient_id: UUID, cursor: int, limit: int) -> Sequence[Any]:
    """Revisions with seq above `cursor`, at most `limit`, by seq."""
    c = TABLE.c
    statement = sa.select(TABLE).where(c.patient_id == patient_id, c.seq > cursor).order_by(c.seq).limit(limit)
    return session.execute(statement).all()


def running_xor(session: Session, patient_id: UUID, seq: int) -> str:
    """The xor of all rev_ids up to `seq`, 32 hex digits; zeros when there are none."""
    if seq <= 0:
        return NOTHING
    statement = sa.select(TABLE.c.running_xor).where(TABLE.c.patient_id == patient_id, TABLE.c.seq == seq)
    return session.execute(statement).scalar_one_or_none() or NOTHING
