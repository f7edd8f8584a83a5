"""Days per 28 before and after each course, with intervals: two blocks of 28 days, where they lie in time.

On a desk each block is a line over its own days, with its interval as a box, on the time axis that all figures share;
the days of a course are shaded, blocks after the first are thin and without a box. A block in which too few days are
known is an empty dotted box. On a phone the latest courses stand under one another with a ring for the 28 days before
and a dot for the 28 after; its table and its sentence tell counts.
"""

from datetime import date, timedelta
from typing import Any

from diary.analysis import Block, Changes, CourseChange

from . import theme
from .change_words import summary_of, table_of
from .figure import Figure
from .theme import Side, Width, token
from .words import ENGLISH, Words

HEIGHT = 124
TOP = 28.5
#: Under 0, so that the 0 of the axis and a line on it have room.
UNDER = -0.8
#: On a phone: pixels for each course, how many of the latest are drawn, and how far its two marks are apart, in rows.
ROW, LATEST, APART = 76, 4, 0.2


def figure(
    changes: Changes,
    *,
    width: Width,
    first: date,
    last: date,
    words: Words = ENGLISH,
    labels: Side = "",
) -> Figure:
    """The chart of the courses that ended from `first` on; `first` and `last` are the period of a desk's time axis."""
    courses = tuple(one for one in changes.courses if first <= one.cycle.ended <= last)
    plotly = (
        _phone(courses[-LATEST:], words) if width == "phone" else _desk(changes, courses, first, last, words, labels)
    )
    return Figure(
        plotly=plotly,
        table=table_of(changes, courses, width, words),
        summary=summary_of(changes, courses, width, words),
    )


def _desk(
    changes: Changes, courses: tuple[CourseChange, ...], first: date, last: date, words: Words, labels: Side
) -> dict[str, Any]:
    before = [one.before for one in courses if one.before]
    after = [one.next for one in courses if one.next]
    later = [block for one in courses for block in one.after[1:]]
    layout = {
        **theme.layout("desk", HEIGHT, **theme.margins(labels, marks=True)),
        "xaxis": theme.time_axis(first, last, "desk", labels, words),
        "yaxis": theme.axis(range=[UNDER, TOP], dtick=7),
        "shapes": [
            *_course_days(courses),
            *(_box(block, "text-3") for block in before),
            *(_box(block, "accent") for block in after),
            *_baseline(changes),
        ],
        "annotations": [*_names(courses, first, last, words), *_ends(changes, words)],
        "hovermode": "closest",
    }
    data = [
        _lines(later, words.say("later"), "accent", 1.25, words),
        _lines(before, words.say("before"), "text-2", 2.25, words),
        _lines(after, words.say("after"), "accent", 3, words),
    ]
    return theme.figure(data, layout, words)


def _lines(blocks: list[Block], name: str, colour: str, width: float, words: Words) -> dict[str, Any]:
    """A line over the days of each block that has a rate, with a gap between two."""
    x: list[str | None] = []
    y: list[float | None] = []
    told: list[str | None] = []
    counts = words.say("{count} of {known} known days, days {first} to {last}")
    for block in blocks:
        if block.rate.per_28 is None:
            continue
        x += [*_ends_of(block), None]
        y += [round(block.rate.per_28, 2)] * 2 + [None]
        text = counts.format(
            count=block.rate.count, known=block.rate.known, first=block.first_day, last=block.last_day
        ).replace("-", "−")
        told += [text, text, None]
    return {
        **{"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "customdata": told},
        "line": {"width": width, "color": token(colour)},
        "connectgaps": False,
        "hovertemplate": words.say("%{y:.1f} per 28: %{customdata}"),
    }


def _ends_of(block: Block) -> tuple[str, str]:
    """The moments between which the days of a block lie: each reaches half a day to both sides of its date."""
    return f"{block.rate.first - timedelta(days=1)} 12:00", f"{block.rate.last} 12:00"


def _box(block: Block, colour: str) -> dict[str, Any]:
    """The interval of a block; an empty dotted box where too few days are known."""
    start, stop = _ends_of(block)
    known = block.rate.low is not None and block.rate.high is not None
    look = {"fillcolor": token(colour, 0.16), "line": {"width": 0}}
    empty = {"fillcolor": theme.CLEAR, "line": {"width": 1, "dash": "dot", "color": token("silent-hatch")}}
    return {
        **{"type": "rect", "xref": "x", "yref": "y", "x0": start, "x1": stop},
        **{"y0": block.rate.low if known else 0, "y1": block.rate.high if known else 28},
        **(look if known else empty),
    }


def _course_days(courses: tuple[CourseChange, ...]) -> list[dict[str, Any]]:
    """The days of each course shaded, with a line at its first infusion and at its last."""
    shapes = []
    for one in courses:
        if one.cycle.began < one.cycle.ended:
            shapes.append(
                {
                    **{"type": "rect", "layer": "below", "xref": "x", "yref": "paper", "y0": 0, "y1": 1},
                    **{"x0": str(one.cycle.began), "x1": str(one.cycle.ended)},
                    **{"fillcolor": token("surface-well"), "line": {"width": 0}},
                }
            )
            shapes.append(theme.line_at(one.cycle.began))
        shapes.append(theme.line_at(one.cycle.ended))
    return shapes


def _reference(changes: Changes) -> float | None:
    """The rate that all courses are held to."""
    if changes.recalled:
        return float(changes.recalled.days)
    return changes.baseline.per_28 if changes.baseline and changes.is_enough else None


def _baseline(changes: Changes) -> list[dict[str, Any]]:
    rate = _reference(changes)
    return [] if rate is None else [theme.level(rate)]


def _ends(changes: Changes, words: Words) -> list[dict[str, Any]]:
    """What stands at the right end."""
    rate, say = _reference(changes), words.say
    if rate is None:
        return [theme.label(say("no baseline"), 21)]
    text = say("by memory {rate}") if changes.recalled else say("baseline {rate}")
    return [theme.label(text.format(rate=words.number(rate)), rate)]


def _names(courses: tuple[CourseChange, ...], first: date, last: date, words: Words) -> list[dict[str, Any]]:
    """Before → after, over the plot and the block after each course: within it lines and boxes would cross the words.

    Only where there is room to the next one's.
    """
    room = timedelta(days=theme.ROOM * max((last - first).days, 1))
    named = [
        (one.next.rate, one.before.rate.per_28)
        for one in courses
        if one.next and one.next.rate.per_28 is not None and one.before and one.before.rate.per_28 is not None
    ]
    ends = [*(rate.first for rate, _ in named[1:]), date.max]
    return [
        {
            **{"xref": "x", "x": str(rate.first), "xanchor": "left", "xshift": 2},
            **{"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 2},
            "text": f"{words.number(before)} → {words.number(rate.per_28 or 0)}",
            "showarrow": False,
            "font": {"color": token("text")},
        }
        for (rate, before), end in zip(named, ends, strict=False)
        if end - rate.first >= room and last - rate.first >= room
    ]


def _phone(courses: tuple[CourseChange, ...], words: Words) -> dict[str, Any]:
    """One row for each course, the oldest on top: ring and dot with their rates, whiskers behind them."""
    rows = list(range(len(courses)))
    before = [(row - APART, one.before) for row, one in enumerate(courses)]
    after = [(row + APART, one.next) for row, one in enumerate(courses)]
    layout = {
        **theme.layout("phone", ROW * max(len(courses), 1), bottom=24),
        "xaxis": theme.axis(range=[-2, 30], tickvals=[0, 7, 14, 21, 28]),
        "yaxis": theme.axis(
            range=[len(courses) - 0.5, -0.5],
            tickvals=rows,
            ticktext=[words.short_day(one.cycle.ended) for one in courses],
            showgrid=False,
        ),
        "annotations": [_too_few(place, block, words) for place, block in (*before, *after) if _lacks(block)],
        "hovermode": False,
    }
    layout["margin"] = {**layout["margin"], "l": 64}
    data = [
        _whiskers(before, "text-3"),
        _whiskers(after, "accent"),
        _dots(before, words.say("before"), filled=False),
        _dots(after, words.say("after"), filled=True),
    ]
    return theme.figure(data, layout, words)


def _lacks(block: Block | None) -> bool:
    return block is None or block.rate.per_28 is None


def _too_few(place: float, block: Block | None, words: Words) -> dict[str, Any]:
    """The counts, where there is no number."""
    few = words.say("too few, recorded: {known}")
    return {
        **{"xref": "x", "x": 0, "xanchor": "left", "yref": "y", "y": place, "yanchor": "middle"},
        "text": few.format(known=block.rate.known if block else 0),
        "showarrow": False,
        "font": {"color": token("text-2")},
    }


def _whiskers(blocks: list[tuple[float, Block | None]], colour: str) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for place, block in blocks:
        if block and block.rate.low is not None and block.rate.high is not None:
            x += [round(block.rate.low, 2), round(block.rate.high, 2), None]
            y += [place, place, None]
    return {
        **{"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "connectgaps": False},
        "line": {"width": 2, "color": token(colour)},
    }


def _dots(blocks: list[tuple[float, Block | None]], name: str, *, filled: bool) -> dict[str, Any]:
    there = [(place, block.rate.per_28) for place, block in blocks if block and block.rate.per_28 is not None]
    return {
        **{"type": "scatter", "mode": "markers+text", "name": name, "hoverinfo": "skip", "cliponaxis": False},
        "x": [round(rate, 2) for _, rate in there],
        "y": [place for place, _ in there],
        "text": [f"{rate:.0f}" for _, rate in there],
        "textposition": "middle center",
        "textfont": {"color": token("surface-card" if filled else "text")},
        "marker": {
            "size": 26,
            "color": token("accent" if filled else "surface-card"),
            "line": {"width": 2, "color": token("accent" if filled else "text-2")},
        },
    }
