"""What every chart gives back."""

from dataclasses import asdict, dataclass
from typing import Any

#: Of one text cell each: a string, or None where there is no number to show.
Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The figure as a table: a caption, the heads of the columns, and rows whose first cell is their head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a number rests on, shown one click away: the rule, the constants in it, and where they come from."""

    rule: str
    constants: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A Plotly figure (data, layout, config) with its table, one sentence that stands for it, and its basis."""

    plotly: dict[str, Any]
    table: Table
    summary: str
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """The same as plain values: {plotly, table, summary, basis}."""
        return {
            "plotly": self.plotly,
            "table": asdict(self.table),
            "summary": self.summary,
            "basis": asdict(self.basis),
        }
