"""A file of days: its columns mapped to the fields of a day, each row read as one day or left out with a reason.

Pure: nothing here knows what a diary already holds. A row that is absent from the file is a silent day, and stays one.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from diary.fields import ZONES, Refused
from diary.interchange import cells
from diary.interchange.cells import Unreadable
from diary.interchange.columns import column_of, proven_order
from diary.interchange.imported import ImportedDay, Left, Reading
from diary.interchange.report import LeftOut, counted
from diary.interchange.table import Row, Table

FIELDS = ("date", "day_number", "headache", "worst_pain", "note")
MOST_EXPOSURES = 40
ANSWERED = (
    "Each day is taken as answered at its own end, in the chosen time zone. "
    "It is not marked as filled in later, because the file does not say when it was filled in."
)


@dataclass(frozen=True)
class Choices:
    """What a person chose: which column holds what, and how dates and pain are written."""

    zone: str
    date: str | None = None
    day_number: str | None = None
    start_date: datetime.date | None = None  # of day number 1
    headache: str | None = None
    worst_pain: str | None = None
    note: str | None = None
    exposures: tuple[tuple[str, str], ...] = ()  # (column, what it is called in the diary)
    scale: str | None = None
    dates: str | None = None  # one of cells.DATE_ORDERS
    patient_column: str | None = None


def read_days(table: Table, choices: Choices, *, today: datetime.date, limit: int | None = None) -> Reading:
    """Every row of `table` (or the first `limit`) as a day of `choices.zone`, or left out with its reason.

    Raises Refused for choices that the file cannot answer.
    """
    place = _places(table, choices)
    if place.get("date") is not None and choices.dates is None:
        choices = replace(choices, dates=proven_order(table, place["date"]))
    reading = Reading(notices=[*table.notices, ANSWERED])
    seen: dict[tuple[str, datetime.date], ImportedDay] = {}
    for row in islice(table.rows(), limit):
        reading.rows += 1
        try:
            day = _day(row, place, choices, today)
        except Left as left:
            reading.left_out.append(LeftOut(row.number, left.why, left.cell))
            continue
        first = seen.setdefault((day.patient, day.date), day)
        if first is day:
            reading.days.append(day)
        else:
            why = "same_twice" if first.answer == day.answer else "other_twice"
            reading.left_out.append(LeftOut(row.number, why, day.date.isoformat()))
    reading.notices += _about_pain(choices, reading)
    return reading


def _day(row: Row, place: dict[str, int], choices: Choices, today: datetime.date) -> ImportedDay:
    if row.fault is not None:
        raise Left(row.fault)

    def read(name: str, understand: Callable[[str], Any]) -> Any:
        if name not in place:
            return None
        cell = row.cells[place[name]]
        try:
            return understand(cell)
        except Unreadable as problem:
            raise Left(problem.why, cell) from None

    patient = read("patient_column", lambda cell: cell) or ""
    if "patient_column" in place and cells.is_nothing(patient):
        raise Left("no_patient")
    day = read("date", lambda cell: cells.day(cell, choices.dates, choices.zone))
    if day is None:
        start = choices.start_date or today
        day = read("day_number", lambda cell: cells.numbered_day(cell, start))
    if day > today:
        raise Left("future", day.isoformat())
    headache, worst_pain = _answers(row, place, choices, read)
    exposures = [_exposure(row.cells[place[f"exposure {name}"]], name) for _, name in choices.exposures]
    kept = tuple(one for one in exposures if one is not None)
    note = read("note", lambda cell: None if cells.is_nothing(cell) else cell)
    if headache is None and worst_pain is None and not kept and note is None:
        raise Left("empty")
    return ImportedDay(row.number, patient, day, headache, worst_pain, note, kept)


def _answers(
    row: Row, place: dict[str, int], choices: Choices, read: Callable[[str, Callable[[str], Any]], Any]
) -> tuple[str | None, int | None]:
    scale = choices.scale or "0-10"
    headache = read("headache", lambda cell: cells.headache(cell, choices.scale))
    if "worst_pain" not in place:
        return headache, None
    if scale == "yes/no":
        said = read("worst_pain", lambda cell: cells.headache(cell, None))
        worst_pain, from_pain = None, said
    else:
        worst_pain = read("worst_pain", lambda cell: cells.pain(cell, scale))
        from_pain = None if worst_pain is None else ("yes" if worst_pain else "no")
    if headache == "no" and from_pain == "yes":
        raise Left("contradiction", row.cells[place["worst_pain"]])
    return headache or from_pain, worst_pain


def _exposure(cell: str, name: str) -> dict[str, Any] | None:
    try:
        return cells.exposure(cell, name)
    except Unreadable as problem:
        raise Left(problem.why, cell) from None


def _places(table: Table, choices: Choices) -> dict[str, int]:
    """Where each chosen field stands in a row. Raises Refused for choices that do not make a day."""
    _check(choices)
    wanted = {name: getattr(choices, name) for name in (*FIELDS, "patient_column")}
    wanted |= {f"exposure {name}": column for column, name in choices.exposures}
    return {name: column_of(table, name, column) for name, column in wanted.items() if column is not None}


def _check(choices: Choices) -> None:
    if choices.zone not in ZONES:
        raise Refused("We do not know this time zone.", {"zone": ["Use a name such as Europe/Berlin."]})
    if (choices.date is None) == (choices.day_number is None):
        sentence = "Say which column holds the date, or which holds a day number; one of the two."
        raise Refused(sentence, {"date": [sentence]})
    if choices.day_number is not None and choices.start_date is None:
        sentence = "A day number needs the date of day 1."
        raise Refused(sentence, {"start_date": [sentence]})
    if choices.headache is None and choices.worst_pain is None:
        sentence = "Say which column holds the headache or the pain of the day."
        raise Refused(sentence, {"headache": [sentence]})
    if choices.scale is not None and choices.scale not in cells.SCALES:
        sentence = f"The scale is one of {', '.join(cells.SCALES)}."
        raise Refused(sentence, {"scale": [sentence]})
    if choices.dates is not None and choices.dates not in cells.DATE_ORDERS:
        sentence = f"Dates are one of {', '.join(cells.DATE_ORDERS)}."
        raise Refused(sentence, {"dates": [sentence]})
    names = [name for _, name in choices.exposures]
    if len(names) > MOST_EXPOSURES or len(set(names)) != len(names) or not all(0 < len(name) <= 80 for name in names):
        sentence = "Exposures: at most 40, each with a name of its own of 1 to 80 characters."
        raise Refused(sentence, {"exposures": [sentence]})


def _about_pain(choices: Choices, reading: Reading) -> Iterator[str]:
    if choices.worst_pain is not None:
        yield from about_scale(choices.scale or "0-10", reading.left_out)


def about_scale(scale: str, left_out: Iterable[LeftOut]) -> Iterator[str]:
    """What the scale makes of pain, and whether another one seems to be meant."""
    yield cells.ROUNDING[scale]
    if scale != "0-10":
        return
    high = sum(one.why == "out_of_scale" and (cells.number(one.cell) or 0) > 10 for one in left_out)
    if high:
        yield f"{counted(high, 'row')} above 10: if the file counts to 100, choose the scale 0-100."
