"""The outcomes of a clinic's courses, for its own screen: response, events, and when baseline frequency was back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from diary import analysis
from diary.accounts.models import Patient
from diary.charts import ENGLISH, Figure, Words, outcomes
from diary.insights.bases import RESPONSE, RETURNS, Basis
from diary.insights.infusions import with_infusions
from diary.insights.queries import read_diary

#: How far back courses began.
SPANS: dict[str, timedelta | None] = {"1y": timedelta(days=365), "all": None}
#: Which courses, None all of them.
KINDS = (None, "initial", "maintenance")


@dataclass(frozen=True, eq=False)
class ClinicOutcomes:
    """What followed the courses that began in a span."""

    table: analysis.Outcomes
    span: str
    kind: str | None
    #: The first day on which a course of the span began; None of all.
    since: date | None
    as_of: datetime
    words: Words = ENGLISH

    @cached_property
    def figure(self) -> Figure:
        """The curve."""
        return outcomes.figure(self.table.returns, width="desk", words=self.words)

    @property
    def bases(self) -> dict[str, Basis]:
        """Rule, constants and source of the table and of the curve."""
        return {"response": RESPONSE, "returns": RETURNS}


def clinic_outcomes(
    session: Session, patients: Iterable[Patient], now: datetime, *, span: str, kind: str | None, words: Words = ENGLISH
) -> ClinicOutcomes:
    """The outcomes of these patients. Unknown choices are the usual ones: all courses."""
    span, kind = span if span in SPANS else "all", kind if kind in KINDS else None
    length = SPANS[span]
    since = None if length is None else now.date() - length
    infused = with_infusions(session, [patient.id for patient in patients])
    chosen = [patient for patient in patients if patient.id in infused]
    diaries = (read_diary(session, patient.id, patient.zone, features=False) for patient in chosen)
    table = analysis.outcomes(diaries, now, first=since, kind=kind)
    return ClinicOutcomes(table, span, kind, since, now, words)
