"""What every chart gives back."""

from dataclasses import dataclass
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
class Figure:
    """A Plotly figure (data, layout, config) with its table, and one sentence that stands for it."""

    plotly: dict[str, Any]
    table: Table
    summary: str
