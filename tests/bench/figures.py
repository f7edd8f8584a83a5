"""A measured figure and the line it makes in the table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing: its value and its goal, in `unit`; `how` says what was run and how often."""

    what: str
    value: float
    goal: float
    unit: str
    how: str

    def line(self) -> str:
        """This figure as a row of a Markdown table."""
        kept = "yes" if self.value <= self.goal else "no"
        return f"| {self.what} | {self.value:,.1f} {self.unit} | ≤{self.goal:,g} {self.unit} | {kept} | {self.how} |"


HEAD = "| what | measured | goal | kept | how |\n|---|---:|---:|---|---|"


def median(values: Sequence[float]) -> float:
    """The middle of `values`."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of `values` stay at or under (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
