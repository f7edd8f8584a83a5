"""Columns of a table by their names, and what a whole column says. Pure."""

import re
from collections import Counter
from itertools import islice

from diary.fields import Refused
from diary.interchange import cells
from diary.interchange.report import shown
from diary.interchange.table import Table

LONGEST_TEXT = 200  # characters by which texts are told apart
MOST_TEXTS = 60  # texts of one column whose meaning may be chosen one by one
NUMBER = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?", re.ASCII)


def column_of(table: Table, name: str, column: str) -> int:
    """Where the column stands that was chosen for the field `name`. Raises Refused when there is none."""
    if column in table.columns:
        return table.columns.index(column)
    folded = [other.casefold() for other in table.columns]
    if column.casefold() in folded:
        return folded.index(column.casefold())
    there = ", ".join(f"“{shown(other)}”" for other in table.columns[:20])
    sentence = f"There is no column “{shown(column)}”. The file has {there}."
    raise Refused(sentence, {name.split(" ", maxsplit=1)[0]: [sentence]})


def proven_order(table: Table, place: int) -> str | None:
    """The order of day and month that the column proves; None where no date such as 3/2/2026 stands in it.

    Raises Refused where it proves nothing, or both.
    """
    proofs: dict[str, int] = {}
    undecided = None
    for row in table.rows():
        if row.fault is None and cells.is_either_way(row.cells[place]):
            shows = cells.order_shown(row.cells[place])
            undecided = undecided or row
            if shows is not None:
                proofs.setdefault(shows, row.number)
    if undecided is None:
        return None
    if len(proofs) == 2:
        rows = f"row {proofs['day-first']} begins with the day, row {proofs['month-first']} with the month"
        sentence = f"Dates are written in two ways: {rows}. Choose one; the others are left out."
        raise Refused(sentence, {"dates": [sentence]})
    if not proofs:
        cell = shown(undecided.cells[place])
        sentence = f"A date such as {cell} can be read in two ways. Choose day-first or month-first."
        raise Refused(sentence, {"dates": [sentence]})
    return next(iter(proofs))


def plain(cell: str) -> str:
    """The cell on one line, without characters that no note may hold."""
    kept = "".join(" " if ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in cell)
    return " ".join(kept.split())


def text_key(cell: str) -> str:
    """What two cells share that say the same: capitals and spaces do not matter."""
    return plain(cell).casefold()[:LONGEST_TEXT]


def texts_of(table: Table, column: str) -> list[tuple[str, int]]:
    """The texts of a column as they first stand, each with its number of rows, the most frequent first."""
    place, first, rows = column_of(table, "event", column), dict[str, str](), Counter[str]()
    for row in table.rows():
        if row.fault is not None or cells.is_nothing(row.cells[place]):
            continue
        key = text_key(row.cells[place])
        first.setdefault(key, plain(row.cells[place])[:LONGEST_TEXT])
        rows[key] += 1
    return [(first[key], count) for key, count in rows.most_common()]


def texts_by_column(table: Table) -> dict[str, list[tuple[str, int]]]:
    """For every column that holds words and not numbers or dates: its texts that come most often."""
    found = {}
    for place, column in enumerate(table.columns):
        sample = {row.cells[place] for row in islice(table.rows(), 1000) if row.fault is None} - {""}
        words = [cell for cell in sample if not _is_number_or_date(cell)]
        if 2 * len(words) > len(sample):
            found[column] = texts_of(table, column)[:MOST_TEXTS]
    return found


def _is_number_or_date(cell: str) -> bool:
    try:
        return cells.is_nothing(cell) or bool(NUMBER.fullmatch(cell)) or cells.written(cell, None) is not None
    except cells.Unreadable:
        return True
