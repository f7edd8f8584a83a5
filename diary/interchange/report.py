"""What became of every row of a file, in plain words with row numbers. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

WHY = {
    # the row itself
    "quotes": "The quotation marks in the row do not match.",
    "too_long": "The row is longer than 100,000 characters.",
    "nul": "The row holds NUL characters; the file may be damaged.",
    "cells": "The row has more or fewer cells than there are columns.",
    # its date
    "no_date": "There is no date.",
    "bad_date": "The date cannot be read.",
    "bad_day_number": "The number of the day is not a whole number.",
    "no_such_day": "There is no such day in the calendar.",
    "odd_year": "The year cannot be right.",
    "future": "The day has not come yet.",
    "no_patient": "It does not say whose day it is.",
    "other_patient": "This is another patient's day.",
    # its answers
    "unknown_answer": "The answer is neither yes nor no.",
    "not_a_number": "The pain is not on the scale that was chosen.",
    "out_of_scale": "The pain is outside the scale that was chosen.",
    "contradiction": "It says no headache, and pain above 0.",
    "long_word": "A word is longer than 120 characters.",
    "empty": "Nothing was answered on this day; it stays silent.",
    "refused": "It cannot be kept as it is.",
    # beside other rows, and beside what the diary holds
    "same_twice": "The same day is in the file before, with the same answer.",
    "other_twice": "The same day is in the file before, with another answer. The first one counts.",
    "other_answer": "The diary has another answer for this day. It was left as it is.",
    "deleted": "This day was deleted in the diary. It stays deleted.",
    "not_shared": "This patient has an account and does not share the diary with the clinic.",
}
SAMPLES = 3  # cells shown with a reason
RANGES = 40  # stretches of rows shown with a reason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not brought in. `why` is a key of WHY, `cell` what stood there."""

    row: int
    why: str
    cell: str = ""


@dataclass
class Report:
    """How many rows there were, and what became of each: new, already here, or left out."""

    rows: int = 0
    new: int = 0
    already_here: int = 0
    patients: int = 1
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as an answer to a script."""
        return {
            "rows": self.rows,
            "new": self.new,
            "already_here": self.already_here,
            "left_out": [
                {"why": why, "sentence": WHY[why], "count": len(rows), "rows": in_words(rows), "cells": cells}
                for why, rows, cells in self._reasons()
            ],
            "notices": self.notices,
        }

    def as_text(self, *, done: bool) -> list[str]:
        """The report as lines for a terminal. `done` tells what was done from what would be."""
        verb = "brought in" if done else "would be brought in"
        lines = [
            f"{counted(self.rows, 'row')} with days of {counted(self.patients, 'patient')}.",
            f"{counted(self.new, 'day')} {verb}.",
            f"{counted(self.already_here, 'day')} already here, with the same answer.",
            f"{counted(len(self.left_out), 'row')} left out{':' if self.left_out else '.'}",
        ]
        for why, rows, cells in self._reasons():
            shown = f" Such as: {', '.join(f'“{cell}”' for cell in cells)}." if cells else ""
            lines.append(f"  {counted(len(rows), 'row')}: {WHY[why]}{shown}")
            lines.append(f"    {in_words(rows)}")
        return lines + [f"Note: {notice}" for notice in self.notices]

    def _reasons(self) -> list[tuple[str, list[int], list[str]]]:
        rows: dict[str, list[int]] = {}
        cells: dict[str, dict[str, None]] = {}
        for one in self.left_out:
            rows.setdefault(one.why, []).append(one.row)
            if one.cell:
                cells.setdefault(one.why, {})[shown(one.cell)] = None
        order = [why for why in WHY if why in rows]
        return [(why, sorted(rows[why]), list(cells.get(why, ()))[:SAMPLES]) for why in order]


def in_words(rows: Sequence[int]) -> str:
    """Row numbers as a person writes them: "row 7", "rows 3 to 5, 9"."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    words = [str(first) if first == last else f"{first} to {last}" for first, last in stretches[:RANGES]]
    more = sum(last - first + 1 for first, last in stretches[RANGES:])
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(words)}{f' and {more:,} more' if more else ''}"


def counted(number: int, noun: str) -> str:
    """ "1 row", "2,000 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shown(cell: str) -> str:
    """A cell as it may be printed: short, on one line, without characters that steer a terminal."""
    printable = "".join(letter if letter.isprintable() else " " for letter in cell[:200])
    words = " ".join(printable.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def joined(parts: Iterable[Report]) -> Report:
    """One report of several patients' reports."""
    whole = Report(patients=0)
    for part in parts:
        whole.rows += part.rows
        whole.new += part.new
        whole.already_here += part.already_here
        whole.left_out += part.left_out
        whole.patients += part.patients
    return whole
