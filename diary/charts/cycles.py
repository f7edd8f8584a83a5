"""Cycles laid over one another: the trailing 14-day rate by day since the last infusion of each course. For providers.

This cycle is the accent and thick, its end marked; the latest earlier ones are dotted and dashed, and every line is
named in the right margin as high as it ends, the earlier ones with their dashes. A line is broken where too few of the
14 days are known, and begins on day 14. The baseline is dashed. The axis is days and not dates, so it is not the
shared one. `relief` draws the same with a table of its own.
"""

import math
from typing import Any

import numpy as np

from diary.analysis import Aligned, AlignedCycle
from diary.analysis.definitions_cycles import TRAIL_DAYS

from . import theme
from .figure import Figure, Row, Table
from .frequency import kind_of
from .theme import token
from .words import ENGLISH, Words

HEIGHT = 150
#: As many earlier cycles as can be told apart, the latest; the table has all.
MOST_EARLIER = 3
SIGNS = {"dot": "···", "dash": "– –", "dashdot": "–·–"}
#: Days per 28 that two names in the right margin are apart at least, and the highest place of one.
APART, TOP = 3.2, 27
#: The axis reaches this far at least, in days, and has a tick every so many.
LEAST_DAYS, STEP = 90, 30
#: Room for names on the right, in pixels: a date and a day of three digits.
RIGHT = 116
#: Days that the table tells the rate of.
TOLD = (14, 28, 42, 56, 84)


def figure(aligned: Aligned, *, words: Words = ENGLISH) -> Figure:
    """The chart of all cycles that have a line, on a desk."""
    return Figure(plotly=drawn(aligned, words), table=_table(aligned, words), summary=_summary(aligned, words))


def drawn(aligned: Aligned, words: Words) -> dict[str, Any]:
    """The lines alone, as every chart of cycles has them."""
    earlier = _dashed(aligned)
    newest = aligned.cycles[-1] if aligned.cycles else None
    shown = [*(one for one, _ in earlier), *([newest] if newest else [])]
    last = max(LEAST_DAYS, STEP * math.ceil(max((one.cycle.length for one in shown), default=0) / STEP))
    usual = _usual(aligned)
    plain = theme.layout("desk", HEIGHT, bottom=24)
    layout = {
        **plain,
        "margin": {**plain["margin"], "r": RIGHT},
        "xaxis": theme.axis(range=[0, last], dtick=STEP if last <= 8 * STEP else 6 * STEP, hoverformat="d"),
        "yaxis": theme.axis(range=[0, 28.5], dtick=7),
        "shapes": [] if usual is None else [theme.level(usual)],
        "annotations": _names(earlier, newest, usual, words),
        "hovermode": "closest",
    }
    # The earlier ones first, so that this one lies over them.
    lines = [_line(one, words, colour="text-3", width=1.5, dash=dash) for one, dash in earlier]
    if newest:
        lines += [_line(newest, words, colour="accent", width=3, dash="solid"), _now(newest)]
    return theme.figure(lines, layout, words)


def _dashed(aligned: Aligned) -> list[tuple[AlignedCycle, str]]:
    """The earlier ones that have a line with their dashes, by date; the latest is dotted."""
    earlier = [one for one in aligned.cycles[:-1] if len(one.days)][-MOST_EARLIER:]
    return list(zip(reversed(earlier), theme.DASHES, strict=False))[::-1]


def _line(one: AlignedCycle, words: Words, *, colour: str, width: float, dash: str) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "name": words.day(one.cycle.ended)},
        "x": one.days.tolist(),
        "y": [None if value != value else value for value in np.round(one.per_28, 2).tolist()],
        "customdata": np.column_stack((one.count, one.known)).tolist(),
        "line": {"width": width, "color": token(colour), "dash": dash},
        "connectgaps": False,
        "hovertemplate": words.say("day %{x}: %{y:.1f} per 28 (%{customdata[0]} of %{customdata[1]} known days)"),
    }


def _now(newest: AlignedCycle) -> dict[str, Any]:
    """Where this cycle stands."""
    day, rate = newest.end or (None, None)
    return {
        **{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False},
        **{"x": [day], "y": [rate]},
        "marker": theme.ringed("accent"),
    }


def _usual(aligned: Aligned) -> float | None:
    return aligned.baseline.per_28 if aligned.baseline else None


def _names(
    earlier: list[tuple[AlignedCycle, str]], newest: AlignedCycle | None, usual: float | None, words: Words
) -> list[dict[str, Any]]:
    told = [
        (one.end[1], f"{SIGNS[dash]} {words.short_day(one.cycle.ended)}", "text-2") for one, dash in earlier if one.end
    ]
    if newest and newest.end:
        day, rate = newest.end
        name = words.say("{day}, day {last}").format(day=words.short_day(newest.cycle.ended), last=day)
        told.append((rate, name, "accent"))
    if usual is not None:
        told.append((usual, words.say("baseline {rate}").format(rate=words.number(usual)), "text-2"))
    told.sort(key=lambda one: one[0])
    places = theme.apart([height for height, _, _ in told], APART, TOP)
    return [theme.label(text, place, colour=colour) for place, (_, text, colour) in zip(places, told, strict=True)]


def _table(aligned: Aligned, words: Words) -> Table:
    say = words.say
    day = say("Day {day}")
    return Table(
        caption=say("{kind} per 28, trailing {days} days, by day from each course").format(
            kind=kind_of(aligned.measure, words), days=TRAIL_DAYS
        ),
        head=(
            *(say("Last infusion"), say("Days"), say("Recorded")),
            *(day.format(day=told) for told in TOLD),
            say("Last"),
        ),
        rows=tuple(_row(one, words) for one in aligned.cycles),
    )


def _row(one: AlignedCycle, words: Words) -> Row:
    rates = dict(zip(one.days.tolist(), one.per_28.tolist(), strict=True))
    told = [rates.get(day, np.nan) for day in TOLD]
    return (
        words.day(one.cycle.ended),
        str(one.cycle.length),
        str(one.recorded),
        *(None if rate != rate else words.number(rate) for rate in told),
        None if one.latest is None else words.number(one.latest),
    )


def _summary(aligned: Aligned, words: Words) -> str:
    say = words.say
    if not aligned.cycles:
        return say("No course yet.")
    newest, usual = aligned.cycles[-1], _usual(aligned)
    text = say("{kind} per 28 by day from each course, trailing {days} days; this cycle since {day}, day {length}: ")
    told = text.format(
        kind=kind_of(aligned.measure, words),
        days=TRAIL_DAYS,
        day=words.day(newest.cycle.ended),
        length=newest.cycle.length,
    )
    now = say("too few days for a number") if newest.latest is None else words.number(newest.latest)
    earlier = [one for one in aligned.cycles[:-1] if len(one.days)]
    told += now + "; " + say("earlier cycles: {all}").format(all=len(earlier))
    if usual is not None:
        told += "; " + say("baseline {rate}").format(rate=words.number(usual))
    return told + "."
