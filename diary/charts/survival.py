"""The probability that relief lasts, by day since the last infusion: of the past as the diary tells, then as expected.

The curve is the posterior of this cycle; the dotted one what was expected before any of its days were known, from the
stated prior and the patient's earlier cycles. The 80 % interval of the last day of relief is shaded, ends of earlier
cycles are short bars on the axis, and today is a line.
"""

import math
from typing import Any

from diary.analysis import Relief
from diary.analysis.definitions_relief import LONGEST_CYCLE

from . import theme
from .figure import Figure, Table
from .theme import token
from .words import ENGLISH, Words

HEIGHT = 150
LEAST_DAYS, AHEAD, STEP = 120, 60, 30
#: Room for names on the right, in pixels: nothing ends there.
RIGHT = 16


def figure(relief: Relief, *, words: Words = ENGLISH) -> Figure:
    """The chart of one cycle on a desk, half as wide as the others."""
    last = min(max(LEAST_DAYS, STEP * math.ceil((relief.day + AHEAD) / STEP)), LONGEST_CYCLE)
    layout = theme.layout("desk", HEIGHT, top=22, bottom=24)
    layout |= {
        "margin": {**layout["margin"], "r": RIGHT},
        "xaxis": theme.axis(range=[0, last], dtick=STEP if last <= 8 * STEP else 6 * STEP, hoverformat="d"),
        "yaxis": theme.axis(range=[0, 1.02], dtick=0.5),
        "shapes": [_today(relief), *_ends(relief, last)],
        "annotations": [_told(relief, last, words)],
    }
    return Figure(
        plotly=theme.figure(_traces(relief, last, words), layout, words),
        table=_table(relief, last, words),
        summary=_summary(relief, words),
    )


def _traces(relief: Relief, last: int, words: Words) -> list[dict[str, Any]]:
    current, days = relief.current, list(range(1, last + 1))
    lasts = [round(value, 4) for value in current.lasts[1 : last + 1].tolist()]
    low, high = max(min(current.low, last), 1), min(current.high, last)
    return [
        {
            **{"type": "scatter", "mode": "lines", "hoverinfo": "skip", "fill": "tozeroy"},
            **{"x": days[low - 1 : high], "y": lasts[low - 1 : high]},
            **{"line": {"width": 0, "color": token("accent")}, "fillcolor": token("accent", 0.16)},
        },
        {
            **{"type": "scatter", "mode": "lines", "name": words.say("expected before"), "x": days},
            "y": [round(value, 4) for value in current.expected[1 : last + 1].tolist()],
            "line": {"width": 1.5, "color": token("text-3"), "dash": "dot"},
            "hovertemplate": "%{y:.2f}",
        },
        {
            **{"type": "scatter", "mode": "lines", "name": words.say("lasts"), "x": days, "y": lasts},
            "line": {"width": 2.25, "color": token("accent")},
            "hovertemplate": "%{y:.2f}",
        },
        {
            **{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False},
            **{"x": [relief.day], "y": [round(1 - relief.ended, 4)]},
            "marker": theme.ringed("accent"),
        },
    ]


def _today(relief: Relief) -> dict[str, Any]:
    return {
        **{"type": "line", "xref": "x", "yref": "paper", "x0": relief.day, "x1": relief.day, "y0": 0, "y1": 1},
        "line": {"color": token("text"), "width": 1},
    }


def _ends(relief: Relief, last: int) -> list[dict[str, Any]]:
    """Where relief ended in earlier cycles in which it was seen to."""
    return [
        {
            **{"type": "line", "xref": "x", "yref": "paper", "x0": one.median, "x1": one.median, "y0": 0, "y1": 0.07},
            "line": {"color": token("text"), "width": 3},
        }
        for one in relief.earlier
        if one.is_seen and not one.held_to_the_end and one.median <= last
    ]


def _told(relief: Relief, last: int, words: Words) -> dict[str, Any]:
    """Above the plot, on the side of the line where there is room."""
    text = words.say("day {day}: {holds} holds, {ended} does not").format(
        day=relief.day, holds=f"{1 - relief.ended:.2f}", ended=f"{relief.ended:.2f}"
    )
    return {
        **{"xref": "x", "x": relief.day, "yref": "paper", "y": 1, "yanchor": "bottom"},
        **({"xanchor": "left"} if relief.day < last / 2 else {"xanchor": "right"}),
        **{"text": text, "showarrow": False, "font": {"color": token("text")}},
    }


def _table(relief: Relief, last: int, words: Words) -> Table:
    say, current = words.say, relief.current
    days = sorted({1, *range(STEP // 2, last + 1, STEP // 2), min(relief.day, last)})
    return Table(
        caption=say("Probability that relief lasts to a day of this cycle or longer"),
        head=(say("Day"), say("Given the recorded days"), say("Expected before them")),
        rows=tuple((str(day), f"{current.lasts[day]:.2f}", f"{current.expected[day]:.2f}") for day in days),
    )


def _summary(relief: Relief, words: Words) -> str:
    current = relief.current
    return words.say(
        "Relief on day {day}: {holds} that it holds, {ended} that it does not; its last day has the median {median} "
        "and the 80 % interval {low} to {high}."
    ).format(
        day=relief.day,
        holds=f"{1 - relief.ended:.2f}",
        ended=f"{relief.ended:.2f}",
        median=current.median,
        low=current.low,
        high=current.high,
    )
