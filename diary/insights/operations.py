"""Keep what the clinic's list shows up to date."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from diary.accounts.models import Patient
from diary.analysis import abandoned_at
from diary.clock import local_date
from diary.infusions.queries import unseen_ahead
from diary.insights.models import PatientSummary
from diary.insights.queries import read_diary
from diary.insights.summaries import REACH, AnsweredYes, Summary, packed, summarise

KEPT = cast(sa.Table, PatientSummary.__table__)


def refresh(session: Session, patient: Patient, now: datetime) -> Summary:
    """Count the patient's last days anew and keep the result. The caller commits."""
    # Read before the diary: what arrives in between is then counted again next time, never overlooked.
    seq = session.execute(sa.select(Patient.next_seq).where(Patient.id == patient.id)).scalar_one() - 1
    today = local_date(now, patient.zone)
    claimed = patient.user_id is not None
    diary = read_diary(session, patient.id, patient.zone, since=today - REACH if claimed else None, features=False)
    told = now if claimed else abandoned_at(diary, now)
    summary = summarise(diary, told, claimed=claimed, answered_yes=_answered_yes(session, patient.id, now))
    row = {"seq": seq, "day": today, "reason": summary.reason, "urgency": summary.urgency, "figures": packed(summary)}
    # Two pages may find the same summary missing at once; the later count stands.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(KEPT).values(patient_id=patient.id, **row)
    session.execute(statement.on_conflict_do_update(index_elements=[KEPT.c.patient_id], set_=row))
    return summary


def refresh_all(session: Session, patient_ids: Iterable[UUID], now: datetime) -> None:
    """Make the summaries of these patients anew. The caller commits."""
    for patient in session.scalars(sa.select(Patient).where(Patient.id.in_(list(patient_ids)))).all():
        refresh(session, patient, now)


def stale(patients: Iterable[Patient], kept: Mapping[UUID, Any], now: datetime) -> list[Patient]:
    """Those whose diary has changed since their summary was made, or for whom another day has begun."""
    return [patient for patient in patients if not _is_current(patient, kept.get(patient.id), now)]


def _answered_yes(session: Session, patient_id: UUID, now: datetime) -> AnsweredYes | None:
    """What waits for a clinician before the soonest planned infusion; yesterday's may still be given."""
    waiting = unseen_ahead(session, patient_id, now - timedelta(days=1))
    return next((AnsweredYes(one.names, local_date(one.planned_at, one.zone)) for one in waiting), None)


def _is_current(patient: Patient, summary: Any, now: datetime) -> bool:
    if summary is None:
        return False
    claimed_since = summary.reason == "unclaimed" and patient.user_id is not None
    same_day = summary.day == local_date(now, patient.zone)
    # One that an earlier Lull kept does not say what waits for a clinician.
    is_whole = '"answered_yes"' in summary.figures
    return summary.seq == patient.next_seq - 1 and same_day and is_whole and not claimed_since
