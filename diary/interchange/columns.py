"""Columns of a table by their names, and what a whole column says. Pure."""

import re
from collections import Counter
from itertools import islice

from diary.fields import Refused
from diary.interchange import cells
from diary.interchange.report import shown
from diary.interchange.table import Table

LONGEST_TEXT = 200  # characters by which texts are told apart
LOOKED_AT = 1000  # rows that tell what a column holds, and how times are written
MOST_COLUMNS = 20  # columns whose texts are listed
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


Texts = list[tuple[str, int]]


def texts_of(table: Table, column: str) -> Texts:
    """The texts of a column as they first stand, each with its number of rows, the most frequent first."""
    place = column_of(table, "event", column)
    return _texts(table, [place])[place]


def texts_by_column(table: Table) -> dict[str, Texts]:
    """For the columns that hold words and not numbers or dates: their texts that come most often."""
    sample = [row.cells for row in islice(table.rows(), LOOKED_AT) if row.fault is None]
    wordy = [
        place for place in range(len(table.columns)) if _holds_words({cells_of_row[place] for cells_of_row in sample})
    ]
    texts = _texts(table, wordy[:MOST_COLUMNS])
    return {table.columns[place]: found[:MOST_TEXTS] for place, found in texts.items()}


def _texts(table: Table, places: list[int]) -> dict[int, Texts]:
    """The texts of some columns, read in one go."""
    first: dict[int, dict[str, str]] = {place: {} for place in places}
    rows: dict[int, Counter[str]] = {place: Counter() for place in places}
    for row in table.rows():
        for place in places if row.fault is None else ():
            cell = row.cells[place]
            if cells.is_nothing(cell):
                continue
            key = text_key(cell)
            first[place].setdefault(key, plain(cell)[:LONGEST_TEXT])
            rows[place][key] += 1
    return {place: [(first[place][key], count) for key, count in rows[place].most_common()] for place in places}


def _holds_words(sample: set[str]) -> bool:
    words = [cell for cell in sample if cell and not _is_number_or_date(cell)]
    return 2 * len(words) > len(sample - {""})


def _is_number_or_date(cell: str) -> bool:
    try:
        return cells.is_nothing(cell) or bool(NUMBER.fullmatch(cell)) or cells.written(cell, None) is not None
    except cells.Unreadable:
        return True
