"""How many days of a kind in 28, and how sure.

    rate = 28 × days of the kind ÷ days known

Known days are recorded days for which the question can be answered. Silent days are in neither number: they are
not counted as free, and not filled in. What they could change is told by the bounds [count, count + not known].
From 20 known days the rate is good, from 14 of low confidence, below there is no number, only the counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .days import Days
from .definitions import GOOD_DAYS, LEAST_DAYS, PERIOD_DAYS, UNKNOWN, YES, Floats, Numbers
from .interval import clustering_of, effective_days, running_sum, wilson

Period = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Days of one kind in a period, per 28. Assumes that days nothing is known of are like the others."""

    #: One of `measures.MEASURES`.
    measure: str
    first: date
    last: date
    #: Calendar days of the period.
    days: int
    recorded: int
    #: Recorded days for which the question has an answer: the denominator.
    known: int
    count: int
    #: Days per 28; None with fewer than 14 known days.
    per_28: float | None
    #: 95 % interval of `per_28`.
    low: float | None
    high: float | None
    #: The correlation between neighbouring days that the interval assumes.
    clustering: float

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most days of the period it can have been, whatever the unknown days were."""
        return self.count, self.count + self.days - self.known

    @property
    def confidence(self) -> str:
        """How far the number can be trusted: "good", "low" or "too few"."""
        return "good" if self.known >= GOOD_DAYS else "low" if self.known >= LEAST_DAYS else "too few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A calendar month, or as much of it as the diary covers."""

    #: The first of the month.
    month: date
    #: Whether the diary covers all of it; a month that has begun, or in which the diary began, is not whole.
    whole: bool
    rate: Rate


def rate(days: Days, first: date, last: date, measure: str = "headache", clustering: float | None = None) -> Rate:
    """The rate from `first` to `last`, both included, which must lie in `days`."""
    return rates(days, [(first, last)], measure, clustering)[0]


def rates(
    days: Days, periods: Iterable[Period], measure: str = "headache", clustering: float | None = None
) -> tuple[Rate, ...]:
    """The rates of several periods. Clustering is learned from all of `days`, unless it is given."""
    periods = list(periods)
    states = days.states(measure)
    clustering = clustering_of(states) if clustering is None else clustering
    starts, stops = (
        np.array([on.toordinal() - days.local.first for on in side], dtype=np.int64)
        for side in ([first for first, _ in periods], [last + timedelta(days=1) for _, last in periods])
    )
    count, known, recorded = (
        sums[stops] - sums[starts] for sums in map(running_sum, (states == YES, states != UNKNOWN, days.recorded))
    )
    effective = effective_days(states != UNKNOWN, starts, stops, clustering)
    per_28, low, high = (numbers(values) for values in estimates(count, known, effective))
    return tuple(
        Rate(
            measure=measure,
            first=first,
            last=last,
            days=(last - first).days + 1,
            recorded=int(recorded[place]),
            known=int(known[place]),
            count=int(count[place]),
            per_28=per_28[place],
            low=low[place],
            high=high[place],
            clustering=clustering,
        )
        for place, (first, last) in enumerate(periods)
    )


def months(
    days: Days, first: date, last: date, measure: str = "headache", clustering: float | None = None
) -> tuple[Month, ...]:
    """The calendar months from `first` to `last`, the first and last of them as far as they lie between."""
    begins = [first.replace(day=1)]
    while (following := (begins[-1] + timedelta(days=31)).replace(day=1)) <= last:
        begins.append(following)
    ends = [(month + timedelta(days=31)).replace(day=1) - timedelta(days=1) for month in begins]
    periods = [(max(month, first), min(end, last)) for month, end in zip(begins, ends, strict=True)]
    return tuple(
        Month(month=month, whole=(of.first, of.last) == (month, end), rate=of)
        for month, end, of in zip(begins, ends, rates(days, periods, measure, clustering), strict=True)
    )


def estimates(count: Numbers, known: Numbers, effective: Floats) -> tuple[Floats, Floats, Floats]:
    """Rate, low and high per 28 days, from the days known and what they are worth; NaN with fewer than 14."""
    share = np.where(known >= LEAST_DAYS, count / np.maximum(known, 1), np.nan)
    low, high = wilson(share, effective)
    return PERIOD_DAYS * share, PERIOD_DAYS * low, PERIOD_DAYS * high


def numbers(values: Floats) -> list[float | None]:
    """Plain numbers, None for NaN."""
    return [None if value != value else value for value in values.tolist()]
