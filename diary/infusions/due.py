"""Which reading of the vital signs is next, and when: before, every quarter of an hour, at the end, at discharge.

Pure, and the same on the chair's page: both are held to tests/infusions/cases/due.json. While an infusion is held it
goes on: whoever is in the chair is still watched. A quarter of an hour that passed whole without a reading is due no
more; it stays open in the table to be filled in.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)
LAST = 600  # minutes; longer is nobody watched by quarters
# From so many minutes on a reading is told to be late. A choice of this product.
LATE = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that nobody has taken yet. `at` is None where nothing says when."""

    slot: str
    at: datetime | None

    def late(self, now: datetime) -> int:
        """Whole minutes that it is late, 0 while it is not."""
        minutes = int((now - self.at) / timedelta(minutes=1)) if self.at else 0
        return minutes if minutes >= LATE else 0


def next_due(
    taken: Set[str],
    now: datetime,
    *,
    planned_at: datetime | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    observation_minutes: int | None = None,
) -> Due | None:
    """The next reading, where these slots have their vital signs; None where there is none to come."""
    if started_at is None:
        return None if "before" in taken else Due("before", planned_at)
    if ended_at is not None:
        return _after(taken, ended_at, observation_minutes)
    passed = max((now - started_at) // QUARTER, 1) * 15
    last = max((int(slot) for slot in taken if slot.isdecimal()), default=0)
    minutes = max(last + 15, passed)
    return Due(str(minutes), started_at + timedelta(minutes=minutes)) if minutes <= LAST else None


def _after(taken: Set[str], ended_at: datetime, observation_minutes: int | None) -> Due | None:
    if "discharge" in taken:
        return None
    if "end" not in taken:
        return Due("end", ended_at)
    watched = timedelta(minutes=observation_minutes) if observation_minutes is not None else None
    return Due("discharge", None if watched is None else ended_at + watched)
