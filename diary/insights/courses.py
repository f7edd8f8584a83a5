"""What one diary says of its courses, for every period and width alike: counted when asked for, and once.

And what was remembered of the days before the first of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import analysis
from diary.analysis.infusion_pain import GIVEN
from diary.profile.models import Profile
from diary.revisions.models import Revision


@dataclass(frozen=True, eq=False)
class Courses:
    """The courses of a diary, before and after each, and their cycles."""

    diary: analysis.Diary
    now: datetime
    measure: str = "headache"

    @cached_property
    def cycles(self) -> analysis.Cycles | None:
        """From each course to the next; None before the first infusion."""
        return analysis.cycles(self.diary, self.now)

    @cached_property
    def changes(self) -> analysis.Changes | None:
        """Before and after each course."""
        return None if self.cycles is None else analysis.changes_of(self.cycles, self.measure)

    @cached_property
    def aligned(self) -> analysis.Aligned | None:
        """The trailing rate of each cycle by its own days."""
        return None if self.cycles is None else analysis.aligned(self.cycles, self.measure)


def read_recalled(
    session: Session, patient_id: UUID, infusions: Sequence[analysis.Infusion]
) -> analysis.Recalled | None:
    """The headache days remembered in the profile: what was last said up to the first infusion, or else first of all.

    None where nobody said, or took it back.
    """
    p, r = Profile.__table__.c, Revision.__table__.c
    profile = sa.select(p.id).where(p.patient_id == patient_id, p.headache_days_28.is_not(None))
    ids = session.execute(profile).scalars().all()
    if not ids:
        return None
    chosen = [r.patient_id == patient_id, r.record_id.in_(ids), r.body.is_not(None)]
    versions = session.execute(sa.select(r.local_date, r.body).where(*chosen).order_by(r.local_date, r.seq)).all()
    told = [(on, orjson.loads(body).get("headache_days_28")) for on, body in versions]
    said = [analysis.Recalled(days=days, on=on) for on, days in told if days is not None]
    first = min((one.date for one in infusions if one.status in GIVEN), default=None)
    before = [one for one in said if first is None or one.on <= first]
    return before[-1] if before else next(iter(said), None)
