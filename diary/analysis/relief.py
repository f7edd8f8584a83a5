"""How long the benefit of a course lasted, and whether it still holds: a distribution for each cycle of a diary.

From day 1 of a cycle to day τ the patient is in *relief*, with fewer headache days; after τ, and in the baseline, at
the usual share. τ = 0: no relief at all. Model and priors stand in `relief_grid` and `relief_prior`. Each cycle is
judged by its own days, the baseline and the cycles before it, never by a later one, so that a number that was once
read stays. The cycle that goes on is judged as of the day of asking.

What is left out: why it ended, or began. A patient who is infused in a bad time gets better on the mean without it
(regression to the mean); medicines, preventives and seasons are not in the model; and an infusion that comes early
hides how long relief would have lasted. For providers only: expecting an end may itself bring headaches.

Levels of the current cycle
  not judged        before day 14, after two years, under 10 recorded days of the last 14, or without a baseline
  no relief seen    from day 28 on, when relief at all is less likely than not
  holding           the probability that relief has ended is under 0.5
  watch             under 0.8; and before day 28, when relief at all is less likely than not
  possible          "possible return toward baseline", from 0.8
  likely            "return toward baseline likely", from 0.9 on the last two recorded days, each as known on it
"""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from .baseline import Baseline
from .cycles import Cycle, Cycles, cycles
from .definitions import PERIOD_DAYS, Flags, Floats, Numbers
from .definitions_relief import (
    FEW_HEADACHES,
    JUDGED_FROM,
    LIKELY_FROM,
    LONGEST_CYCLE,
    NONE_FROM,
    NONE_UNDER,
    POSSIBLE_FROM,
    SEEN_FROM,
    WATCH_FROM,
    WATCHED_DAYS,
    WATCHED_LEAST,
)
from .record import Diary
from .relief_grid import Posterior, after_baseline, codes_of, interval_of, judged, learned, likelihood, median_of
from .relief_prior import PRIOR, Beliefs
from .relief_rules import PlainRule, Recording, WeeklyRule, plain_rule, recording, weekly_rule

NOT_JUDGED, NONE_SEEN = "not judged", "no relief seen"
HOLDING, WATCH, POSSIBLE, LIKELY = "holding", "watch", "possible return toward baseline", "likely"


@dataclass(frozen=True, eq=False, kw_only=True)
class CycleRelief:
    """Relief in one cycle."""

    cycle: Cycle
    days: int
    recorded: int
    #: The probability of any relief.
    any_relief: float
    #: The last day of relief: median and 80 % interval; 0 is none at all, 730 that or more.
    median: int
    low: int
    high: int
    #: Headache days per 28 out of relief, and in it if there was any: posterior means.
    per_28_out: float
    per_28_in: float
    #: P(relief lasts to day d or longer), for d = 0, 1, … 730.
    lasts: Floats
    #: The same before anything of this cycle was known: from the stated prior and the patient's earlier cycles.
    expected: Floats

    @property
    def is_seen(self) -> bool:
        """Whether any relief is likely enough to tell how long it lasted."""
        return self.any_relief >= SEEN_FROM

    @property
    def held_to_the_end(self) -> bool:
        """Whether relief rather held to the last day of the cycle than not: it may have lasted longer."""
        return bool(self.lasts[min(self.days, LONGEST_CYCLE)] >= WATCH_FROM)

    def probability_ended(self, on: date) -> float:
        """The probability that there is no relief on a date of the cycle or after it: ended, or never there."""
        return float(1 - self.lasts[min(max(self.cycle.day(on), 0), LONGEST_CYCLE)])


@dataclass(frozen=True, eq=False, kw_only=True)
class Relief:
    """Relief in every cycle of a diary, and whether it holds in the one that goes on."""

    #: The day of asking.
    asked: date
    baseline: Baseline
    #: Completed cycles that have days, by date.
    earlier: tuple[CycleRelief, ...]
    current: CycleRelief
    level: str
    #: Why it is not judged: "no baseline", "early", "long ago", "not recording"; None where it is.
    reason: str | None
    #: Recorded days of the last 14.
    watched: int
    plain: PlainRule
    weekly: WeeklyRule
    recording: Recording

    @property
    def day(self) -> int:
        """The day of the cycle that goes on."""
        return self.current.cycle.day(self.asked)

    @property
    def is_judged(self) -> bool:
        """Whether there is anything to say of the cycle that goes on."""
        return self.level != NOT_JUDGED

    @property
    def leans_on_prior(self) -> bool:
        """Whether the baseline has so few headache days that relief can hardly be told from none."""
        return self.baseline.per_28 is not None and self.baseline.per_28 < FEW_HEADACHES

    @property
    def ended(self) -> float:
        """The probability that relief has ended by the day of asking, or was never there."""
        return self.probability_relief_ended(self.asked)

    def probability_relief_ended(self, on: date) -> float:
        """The same on a date of the cycle that goes on, past or to come, as known on the day of asking."""
        return self.current.probability_ended(on)


def relief(diary: Diary, now: datetime) -> Relief | None:
    """Relief in a diary as known at `now`; None where no infusion was given yet."""
    found = cycles(diary, now)
    return None if found is None else relief_of(found)


def relief_of(found: Cycles) -> Relief:
    """Relief in a diary whose cycles are known."""
    recorded = found.days.recorded
    codes = codes_of(recorded, found.days.headache)
    beliefs = after_baseline(PRIOR, codes[: found.baseline.days])
    told = []
    for cycle in found.cycles[:-1]:
        days = _days_of(found, cycle)
        if days.stop > days.start:
            posterior = judged(likelihood(codes[days]), beliefs)
            told.append(_cycle_relief(cycle, posterior, beliefs, recorded[days]))
            beliefs = learned(posterior, beliefs)
    cycle, days = found.cycles[-1], _days_of(found, found.cycles[-1])
    current = _cycle_relief(cycle, judged(likelihood(codes[days]), beliefs), beliefs, recorded[days])
    watched = int(recorded[days][-WATCHED_DAYS:].sum())
    reason = _reason(found.baseline, cycle.length, watched)
    level = NOT_JUDGED if reason else _level(current, codes[days], beliefs)
    return Relief(
        asked=found.asked,
        baseline=found.baseline,
        earlier=tuple(told),
        current=current,
        level=level,
        reason=reason,
        watched=watched,
        plain=plain_rule(found),
        weekly=weekly_rule(found),
        recording=recording(found),
    )


def _days_of(found: Cycles, cycle: Cycle) -> slice:
    days = found.slice_of(cycle)
    return slice(days.start, min(days.stop, days.start + LONGEST_CYCLE))


def _cycle_relief(cycle: Cycle, posterior: Posterior, beliefs: Beliefs, recorded: Flags) -> CycleRelief:
    low, high = interval_of(posterior.lasts)
    return CycleRelief(
        cycle=cycle,
        days=len(recorded),
        recorded=int(recorded.sum()),
        any_relief=float(posterior.lasts[1]),
        median=median_of(posterior.lasts),
        low=low,
        high=high,
        per_28_out=PERIOD_DAYS * posterior.share_before,
        per_28_in=PERIOD_DAYS * posterior.share_in_relief,
        lasts=posterior.lasts[: LONGEST_CYCLE + 1],
        expected=beliefs.lasts,
    )


def _reason(baseline: Baseline, days: int, watched: int) -> str | None:
    if not baseline.is_enough:
        return "no baseline"
    if not JUDGED_FROM <= days <= LONGEST_CYCLE:
        return "early" if days < JUDGED_FROM else "long ago"
    return "not recording" if watched < WATCHED_LEAST else None


def _level(current: CycleRelief, codes: Numbers, beliefs: Beliefs) -> str:
    ended = float(1 - current.lasts[current.days])
    if current.any_relief < NONE_UNDER:
        return NONE_SEEN if current.days >= NONE_FROM else WATCH
    if ended >= LIKELY_FROM and _was_likely(codes, beliefs):
        return LIKELY
    if ended >= POSSIBLE_FROM:
        return POSSIBLE
    return WATCH if ended >= WATCH_FROM else HOLDING


def _was_likely(codes: Numbers, beliefs: Beliefs) -> bool:
    """Whether the end was likely on both of the last two recorded days, as known on each."""
    last = (np.flatnonzero(codes)[-2:] + 1).tolist()
    return all(1 - judged(likelihood(codes[:day]), beliefs).lasts[day] >= LIKELY_FROM for day in last)
