"""What a diary meets of ICHD-3's patterns, for a provider's screen: the year up to its last day at most."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import analysis
from diary.accounts.models import Patient
from diary.analysis.patterns_chronic import CHRONIC_REACH
from diary.insights.queries import read_diary
from diary.profile.models import Profile

#: What attacks were like is read so far back at most; older ones say little about now, and reading them takes time.
LONGEST = timedelta(days=365)
ADULT = 18


def read_patterns(session: Session, patient: Patient, now: datetime, *, first: date, last: date) -> analysis.Patterns:
    """The patterns of a period, or of its last year where it is longer."""
    first = max(first, last - LONGEST + timedelta(days=1))
    since = min(first, last - CHRONIC_REACH + timedelta(days=1))
    diary = read_diary(session, patient.id, patient.zone, since=since)
    born = session.scalar(sa.select(Profile.birth_date).where(Profile.patient_id == patient.id))
    return analysis.patterns(diary, now, first=first, last=last, adult_from=born and _birthday(born, ADULT))


def _birthday(born: date, age: int) -> date:
    """The birthday at that age; of 29 February in a year without one, 1 March."""
    year = born.year + age
    leaps = (born.month, born.day) != (2, 29) or (date(year, 3, 1) - date(year, 2, 1)).days == 29
    return born.replace(year=year) if leaps else date(year, 3, 1)
