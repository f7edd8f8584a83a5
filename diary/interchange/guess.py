"""Which column probably holds what, by its name and its first rows. A guess is shown, and never acted on unseen."""

import re
from itertools import islice

from diary.interchange import cells
from diary.interchange.table import Table

LOOKED_AT = 1000  # rows
# In the order of trust, as words of a column's name; names of the diaries described in docs/import.md.
NAMES = {
    "date": ("date", "day date", "diary date", "start date", "start time", "datum", "jour", "fecha", "data", "day"),
    "day_number": ("dos", "day number", "study day", "day of study", "dayno", "day no"),
    "headache": (
        *("headache", "had headache", "headache day", "kopfschmerz", "kopfschmerzen", "migraine", "attack"),
        *("migräne", "dolor de cabeza", "cefalea", "migraña"),
    ),
    "worst_pain": (
        *("worst pain", "peak pain", "max pain", "pain", "pain level", "pain score", "nrs", "vas", "intensity"),
        *("headache intensity", "headache severity", "severity", "strength", "schmerz", "schmerzstärke"),
        *("stärke", "intensität", "schmerzintensität", "dolor", "intensidad", "intensidad del dolor"),
    ),
    "note": (
        *("note", "notes", "comment", "comments", "description", "user notes", "notiz", "notizen"),
        *("bemerkung", "bemerkungen", "kommentar", "nota", "notas", "comentario", "comentarios"),
    ),
    "patient_column": ("patient", "patient id", "id", "subject", "subject id", "record", "record number", "record id"),
}


def guess(table: Table) -> dict[str, str]:
    """Fields of a day, each with the column it probably is, and `scale` where the first rows show it."""
    words = {_words(column): column for column in reversed(table.columns)}
    found: dict[str, str] = {}
    for name, spellings in NAMES.items():
        column = next((words[spelling] for spelling in spellings if spelling in words), None)
        if column is not None and column not in found.values():
            found[name] = column
    if "date" in found:
        found.pop("day_number", None)
    if "worst_pain" in found:
        found["scale"] = _scale(table, table.columns.index(found["worst_pain"]))
    return found


def _words(column: str) -> str:
    """ "Start_Time (UTC)" and "startTime" as "start time"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\(.*?\)", " ", column))
    return " ".join(re.sub(r"[\W_]+", " ", apart).split()).casefold()


def _scale(table: Table, place: int) -> str:
    shown = {row.cells[place].casefold() for row in islice(table.rows(), LOOKED_AT) if row.fault is None}
    shown -= cells.NOTHING
    numbers = [value for value in map(cells.number, shown) if value is not None]
    if numbers:
        return "0-100" if max(numbers) > 10 else "0-10"
    if shown and shown <= cells.YES | cells.NO:
        return "yes/no"
    return "0-3" if shown and shown <= set(cells.WORDS) else "0-10"
