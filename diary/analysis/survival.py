"""How long until something happens, when not everybody was watched for long enough: Kaplan and Meier's curve.

    share(t) = product over the days d ≤ t with events of (1 - events ÷ at risk)

Who was watched until day t is at risk on day t; a censored one counts on its own last day. The interval is that of
log(-log(share)) with Greenwood's variance: it stays between 0 and 1 (Kalbfleisch JD, Prentice RL. The Statistical
Analysis of Failure Time Data, 2002, 1.4). It holds for one day at a time and not for the whole curve, and supposes
that those whose watching ended were like those who were watched on.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from .definitions import CONFIDENCE

#: The share at which half of them are left, with room for the rounding of products.
HALF = 0.5 + 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A day on which something happened."""

    day: int
    #: Watched until this day or longer.
    at_risk: int
    events: int
    #: Without the event after this day, and the 95 % interval; None where nobody is left, of whom nothing is known.
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """The share without the event by day; it begins at 1 and changes at the steps only."""

    n: int
    steps: tuple[Step, ...]
    #: The days on which somebody's watching ended without the event, in order, one entry for each.
    censored: tuple[int, ...]
    #: The last day of the longest.
    last: int

    @property
    def events(self) -> int:
        """How many had the event."""
        return sum(step.events for step in self.steps)

    @property
    def median(self) -> int | None:
        """The first day on which half or fewer are without the event; None while more are."""
        return next((step.day for step in self.steps if step.share <= HALF), None)

    @property
    def median_interval(self) -> tuple[int | None, int | None]:
        """Where the interval of the curve passes one half (Brookmeyer and Crowley 1982); None where it does not."""
        low = next((step.day for step in self.steps if step.low is None or step.low <= HALF), None)
        high = next((step.day for step in self.steps if step.high is None or step.high <= HALF), None)
        return low, high

    def share_on(self, day: int) -> float:
        """The share without the event after a day."""
        place = bisect_right(self.steps, day, key=lambda step: step.day)
        return self.steps[place - 1].share if place else 1.0

    def at_risk_on(self, day: int) -> int:
        """How many were watched until this day or longer, without the event before it."""
        happened = sum(step.events for step in self.steps if step.day < day)
        return self.n - happened - sum(one < day for one in self.censored)


def kaplan_meier(days: Sequence[int], observed: Sequence[bool]) -> Survival:
    """The curve of some who were watched for so many `days`, the event on the last of them where it was `observed`."""
    watched = sorted(zip(days, observed, strict=True))
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    steps: list[Step] = []
    share, spread = 1.0, 0.0
    ends = [day for day, _ in watched]
    counted = Counter(day for day, happened in watched if happened)
    for day, events in sorted(counted.items()):
        at_risk = len(watched) - bisect_left(ends, day)
        share *= 1 - events / at_risk
        if events < at_risk:
            spread += events / (at_risk * (at_risk - events))
        low, high = _interval(share, spread, z)
        steps.append(Step(day=day, at_risk=at_risk, events=events, share=share, low=low, high=high))
    return Survival(
        n=len(watched),
        steps=tuple(steps),
        censored=tuple(day for day, happened in watched if not happened),
        last=max((day for day, _ in watched), default=0),
    )


def _interval(share: float, spread: float, z: float) -> tuple[float | None, float | None]:
    """exp(-exp(…)) of the interval of log(-log(share)); `spread` is Greenwood's sum."""
    if share <= 0:
        return None, None
    middle, half = log(-log(share)), z * sqrt(spread) / -log(share)
    return exp(-exp(middle + half)), exp(-exp(middle - half))
