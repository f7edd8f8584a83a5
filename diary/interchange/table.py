"""A file that was exported elsewhere, as a table: named columns and rows of text. Knows nothing of days.

A damaged row never ends the reading: it comes out with a fault and its number. A file that is no table at all
is refused in a sentence.
"""

import codecs
import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from diary.fields import Refused

LARGEST_FILE = 64 * 1024 * 1024  # bytes; thirty years of days of a large clinic
LARGEST_ROWS = 1_000_000
LONGEST_LINE = 100_000  # characters; a day's note has 4,000 at most
LONGEST_CELL = 50  # lines; a quotation mark that is still open after these was never closed
MOST_COLUMNS = 500
SAMPLE = 30  # rows that choose the delimiter
DELIMITERS = (",", ";", "\t", "|")

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FILES = (
    (b"PK\x03\x04", "This is a spreadsheet or an archive, not CSV. Open it and save the sheet as CSV."),
    (b"\xd0\xcf\x11\xe0", "This is an old spreadsheet, not CSV. Open it and save the sheet as CSV."),
    (b"%PDF", "This is a PDF, not CSV. Export the diary as CSV instead."),
    (b"\x1f\x8b", "This is a compressed file. Unpack it first."),
    (b"\x89PNG", "This is a picture, not CSV."),
    (b"\xff\xd8\xff", "This is a picture, not CSV."),
    (b"SQLite format 3", "This is a database, not CSV. Export the diary as CSV instead."),
)
WINDOWS_1252 = (
    "The file is not UTF-8. It was read as Windows-1252 (Western European); "
    "look in the preview whether letters with accents are right."
)
NO_MARK = "The file seems to be UTF-16 without its mark at the beginning, and was read as that."


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the names. `number` is the spreadsheet's; a row with a `fault` has no cells to trust."""

    number: int
    cells: tuple[str, ...]
    fault: str | None = None


@dataclass(frozen=True)
class Table:
    """A file with named columns. Its rows are read anew each time, so that a long file needs little memory."""

    columns: tuple[str, ...]
    notices: tuple[str, ...]
    digest: str  # SHA-256 of the file
    delimiter: str
    text: str
    begins: int  # number of the row of names

    def rows(self) -> Iterator[Row]:
        """Every row below the names that is not blank. Raises Refused beyond a million."""
        width = len(self.columns)
        for number, (cells, fault) in enumerate(_records(_lines(self.text), self.delimiter), 1):
            if number <= self.begins:
                continue
            if number - self.begins > LARGEST_ROWS:
                raise Refused(f"The file has more than {LARGEST_ROWS:,} rows. Split it and bring in the parts.")
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if fault is None and not any(cells):
                continue
            if fault is None and len(cells) != width:
                fault = "cells"
            yield Row(number, tuple(cells), fault)


def read(data: bytes) -> Table:
    """The table in `data`. Raises Refused, in plain words, when there is none."""
    if len(data) > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1024**2} MB. Split it and bring in the parts.")
    for beginning, sentence in OTHER_FILES:
        if data.startswith(beginning):
            raise Refused(sentence)
    text, notices = _decoded(data)
    text, said = _own_delimiter(text.replace("\r\n", "\n").replace("\r", "\n"))
    delimiter = said or _delimiter(text)
    for number, (cells, fault) in enumerate(_records(_lines(text), delimiter), 1):
        if fault is None and _says_nothing(cells):
            continue
        if fault is not None:
            raise Refused("The first row, which should name the columns, cannot be read.")
        columns = _named(cells)
        if any(_looks_like_data(name) for name in cells if name):
            notices += ("The first row should name the columns, but looks like a row of the diary.",)
        digest = hashlib.sha256(data).hexdigest()
        return Table(columns, notices, digest, delimiter, text, begins=number)
    raise Refused("The file is empty.")


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                spoken = name.removesuffix("-sig").upper()
                raise Refused(f"The file says that it is {spoken}, but is damaged.") from None
    beginning = data[:4096]
    for name, nul_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if beginning[nul_at::2].count(0) > len(beginning) // 5:
            try:
                return data.decode(name), (NO_MARK,)
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), (WINDOWS_1252,)


def _own_delimiter(text: str) -> tuple[str, str | None]:
    """The text without the line "sep=;" that some spreadsheets put first, and what it said."""
    said = re.match(r"sep=([,;\t|])\n?", text)
    return (text[said.end() :], said.group(1)) if said else (text, None)


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as the row of names."""

    def fitness(delimiter: str) -> tuple[float, int]:
        records = _records(islice(_lines(text), 10 * SAMPLE), delimiter)
        sample = list(islice((cells for cells, fault in records if fault is None and not _says_nothing(cells)), SAMPLE))
        width = len(sample[0]) if sample else 1
        if width < 2:
            return (0.0, 1)
        return (sum(len(cells) == width for cells in sample) / len(sample), width)

    return max(DELIMITERS, key=fitness)


def _says_nothing(cells: list[str]) -> bool:
    """Whether this is a blank row or a comment above the table. A column may be called #."""
    return not any(cells) or (cells[0].startswith("#") and not (cells[0] == "#" and len(cells) > 1))


def _lines(text: str) -> Iterator[str]:
    # str.splitlines knows ends of lines that may stand in a note.
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    """Each row's cells, and what is wrong with it. A bad row costs one line, never the rest of the file."""
    waiting: deque[str] = deque()
    while True:
        if not waiting:
            waiting.extend(islice(lines, 1))
        if not waiting:
            return
        first = waiting[0]
        cells: list[str] = []
        fault: str | None = None
        used = 1
        if len(first) > LONGEST_LINE:
            fault = "too_long"
        elif '"' in first:
            waiting.extend(islice(lines, max(0, LONGEST_CELL - len(waiting))))
            cells, used, fault = _quoted(waiting, delimiter)
        else:
            cells = [cell.strip() for cell in first.split(delimiter)]
        for _ in range(used):
            waiting.popleft()
        if any("\0" in cell for cell in cells):
            cells, fault = [], "nul"
        yield cells, fault


def _quoted(waiting: deque[str], delimiter: str) -> tuple[list[str], int, str | None]:
    reader = csv.reader((f"{line}\n" for line in waiting), delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        cells = next(reader)
    except csv.Error:
        return [], 1, "quotes"
    return [cell.strip() for cell in cells], reader.line_num, None


def _named(cells: list[str]) -> tuple[str, ...]:
    """Names for the columns: a missing one is called after its place, a repeated one is numbered."""
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Refused(f"The file has more than {MOST_COLUMNS} columns; this is not a diary of days.")
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:120] or f"column {place}"
        spellings = (name, *(f"{name} ({number})" for number in range(2, MOST_COLUMNS + 2)))
        names.append(next(spelling for spelling in spellings if spelling not in names))
    return tuple(names)


def _looks_like_data(name: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d+([.,:/-]\d+)*", name))
