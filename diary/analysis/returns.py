"""When headache was again about as frequent as before the infusions, course by course.

Day 0 is the last infusion of a course. The rate is that of the 28 days up to a day, all of them after day 0, so that
the first that can be judged is day 28. Baseline frequency *returns* on the first day whose rate is not below 80 % of
the baseline, the rate before the very first infusion. A day with fewer than 14 known days of its 28 is not judged.

    returned    on that day. A rate that was never seen below the mark returned on the first day that was judged: no
                fall was seen, and these courses are told apart in the counts
    infusion    the next infusion came before; watching ends on the last day that was judged
    watched     it is still lower as far as anybody knows; watching ends on the last day that was judged

    no baseline, not recorded    left out: the first without 28 days, 20 of them recorded and some with headache, before
                                 the first infusion, the second without a recorded day after the course

What one has to know of it: a trailing rate lags by days or weeks, and one that wavers around the mark
passes it early; a day that could not be judged is found out later; and infusions are given again *because* headache
comes back, so those whose watching ended by one were not like the others: the curve is too high by what they hide.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .cycles import Cycle, Cycles, cycles
from .definitions import LEAST_DAYS, PERIOD_DAYS, Numbers
from .definitions_cycles import RETURN_SHARE
from .interval import running_sum
from .record import Diary
from .survival import Survival, kaplan_meier

#: What products of counts may be off by.
ROUNDING = 1e-9
#: Ends of courses that are not in the curve.
LEFT_OUT = frozenset({"no baseline", "not recorded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One course."""

    infusion_ids: tuple[str, ...]
    #: "returned", "infusion", "watched", "no baseline" or "not recorded".
    ended: str
    #: Watched so long: to the return, or to the last day that was judged.
    day: int = 0
    #: It returned on the first day that was judged: no rate below the mark was seen.
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """The courses of some diaries together. Those of one patient count as if they were of different ones."""

    curve: Survival
    #: Of the curve.
    patients: int
    #: How many courses ended each way, left out ones too.
    ended: Mapping[str, int]
    #: Of the courses that returned, those of which no fall was seen.
    at_once: int

    @property
    def left_out(self) -> int:
        """Courses that are not in the curve."""
        return sum(self.ended.get(why, 0) for why in LEFT_OUT)


def returns(diary: Diary, now: datetime) -> tuple[Return, ...]:
    """What became of every course, by date."""
    found = cycles(diary, now)
    return () if found is None else tuple(_return(found, cycle) for cycle in found.cycles)


def returns_of(diaries: Iterable[Diary], now: datetime, chosen: Collection[str]) -> Returns:
    """The courses with one of the `chosen` infusions as one curve."""
    wanted, patients = frozenset(chosen), 0
    found: list[Return] = []
    for diary in diaries:
        mine = [one for one in returns(diary, now) if not wanted.isdisjoint(one.infusion_ids)]
        patients += any(one.ended not in LEFT_OUT for one in mine)
        found += mine
    judged = [one for one in found if one.ended not in LEFT_OUT]
    return Returns(
        curve=kaplan_meier([one.day for one in judged], [one.ended == "returned" for one in judged]),
        patients=patients,
        ended=Counter(one.ended for one in found),
        at_once=sum(one.at_once for one in judged),
    )


def _return(found: Cycles, cycle: Cycle) -> Return:
    baseline, here = found.baseline, found.slice_of(cycle)
    if not baseline.is_enough or not baseline.per_28:
        return Return(infusion_ids=cycle.infusion_ids, ended="no baseline")
    recorded = np.flatnonzero(found.days.recorded[here]) + 1
    if not len(recorded):
        return Return(infusion_ids=cycle.infusion_ids, ended="not recorded")
    judged, back = _judged(found, cycle, RETURN_SHARE * baseline.per_28)
    if len(back):
        at_once = bool(back[0] == judged[0])
        return Return(infusion_ids=cycle.infusion_ids, ended="returned", day=int(back[0]), at_once=at_once)
    # Before the first day that can be judged nobody returns, however long they were watched.
    last = int(judged[-1]) if len(judged) else min(int(recorded[-1]), PERIOD_DAYS - 1)
    return Return(infusion_ids=cycle.infusion_ids, ended="infusion" if cycle.is_completed else "watched", day=last)


def _judged(found: Cycles, cycle: Cycle, mark_per_28: float) -> tuple[Numbers, Numbers]:
    """The days of a cycle whose trailing rate is known, and those of them on which it is not below the mark."""
    here = found.slice_of(cycle)
    known, count = (running_sum(flags[here]) for flags in (found.days.recorded, found.days.headache))
    known, count = (sums[PERIOD_DAYS:] - sums[: max(len(sums) - PERIOD_DAYS, 0)] for sums in (known, count))
    day = np.arange(len(known)) + PERIOD_DAYS
    enough = known >= LEAST_DAYS
    return day[enough], day[enough & (PERIOD_DAYS * count >= mark_per_28 * known - ROUNDING)]
