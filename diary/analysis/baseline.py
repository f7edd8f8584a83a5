"""The baseline of a diary: what it says before the very first infusion, which all that follows is held to.

It is the latest 84 days of that time, and never the days between two courses. It is *enough* with 28 days, 20 of them
recorded; where other days than headache days are counted, it must be known of 20 days whether they were such. What is
made of it differs, the days do not:

    change          the rate of what is counted; what was remembered instead, where nobody kept a diary before
    aligned         the same rate, as a line
    returns         80 % of its rate of headache days
    relief_rules    half of that rate
    relief          its days one by one: from them the share of headache days out of relief is learned
"""

from dataclasses import dataclass
from datetime import date

from .definitions import PERIOD_DAYS
from .definitions_cycles import BASELINE_LEAST, BASELINE_RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The days before the first infusion that count as baseline; none where the diary began with it."""

    first: date
    last: date
    recorded: int
    headache: int

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.last - self.first).days + 1

    @property
    def per_28(self) -> float | None:
        """Headache days per 28 recorded days, enough or not; None where none is recorded."""
        return PERIOD_DAYS * self.headache / self.recorded if self.recorded else None

    @property
    def is_enough(self) -> bool:
        """Whether there are 28 days or more, 20 or more of them recorded."""
        return self.days >= BASELINE_LEAST and self.recorded >= BASELINE_RECORDED

    def serves(self, known: int) -> bool:
        """Whether it is enough for what is known of so many of its days."""
        return self.is_enough and known >= BASELINE_RECORDED
