"""The one reader of the clock. Everything else is told what time it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# A phone's clock may run ahead by this much before its times are marked `clock_suspect` (docs/sync.md).
SKEW = timedelta(minutes=5)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day that `moment` falls on in an IANA `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def offset_minutes(moment: datetime, zone: str) -> int:
    """How far `zone` is ahead of UTC at `moment`, in minutes."""
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def instant(moment: datetime) -> str:
    """`moment` as RFC 3339 in UTC with milliseconds, as devices write it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
