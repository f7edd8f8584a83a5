"""How a rate went over time, with what happened beside it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .days import classify, first_recorded, local_today
from .definitions import PERIOD_DAYS, UNKNOWN, YES, Flags, Floats, Numbers, Switches
from .infusion_pain import given
from .interval import clustering_of, effective_days, running_sum
from .rates import Month, Rate, estimates, months, rate
from .record import Diary

#: Clustering is learned from so many years before the end at most.
LONGEST_HISTORY = timedelta(days=20 * 366)
#: Preventives that are given on single dates; daily tablets would be a mark on every day.
DATED_PREVENTIVES = frozenset({"botulinum_toxin", "cgrp_antibody"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on a date, to be marked beside a rate."""

    date: date
    #: The infusion; None for a preventive.
    infusion_id: str | None = None
    #: 1 for the first course of the diary, and so on; None outside courses.
    course_number: int | None = None
    #: The class of a preventive that is given on single dates.
    drug_class: str | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Trend:
    """The rate of the 28 days up to each day of a period. NaN where fewer than 14 of them are known."""

    measure: str
    first: date
    last: date
    as_of: datetime
    #: The first date the diary says anything about. None: an empty diary.
    starts: date | None
    #: For each day of the period, as datetime64, and so the others.
    dates: NDArray[np.datetime64]
    per_28: Floats
    low: Floats
    high: Floats
    #: In the 28 days up to each day.
    count: Numbers
    known: Numbers
    silent: Flags
    #: The last 28 days.
    latest: Rate
    months: tuple[Month, ...]
    infusions: tuple[Event, ...]
    preventives: tuple[Event, ...]


def trend(
    diary: Diary,
    *,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
    measure: str = "headache",
    switches: Switches | None = None,
) -> Trend:
    """The trailing 28-day rate from `first` to `last`, as known at `now`.

    Without `first`, from the first date the diary says anything about; without `last`, to today. Today counts once
    something is recorded for it: until then the trend ends yesterday, as nobody has kept silent about today yet.
    """
    today, starts = local_today(diary, now), first_recorded(diary)
    last = min(last or today, today)
    first = min(first or starts or last, last)
    reach = min(first.replace(day=1), first - timedelta(days=PERIOD_DAYS))
    days = classify(diary, max(min(starts or reach, reach), reach - LONGEST_HISTORY), last, now, switches)
    if last == today and not days.recorded[-1]:
        last -= timedelta(days=1)
        first = min(first, last)
    states = days.states(measure)
    clustering = clustering_of(states)

    shown = slice((first - days.first).days, (last - days.first).days + 1)
    stops = np.arange(shown.start, shown.stop) + 1
    begins = stops - PERIOD_DAYS
    count, known = (sums[stops] - sums[begins] for sums in map(running_sum, (states == YES, states != UNKNOWN)))
    per_28, low, high = estimates(count, known, effective_days(states != UNKNOWN, begins, stops, clustering))
    dates = np.arange(np.datetime64(first), np.datetime64(last + timedelta(days=1)))
    covered = max(starts or last, first.replace(day=1))
    return Trend(
        measure=measure,
        first=first,
        last=last,
        as_of=now,
        starts=starts,
        dates=dates,
        per_28=per_28,
        low=low,
        high=high,
        count=count,
        known=known,
        silent=~days.recorded[shown],
        latest=rate(days, last - timedelta(days=PERIOD_DAYS - 1), last, measure, clustering),
        months=months(days, covered, last, measure, clustering) if starts and covered <= last else (),
        infusions=_infusions(diary, first, last),
        preventives=_preventives(diary, first, last),
    )


def _infusions(diary: Diary, first: date, last: date) -> tuple[Event, ...]:
    everything = given(diary)
    courses = dict.fromkeys(one.course_id for one in everything if one.course_id)
    number = {course: place for place, course in enumerate(courses, 1)}
    return tuple(
        Event(date=one.date, infusion_id=one.id, course_number=number.get(one.course_id or ""))
        for one in everything
        if first <= one.date <= last
    )


def _preventives(diary: Diary, first: date, last: date) -> tuple[Event, ...]:
    dated = [
        Event(date=dose.taken_at.astimezone(ZoneInfo(dose.zone)).date(), drug_class=dose.drug_class)
        for dose in diary.doses
        if dose.kind == "preventive" and dose.drug_class in DATED_PREVENTIVES
    ]
    return tuple(sorted((event for event in dated if first <= event.date <= last), key=lambda event: event.date))
