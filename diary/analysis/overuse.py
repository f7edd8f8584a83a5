"""Days with intake of acute medicine, class by class, in the 30 days up to each day, against the limits of ICHD-3 8.2.

Counted are calendar days with at least one dose, whatever it was taken for, in a rolling 30 days; ICHD-3 speaks of
months, for more than three of them, so a day at the limit is a reason to look and no diagnosis. A combination
analgesic counts as itself and is not split into its parts. Gepants, ditans and whatever else has no limit are counted.
A silent day counts as one without intake: the count is the least it can have been.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .days import Days, classify, first_recorded, local_today
from .definitions import LIMITS, ROLLING_DAYS, TOGETHER_LIMIT, Flags, Limit, Numbers
from .record import Diary

#: Any class with a limit, when two or more were taken and none of them alone is over.
TOGETHER = "together"
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days in a row on which the rolling count was at its limit or over it."""

    first: date
    last: date
    #: The highest count in it.
    most: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ClassDays:
    """Days with intake of one class, in the 30 days up to each day."""

    #: As in the collection `medications`; "unknown" where the patient did not know, or TOGETHER.
    drug_class: str
    counts: Numbers
    #: On which of the days the limit is reached.
    over: Flags
    #: Days with intake among the last 7.
    week: int
    limit: Limit | None
    spans: tuple[Span, ...]
    #: "over", "near" or "" on the last day.
    standing: str

    @property
    def days(self) -> int:
        """Of the last 30 days."""
        return int(self.counts[-1])

    @property
    def most(self) -> int:
        """The highest count."""
        return int(self.counts.max())

    def since(self, first: date, skipped: int) -> "ClassDays":
        """The same without the days before `first`, which are so many."""
        spans = tuple(span for span in self.spans if span.last >= first)
        return replace(self, counts=self.counts[skipped:], over=self.over[skipped:], spans=spans)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Overuse:
    """Days with intake in the rolling 30 up to each day from `first` to `last`."""

    first: date
    last: date
    #: For each of those days, as datetime64, and so the counts.
    dates: NDArray[np.datetime64]
    #: Every class that was taken at all, the one nearest to its limit on the last day first.
    classes: tuple[ClassDays, ...]
    #: Days with two or more classes that have limits, counted as one; over only while none of them is by itself.
    together: ClassDays
    #: Days with any acute medicine, with a limit or without.
    any_class: Numbers
    #: Recorded days.
    recorded: Numbers

    def since(self, first: date) -> "Overuse":
        """The days from `first` on alone, with the classes that were taken in their windows; spans keep their dates."""
        skipped = min(max((first - self.first).days, 0), len(self.dates) - 1)
        classes = (one.since(first, skipped) for one in self.classes)
        return Overuse(
            first=self.first + timedelta(days=skipped),
            last=self.last,
            dates=self.dates[skipped:],
            classes=tuple(one for one in classes if one.most),
            together=self.together.since(first, skipped),
            any_class=self.any_class[skipped:],
            recorded=self.recorded[skipped:],
        )


def overuse(days: Days) -> Overuse:
    """The rolling counts up to each of the `days` that has 29 of them before it. Needs 30 days or more."""
    if len(days) < ROLLING_DAYS:
        raise ValueError(f"A rolling count needs {ROLLING_DAYS} days.")
    names = days.diary.columns.doses.class_names
    taken = days.acute >> np.arange(len(names))[:, None] & 1
    counts = rolling(taken)
    first = days.first + timedelta(days=ROLLING_DAYS - 1)
    classes = [
        _class(name, first, counts[place], taken[place], _reached(counts[place], LIMITS.get(name)), LIMITS.get(name))
        for place, name in enumerate(names)
        if taken[place].any()
    ]
    return Overuse(
        first=first,
        last=days.last,
        dates=np.arange(np.datetime64(first), np.datetime64(days.last + timedelta(days=1))),
        classes=tuple(sorted(classes, key=_nearness, reverse=True)),
        together=_together(first, taken, counts, names),
        any_class=rolling(days.acute > 0),
        recorded=rolling(days.recorded),
    )


def overuse_of(diary: Diary, now: datetime) -> Overuse:
    """The rolling counts of a whole diary, up to today."""
    today = local_today(diary, now)
    starts = min(first_recorded(diary) or today, today)
    return overuse(classify(diary, starts - timedelta(days=ROLLING_DAYS - 1), today, now))


def rolling(flags: Flags | Numbers) -> Numbers:
    """How many of the 30 values up to each one are set, from the 30th on; along the last axis."""
    sums = np.cumsum(flags, axis=-1, dtype=np.int64)
    counts = sums[..., ROLLING_DAYS - 1 :].copy()
    counts[..., 1:] -= sums[..., :-ROLLING_DAYS]
    return counts


def standing(count: int, limit: Limit | None) -> str:
    """ "over" at the limit and beyond, "near" from where that is said, else nothing."""
    if limit is None or count < limit.near:
        return ""
    return "over" if count >= limit.days else "near"


def _nearness(one: ClassDays) -> tuple[float, int, str]:
    """How much of the limit is reached; without one, behind all others."""
    return (one.days / one.limit.days if one.limit else 0.0, one.days, one.drug_class)


def _reached(counts: Numbers, limit: Limit | None) -> Flags:
    return counts >= limit.days if limit else np.zeros(len(counts), dtype=np.bool_)


def _class(
    name: str,
    first: date,
    counts: Numbers,
    taken: Numbers | Flags,
    over: Flags,
    limit: Limit | None,
    said: str | None = None,
) -> ClassDays:
    return ClassDays(
        drug_class=name,
        counts=counts,
        over=over,
        week=int((taken[-WEEK:] > 0).sum()),
        limit=limit,
        spans=_spans(first, counts, over),
        standing=standing(int(counts[-1]), limit) if said is None else said,
    )


def _together(first: date, taken: Numbers, counts: Numbers, names: tuple[str, ...]) -> ClassDays:
    limited = [place for place, name in enumerate(names) if name in LIMITS]
    union: Flags = np.logical_or.reduce(taken[limited] > 0, axis=0)
    total = rolling(union)
    several: Flags = np.sum(counts[limited] > 0, axis=0) >= 2
    alone = [_reached(counts[place], LIMITS[names[place]]) for place in limited]
    counts_as_mixed: Flags = several & ~np.logical_or.reduce(alone or [several], axis=0)
    said = standing(int(total[-1]), TOGETHER_LIMIT) if counts_as_mixed[-1] else ""
    over = counts_as_mixed & (total >= TOGETHER_LIMIT.days)
    return _class(TOGETHER, first, total, union, over, TOGETHER_LIMIT, said)


def _spans(first: date, counts: Numbers, over: Flags) -> tuple[Span, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], over, [False]))))
    return tuple(
        Span(
            first=first + timedelta(days=start),
            last=first + timedelta(days=stop - 1),
            most=int(counts[start:stop].max()),
        )
        for start, stop in edges.reshape(-1, 2).tolist()
    )
