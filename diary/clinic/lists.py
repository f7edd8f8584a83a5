"""The list of a clinic's patients: who may be read, in the order of their reasons, a page at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import patients_of
from diary.accounts.models import Membership, Patient
from diary.clinic.queries import summaries
from diary.clock import local_date
from diary.insights.models import PatientSummary
from diary.insights.operations import stale
from diary.insights.summaries import REASONS, Summary, unpacked

PAGE = 50
# So many summaries are made while somebody waits; the next visits to the list make the others.
AT_ONCE = 100


@dataclass(frozen=True)
class Row:
    """One patient in the list. Without a summary, nobody has counted the diary yet."""

    patient: Patient
    membership: Membership
    summary: Summary | None
    #: Whether the summary is that of an earlier day, because more had to be counted than anybody waits for.
    is_old: bool = False

    @property
    def reason(self) -> str:
        """Why to look."""
        return self.summary.reason if self.summary else "not_recording"


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    rows: tuple[Row, ...]
    #: Patients for each reason, whatever is shown, and all of them.
    counts: dict[str, int]
    total: int
    #: Patients that were asked for, by reason or by name.
    found: int
    reason: str | None
    asked: str
    page: int
    pages: int


def outdated(session: Session, user: Any, now: datetime) -> list[UUID]:
    """The patients whose summary has to be made anew before the list is right, as many as can be waited for."""
    readable = [patient for patient, _ in patients_of(session, user)]
    kept = summaries(session, (patient.id for patient in readable))
    return [patient.id for patient in stale(readable, kept, now)][:AT_ONCE]


def listing(
    session: Session, user: Any, now: datetime, *, reason: str | None = None, asked: str = "", page: int = 1
) -> Listing:
    """The patients this member of staff may read: all, those with one reason, or those whose name is asked for."""
    readable = patients_of(session, user)
    kept = summaries(session, (patient.id for patient, _ in readable))
    rows = [_row(patient, membership, kept.get(patient.id), now) for patient, membership in readable]
    counts = Counter(row.reason for row in rows)
    reason = reason if reason in REASONS else None
    chosen = sorted(
        _chosen(rows, reason, asked), key=lambda row: (REASONS.index(row.reason), row.patient.name.casefold())
    )
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    return Listing(
        rows=tuple(chosen[(page - 1) * PAGE : page * PAGE]),
        counts={name: counts[name] for name in REASONS},
        total=len(rows),
        found=len(chosen),
        reason=reason,
        asked=asked,
        page=page,
        pages=pages,
    )


def unclaimed(session: Session, user: Any, clinic_id: UUID) -> list[Row]:
    """The records that this clinic brought and nobody has claimed, by name."""
    return [
        Row(patient, membership, None)
        for patient, membership in patients_of(session, user)
        if patient.user_id is None and membership.clinic_id == clinic_id
    ]


def _row(patient: Patient, membership: Membership, kept: PatientSummary | None, now: datetime) -> Row:
    if kept is None:
        return Row(patient, membership, None)
    return Row(patient, membership, unpacked(kept.figures), kept.day < local_date(now, patient.zone))


def _chosen(rows: Iterable[Row], reason: str | None, asked: str) -> list[Row]:
    words = asked.casefold().split()
    return [
        row
        for row in rows
        if (reason is None or row.reason == reason)
        and all(word in f"{row.patient.name} {row.membership.record_number or ''}".casefold() for word in words)
    ]
