"""Headache in time: attacks cut at local midnights, and the unbroken stretches they form together.

A *piece* is the part of one attack that falls on one local date of the attack's zone. A *stretch* is what attacks
that meet or overlap cover together; an attack written down as two records is one stretch. Stretches decide about
lengths and onset days. They are not the merging of attacks less than 24 hours apart (`attacks.py`), which changes
how many attacks there were and never how many days.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from .columns import Columns
from .definitions import HEADACHE_MINUTES, LONGEST_ATTACK, TOUCH_HOURS, Flags, Numbers
from .midnights import midnights

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: Six days in milliseconds, more than a date lasts in all zones together: day × FAR + moment sorts by day first.
FAR = 1 << 29
EPOCH = date(1970, 1, 1).toordinal()
#: So far past the last day midnights are known, enough to tell what was filled in late.
BEYOND = 7


class LocalDays:
    """The days from one ordinal to another, in every zone of a diary."""

    def __init__(self, zones: tuple[str, ...], first: int, count: int) -> None:
        self.first, self.count = first, count
        self.midnights = [midnights(zone, first, count + BEYOND) for zone in zones]

    def index(self, at: Numbers, zone: Numbers) -> Numbers:
        """The day each moment falls on: -1 before the first day, up to `count + BEYOND` after the last."""
        days = np.empty(len(at), dtype=np.int64)
        for code, begins in enumerate(self.midnights):
            here = zone == code
            days[here] = np.searchsorted(begins, at[here], side="right") - 1
        return days

    def bounds(self, day: Numbers, zone: Numbers) -> tuple[Numbers, Numbers]:
        """Where each day begins and ends."""
        begins = np.stack(self.midnights)
        return begins[zone, day], begins[zone, day + 1]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Parts of intervals on single days: which interval, which day, from when to when."""

    owner: Numbers
    day: Numbers
    start: Numbers
    end: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Unbroken headache, and what it means for days."""

    #: For each attack, in the order of `Columns.attacks`.
    of_attack: Numbers
    start: Numbers
    end: Numbers
    #: Still going on at the moment of asking.
    running: Flags
    #: The first attack of each; its zone tells the onset day.
    first_attack: Numbers

    @property
    def minutes(self) -> Numbers:
        """Length of each, in whole minutes."""
        return (self.end - self.start) // MINUTE


def ends(columns: Columns, now: int) -> tuple[Numbers, Flags]:
    """Until when each attack counts, and whether it is going on.

    Without an end it counts until now, at most 24 hours after its last touch and 31 days after its beginning; after
    that its end was forgotten.
    """
    attacks = columns.attacks
    unended = attacks.end < 0
    latest = np.minimum(attacks.touch + TOUCH_HOURS * HOUR, attacks.at + LONGEST_ATTACK * DAY)
    end = np.where(unended, np.minimum(now, latest), attacks.end)
    return np.maximum(end, attacks.at), unended & (latest >= now)


def cut(start: Numbers, end: Numbers, zone: Numbers, days: LocalDays) -> Pieces:
    """Intervals cut at the local midnights of their zones. The end is not part of an interval that has a length."""
    first = days.index(start, zone)
    last = days.index(np.maximum(end - 1, start), zone)
    low, high = np.maximum(first, 0), np.minimum(last, days.count - 1)
    counts = np.maximum(high - low + 1, 0)
    owner = np.repeat(np.arange(len(start)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = low[owner] + step
    begins, finishes = days.bounds(day, zone[owner]) if len(owner) else (day, day)
    pieces = Pieces(owner, day, np.maximum(start[owner], begins), np.minimum(end[owner], finishes))
    # A date that the zone left out has no length, and nothing touches it on its way past.
    touches = (pieces.end > pieces.start) | (start[owner] == end[owner])
    return Pieces(owner[touches], day[touches], pieces.start[touches], pieces.end[touches])


def minutes_of_days(pieces: Pieces, days: LocalDays) -> Numbers:
    """Whole minutes of each day that any piece covers; what two pieces share counts once."""
    if not len(pieces.day):
        return np.zeros(days.count, dtype=np.int64)
    # Moments counted from the middle of their date in UTC, which no zone is further than a day and a half from.
    noon = (days.first + pieces.day - EPOCH) * DAY + DAY // 2
    start, end = (pieces.day * FAR + FAR // 2 + (moment - noon) for moment in (pieces.start, pieces.end))
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    covered = np.concatenate(([np.int64(-1)], np.maximum.accumulate(end)[:-1]))
    fresh = np.maximum(end - np.maximum(start, covered), 0)
    return (np.bincount(pieces.day[order], weights=fresh, minlength=days.count) // MINUTE).astype(np.int64)


def stretches_of(columns: Columns, end: Numbers, running: Flags, gap: int = 0) -> Stretches:
    """The unbroken stretches that all attacks form together; with `gap`, so many milliseconds do not break one."""
    start = columns.attacks.at
    if not len(start):
        nothing = np.zeros(0, dtype=np.int64)
        return Stretches(nothing, nothing, nothing, nothing.astype(np.bool_), nothing)
    covered = np.maximum.accumulate(end)
    new = np.concatenate(([True], start[1:] > covered[:-1] + gap))
    first = np.flatnonzero(new)
    return Stretches(
        of_attack=np.cumsum(new) - 1,
        start=start[first],
        end=np.maximum.reduceat(end, first),
        running=np.logical_or.reduceat(running, first),
        first_attack=first,
    )


def onset_days(stretches: Stretches, columns: Columns, days: LocalDays) -> Flags:
    """Whether a stretch of 30 minutes or more began on each day."""
    flags = np.zeros(days.count, dtype=np.bool_)
    long = stretches.minutes >= HEADACHE_MINUTES
    onset = days.index(stretches.start[long], columns.attacks.zone[stretches.first_attack[long]])
    flags[onset[(onset >= 0) & (onset < days.count)]] = True
    return flags
