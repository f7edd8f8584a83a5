"""When attacks begin and how long they last: bars for the 24 hours of the clock, and for classes of length.

Attacks whose end nobody noted have no length; they stand apart, hatched.
"""

from itertools import pairwise
from typing import Any

from diary.analysis.attack_times import HOURS, LENGTHS, AttackTimes

from . import theme
from .figure import Figure, Table
from .theme import Width, token
from .words import ENGLISH, Words

HEIGHT = {"desk": 112, "phone": 260}
#: Beside one another on a desk, over one another on a phone: (x, y) of hours, and of lengths.
DOMAINS: dict[Width, tuple[tuple[list[float], list[float]], tuple[list[float], list[float]]]] = {
    "desk": (([0, 0.46], [0, 1]), ([0.54, 1], [0, 1])),
    "phone": (([0, 1], [0.58, 1]), ([0, 1], [0, 0.36])),
}


def figure(told: AttackTimes, *, width: Width, words: Words = ENGLISH) -> Figure:
    """The chart of onset hours and lengths."""
    (hours_x, hours_y), (lengths_x, lengths_y) = DOMAINS[width]
    names = [*length_words(words), words.say("no end")]
    layout = {
        **theme.layout(width, HEIGHT[width], top=24, bottom=24),
        "xaxis": theme.axis(
            domain=hours_x, anchor="y", range=[-0.6, HOURS - 0.4], tickvals=list(range(0, HOURS, 6)), showgrid=False
        ),
        "yaxis": theme.axis(domain=hours_y, anchor="x", rangemode="tozero", nticks=4),
        "xaxis2": theme.axis(
            domain=lengths_x,
            anchor="y2",
            range=[-0.6, len(names) - 0.4],
            tickvals=list(range(len(names))),
            ticktext=names,
            tickangle=0,
            showgrid=False,
        ),
        "yaxis2": theme.axis(domain=lengths_y, anchor="x2", rangemode="tozero", nticks=4),
        "annotations": [
            _over(words.say("began at, o'clock"), hours_x[0], hours_y[1]),
            _over(words.say("lasted, hours"), lengths_x[0], lengths_y[1]),
        ],
        "hovermode": "closest",
        "bargap": 0.2,
    }
    layout["margin"] = {**layout["margin"], "r": theme.RIGHT["phone"]}
    return Figure(
        plotly=theme.figure([_hours(told, words), _lengths(told, words)], layout, words),
        table=_table(told, names, words),
        summary=_summary(told, words),
    )


def length_words(words: Words) -> list[str]:
    """The classes of lengths, in hours."""
    most = words.say("{hours}+").format(hours=LENGTHS[-1])
    return [*(f"{low}–{high}" for low, high in pairwise(LENGTHS)), most]


def _hours(told: AttackTimes, words: Words) -> dict[str, Any]:
    return {
        **{"type": "bar", "x": list(range(HOURS)), "y": told.hours.tolist()},
        "marker": {"color": token("accent"), "line": {"width": 0}},
        "hovertemplate": words.say("%{x}:00 to %{x}:59: %{y}"),
        "name": "",
    }


def _lengths(told: AttackTimes, words: Words) -> dict[str, Any]:
    values = [*told.lengths.tolist(), told.without_length]
    known = len(LENGTHS)
    return {
        **{"type": "bar", "xaxis": "x2", "yaxis": "y2", "x": list(range(known + 1)), "y": values},
        "marker": {
            "color": [token("accent")] * known + [token("surface-well")],
            "line": {"width": [0] * known + [1], "color": token("silent-hatch")},
            "pattern": {"shape": [""] * known + ["/"], "size": 5, "fgcolor": token("silent-hatch")},
        },
        "customdata": [*length_words(words), words.say("no end")],
        "hovertemplate": words.say("%{customdata}: %{y}"),
        "name": "",
    }


def _over(text: str, x: float, y: float) -> dict[str, Any]:
    return {
        **{"xref": "paper", "x": x, "xanchor": "left", "yref": "paper", "y": y, "yanchor": "bottom", "yshift": 4},
        **{"text": text, "showarrow": False, "font": {"color": token("text-3")}},
    }


def _table(told: AttackTimes, names: list[str], words: Words) -> Table:
    say = words.say
    text = say("began {low}:00 to {low}:59")
    began = [(text.format(low=hour), count) for hour, count in enumerate(told.hours.tolist()) if count]
    values = [*told.lengths.tolist(), told.without_length]
    lasted = [(say("lasted {length} hours").format(length=name), one) for name, one in zip(names, values, strict=True)]
    return Table(
        caption=say("When attacks began, and how long they lasted"),
        head=(say("Attacks that"), say("How many")),
        rows=tuple((name, str(count)) for name, count in (*began, *lasted)),
    )


def _summary(told: AttackTimes, words: Words) -> str:
    say = words.say
    if not told.all:
        return say("No attack began in this period.")
    parts = [say("Attacks: {all}").format(all=told.all)]
    if told.median_hours is not None:
        parts.append(say("median length {hours} hours").format(hours=words.number(told.median_hours)))
    most = int(told.hours.argmax())
    text = say("most often between {low}:00 and {low}:59: {count}")
    parts.append(text.format(low=most, count=int(told.hours[most])))
    parts.append(
        say("end not noted: {unknown}, going on: {ongoing}").format(unknown=told.end_unknown, ongoing=told.ongoing)
    )
    return "; ".join(parts) + "."
