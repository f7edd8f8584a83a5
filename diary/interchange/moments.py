"""One cell of a file as one moment: a number of seconds or milliseconds since 1970, or a date with its time. Pure."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from diary.interchange import cells
from diary.interchange.cells import Unreadable

TIMES = ("seconds", "milliseconds", "written")
# How each is told, before and after an import.
SPOKEN = {
    "seconds": "seconds since 1970",
    "milliseconds": "milliseconds since 1970",
    "written": "dates with a time of day",
}
# A clock that was never set counts from 1970, or from 1980 on other devices: a number before this is no moment.
EARLIEST = datetime(1980, 2, 1, tzinfo=UTC)
#: No record is older.
OLDEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2201, 1, 1, tzinfo=UTC)
MILLISECONDS_FROM = 100_000_000_000  # as seconds that is the year 5138
SINCE_1970 = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,9})?", re.ASCII)
SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,3}", re.ASCII)


class Moment(NamedTuple):
    """A moment, and the day and time that the clock of the zone showed."""

    at: datetime  # UTC
    date: date
    clock: time
    #: "skipped" or "twice" where the zone's clock left this time out, or showed it twice, and no offset said which.
    doubt: str | None = None


def moment(cell: str, *, times: str, order: str | None, zone: str) -> Moment:
    """The moment in the cell; without an offset of its own it is read on the clock of `zone`."""
    if cells.is_nothing(cell):
        raise Unreadable("no_moment")
    if SINCE_1970.fullmatch(cell) and times != "written":
        return _local(_since_1970(cell, times), zone)
    if SHORTENED.fullmatch(cell):
        raise Unreadable("shortened")
    found = cells.written(cell, order)
    if found is None:
        raise Unreadable("bad_moment")
    if not found.clock:
        raise Unreadable("no_time")
    if found.offset:
        return _local(cells.utc(found), zone)
    return _on_the_clock(datetime.combine(found.date, cells.wall_time(found.clock)), zone)


def looks_like(cells_of_column: Collection[str]) -> str | None:
    """How these cells write moments, one of TIMES; None when most of them are no moments."""
    numbers = [cell for cell in cells_of_column if SINCE_1970.fullmatch(cell)]
    if 2 * len(numbers) > len(cells_of_column):
        whole = sorted(abs(int(re.split("[.,]", cell)[0])) for cell in numbers)
        middle = whole[len(whole) // 2]
        if middle >= MILLISECONDS_FROM:
            return "milliseconds"
        return "seconds" if middle >= EARLIEST.timestamp() else None
    written = sum(1 for cell in cells_of_column if _has_clock(cell))
    return "written" if 2 * written > len(cells_of_column) else None


def _has_clock(cell: str) -> bool:
    try:
        found = cells.written(cell, None)
    except Unreadable:
        return False
    return found is not None and found.clock is not None


def _since_1970(cell: str, times: str) -> datetime:
    number = Decimal(cell.replace(",", "."))
    if times == "milliseconds":
        number /= 1000
    if not EARLIEST.timestamp() <= number < LATEST.timestamp():
        raise Unreadable("odd_moment")
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(number * 1000))


def _local(at: datetime, zone: str) -> Moment:
    # The clock may show 1900 while it is 1899 in UTC, by which records are kept.
    if at < OLDEST:
        raise Unreadable("odd_year")
    at -= timedelta(microseconds=at.microsecond % 1000)  # moments are kept to the millisecond
    here = at.astimezone(ZoneInfo(zone))
    return Moment(at, here.date(), here.time())


def _on_the_clock(wall: datetime, zone: str) -> Moment:
    """A time as the clock on the wall showed it. One that was skipped is read as if the clock had not jumped yet,
    one that came twice as the first.
    """
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    found = _local(first, zone)
    if first == second:
        return found
    # In the hour that was skipped the clock before the jump names the later moment of the two.
    return found._replace(doubt="skipped" if first > second else "twice")
