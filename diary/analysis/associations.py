"""What went together with the beginning of headache on the next day, as far as a diary can tell.

Compared are *at-risk days*: recorded, the day before recorded and headache-free, and on that day before an answer
about the exposure. On each of them headache began (an *onset*) or did not. Days on which headache merely went on are
not among them, so an attack that lasts counts once, and an exposure on the day of the headache itself, which the
headache may have brought, counts not at all.

Nothing is compared with fewer than 60 at-risk days, 8 exposed, 8 unexposed or 8 onsets, and nothing at all from 15
headache days per 28. Then: the 2×2 table; the difference of the two risks, within blocks of 14 days; its interval,
shrunk to 0 by a normal prior of spread 0.15; an exact test, conditional on the margins of every block; and, over all
exposures that were compared, Benjamini and Hochberg's 10 %. See `contingency`.

What it does not tell: which of the two made the other, or a third thing both. A night is bad and a meal is missed in
the hours before an attack too, because it has begun (prodrome). Exposures nobody followed are not in it. Clustered
headache alone makes no findings, because a day is at risk only after a free one; rates that change over months would,
and for them the blocks are there (tests/bench/associations.py).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from .contingency import Blocks, difference, discoveries, exact_p, shrunk
from .days import Days, classify, first_recorded, local_today
from .definitions import NO, YES, Answers, Flags, Numbers
from .definitions_associations import (
    AT_RISK_LEAST,
    BLOCK_DAYS,
    COMPARED_DAYS,
    EXPOSED_LEAST,
    FALSE_FINDINGS,
    MOST_FOLLOWED,
    ONSETS_LEAST,
    PRIOR_SPREAD,
    TOO_FREQUENT,
    UNEXPOSED_LEAST,
)
from .rates import Rate, rate
from .record import Diary


@dataclass(frozen=True, slots=True)
class Gate:
    """A count that a comparison needs."""

    #: "at-risk days", "exposed days", "unexposed days", "onsets" or "blocks with both".
    what: str
    count: int
    needed: int

    @property
    def is_passed(self) -> bool:
        """Whether there are enough."""
        return self.count >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Risk of onset with and without an exposure on the day before."""

    #: Risk with minus risk without, within blocks, shrunk to 0, and its 95 % interval.
    difference: float
    low: float
    high: float
    p: float
    #: The smallest share of false findings at which this is one.
    q: float

    @property
    def is_finding(self) -> bool:
        """Whether it is among those of which at most 10 % may be false."""
        return self.q <= FALSE_FINDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """One thing that was followed."""

    name: str
    exposed_onsets: int
    exposed: int
    unexposed_onsets: int
    unexposed: int
    gates: tuple[Gate, ...]
    #: None where a gate is closed, and in everybody with too frequent headache.
    comparison: Comparison | None

    @property
    def at_risk(self) -> int:
        """At-risk days with an answer about it."""
        return self.exposed + self.unexposed

    @property
    def closed(self) -> Gate | None:
        """The first gate that is not passed."""
        return next((gate for gate in self.gates if not gate.is_passed), None)

    @property
    def direction(self) -> str | None:
        """Of a finding, whether both went together "more" or "less" often than chance."""
        if self.comparison is None or not self.comparison.is_finding:
            return None
        return "more" if self.comparison.difference > 0 else "less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Associations:
    """Everything that was followed, findings first, then what was compared, then what was not."""

    first: date
    last: date
    as_of: datetime
    #: Headache days of these days.
    rate: Rate
    followed: tuple[Association, ...]

    @property
    def too_frequent(self) -> bool:
        """Whether headache is so frequent that nothing is compared."""
        return self.rate.per_28 is not None and self.rate.per_28 >= TOO_FREQUENT

    @property
    def compared(self) -> tuple[Association, ...]:
        """Those with a comparison."""
        return tuple(one for one in self.followed if one.comparison is not None)

    @property
    def findings(self) -> tuple[Association, ...]:
        """Those that went together more, or less, often than chance."""
        return tuple(one for one in self.followed if one.direction is not None)


def followed_since(now: datetime) -> date:
    """The first day whose exposures can be compared at `now`, wherever on earth the patient is."""
    return now.date() - timedelta(days=COMPARED_DAYS + 1)


def associations(diary: Diary, now: datetime) -> Associations:
    """What went together in the latest 728 days, as known at `now`.

    Raises LookupError of a diary that was read without what was followed.
    """
    columns = diary.columns.exposures
    if columns is None:
        raise LookupError("This diary was read without what was followed.")
    last = local_today(diary, now)
    # One day more than is compared: the first at-risk day has a day before it.
    days = classify(diary, last - timedelta(days=COMPARED_DAYS), last, now)
    begins = max(days.first + timedelta(days=1), min(first_recorded(diary) or last, last))
    overall = rate(days, begins, last)
    columns = columns.most_answered(days.local.first, len(days), MOST_FOLLOWED)
    counted = _counted(days, columns.on_days(days.local.first, len(days)))
    found = [_counts(name, blocks) for name, blocks in zip(columns.names, counted, strict=True)]
    told = Associations(first=overall.first, last=last, as_of=now, rate=overall, followed=tuple(found))
    return replace(told, followed=_ordered(found if told.too_frequent else _compared(found, counted)))


def _counted(days: Days, exposures: Answers) -> list[Blocks]:
    """For each exposure the counts of the at-risk days, block by block. A date is always in the same block."""
    recorded, headache = days.recorded, days.headache
    at_risk = recorded[1:] & recorded[:-1] & ~headache[:-1]
    block = (days.local.first + 1 + np.arange(len(at_risk))) // BLOCK_DAYS
    return [_blocks(answers, at_risk, headache[1:], block - block[0]) for answers in exposures[:, :-1]]


def _blocks(before: Answers, at_risk: Flags, onset: Flags, block: Numbers) -> Blocks:
    exposed, unexposed = at_risk & (before == YES), at_risk & (before == NO)
    chosen = (exposed & onset, exposed, unexposed & onset, unexposed)
    size = int(block[-1]) + 1
    return Blocks(*(np.bincount(block[days], minlength=size) for days in chosen))


def _counts(name: str, blocks: Blocks) -> Association:
    groups = (blocks.exposed_onsets, blocks.exposed, blocks.unexposed_onsets, blocks.unexposed)
    exposed_onsets, exposed, unexposed_onsets, unexposed = (int(group.sum()) for group in groups)
    return Association(
        name=name,
        exposed_onsets=exposed_onsets,
        exposed=exposed,
        unexposed_onsets=unexposed_onsets,
        unexposed=unexposed,
        gates=(
            Gate("at-risk days", exposed + unexposed, AT_RISK_LEAST),
            Gate("exposed days", exposed, EXPOSED_LEAST),
            Gate("unexposed days", unexposed, UNEXPOSED_LEAST),
            Gate("onsets", exposed_onsets + unexposed_onsets, ONSETS_LEAST),
            Gate("blocks with both", int((blocks.weights > 0).sum()), 1),
        ),
        comparison=None,
    )


def _compared(found: list[Association], counted: list[Blocks]) -> list[Association]:
    """The same, with the comparisons of those whose gates are open."""
    places = [place for place, one in enumerate(found) if one.closed is None]
    p_values = [exact_p(counted[place]) for place in places]
    compared = list(found)
    for place, p, q in zip(places, p_values, discoveries(p_values), strict=True):
        estimate = difference(counted[place])
        assert estimate is not None, "the last gate is that some block has both groups"
        mean, low, high = shrunk(*estimate, PRIOR_SPREAD)
        compared[place] = replace(found[place], comparison=Comparison(difference=mean, low=low, high=high, p=p, q=q))
    return compared


def _ordered(found: list[Association]) -> tuple[Association, ...]:
    """Findings first, then what was compared, the greatest difference first; then the nearest to a comparison."""
    return tuple(sorted(found, key=_place))


def _place(one: Association) -> tuple[int, float, str]:
    if one.comparison is None:
        return 2, -one.at_risk, one.name
    return 0 if one.direction else 1, -one.comparison.difference, one.name
