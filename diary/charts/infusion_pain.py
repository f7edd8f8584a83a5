"""Pain before and at the end of each infusion: an open ring before, a filled one after, a line between.

Where one of the two was not measured, only the other is drawn and no line. On a desk the infusions stand on the
time axis that all figures share, with the means of each course; on a phone the latest stand under one another.
"""

from datetime import date, timedelta
from typing import Any

from diary.analysis import CoursePain, InfusionPain, InfusionPains

from . import theme
from .figure import Figure, Table
from .theme import Side, Width, token
from .words import ENGLISH, Words

HEIGHT = 96
#: On a phone: pixels for each infusion, and how many of the latest are drawn.
ROW, LATEST = 40, 6
#: Free space around the first and last infusion where no period is given.
AROUND = timedelta(days=14)


def figure(
    pains: InfusionPains,
    *,
    width: Width,
    first: date | None = None,
    last: date | None = None,
    words: Words = ENGLISH,
    labels: Side = "bottom",
) -> Figure:
    """The chart of pain around infusions; `first` and `last` are the period of a desk's time axis."""
    if width == "phone":
        plotly = _phone(pains.infusions[-LATEST:], words)
    else:
        dates = [one.date for one in pains.infusions] or [date(2000, 1, 1)]
        plotly = _desk(pains, first or dates[0] - AROUND, last or dates[-1] + AROUND, words, labels)
    return Figure(plotly=plotly, table=_table(pains, words), summary=_summary(pains, words))


def _phone(infusions: tuple[InfusionPain, ...], words: Words) -> dict[str, Any]:
    """One row for each infusion, the oldest on top, with the pain written in its ring."""
    rows = list(range(len(infusions)))
    layout = {
        **theme.layout("phone", ROW * max(len(infusions), 1), bottom=24),
        "xaxis": theme.axis(range=[-0.6, 10.6], tickvals=[0, 5, 10]),
        "yaxis": theme.axis(
            range=[len(infusions) - 0.5, -0.5],
            tickvals=rows,
            ticktext=[words.short_day(one.date) for one in infusions],
            showgrid=False,
        ),
        "hovermode": False,
    }
    layout["margin"] = {**layout["margin"], "l": 64}
    before, after = _sides(infusions)
    places = [float(row) for row in rows]
    data = [
        _line(*_joined(before, after, places)),
        _rings(before, places, words.say("before"), filled=False, size=24, text=before),
        _rings(after, places, words.say("at the end"), filled=True, size=24, text=after),
    ]
    return theme.figure(data, layout, words)


def _desk(pains: InfusionPains, first: date, last: date, words: Words, labels: Side) -> dict[str, Any]:
    before, after = _sides(pains.infusions)
    dates: list[Any] = [str(one.date) for one in pains.infusions]
    y, x = _joined(before, after, dates)
    layout = {
        **theme.layout("desk", HEIGHT, **theme.margins(labels)),
        "xaxis": theme.time_axis(first, last, "desk", labels, words),
        "yaxis": theme.axis(range=[-0.4, 10.6], dtick=5),
        "annotations": [
            *(
                _mean(course, course.last + theme.ROOM * (last - first) <= last, words)
                for course in _roomy([one for one in pains.courses if first <= one.last <= last], first, last)
                if course.complete
            ),
            theme.label(words.say("ring: before"), 9),
            theme.label(words.say("dot: at the end"), 6.4),
        ],
    }
    data = [
        _line(x, y),
        _rings(dates, before, words.say("before"), filled=False, size=9),
        _rings(dates, after, words.say("at the end"), filled=True, size=9),
    ]
    return theme.figure(data, layout, words)


def _roomy(courses: list[CoursePain], first: date, last: date) -> list[CoursePain]:
    """Those with room for a name before the next one begins; the latest always has it."""
    nexts = [one.first for one in courses[1:]] + [date.max]
    return [one for one, after in zip(courses, nexts, strict=False) if after - one.last >= theme.ROOM * (last - first)]


def _sides(infusions: tuple[InfusionPain, ...]) -> tuple[list[Any], list[Any]]:
    return [one.change.before for one in infusions], [one.change.after for one in infusions]


def _joined(before: list[Any], after: list[Any], places: list[Any]) -> tuple[list[Any], list[Any]]:
    """Lines from before to after for those that have both, with a gap after each."""
    values, at = [], []
    for one, other, place in zip(before, after, places, strict=True):
        if one is not None and other is not None:
            values += [one, other, None]
            at += [place, place, None]
    return values, at


def _line(x: list[Any], y: list[Any]) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "connectgaps": False},
        "line": {"width": 2, "color": token("infusion")},
    }


def _rings(
    x: list[Any], y: list[Any], name: str, *, filled: bool, size: int, text: list[Any] | None = None
) -> dict[str, Any]:
    """Rings, open or filled, with numbers in them where `text` gives any."""
    written = {
        "text": ["" if value is None else str(value) for value in text or []],
        "textposition": "middle center",
        "textfont": {"color": token("surface-card" if filled else "text")},
    }
    return {
        **{"type": "scatter", "mode": "markers+text" if text else "markers", "name": name, "x": x, "y": y},
        "marker": {
            "size": size,
            "color": token("infusion" if filled else "surface-card"),
            "line": {"width": 2, "color": token("infusion")},
        },
        "cliponaxis": False,
        "hovertemplate": "%{y}",
        **(written if text else {}),
    }


def _mean(course: CoursePain, has_room: bool, words: Words) -> dict[str, Any]:
    """The means of a course, beside its last infusion; before its first one where the figure ends."""
    return {
        **(theme.BESIDE if has_room else theme.BEFORE),
        **{"xref": "x", "x": str(course.last if has_room else course.first)},
        **{"yref": "y", "y": max(course.change.before or 0, course.change.after or 0), "yanchor": "middle"},
        "text": _arrow(course.change.before, course.change.after, words.number),
        "showarrow": False,
        "font": {"color": token("text")},
    }


def _arrow(before: float | None, after: float | None, number: Any) -> str:
    return f"{number(before)} → {number(after)}"


def _table(pains: InfusionPains, words: Words) -> Table:
    say = words.say
    return Table(
        caption=say("Pain before and at the end of each infusion, 0 to 10"),
        head=(say("Infusion"), say("Before"), say("At the end"), say("Difference"), say("Percent"), say("Change")),
        rows=tuple(_row(one, words) for one in pains.infusions),
    )


def _row(one: InfusionPain, words: Words) -> tuple[str | None, ...]:
    change = one.change
    return (
        words.day(one.date),
        _plain(change.before),
        _plain(change.after),
        _signed(change.difference),
        None if change.percent is None else f"{_signed(round(change.percent))} %",
        None if change.direction is None else _direction(change.direction, words),
    )


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _signed(value: float | None) -> str | None:
    """With its sign: a minus when pain was lower after."""
    return None if value is None else "0" if not value else f"{value:+g}".replace("-", "\N{MINUS SIGN}")


def _direction(direction: str, words: Words) -> str:
    say = words.say
    return {
        "lower": say("lower"),
        "higher": say("higher"),
        "no clear change": say("no clear change"),
    }[direction]


def _summary(pains: InfusionPains, words: Words) -> str:
    complete = [one.change for one in pains.infusions if one.change.difference is not None]
    text = words.say("Pain before and at the end of infusions: {all} infusions, both measured in {complete}")
    text = text.format(all=len(pains.infusions), complete=len(complete))
    if complete:
        counts = {way: sum(change.direction == way for change in complete) for way in ("lower", "higher")}
        told = words.say("clearly lower in {lower}, clearly higher in {higher}, no clear change in {neither}")
        text += "; " + told.format(**counts, neither=len(complete) - sum(counts.values()))
    return text + "."
