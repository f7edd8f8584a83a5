"""Which column probably holds what, by its name and its first rows. A guess is shown, and never acted on unseen."""

import re
from itertools import islice

from diary.interchange import cells, moments
from diary.interchange.columns import LOOKED_AT
from diary.interchange.table import Table

DAY_FIELDS = ("date", "day_number", "headache", "worst_pain", "note", "patient_column")
# In the order of trust, as words of a column's name; names of the diaries described in docs/import.md.
NAMES = {
    "date": ("date", "day date", "diary date", "start date", "start time", "datum", "jour", "fecha", "data", "day"),
    "day_number": ("dos", "day number", "study day", "day of study", "dayno", "day no"),
    "moment": (
        *("timestamp", "time stamp", "datetime", "date time", "unix", "unix time", "epoch", "epoch seconds", "ts"),
        *("recorded at", "logged at", "logged on", "created at", "at", "when", "moment", "time", "zeitpunkt"),
        *("zeitstempel", "horodatage", "fecha y hora", "momento"),
    ),
    "clock": ("time", "time of day", "clock", "uhrzeit", "zeit", "heure", "hora", "ora"),
    "event": (
        *("event", "events", "treatment", "treatments", "treatment event", "medication", "medications", "medicine"),
        *("action", "intervention", "taken", "ereignis", "behandlung", "medikament", "tratamiento", "traitement"),
    ),
    "headache": (
        *("headache", "had headache", "headache day", "kopfschmerz", "kopfschmerzen", "migraine", "attack"),
        *("migräne", "dolor de cabeza", "cefalea", "migraña"),
    ),
    "worst_pain": (
        *("worst pain", "peak pain", "max pain", "pain", "pain level", "pain score", "nrs", "vas", "intensity"),
        *("headache intensity", "headache severity", "severity", "strength", "schmerz", "schmerzstärke"),
        *("nprs", "headache", "pain 0 100", "pain 0 10", "score", "level"),
        *("stärke", "intensität", "schmerzintensität", "dolor", "intensidad", "intensidad del dolor"),
    ),
    "note": (
        *("note", "notes", "comment", "comments", "description", "user notes", "notiz", "notizen"),
        *("bemerkung", "bemerkungen", "kommentar", "nota", "notas", "comentario", "comentarios"),
    ),
    "patient_column": ("patient", "patient id", "id", "subject", "subject id", "record", "record number", "record id"),
}


def guess(table: Table) -> dict[str, str]:
    """Fields of a day, or of a moment, each with the column it probably is, and `scale` where the column shows it."""
    words = {_words(column): column for column in reversed(table.columns)}
    log = _log(table, words)
    found: dict[str, str] = dict(log)
    for name in ("pain", "event", "note", "patient_column") if log else DAY_FIELDS:
        spellings = NAMES["worst_pain" if name == "pain" else name]
        columns = (words[spelling] for spelling in spellings if spelling in words)
        column = next((column for column in columns if column not in found.values()), None)
        if column is not None:
            found[name] = column
    if "date" in found:
        found.pop("day_number", None)
    pain = found.get("pain") or found.get("worst_pain")
    if pain is not None:
        found["scale"] = _scale(table, table.columns.index(pain))
        if log and found["scale"] == "yes/no":
            found.pop("scale")
    return found


def _log(table: Table, words: dict[str, str]) -> dict[str, str]:
    """The column of moments, and of their times of day, where some day has more than one; else nothing."""
    for name in (*NAMES["moment"], *NAMES["date"][:3]):
        column = words.get(name)
        if column is None:
            continue
        times = next((words[word] for word in NAMES["clock"] if word in words and words[word] != column), None)
        for beside in (None, times):
            places = [table.columns.index(one) for one in (column, beside) if one is not None]
            rows = [row.cells for row in islice(table.rows(), LOOKED_AT) if row.fault is None]
            sample = [" ".join(cells_of_row[place] for place in places) for cells_of_row in rows]
            written = moments.looks_like([cell for cell in sample if cell and not cells.is_nothing(cell)])
            if written is not None and _more_than_one_a_day(sample, written):
                return {"moment": column, "times": written, **({"clock": beside} if beside else {})}
    return {}


def _more_than_one_a_day(sample: list[str], written: str) -> bool:
    days: set[object] = set()
    for cell in sample:
        try:
            at = moments.moment(cell, times=written, order=None, zone="UTC")
        except cells.Unreadable:
            continue
        if at.date in days:
            return True
        days.add(at.date)
    return False


def _words(column: str) -> str:
    """ "Start_Time (UTC)" and "startTime" as "start time"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\(.*?\)", " ", column))
    return " ".join(re.sub(r"[\W_]+", " ", apart).split()).casefold()


def _scale(table: Table, place: int) -> str:
    shown = {row.cells[place].casefold() for row in table.rows() if row.fault is None}
    shown -= cells.NOTHING
    numbers = [value for value in map(cells.number, shown) if value is not None]
    if numbers:
        return "0-100" if max(numbers) > 10 else "0-10"
    if shown and shown <= cells.YES | cells.NO:
        return "yes/no"
    return "0-3" if shown and shown <= set(cells.WORDS) else "0-10"
