"""Moments of a log, day by day: what the day answers, its attacks with their readings, its infusions and doses. Pure.

What is kept is what was read, and nothing between: a day with a reading above 0 is answered with "headache" and its
worst reading, a day with readings of 0 only with "no headache", a day without a reading not at all. Readings above 0
that follow one another on a day are one attack, from the first of them to the 0 that ends them that day, or else to
the last of them: nobody knows that it was longer, and no day gets a headache that no reading of that day tells of.
How many attacks that makes over midnights is counted as for every diary: gaps below 24 hours are none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from diary import clock, fields
from diary.interchange.imported import Entry, ImportedDay
from diary.interchange.moments import Moment
from diary.interchange.report import LeftOut, counted

MOST_A_DAY = 1440  # rows: one a minute
MEANS = ("infusion", "acute", "preventive", "note", "leave_out")
DOSES = ("acute", "preventive")
KEPT_AS = (
    "A day with a pain above 0 is kept as a day with headache and its worst pain, a day with pain of 0 only as a day "
    "without headache. A day without a pain stays silent.",
    "Pains above 0 that follow one another on a day are kept as one attack: from the first of them to the 0 after "
    "them on that day, or to the last of them. It may have been longer.",
)


@dataclass(frozen=True)
class Meaning:
    """What a text means, as a person chose it: an infusion by its route, a dose of a medicine, a note, nothing."""

    means: str
    route: str | None = None
    medicine: str | None = None
    drug_class: str | None = None

    def problem(self) -> str | None:
        """What is missing, in words."""
        if self.means == "infusion" and not self.route:
            return "Say by which route the infusion was given."
        if self.means in DOSES and not (self.medicine and self.drug_class):
            return "Say which medicine it is, and of which class."
        return None


@dataclass(frozen=True, slots=True)
class Logged:
    """One row that can be kept."""

    row: int
    patient: str
    moment: Moment
    pain: int | None
    cell: str  # the pain as it stands in the file
    text: str
    meaning: Meaning | None
    note: str

    def lines(self) -> Iterator[str]:
        """What of it goes into the day's note."""
        if self.meaning is not None and self.meaning.means == "note":
            yield timed(self, self.text)
        if self.note:
            yield timed(self, self.note)


def timed(one: Logged, text: str) -> str:
    """A text with the time of day it was written down at."""
    return f"{one.moment.clock:%H:%M} {text}"


def days_of(found: Sequence[Logged], *, zone: str) -> tuple[list[ImportedDay], list[LeftOut], list[str]]:
    """The days of a log in their order; rows that have no place in them; what is to be said about it."""
    left_out: list[LeftOut] = []
    groups: dict[tuple[str, date], list[Logged]] = {}
    for one in _once(found, left_out):
        day = groups.setdefault((one.patient, one.moment.date), [])
        if len(day) < MOST_A_DAY:
            day.append(one)
        else:
            left_out.append(LeftOut(one.row, "too_many", one.moment.date.isoformat()))
    days = [_day(*key, groups[key], zone, left_out) for key in sorted(groups)]
    rows = sum(one.pain == 0 for group in groups.values() for one in group)
    zeros = rows - sum(entry.fields.get("pain") == 0 for day in days for entry in day.entries)
    notices = []
    if zeros:
        notices.append(
            f"{counted(zeros, 'pain')} of 0 outside attacks {'is' if zeros == 1 else 'are'} not kept one by one: "
            "the day's answer, or the time between two attacks, says the same."
        )
    return days, left_out, notices


def _once(found: Iterable[Logged], left_out: list[LeftOut]) -> Iterator[Logged]:
    """Each moment's pain once, each moment's text once; in the order of the file."""
    pains: dict[tuple[str, Any], int] = {}
    texts: set[tuple[str, Any, str, str]] = set()
    for one in found:
        key = (one.patient, one.moment.at)
        said = (*key, one.text.casefold(), one.note.casefold())
        first = pains.setdefault(key, one.pain) if one.pain is not None else None
        if first != one.pain:
            left_out.append(LeftOut(one.row, "moment_other", one.cell))
        elif said in texts:
            left_out.append(LeftOut(one.row, "moment_twice", one.cell or one.text))
        else:
            texts.add(said)
            yield one


def _day(patient: str, on: date, rows: list[Logged], zone: str, left_out: list[LeftOut]) -> ImportedDay:
    rows = sorted(rows, key=lambda one: (one.moment.at, one.row))
    pains = [one for one in rows if one.pain is not None]
    worst = max((one.pain or 0 for one in pains), default=None)
    note = _note(rows, left_out)
    answering = sorted(one.row for one in rows if one.pain is not None or any(one.lines()))
    return ImportedDay(
        row=min(one.row for one in rows),
        patient=patient,
        date=on,
        headache=None if worst is None else "yes" if worst else "no",
        worst_pain=worst,
        note=note,
        entries=(*_attacks(pains, zone), *_infusions(rows, on, zone), *_doses(rows, zone)),
        answer_rows=tuple(answering),
    )


def _note(rows: list[Logged], left_out: list[LeftOut]) -> str | None:
    """The day's texts, each with its time. What has no room is left out and said, and costs nothing else."""
    kept: list[str] = []
    room = fields.NOTE
    for one in rows:
        for line in one.lines():
            if len(line) + 1 > room:
                left_out.append(LeftOut(one.row, "long_text", line))
                break
            kept.append(line)
            room -= len(line) + 1
    return "\n".join(kept) or None


def _attacks(pains: list[Logged], zone: str) -> Iterator[Entry]:
    run: list[Logged] = []
    seen: set[Any] = set()
    for one in pains:
        if one.moment.at in seen:
            continue
        seen.add(one.moment.at)
        if one.pain:
            run.append(one)
        elif run:
            yield from _attack([*run, one], zone)
            run = []
    if run:
        yield from _attack(run, zone)


def _attack(run: list[Logged], zone: str) -> Iterator[Entry]:
    began, ended = (clock.instant(one.moment.at) for one in (run[0], run[-1]))
    yield Entry(run[0].row, "attacks", began, {"started_at": began, "ended_at": ended, "zone": zone})
    for one in run:
        at = clock.instant(one.moment.at)
        yield Entry(one.row, "pain_readings", at, {"at": at, "zone": zone, "pain": one.pain}, parent=began)


def _infusions(rows: list[Logged], on: date, zone: str) -> Iterator[Entry]:
    """One infusion a day and route, however many rows tell of it."""
    routes: dict[str, list[Logged]] = {}
    for one in rows:
        if one.meaning is not None and one.meaning.means == "infusion":
            routes.setdefault(one.meaning.route or "", []).append(one)
    for route, told in routes.items():
        note = "\n".join(dict.fromkeys(timed(one, one.text) for one in told))[: fields.NOTE]
        body = {"date": on.isoformat(), "zone": zone, "route": route, "note": note}
        yield Entry(told[0].row, "own_infusions", f"{on.isoformat()}:{route}", body)


def _doses(rows: list[Logged], zone: str) -> Iterator[Entry]:
    for one in rows:
        if one.meaning is None or one.meaning.means not in DOSES:
            continue
        name = one.meaning.medicine or ""
        medicine = {"name": name, "kind": one.meaning.means, "drug_class": one.meaning.drug_class}
        yield Entry(one.row, "medications", name.casefold(), medicine)
        at = clock.instant(one.moment.at)
        dose = {"taken_at": at, "zone": zone}
        if one.text.casefold() != name.casefold():
            dose["note"] = one.text[: fields.NOTE]
        yield Entry(one.row, "doses", f"{at}:{name.casefold()}", dose, parent=name.casefold())
