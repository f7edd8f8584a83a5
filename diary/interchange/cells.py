"""One cell of a file as one answer: a date, a yes or no, a pain, an exposure. Pure; what cannot be read says why."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONGEST_DATE = 64  # characters
NOTHING = frozenset({"", "na", "n/a", "nan", "null", "nil", "-", "--", "–", "—", ".", "?", "unknown", "not answered"})
YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "ja", "j", "oui", "o", "si", "sí", "sì", "sim", "tak", "yes."})
NO = frozenset(
    {"no", "n", "false", "f", "0", "none", "no headache", "clear", "nein", "nee", "nej", "non", "não", "nie"}
)

SCALES = ("0-10", "0-100", "0-3", "yes/no")
# What each scale becomes; shown before and after an import, and in docs/import.md.
ROUNDING = {
    "0-10": "Pain is kept; a fraction is rounded to the nearest whole number, halves up, and above 0 stays at least 1.",
    "0-100": "Pain is divided by 10 and rounded to the nearest whole number, halves up; above 0 it stays at least 1.",
    "0-3": "Pain 0, 1, 2, 3 (none, mild, moderate, severe) becomes 0, 2, 5, 8: the middle of what each word covers.",
    "yes/no": "Pain is yes or no: the day is kept with or without headache, and without a number.",
}
WORDS = {
    **dict.fromkeys(("none", "no", "0"), 0),
    **dict.fromkeys(("mild", "slight", "light", "low", "1"), 2),
    **dict.fromkeys(("moderate", "medium", "2"), 5),
    **dict.fromkeys(("severe", "strong", "extreme", "high", "3"), 8),
}

DATE_ORDERS = ("year-first", "day-first", "month-first")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = (
    r"(?:(?:T|,?\s+)(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?)"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + TIME, re.ASCII)
COMPACT = re.compile(r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})" + TIME, re.ASCII)
EITHER_WAY = re.compile(r"(?P<a>\d{1,2})[-/](?P<b>\d{1,2})[-/](?P<y>\d{4})" + TIME, re.ASCII)
NAMED = (
    re.compile(r"(?P<d>\d{1,2})[.\s-]+(?P<name>[A-Za-z]{3,9})[.,\s-]+(?P<y>\d{4})" + TIME, re.ASCII),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})" + TIME, re.ASCII),
)
CLOCK = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<part>\d+))?)?\s*(?:(?P<half>[AaPp])\.?[Mm]\.?)?", re.ASCII
)
UNIX = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)  # seconds or milliseconds since 1970
NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,12})?", re.ASCII)


class Unreadable(ValueError):
    """This cell is not what it should be. `why` is a key of report.WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_nothing(cell: str) -> bool:
    """Whether the cell says that nothing was answered."""
    return cell.casefold() in NOTHING


def number(cell: str) -> Decimal | None:
    """The number in the cell, with a point or a comma; None when it is no number."""
    return Decimal(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else None


def headache(cell: str, scale: str | None) -> str | None:
    """Yes, no, or None when nothing was answered. On a scale of pain any number above 0 is a yes."""
    word = cell.casefold()
    if word in NOTHING:
        return None
    value = number(cell)
    if value is None or (scale in (None, "yes/no") and value in (0, 1)):
        word = word if value is None else str(int(value))
        if word in YES or word in NO:
            return "yes" if word in YES else "no"
        if scale == "0-3" and word in WORDS:
            return "yes"
        raise Unreadable("unknown_answer")
    if scale in (None, "yes/no"):
        raise Unreadable("unknown_answer")
    return "yes" if pain(cell, scale) else "no"


def pain(cell: str, scale: str) -> int | None:
    """Pain 0 to 10, or None when nothing was answered. How each scale is turned is in ROUNDING."""
    word = cell.casefold()
    if word in NOTHING:
        return None
    value = number(cell)
    if scale == "0-3":
        word = word if value is None else format(value.normalize(), "f")
        if word not in WORDS:
            raise Unreadable("not_a_number" if value is None else "out_of_scale")
        return WORDS[word]
    if value is None:
        raise Unreadable("not_a_number")
    if not 0 <= value <= (100 if scale == "0-100" else 10):
        raise Unreadable("out_of_scale")
    tenth = value / 10 if scale == "0-100" else value
    whole = int(tenth.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return max(whole, 1) if value > 0 else whole


def exposure(cell: str, name: str) -> dict[str, object] | None:
    """The exposure in the cell: an amount, or that it was there or not, or a word of its own; None for nothing."""
    word = cell.casefold()
    if word in NOTHING:
        return None
    value = number(cell)
    if value is not None:
        return {"name": name, "amount": format((value.quantize(Decimal("0.0001")) + 0).normalize(), "f")}
    if word in YES or word in NO - {"no headache", "clear"}:
        return {"name": name, "present": word in YES}
    if len(name) + len(cell) > 118:
        raise Unreadable("long_word")
    return {"name": f"{name}: {' '.join(cell.split())}", "present": True}


def day(cell: str, order: str | None, zone: str) -> date:
    """The local day in the cell. A moment with an offset, or a Unix time, is turned into the day in `zone`."""
    if len(cell) > LONGEST_DATE:
        raise Unreadable("bad_date")
    return _day(cell, order, zone)


@lru_cache(maxsize=20_000)
def _day(cell: str, order: str | None, zone: str) -> date:
    if is_nothing(cell):
        raise Unreadable("no_date")
    found = written(cell, order)
    if found is None:
        return _unix(cell).astimezone(ZoneInfo(zone)).date()
    if found.clock and found.offset:
        return utc(found).astimezone(ZoneInfo(zone)).date()
    return found.date


class Written(NamedTuple):
    """A date as it is written, with the time of day and the offset where they stand beside it."""

    date: date
    clock: str | None
    offset: str | None


def written(cell: str, order: str | None) -> Written | None:
    """The date that is written in the cell; None when it is none. Raises Unreadable for one that never was."""
    found = _parts(cell, order)
    if found is None:
        return None
    year, month, number_of_day, clock, offset = found
    if not 1900 <= year <= 2200:
        raise Unreadable("odd_year")
    try:
        return Written(date(year, month, number_of_day), clock, offset)
    except ValueError:
        raise Unreadable("no_such_day") from None


def wall_time(clock: str) -> time:
    """The time of day as a clock shows it: 14:05, 2:05 pm, 14:05:30.250."""
    found = CLOCK.fullmatch(clock)
    hour, minute, second = (int(found[name] or 0) if found else 99 for name in ("h", "m", "s"))
    if found and found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable("bad_date")
    parts = ((found["part"] if found else "") or "").ljust(6, "0")
    return time(hour, minute, second, int(parts[:6]))


def utc(found: Written) -> datetime:
    """The moment of a time that carries its offset: 23:30 UTC is tomorrow in Berlin."""
    offset = found.offset or "Z"
    minutes = 0 if offset == "Z" else int(offset[:3]) * 60 + int(offset[0] + offset[-2:])
    if abs(minutes) > 18 * 60:
        raise Unreadable("bad_date")
    return datetime.combine(found.date, wall_time(found.clock or ""), UTC) - timedelta(minutes=minutes)


def numbered_day(cell: str, start: date) -> date:
    """The day with this number, `start` being day 1."""
    if is_nothing(cell):
        raise Unreadable("no_date")
    value = number(cell)
    if value is None or value != int(value):
        raise Unreadable("bad_day_number")
    try:
        found = start + timedelta(days=int(value) - 1)
    except OverflowError:
        raise Unreadable("odd_year") from None
    if not 1900 <= found.year <= 2200:
        raise Unreadable("odd_year")
    return found


def order_shown(cell: str) -> str | None:
    """Which order a date such as 13/02/2026 proves; None when it proves nothing."""
    found = _either_way(cell)
    if not found:
        return None
    first, second = int(found["a"]), int(found["b"])
    if first > 12 >= second:
        return "day-first"
    return "month-first" if second > 12 >= first else None


def is_either_way(cell: str) -> bool:
    """Whether this is a date such as 03/02/2026 that depends on who wrote it."""
    return bool(_either_way(cell))


def _either_way(cell: str) -> re.Match[str] | None:
    # Patterns see short cells only: over a long row of spaces they would take minutes.
    return EITHER_WAY.fullmatch(cell) if len(cell) <= LONGEST_DATE else None


def _parts(cell: str, order: str | None) -> tuple[int, int, int, str | None, str | None] | None:
    if len(cell) > LONGEST_DATE:
        return None
    for pattern in (YEAR_FIRST, DOTTED):
        if found := pattern.fullmatch(cell):
            return int(found["y"]), int(found["m"]), int(found["d"]), found["clock"], found["offset"]
    if found := COMPACT.fullmatch(cell):
        return int(found["y"]), int(found["m"]), int(found["d"]), None, None
    if found := EITHER_WAY.fullmatch(cell):
        first, second = int(found["a"]), int(found["b"])
        month, number_of_day = (first, second) if order == "month-first" else (second, first)
        return int(found["y"]), month, number_of_day, found["clock"], found["offset"]
    for pattern in NAMED:
        if (found := pattern.fullmatch(cell)) and (name := found["name"][:3].casefold()) in MONTHS:
            return int(found["y"]), MONTHS.index(name) + 1, int(found["d"]), found["clock"], found["offset"]
    return None


def _unix(cell: str) -> datetime:
    if not UNIX.fullmatch(cell):
        raise Unreadable("bad_date")
    moment = datetime.fromtimestamp(int(cell) // (1000 if len(cell) == 13 else 1), UTC)
    if moment.year > 2200:
        raise Unreadable("odd_year")
    return moment
