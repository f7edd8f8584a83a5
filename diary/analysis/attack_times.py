"""When attacks began and how long they lasted: hours of the patient's clock, and lengths where an end is known.

An attack is counted as everywhere: records less than 24 hours apart are one. Of one whose end was forgotten, and of one
that goes on, the length is not known; it is in no class of lengths, and is counted apart.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from .attacks import attacks_of
from .days import Days
from .definitions import Numbers
from .stretches import DAY, HOUR

HOURS = 24
#: Where classes of lengths begin, in hours: the last one is open. 4 and 72 are those of ICHD-3 1.1 B.
LENGTHS = (0, 4, 12, 24, 48, 72)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AttackTimes:
    """Attacks that began in a period."""

    first: date
    last: date
    #: Attacks that began in each hour of the day, from 0 to 23.
    hours: Numbers
    #: Attacks whose length begins at each of LENGTHS; the last class holds those of more than 72 hours.
    lengths: Numbers
    #: Attacks with a forgotten end, and those that go on.
    end_unknown: int
    ongoing: int
    #: Of the attacks with an end, in hours; None without any.
    median_hours: float | None

    @property
    def all(self) -> int:
        """Attacks in all."""
        return int(self.hours.sum())

    @property
    def without_length(self) -> int:
        """Attacks whose length is not known."""
        return self.end_unknown + self.ongoing


def attack_times(days: Days, now: datetime) -> AttackTimes:
    """The attacks that began on one of these days."""
    columns = days.diary.columns
    attacks = attacks_of(columns, round(now.timestamp() * 1000))
    zones = columns.attacks.zone[attacks.groups.first_attack]
    on = days.local.index(attacks.groups.start, zones)
    here = (on >= 0) & (on < len(days))
    start, zones, on = attacks.groups.start[here], zones[here], on[here]
    whole, running = attacks.whole[here], attacks.groups.running[here]
    lasted = attacks.lasted[here][whole] / HOUR
    # 72 hours to the minute are not more than 72.
    classes = np.searchsorted([*LENGTHS[1:-1], LENGTHS[-1] + 1e-9], lasted, side="right")
    return AttackTimes(
        first=days.first,
        last=days.last,
        hours=np.bincount(_clock_hours(days, start, zones, on), minlength=HOURS),
        lengths=np.bincount(classes, minlength=len(LENGTHS)),
        end_unknown=int((~whole & ~running).sum()),
        ongoing=int((~whole & running).sum()),
        median_hours=float(np.median(lasted)) if len(lasted) else None,
    )


def _clock_hours(days: Days, start: Numbers, zones: Numbers, on: Numbers) -> Numbers:
    """The hour the patient's clock showed; only where a day has not 24 hours is the clock looked up."""
    if not len(start):
        return start
    begins, ends = days.local.bounds(on, zones)
    hours = (start - begins) // HOUR
    for place in np.flatnonzero(ends - begins != DAY).tolist():
        zone = ZoneInfo(days.diary.columns.zones[int(zones[place])])
        hours[place] = datetime.fromtimestamp(int(start[place]) / 1000, UTC).astimezone(zone).hour
    return hours
