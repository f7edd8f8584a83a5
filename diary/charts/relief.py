"""Cycles laid over one another: headache days per 28, trailing 14 days, by day since the end of each course.

The cycle that goes on is the accent and thick, its last day named; the latest earlier ones are dotted and dashed, and
named in the right margin with their dashes. A line is broken where fewer than 7 of the 14 days are recorded, and begins
on day 14. The baseline is dashed.
"""

import math
from typing import Any

from diary.analysis import CycleRelief, Relief
from diary.analysis.definitions import PERIOD_DAYS
from diary.analysis.definitions_relief import TRAIL_DAYS, TRAIL_LEAST

from . import theme
from .figure import Basis, Figure, Table
from .theme import token
from .words import ENGLISH, Words

HEIGHT = 150
#: As many earlier cycles as can be told apart; the latest.
MOST_EARLIER = 3
DASHES = ("dot", "dash", "dashdot")
SIGNS = {"dot": "···", "dash": "– –", "dashdot": "–·–"}
#: Days per 28 that two names in the right margin are apart at least.
APART = 3.2
LEAST_DAYS, STEP = 90, 30
#: Room for names on the right, in pixels: a date and a day of three digits.
RIGHT = 116


def figure(relief: Relief, *, words: Words = ENGLISH) -> Figure:
    """The chart of the cycles on a desk, half as wide as the others."""
    shown = (*relief.earlier[-MOST_EARLIER:], relief.current)
    last = max(LEAST_DAYS, STEP * math.ceil(max(one.days for one in shown) / STEP))
    plain = theme.layout("desk", HEIGHT, top=8, bottom=24)
    layout = {
        **plain,
        "margin": {**plain["margin"], "r": RIGHT},
        "xaxis": theme.axis(range=[0, last], dtick=STEP if last <= 8 * STEP else 6 * STEP, hoverformat="d"),
        "yaxis": theme.axis(range=[0, 28.5], dtick=7),
        "shapes": [_baseline(relief)] if relief.baseline.is_enough else [],
        "annotations": _names(relief, shown, words),
        "hovermode": "closest",
    }
    return Figure(
        plotly=theme.figure(_lines(relief, shown, words), layout, words),
        table=_table(relief, words),
        summary=_summary(relief, words),
        basis=Basis(
            rule=words.say("28 × headache days ÷ recorded days of the 14 days up to each day of the cycle."),
            constants=words.say("{days} days, {least} of them recorded").format(days=TRAIL_DAYS, least=TRAIL_LEAST),
            source="house",
        ),
    )


def _lines(relief: Relief, shown: tuple[CycleRelief, ...], words: Words) -> list[dict[str, Any]]:
    """The earlier ones first, so that the one that goes on lies over them."""
    lines = [_line(one, words, colour="text-3", width=1.5, dash=dash) for one, dash in _dashed(shown)]
    return [*lines, _line(relief.current, words, colour="accent", width=3, dash="solid"), _now(relief)]


def _dashed(shown: tuple[CycleRelief, ...]) -> list[tuple[CycleRelief, str]]:
    """The earlier ones with their dashes, by date; the latest is dotted."""
    return list(zip(shown[-2::-1], DASHES, strict=False))[::-1]


def _line(one: CycleRelief, words: Words, *, colour: str, width: float, dash: str) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "name": words.day(one.cycle.ended)},
        "x": list(range(TRAIL_DAYS, one.days + 1)),
        "y": _trail(one)[TRAIL_DAYS - 1 :],
        "line": {"width": width, "color": token(colour), "dash": dash},
        "connectgaps": False,
        "hovertemplate": words.say("day %{x}: %{y:.1f} per 28"),
    }


def _trail(one: CycleRelief) -> list[float | None]:
    return [None if value != value else round(value, 2) for value in one.trail.tolist()]


def _now(relief: Relief) -> dict[str, Any]:
    """Where the line that goes on stands."""
    day, per_28 = _end(relief.current)
    return {
        **{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False},
        **{"x": [day], "y": [per_28]},
        "marker": {"size": 9, "color": token("accent"), "line": {"width": 2, "color": token("surface-card")}},
    }


def _end(one: CycleRelief) -> tuple[int | None, float | None]:
    """The last day with a rate, and the rate."""
    known = [(day, value) for day, value in enumerate(_trail(one), 1) if value is not None]
    return known[-1] if known else (None, None)


def _baseline(relief: Relief) -> dict[str, Any]:
    usual = _usual(relief)
    return {
        **{"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": usual, "y1": usual},
        "line": {"color": token("text-2"), "width": 1, "dash": "dash"},
    }


def _usual(relief: Relief) -> float:
    return PERIOD_DAYS * relief.baseline.headache / relief.baseline.recorded


def _names(relief: Relief, shown: tuple[CycleRelief, ...], words: Words) -> list[dict[str, Any]]:
    """Each line in the right margin, as high as it ends and with its dashes, apart where two would overlap."""
    told = [
        (rate, f"{SIGNS[dash]} {words.short_day(one.cycle.ended)}", "text-2")
        for one, dash in _dashed(shown)
        if (rate := _end(one)[1]) is not None
    ]
    day, rate = _end(relief.current)
    if rate is not None:
        name = words.say("{day}, day {last}").format(day=words.short_day(relief.current.cycle.ended), last=day)
        told.append((rate, name, "accent"))
    if relief.baseline.is_enough:
        told.append((_usual(relief), words.say("baseline {rate}").format(rate=words.number(_usual(relief))), "text-2"))
    places: list[float] = []
    told.sort(key=lambda one: one[0])
    for value, _, _ in told:
        places.append(max([value, *(place + APART for place in places[-1:])]))
    over = max([0.0, *(place - 27 for place in places[-1:])])
    return [
        theme.label(text, place - over, colour=colour) for place, (_, text, colour) in zip(places, told, strict=True)
    ]


def _table(relief: Relief, words: Words) -> Table:
    """A row for each cycle: all of them, not only those that are drawn."""
    say = words.say
    rows = []
    for one in (*relief.earlier, relief.current):
        length = say("{low} to {high}").format(low=one.low, high=one.high)
        rows.append(
            (
                words.day(one.cycle.ended),
                f"{one.recorded} / {one.days}",
                f"{one.any_relief:.2f}",
                str(one.median) if one.is_seen else None,
                length if one.is_seen else None,
                words.number(one.per_28_in) if one.is_seen else None,
                words.number(one.per_28_out),
            )
        )
    return Table(
        caption=say("Relief in each cycle, as known at its end or now; of later cycles nothing is used"),
        head=(
            *(say("End of the course"), say("Recorded"), say("Probability of any relief"), say("Last day, median")),
            *(say("80 % interval"), say("Headache days per 28 in relief"), say("out of it")),
        ),
        rows=tuple(rows),
    )


def _summary(relief: Relief, words: Words) -> str:
    _, per_28 = _end(relief.current)
    text = words.say("Day {day} since the end of the course on {ended}, {known} of {days} days recorded").format(
        day=relief.day,
        ended=words.day(relief.current.cycle.ended),
        known=relief.current.recorded,
        days=relief.current.days,
    )
    if per_28 is not None:
        text += words.say("; {rate} headache days per 28 in the last 14").format(rate=words.number(per_28))
    return text + words.say("; {count} earlier cycles.").format(count=len(relief.earlier))
