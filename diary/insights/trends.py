"""One patient's trends: rows → diary → analysis → figures, tables and sentences, the same numbers in all three."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from diary import analysis
from diary.analysis.definitions import PERIOD_DAYS
from diary.charts import (
    ENGLISH,
    Figure,
    Words,
    associations,
    attacks,
    aura,
    calendar,
    change,
    cycles,
    frequency,
    infusion_pain,
    medicine_days,
)
from diary.charts.theme import Side, Width
from diary.insights.courses import Courses

# Whole weeks, about three and nine months; "all" begins where the diary does.
PERIODS: dict[str, timedelta | None] = {"3m": timedelta(weeks=13), "9m": timedelta(weeks=39), "all": None}
# As many days as can still be told apart in a calendar of this width, in whole weeks.
CALENDAR: dict[Width, timedelta] = {"phone": timedelta(weeks=39), "desk": timedelta(weeks=105)}
MEASURES = ("headache", "migraine", "severe")


@dataclass(frozen=True, eq=False)
class Trends:
    """What a diary says about one period, for screens of one width. Computed when asked for, and once."""

    diary: analysis.Diary
    now: datetime
    period: str
    measure: str = "headache"
    width: Width = "phone"
    words: Words = ENGLISH
    #: What went together, which is the same for every period; None where what was followed was not read.
    together: analysis.Associations | None = None
    #: What is said of the courses, which is the same for every period; without, it is counted here.
    counted: Courses | None = None

    @cached_property
    def courses(self) -> Courses:
        """Before and after each course, and the cycles."""
        return self.counted or Courses(self.diary, self.now, self.measure)

    @cached_property
    def trend(self) -> analysis.Trend:
        """The trailing rate over the period."""
        return analysis.trend(self.diary, now=self.now, first=self._first, measure=self.measure)

    @cached_property
    def days(self) -> analysis.Days:
        """Each day of the period."""
        return analysis.classify(self.diary, self.trend.first, self.trend.last, self.now)

    @cached_property
    def calendar_days(self) -> analysis.Days:
        """The days that are drawn one by one: the latest, where the period has more than fit."""
        most = CALENDAR[self.width]
        if len(self.days) <= most.days:
            return self.days
        return analysis.classify(self.diary, self.trend.last - most + timedelta(days=1), self.trend.last, self.now)

    @cached_property
    def pains(self) -> analysis.InfusionPains:
        """Pain around the infusions of the period."""
        return analysis.infusion_pain(self.diary, first=self.trend.first, last=self.trend.last)

    @cached_property
    def medicine_days(self) -> analysis.Overuse:
        """Days with medicine in a rolling 30, up to today."""
        return analysis.overuse_of(self.diary, self.now).since(self.trend.first)

    @cached_property
    def aura(self) -> analysis.AuraDays:
        """The aura days of the period."""
        return analysis.aura_days(self.days)

    @cached_property
    def attacks(self) -> analysis.AttackTimes:
        """When the attacks of the period began, and how long they lasted."""
        return analysis.attack_times(self.days, self.now)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The charts, from top to bottom; on a desk they share one time axis, its months named above and below."""
        wide, first, last = self.width == "desk", self.trend.first, self.trend.last
        middle: Side = "" if wide else "bottom"
        own: Side = middle if self.calendar_days is self.days else "bottom"
        how: dict[str, Any] = {"width": self.width, "words": self.words}
        changes = self.courses.changes
        figures = {"frequency": frequency.figure(self.trend, **how)}
        if changes is not None:
            figures["change"] = change.figure(changes, first=first, last=last, labels=middle, **how)
        figures |= {
            "infusion_pain": infusion_pain.figure(self.pains, first=first, last=last, labels=middle, **how),
            "medicine_days": medicine_days.figure(self.medicine_days, first=first, last=last, labels=middle, **how),
            "calendar": calendar.figure(self.calendar_days, labels=own, **how),
        }
        if wide:
            figures["aura"] = aura.figure(self.aura, **how)
            figures["attacks"] = attacks.figure(self.attacks, **how)
        # Those of headache days stand beside relief, which is made of them.
        if wide and self.measure != "headache" and self.courses.aligned is not None:
            figures["cycles"] = cycles.figure(self.courses.aligned, words=self.words)
        if self.together is not None:
            figures["associations"] = associations.figure(self.together, width=self.width, words=self.words)
        return figures

    @property
    def responses(self) -> tuple[int, int]:
        """Infusions of the period with pain at least 2 points lower at the end, and those with both readings."""
        return sum(one.responses for one in self.pains.courses), sum(one.complete for one in self.pains.courses)

    @cached_property
    def sentences(self) -> dict[str, str]:
        """What stands where a chart cannot be drawn or seen."""
        say = self.words.say
        latest, number = self.trend.latest, self.words.number
        told = {"count": latest.count, "known": latest.known, "days": PERIOD_DAYS}
        if not self.trend.starts:
            now = say("Nothing is recorded yet. After 14 recorded days there is a number here.")
        elif not latest.recorded:
            now = say("Nothing is written down for the last {days} days.").format(**told)
        elif latest.per_28 is None:
            text = say("{count} of {known} recorded days in the last {days}: too few for a number, 14 are needed.")
            now = text.format(**told)
        else:
            text = say("{rate} per 28 days: {count} of {known} recorded days in the last {days}.")
            now = text.format(rate=number(latest.per_28), **told)
        return {"now": now, **{name: figure.summary for name, figure in self.figures.items()}}

    @property
    def last_recorded(self) -> date | None:
        """The latest day of the period of which anything is recorded; None where there is none."""
        places = np.flatnonzero(self.days.recorded)
        return self.trend.first + timedelta(days=int(places[-1])) if len(places) else None

    @property
    def since(self) -> date | None:
        """The first day of the period, whenever the diary began; None of all."""
        length = PERIODS[self.period]
        today = analysis.local_today(self.diary, self.now)
        return None if length is None else today - length + timedelta(days=1)

    @property
    def _first(self) -> date | None:
        """The first day that is drawn: not before the diary began, but four weeks at least."""
        starts = analysis.first_recorded(self.diary)
        least = analysis.local_today(self.diary, self.now) - timedelta(days=PERIOD_DAYS - 1)
        began = min(starts or least, least)
        return max(began, self.since or began)


def for_device(diary: analysis.Diary, now: datetime, words: Words = ENGLISH) -> dict[str, Any]:
    """Every period's figures, tables and sentences for a phone, with the moment they are as of."""
    together = analysis.associations(diary, now) if diary.columns.exposures is not None else None
    courses = Courses(diary, now)
    periods = {
        period: Trends(diary, now, period, words=words, together=together, counted=courses) for period in PERIODS
    }
    drawn = {period: trends.figures.items() for period, trends in periods.items()}
    return {
        "as_of": now,
        "figures": {period: {name: figure.plotly for name, figure in figures} for period, figures in drawn.items()},
        "tables": {period: {name: figure.table for name, figure in figures} for period, figures in drawn.items()},
        "sentences": {period: trends.sentences for period, trends in periods.items()},
    }
