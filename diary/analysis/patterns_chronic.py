"""ICHD-3 1.3 A and C, chronic migraine: 15 headache days a month, 8 of them migraine days, for more than three months.

Months are blocks of 31 days counted back from the last day: three of them are longer than any three calendar months,
and 15 of 31 days is what 15 days of the longest month are. A month meets a number of days when that many are certain;
it does not when even with every day of which nothing is known there would be too few. Silent days decide nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .days import Days
from .definitions import UNKNOWN, YES
from .definitions_patterns import CHRONIC_DAYS, CHRONIC_MIGRAINE, CHRONIC_MONTH, CHRONIC_MONTHS

#: So many days decide about 1.3.
CHRONIC_REACH = timedelta(days=CHRONIC_MONTHS * CHRONIC_MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicMonth:
    """31 days: how many were such days for certain, and how many can have been at most."""

    first: date
    last: date
    headache: int
    headache_most: int
    migraine: int
    migraine_most: int

    @property
    def enough_headache(self) -> bool | None:
        """Whether 15 days or more had headache (1.3 A)."""
        return _reached(self.headache, self.headache_most, CHRONIC_DAYS)

    @property
    def enough_migraine(self) -> bool | None:
        """Whether 8 days or more were migraine days (1.3 C)."""
        return _reached(self.migraine, self.migraine_most, CHRONIC_MIGRAINE)


def chronic_months(days: Days) -> tuple[ChronicMonth, ...]:
    """The three months up to the last of the days, the earliest first. Needs 93 days."""
    if len(days) < CHRONIC_REACH.days:
        raise ValueError(f"Three months are {CHRONIC_REACH.days} days.")
    headache, migraine = days.states("headache"), days.states("migraine")
    months = []
    for back in range(CHRONIC_MONTHS, 0, -1):
        start = len(days) - back * CHRONIC_MONTH
        here = slice(start, start + CHRONIC_MONTH)
        first = days.first + timedelta(days=start)
        months.append(
            ChronicMonth(
                first=first,
                last=first + timedelta(days=CHRONIC_MONTH - 1),
                headache=int((headache[here] == YES).sum()),
                headache_most=int((headache[here] >= UNKNOWN).sum()),
                migraine=int((migraine[here] == YES).sum()),
                migraine_most=int((migraine[here] >= UNKNOWN).sum()),
            )
        )
    return tuple(months)


def every(answers: Sequence[bool | None]) -> bool | None:
    """True if all are, False if one is not, else not known."""
    return False if False in answers else None if None in answers else True


def _reached(certain: int, possible: int, needed: int) -> bool | None:
    return True if certain >= needed else False if possible < needed else None
