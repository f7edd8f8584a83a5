"""What became of every row of a file, in plain words with row numbers. Pure."""

from collections import Counter
from collections.abc import Sequence
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
    # its moment
    "no_moment": "There is no moment.",
    "bad_moment": "The moment cannot be read.",
    "no_time": "There is a date, but no time of day.",
    "odd_moment": "The moment is before 1980 or after 2200: the clock was not set, or the numbers are other units.",
    "shortened": "A spreadsheet has shortened the number. Format its column as a whole number, and save it again.",
    "not_come": "The moment has not come yet.",
    "not_over": "This day is not over. Bring the file in again tomorrow: nothing comes twice.",
    "no_patient": "It does not say whose day it is.",
    "other_patient": "This is another patient's day.",
    # its answers
    "unknown_answer": "The answer is neither yes nor no.",
    "not_a_number": "The pain is not on the scale that was chosen.",
    "out_of_scale": "The pain is outside the scale that was chosen.",
    "contradiction": "It says no headache, and pain above 0.",
    "long_word": "A word is longer than 120 characters.",
    "empty": "Nothing was answered on this day; it stays silent.",
    "no_reading": "There is neither a pain nor a text.",
    "text_left_out": "Its text was chosen to be left out.",
    "long_text": "The texts of the day are longer than 4,000 characters; this one had no room. Its pain is kept.",
    "too_many": "There are more than 1,440 rows on this day.",
    "refused": "It cannot be kept as it is.",
    # beside other rows, and beside what the diary holds
    "same_twice": "The same day is in the file before, with the same answer.",
    "other_twice": "The same day is in the file before, with another answer. The first one counts.",
    "other_answer": "The diary has another answer for this day. It was left as it is.",
    "moment_twice": "The same moment is in the file before, with the same content.",
    "moment_other": "The same moment is in the file before, with another pain. The first one counts.",
    "infusion_here": "The diary has an infusion on this day already. It was left as it is.",
    "entry_deleted": "It was deleted in the diary. It stays deleted.",
    "deleted": "This day was deleted in the diary. It stays deleted.",
    "not_shared": "This patient has an account and does not share the diary with the clinic.",
}
# What a log brings besides the answers of its days, in the order in which it is told.
ENTRIES = {
    "attacks": "attack",
    "pain_readings": "pain reading",
    "own_infusions": "infusion",
    "medications": "medicine",
    "doses": "dose",
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
    entries: Counter[str] = field(default_factory=Counter)  # what is new besides the days' answers, by collection

    def as_json(self) -> dict[str, Any]:
        """The report as an answer to a script."""
        return {
            "rows": self.rows,
            "new": self.new,
            "already_here": self.already_here,
            "entries": {name: self.entries[name] for name in ENTRIES if self.entries[name]},
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
            *(f"  {counted(self.entries[name], noun)}" for name, noun in ENTRIES.items() if self.entries[name]),
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
