"""A log: a table in which a row is a moment, with a pain, a text, or both. Pure.

How several moments of a day become the day's answer and its attacks is said in log_days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from diary import clock
from diary.fields import ZONES, Refused
from diary.interchange import cells, moments
from diary.interchange.cells import Unreadable
from diary.interchange.columns import LOOKED_AT, column_of, plain, proven_order, text_key
from diary.interchange.days_csv import ANSWERED, about_scale
from diary.interchange.imported import Left, Reading
from diary.interchange.log_days import KEPT_AS, Logged, Meaning, days_of
from diary.interchange.report import LeftOut, counted, in_words
from diary.interchange.table import Row, Table

FIELDS = ("moment", "clock", "pain", "event", "note")
SCALES = ("0-10", "0-100", "0-3")
OTHER_TEXTS = ("note", "leave_out")
NOTE, LEAVE_OUT = Meaning("note"), Meaning("leave_out")
DOUBTS = {
    "skipped": "name a time that the clock skipped that night; read as if it had not jumped yet",
    "twice": "name an hour that the clock showed twice that night; read as the first",
}


@dataclass(frozen=True)
class LogChoices:
    """What a person chose: which column holds what, how times and pain are written, what each text means."""

    zone: str
    moment: str
    clock: str | None = None  # the time of day, where it has a column of its own
    pain: str | None = None
    event: str | None = None
    note: str | None = None
    times: str | None = None  # one of moments.TIMES; None: as it looks
    dates: str | None = None  # one of cells.DATE_ORDERS
    scale: str | None = None
    texts: tuple[tuple[str, Meaning], ...] = ()
    other_texts: str = "note"
    patient_column: str | None = None


@dataclass
class LogReading(Reading):
    """A log as read. `first` are its first rows as they are kept."""

    first: list[dict[str, Any]] = field(default_factory=list)

    def first_rows(self, count: int = 10) -> list[dict[str, Any]]:
        """The first rows, as they would be kept or with the reason why not."""
        left = {shape["row"]: shape for shape in Reading(left_out=self.left_out).first_rows(len(self.left_out))}
        kept = [shape for shape in self.first if shape["row"] not in left]
        return sorted([*kept, *left.values()], key=lambda shape: int(shape["row"]))[:count]


def read_log(table: Table, choices: LogChoices, *, now: datetime, limit: int | None = None) -> LogReading:
    """Every row of `table` (or the first `limit`) as a moment of a day, or left out with its reason.

    Raises Refused for choices that the file cannot answer.
    """
    rules = _rules(table, choices, now)
    choices = rules.choices
    reading = LogReading(notices=[*table.notices])
    found: list[Logged] = []
    for row in islice(table.rows(), limit):
        reading.rows += 1
        try:
            logged = _logged(row, rules)
        except Left as left:
            reading.left_out.append(LeftOut(row.number, left.why, left.cell))
            continue
        found.append(logged)
        if len(reading.first) < 50:
            reading.first.append(_preview(logged))
    reading.notices += _about_times(choices, found)
    days, left_out, notices = days_of(found, zone=choices.zone)
    reading.days, reading.left_out = days, reading.left_out + left_out
    if choices.pain is not None:
        reading.notices += about_scale(choices.scale or "0-10", reading.left_out)
    reading.notices += [*KEPT_AS, *notices, *_about_texts(found), ANSWERED]
    return reading


@dataclass(frozen=True)
class _Rules:
    """By what a row is read: the choices, with what the file itself shows, and where each field stands."""

    choices: LogChoices
    place: dict[str, int]
    meanings: dict[str, Meaning]
    now: datetime
    today: date

    def meaning(self, text: str) -> Meaning:
        """What this text was said to mean, or what all others mean."""
        other = NOTE if self.choices.other_texts == "note" else LEAVE_OUT
        return self.meanings.get(text_key(text), other)


def _rules(table: Table, choices: LogChoices, now: datetime) -> _Rules:
    _check(choices)
    wanted = {name: getattr(choices, name) for name in (*FIELDS, "patient_column")}
    place = {name: column_of(table, name, column) for name, column in wanted.items() if column is not None}
    if choices.times is None:
        sample = {_moment_cell(row, place) for row in islice(table.rows(), LOOKED_AT) if row.fault is None}
        times = moments.looks_like([cell for cell in sample if not cells.is_nothing(cell)])
        if times is None:
            sentence = "Most of these are no moments: neither seconds since 1970 nor dates with a time of day."
            raise Refused(sentence, {"moment": [sentence]})
        choices = replace(choices, times=times)
    if choices.times == "written" and choices.dates is None:
        choices = replace(choices, dates=proven_order(table, place["moment"]))
    meanings = {text_key(text): meaning for text, meaning in choices.texts}
    return _Rules(choices, place, meanings, now, clock.local_date(now, choices.zone))


def _check(choices: LogChoices) -> None:
    problems = {
        "zone": choices.zone not in ZONES and "Use a name such as Europe/Berlin.",
        "pain": not (choices.pain or choices.event) and "Say which column holds the pain, or the texts, or both.",
        "times": choices.times not in (None, *moments.TIMES) and f"Times are one of {', '.join(moments.TIMES)}.",
        "dates": choices.dates not in (None, *cells.DATE_ORDERS) and f"Dates are {', '.join(cells.DATE_ORDERS)}.",
        "scale": choices.scale not in (None, *SCALES) and f"The scale of a log is one of {', '.join(SCALES)}.",
        "other_texts": choices.other_texts not in OTHER_TEXTS and f"One of {', '.join(OTHER_TEXTS)}.",
        "texts": _contradiction(choices),
    }
    for name, sentence in problems.items():
        if sentence:
            raise Refused(sentence, {name: [sentence]})


def _contradiction(choices: LogChoices) -> str | None:
    """Two texts may mean one medicine, which is then of one kind and class."""
    medicines: dict[str, tuple[str, str | None]] = {}
    for text, meaning in choices.texts:
        if (said := meaning.problem()) is not None:
            return f"“{text[:40]}”: {said}"
        kind = (meaning.means, meaning.drug_class)
        if meaning.medicine and medicines.setdefault(meaning.medicine.casefold(), kind) != kind:
            return f"“{meaning.medicine}” is chosen with two kinds or classes. Give it one."
    return None


def _logged(row: Row, rules: _Rules) -> Logged:
    place = rules.place
    if row.fault is not None:
        raise Left(row.fault)
    patient = row.cells[place["patient_column"]] if "patient_column" in place else ""
    if "patient_column" in place and cells.is_nothing(patient):
        raise Left("no_patient")
    at = _moment(row, place, rules.choices)
    if at.at > rules.now:
        raise Left("not_come", _moment_cell(row, place))
    if at.date >= rules.today:
        raise Left("not_over", _moment_cell(row, place))
    pain = _pain(row, place, rules.choices)
    text, note = _text(row, place, "event"), _text(row, place, "note")
    meaning = rules.meaning(text) if text else None
    if pain is None and not note and (meaning is None or meaning.means == "leave_out"):
        raise Left("text_left_out" if meaning else "no_reading", text)
    cell = row.cells[place["pain"]] if pain is not None else ""
    return Logged(row.number, patient, at, pain, cell, text, meaning, note)


def _text(row: Row, place: dict[str, int], name: str) -> str:
    """The text on one line; empty for nothing."""
    text = plain(row.cells[place[name]]) if name in place else ""
    return "" if cells.is_nothing(text) else text


def _moment_cell(row: Row, place: dict[str, int]) -> str:
    cell = row.cells[place["moment"]]
    return f"{cell} {row.cells[place['clock']]}".strip() if "clock" in place else cell


def _moment(row: Row, place: dict[str, int], choices: LogChoices) -> moments.Moment:
    cell = _moment_cell(row, place)
    try:
        return moments.moment(cell, times=choices.times or "written", order=choices.dates, zone=choices.zone)
    except Unreadable as problem:
        raise Left(problem.why, cell) from None


def _pain(row: Row, place: dict[str, int], choices: LogChoices) -> int | None:
    if "pain" not in place:
        return None
    cell = row.cells[place["pain"]]
    try:
        return cells.pain(cell, choices.scale or "0-10")
    except Unreadable as problem:
        raise Left(problem.why, cell) from None


def _about_times(choices: LogChoices, found: list[Logged]) -> Iterator[str]:
    if not found:
        return
    first, last = (one.moment for one in (min(found, key=_at), max(found, key=_at)))
    spoken = [f"{at.date.isoformat()}, {at.clock:%H:%M}" for at in (first, last)]
    yield (
        f"Times are read as {moments.SPOKEN[choices.times or 'written']}, on the clock of {choices.zone}: "
        f"the first is {spoken[0]}, the last {spoken[1]}."
    )
    for doubt, sentence in DOUBTS.items():
        rows = sorted(one.row for one in found if one.moment.doubt == doubt)
        if rows:
            yield f"{counted(len(rows), 'row')} {sentence} ({in_words(rows)})."


def _about_texts(found: list[Logged]) -> Iterator[str]:
    notes = sum(one.meaning == NOTE for one in found)
    if notes:
        yield f"{counted(notes, 'text')} {'is' if notes == 1 else 'are'} kept as {'a note' if notes == 1 else 'notes'}."


def _at(one: Logged) -> datetime:
    return one.moment.at


def _preview(one: Logged) -> dict[str, Any]:
    """The row as it would be kept."""
    return {
        "row": one.row,
        "patient": one.patient,
        "date": one.moment.date.isoformat(),
        "clock": f"{one.moment.clock:%H:%M}",
        "pain": one.pain,
        "pain_cell": one.cell,
        "text": one.text[:200],
        "means": one.meaning.means if one.meaning else None,
        "note": one.note[:200],
    }
