"""Cycles laid over one another: the trailing 14-day rate by day from the end of each course.

The line of a cycle begins on day 14, so that no day of the course or before it is in it. It has a gap where fewer than
7 of the 14 days are known; silent days are in neither number. Lines are as noisy as 14 days are: the interval of a
rate from so few is wider than most differences between two lines. Nothing here says why a rate went up or down.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from .cycles import Cycle, Cycles
from .definitions import PERIOD_DAYS, UNKNOWN, YES, Floats, Numbers
from .definitions_cycles import TRAIL_DAYS, TRAIL_LEAST
from .interval import running_sum
from .rates import Rate, rate


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AlignedCycle:
    """One cycle by day."""

    cycle: Cycle
    #: 14, 15, … to the last day of the cycle; empty where it is shorter.
    days: Numbers
    #: Days per 28; NaN where too few are known.
    per_28: Floats
    #: Of the 14 days up to each.
    count: Numbers
    known: Numbers
    #: Of the whole cycle.
    recorded: int

    @property
    def latest(self) -> float | None:
        """The rate on the last day; None where too few days are known."""
        value = float(self.per_28[-1]) if len(self.per_28) else np.nan
        return None if np.isnan(value) else value

    @property
    def end(self) -> tuple[int, float] | None:
        """The last day that has a rate, and the rate: where the line ends."""
        there = np.flatnonzero(~np.isnan(self.per_28))
        return (int(self.days[there[-1]]), float(self.per_28[there[-1]])) if len(there) else None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Aligned:
    """All cycles of a diary, by date."""

    measure: str
    asked: date
    #: The rate before the first infusion; None where the baseline is not enough.
    baseline: Rate | None
    cycles: tuple[AlignedCycle, ...]


def aligned(found: Cycles, measure: str = "headache") -> Aligned:
    """The trailing rate of every cycle by its own days."""
    states = found.days.states(measure)
    counts, knowns, recordeds = map(running_sum, (states == YES, states != UNKNOWN, found.days.recorded))
    lines = []
    for cycle in found.cycles:
        place = found.slice_of(cycle)
        stops = np.arange(place.start + TRAIL_DAYS, place.stop + 1)
        count, known = (sums[stops] - sums[stops - TRAIL_DAYS] for sums in (counts, knowns))
        lines.append(
            AlignedCycle(
                cycle=cycle,
                days=stops - place.start,
                per_28=np.where(known >= TRAIL_LEAST, PERIOD_DAYS * count / np.maximum(known, 1), np.nan),
                count=count,
                known=known,
                recorded=int(recordeds[place.stop] - recordeds[place.start]),
            )
        )
    base = found.baseline
    rated = rate(found.days, base.first, base.last, measure) if base.is_enough else None
    return Aligned(
        measure=measure,
        asked=found.asked,
        baseline=rated if rated and base.serves(rated.known) else None,
        cycles=tuple(lines),
    )
