"""The access log: append a line to a patient's chain, and find out whether anybody changed one.

A line's hash covers the line and the hash before it, so that an edit, a deletion, an insertion or a
change of order breaks the chain; the patient's row says how long the chain is, so that cutting off its
end shows too. Who can rewrite the whole database can rewrite all of it: for that the clinic's daily
head is written down elsewhere (`flask audit head`).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import NO_HASH, AccessLog, Clinic, ClinicHead, Membership, Patient


def append(
    session: Session,
    *,
    patient_id: UUID,
    actor_id: int | None,
    clinic_id: UUID | None = None,
    purpose: str,
    what: str,
    outcome: str = "done",
    now: datetime,
) -> AccessLog:
    """The line that was added to this patient's log. Holds the patient's lock until the commit."""
    session.flush()
    lock = sa.select(Patient.log_seq, Patient.log_hash).where(Patient.id == patient_id).with_for_update()
    seq, prev_hash = session.execute(lock).one()
    line = AccessLog(
        patient_id=patient_id,
        seq=seq + 1,
        at=now,
        actor_id=actor_id,
        clinic_id=clinic_id,
        purpose=purpose,
        what=what,
        outcome=outcome,
        prev_hash=prev_hash,
    )
    line.hash = _hash_of(line)
    session.add(line)
    session.execute(
        sa.update(Patient).where(Patient.id == patient_id).values(log_seq=line.seq, log_hash=line.hash),
    )
    session.flush()
    return line


def close_day(session: Session, *, clinic_id: UUID, day: date, now: datetime) -> ClinicHead:
    """The clinic's head for `day`, made now if there was none: one hash over every patient's chain."""
    made = session.get(ClinicHead, (clinic_id, day))
    if made is not None:
        return made
    chains = (
        sa.select(Patient.id, Patient.log_seq, Patient.log_hash)
        .join(Membership, Membership.patient_id == Patient.id)
        .where(Membership.clinic_id == clinic_id)
        .order_by(Patient.id)
    )
    heads = sorted([str(patient_id), seq, last] for patient_id, seq, last in session.execute(chains))
    previous = session.scalar(
        sa.select(ClinicHead.hash).where(ClinicHead.clinic_id == clinic_id).order_by(ClinicHead.date.desc()).limit(1)
    )
    head = ClinicHead(
        clinic_id=clinic_id, date=day, heads=_canonical(heads), prev_hash=previous or NO_HASH, hash="", at=now
    )
    head.hash = _hash_of_head(head)
    session.add(head)
    session.flush()
    return head


def close_day_everywhere(session: Session, *, day: date, now: datetime) -> list[ClinicHead]:
    """Every clinic's head for `day`."""
    clinics = list(session.scalars(sa.select(Clinic.id).order_by(Clinic.id)))
    return [close_day(session, clinic_id=clinic_id, day=day, now=now) for clinic_id in clinics]


def verify(session: Session) -> list[str]:
    """What is wrong with the access logs, in sentences; empty when nothing is."""
    return [*_broken_chains(session), *_broken_heads(session)]


def _broken_chains(session: Session) -> Iterator[str]:
    chains = sa.select(Patient.id, Patient.log_seq, Patient.log_hash).order_by(Patient.id)
    for patient_id, length, last in session.execute(chains).all():
        seq, prev_hash = 0, NO_HASH
        lines = sa.select(AccessLog).where(AccessLog.patient_id == patient_id).order_by(AccessLog.seq)
        for line in session.scalars(lines.execution_options(yield_per=500)):
            if line.seq != seq + 1:
                yield f"Patient {patient_id}: lines {seq + 1} to {line.seq - 1} are missing."
            if line.prev_hash != prev_hash:
                yield f"Patient {patient_id}: line {line.seq} does not follow the line before it."
            if line.hash != _hash_of(line):
                yield f"Patient {patient_id}: line {line.seq} was changed."
            seq, prev_hash = line.seq, line.hash
        if (seq, prev_hash) != (length, last):
            yield f"Patient {patient_id}: the log ends at line {seq} and should end at line {length}."


def _broken_heads(session: Session) -> Iterator[str]:
    before: dict[UUID, str] = {}
    for head in session.scalars(sa.select(ClinicHead).order_by(ClinicHead.clinic_id, ClinicHead.date)):
        if head.prev_hash != before.get(head.clinic_id, NO_HASH):
            yield f"Clinic {head.clinic_id}: the head of {head.date} does not follow the one before it."
        if head.hash != _hash_of_head(head):
            yield f"Clinic {head.clinic_id}: the head of {head.date} was changed."
        before[head.clinic_id] = head.hash
        for patient_id, seq, last in json.loads(head.heads):
            if seq and session.scalar(_hash_at(UUID(patient_id), seq)) != last:
                yield f"Patient {patient_id}: line {seq} is not the one that the head of {head.date} saw."


def _hash_at(patient_id: UUID, seq: int) -> sa.Select[str]:
    return sa.select(AccessLog.hash).where(AccessLog.patient_id == patient_id, AccessLog.seq == seq)


def _hash_of(line: AccessLog) -> str:
    clinic = None if line.clinic_id is None else str(line.clinic_id)
    told = [str(line.patient_id), line.seq, _moment(line.at), line.actor_id, clinic]
    return _digest([line.prev_hash, *told, line.purpose, line.what, line.outcome])


def _hash_of_head(head: ClinicHead) -> str:
    return _digest([head.prev_hash, str(head.clinic_id), head.date.isoformat(), head.heads, _moment(head.at)])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _canonical(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()
