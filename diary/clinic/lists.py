"""The list of a clinic's patients: who may be read, in the order of their reasons, a page at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import patients_of
from diary.accounts.models import Membership, Patient
from diary.clinic.queries import summaries
from diary.clock import local_date
from diary.insights.operations import stale
from diary.insights.summaries import REASONS, Summary, unpacked

PAGE = 50
# So many summaries are made while somebody waits; the next visits to the list and `flask work` make the others.
AT_ONCE = 100
#: Nobody has counted this diary yet, so there is no saying whether to look. Such patients come last.
UNCOUNTED = "uncounted"
ORDER = (*REASONS, UNCOUNTED)


@dataclass(frozen=True)
class Row:
    """One patient in the list. Where nothing is kept, nobody has counted the diary yet."""

    patient: Patient
    membership: Membership
    kept: Any = None
    now: datetime | None = None

    @property
    def reason(self) -> str:
        """Why to look."""
        return self.kept.reason if self.kept else UNCOUNTED

    @cached_property
    def summary(self) -> Summary | None:
        """The counts, of those who are shown."""
        return unpacked(self.kept.figures) if self.kept else None

    @property
    def is_old(self) -> bool:
        """Whether the counts are those of an earlier day, because more had to be counted than anybody waits for."""
        return bool(self.kept and self.now and self.kept.day < local_date(self.now, self.patient.zone))


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
    #: Patients to be counted anew before this is right, as many as can be waited for.
    behind: tuple[UUID, ...]


def listing(
    session: Session, user: Any, now: datetime, *, reason: str | None = None, asked: str = "", page: int = 1
) -> Listing:
    """The patients this member of staff may read: all, those with one reason, or those whose name is asked for."""
    readable = patients_of(session, user)
    kept = summaries(session, (patient.id for patient, _ in readable))
    rows = [Row(patient, membership, kept.get(patient.id), now) for patient, membership in readable]
    behind = stale((patient for patient, _ in readable), kept, now)
    counts = Counter(row.reason for row in rows)
    reason = reason if reason in ORDER else None
    chosen = sorted(
        _chosen(rows, reason, asked), key=lambda row: (ORDER.index(row.reason), row.patient.name.casefold())
    )
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    return Listing(
        rows=tuple(chosen[(page - 1) * PAGE : page * PAGE]),
        counts={name: counts[name] for name in ORDER},
        total=len(rows),
        found=len(chosen),
        reason=reason,
        asked=asked,
        page=page,
        pages=pages,
        behind=tuple(patient.id for patient in behind[:AT_ONCE]),
    )


def unclaimed(session: Session, user: Any, clinic_id: UUID) -> list[Row]:
    """The records that this clinic brought and nobody has claimed, by name."""
    return [
        Row(patient, membership)
        for patient, membership in patients_of(session, user)
        if patient.user_id is None and membership.clinic_id == clinic_id
    ]


def _chosen(rows: Iterable[Row], reason: str | None, asked: str) -> list[Row]:
    words = asked.casefold().split()
    return [
        row
        for row in rows
        if (reason is None or row.reason == reason)
        and all(word in f"{row.patient.name} {row.membership.record_number or ''}".casefold() for word in words)
    ]
