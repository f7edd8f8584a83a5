"""Cycles laid over one another: the trailing 14-day rate by day from the end of each course. For providers.

This cycle is the accent line of 3 px with its last day marked; earlier ones are dotted, dashed and thinner. A line has
a gap where too few days are known. The baseline is dashed. The axis is days and not dates, so it is not the shared one.
"""

from typing import Any

import numpy as np

from diary.analysis import Aligned, AlignedCycle
from diary.analysis.definitions_relief import TRAIL_DAYS, TRAIL_LEAST

from . import theme
from .figure import Basis, Figure, Row, Table
from .frequency import kind_of
from .theme import Width, token
from .words import ENGLISH, Words

HEIGHT = 150
#: Earlier cycles that are drawn, the latest of them first; the table has all.
DASHES = ("dash", "dot", "dashdot", "longdash")
#: The axis reaches this far at least, and never further, in days.
REACH, FURTHEST = 60, 182
#: Days per 28 that two names at the right are apart at least.
APART = 3.0
#: Days that the table tells the rate of.
TOLD = (14, 28, 42, 56, 84)


def figure(aligned: Aligned, *, width: Width, words: Words = ENGLISH) -> Figure:
    """The chart of all cycles that have a line."""
    drawn = [one for one in aligned.cycles if len(one.days)][-len(DASHES) - 1 :]
    newest = aligned.cycles[-1] if aligned.cycles else None
    reach = min(max([REACH, *(int(one.days[-1]) for one in drawn)]), FURTHEST)
    layout = {
        **theme.layout(width, HEIGHT, bottom=40),
        "xaxis": theme.axis(
            range=[0, reach],
            dtick=28,
            title={"text": words.say("day from the last infusion of the course"), "standoff": 6},
        ),
        "yaxis": theme.axis(range=[-0.5, 28.5], dtick=7),
        "shapes": _baseline(aligned),
        "annotations": _names(aligned, drawn, newest, reach, words) if width == "desk" else [],
    }
    return Figure(
        plotly=theme.figure(_lines(drawn, newest, reach, words), layout, words),
        table=_table(aligned, words),
        summary=_summary(aligned, words),
        basis=_basis(words),
    )


def _lines(drawn: list[AlignedCycle], newest: AlignedCycle | None, reach: int, words: Words) -> list[dict[str, Any]]:
    """Earlier cycles first, so that this one lies over them."""
    earlier = [one for one in drawn if one is not newest]
    lines = [
        _line(one, reach, words, dash=dash, width=1.5, colour="text-3")
        for one, dash in zip(reversed(earlier), DASHES, strict=False)
    ][::-1]
    if newest and len(newest.days):
        lines += [_line(newest, reach, words, dash="solid", width=3, colour="accent"), _last(newest, reach)]
    return lines


def _line(one: AlignedCycle, reach: int, words: Words, *, dash: str, width: float, colour: str) -> dict[str, Any]:
    shown = one.days <= reach
    return {
        **{"type": "scatter", "mode": "lines", "name": words.short_day(one.cycle.ended)},
        "x": one.days[shown].tolist(),
        "y": [None if value != value else value for value in np.round(one.per_28[shown], 2).tolist()],
        "customdata": np.column_stack((one.count, one.known))[shown].tolist(),
        "line": {"width": width, "color": token(colour), "dash": dash},
        "connectgaps": False,
        "hovertemplate": words.say("%{y:.1f} (%{customdata[0]} of %{customdata[1]} known days)"),
    }


def _last(one: AlignedCycle, reach: int) -> dict[str, Any]:
    """Where this cycle stands now."""
    there = one.latest is not None and one.days[-1] <= reach
    return {
        **{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False},
        **{"x": [int(one.days[-1])] if there else [], "y": [round(one.latest or 0.0, 2)] if there else []},
        "marker": {"size": 9, "color": token("accent"), "line": {"width": 2, "color": token("surface-card")}},
    }


def _baseline(aligned: Aligned) -> list[dict[str, Any]]:
    rate = aligned.baseline.per_28 if aligned.baseline else None
    if rate is None:
        return []
    line = {"color": token("text-2"), "width": 1, "dash": "dash"}
    return [{"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": rate, "y1": rate, "line": line}]


def _names(
    aligned: Aligned, drawn: list[AlignedCycle], newest: AlignedCycle | None, reach: int, words: Words
) -> list[dict[str, Any]]:
    """Names at the right, beside the height each line ends on, moved apart where two would lie over one another.

    This cycle has its own beside its last day.
    """
    wanted = [(_end(one, reach), words.short_day(one.cycle.ended)) for one in drawn if one is not newest]
    named = [(end, name) for end, name in wanted if end is not None]
    if aligned.baseline and aligned.baseline.per_28 is not None:
        text = words.say("baseline {rate}").format(rate=words.number(aligned.baseline.per_28))
        named.append((aligned.baseline.per_28, text))
    named.sort()
    places: list[float] = []
    for end, _ in named:
        places.append(max([end, *(place + APART for place in places[-1:])]))
    over = max([0.0, *(place - 28 for place in places[-1:])])
    own = [_own(newest, words)] if newest and newest.latest is not None and newest.days[-1] <= reach else []
    return own + [theme.label(name, place - over) for place, (_, name) in zip(places, named, strict=True)]


def _own(newest: AlignedCycle, words: Words) -> dict[str, Any]:
    told = words.say("{day}, day {length}").format(day=words.short_day(newest.cycle.ended), length=newest.cycle.length)
    return {
        **{"xref": "x", "x": int(newest.days[-1]), "xanchor": "left", "xshift": 2},
        **{"yref": "y", "y": newest.latest, "yanchor": "bottom", "yshift": 5},
        "text": told,
        "showarrow": False,
        "font": {"color": token("accent")},
    }


def _end(one: AlignedCycle, reach: int) -> float | None:
    known = one.per_28[(one.days <= reach) & ~np.isnan(one.per_28)]
    return float(known[-1]) if len(known) else None


def _table(aligned: Aligned, words: Words) -> Table:
    say = words.say
    day = say("Day {day}")
    return Table(
        caption=say("{kind} per 28, trailing {days} days, by day from each course").format(
            kind=kind_of(aligned.measure, words), days=TRAIL_DAYS
        ),
        head=(
            say("Last infusion"),
            say("Days"),
            say("Recorded"),
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
    newest = aligned.cycles[-1]
    text = say("{kind} per 28 by day from each course, trailing {days} days; this cycle since {day}, day {length}: ")
    told = text.format(
        kind=kind_of(aligned.measure, words),
        days=TRAIL_DAYS,
        day=words.day(newest.cycle.ended),
        length=newest.cycle.length,
    )
    now = say("too few days for a number") if newest.latest is None else words.number(newest.latest)
    earlier = [words.short_day(one.cycle.ended) for one in aligned.cycles[:-1] if len(one.days)]
    told += now + "; " + say("earlier cycles: {all}").format(all=len(earlier))
    if aligned.baseline and aligned.baseline.per_28 is not None:
        told += "; " + say("baseline {rate}").format(rate=words.number(aligned.baseline.per_28))
    return told + "."


def _basis(words: Words) -> Basis:
    say = words.say
    told = say("{days} days up to each; a gap under {least} known days; no day of the course or before it")
    return Basis(
        rule=say("28 × such days ÷ days known, of the days up to each day from the last infusion of a course."),
        constants=told.format(days=TRAIL_DAYS, least=TRAIL_LEAST),
        source=say("house"),
    )
