"""A measured figure and the line it makes in the table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing: its value and its goal, in `unit`; `how` says what was run and how often.

    The goal is the most that it should be, or with `at_least` the least.
    """

    what: str
    value: float
    goal: float
    unit: str
    how: str
    at_least: bool = False

    def line(self) -> str:
        """This figure as a row of a Markdown table."""
        is_kept = self.value >= self.goal if self.at_least else self.value <= self.goal
        goal = f"{'≥' if self.at_least else '≤'}{self.goal:,g} {self.unit}"
        kept = "yes" if is_kept else "no"
        return f"| {self.what} | {self.value:,.1f} {self.unit} | {goal} | {kept} | {self.how} |"


@dataclass(frozen=True)
class Band:
    """One measured thing that should lie between `low` and `high`; with neither, it is told and has no goal."""

    what: str
    value: float
    unit: str
    how: str
    low: float | None = None
    high: float | None = None

    def line(self) -> str:
        """This figure as a row of a Markdown table."""
        goal, kept = "", ""
        if self.low is not None and self.high is not None:
            goal = f"{self.low:g}–{self.high:g} {self.unit}"
            kept = "yes" if self.low <= round(self.value, 1) <= self.high else "no"
        return f"| {self.what} | {self.value:,.1f} {self.unit} | {goal} | {kept} | {self.how} |"


HEAD = "| what | measured | goal | kept | how |\n|---|---:|---:|---|---|"


def median(values: Sequence[float]) -> float:
    """The middle of `values`."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of `values` stay at or under (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
