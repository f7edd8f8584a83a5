"""The words and number formats of one language, as charts need them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _same(text: str) -> str:
    return text


def _day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _short_day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"


def _month(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"


def _number(value: float) -> str:
    return f"{value:.1f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How charts speak. `say` translates a text; texts are marked by being its argument, and then filled in."""

    #: The locale of Plotly: month names on axes, decimal point on hover.
    locale: str = "en"
    say: Callable[[str], str] = _same
    #: 21 Nov 2026
    day: Callable[[date], str] = _day
    #: 21 Nov
    short_day: Callable[[date], str] = _short_day
    #: Nov 2026
    month: Callable[[date], str] = _month
    #: With one decimal.
    number: Callable[[float], str] = _number
    #: Short names of the days, Monday first.
    weekdays: tuple[str, ...] = ("M", "T", "W", "T", "F", "S", "S")
    #: The first day of a week, 0 for Monday to 6 for Sunday.
    week_begins: int = 0


ENGLISH = Words()
