"""What a file says, day by day, whatever kind of table it is. Pure; what a diary already holds is not known here."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from diary.interchange.report import WHY, LeftOut, shown


@dataclass(frozen=True, slots=True)
class Entry:
    """One record beside an imported day, as it travels. `parent` is the key of the entry it belongs to."""

    row: int
    collection: str
    key: str
    fields: Mapping[str, Any]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedDay:
    """What a file says about one day, `row` first. `patient` is empty when the file is about one person."""

    row: int
    patient: str
    date: datetime.date
    headache: str | None = None
    worst_pain: int | None = None
    note: str | None = None
    exposures: tuple[dict[str, Any], ...] = ()
    entries: tuple[Entry, ...] = ()
    #: The rows that the answer was made of; empty: `row` alone.
    answer_rows: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that it was made of."""
        return tuple(sorted({*(self.answer_rows or (self.row,)), *(entry.row for entry in self.entries)}))

    @property
    def weight(self) -> int:
        """How many records it becomes, about: what is done at a time is measured by it."""
        return 1 + len(self.entries)

    @property
    def answer(self) -> tuple[Any, ...]:
        """What was said about the day, to tell the same answer from another one."""
        return self.headache, self.worst_pain, self.note, self.exposures

    @property
    def is_answered(self) -> bool:
        """Whether anything was said about the day itself. One that only had an infusion stays silent."""
        return self.answer != (None, None, None, ())


@dataclass
class Reading:
    """A file as read: how many rows, the days in them, and the rows that are left out."""

    rows: int = 0
    days: list[ImportedDay] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def first_rows(self, count: int = 10) -> list[dict[str, Any]]:
        """The first rows, as they would be kept or with the reason why not."""
        kept: list[dict[str, Any]] = [
            {
                "row": day.row,
                "patient": day.patient,
                "date": day.date.isoformat(),
                "headache": day.headache,
                "worst_pain": day.worst_pain,
                "note": day.note,
                "exposures": list(day.exposures),
            }
            for day in self.days[:count]
        ]
        left = [{"row": one.row, "why": WHY[one.why], "cell": shown(one.cell)} for one in self.left_out[:count]]
        return sorted(kept + left, key=lambda shape: shape["row"])[:count]


class Left(Exception):
    """This row is left out."""

    def __init__(self, why: str, cell: str = "") -> None:
        super().__init__(why)
        self.why, self.cell = why, cell
