"""Pain through the infusions of one course: before, in the chair, at the end, on leaving, a day and a week after.

A line for each infusion, the newest in the accent and thicker, the earlier ones dotted and dashed; a ring is the
reading before, a large dot the one at the end. The chair is on a real axis of minutes, and what comes afterwards has a
place of its own behind a line, because a week does not fit beside an hour. A reading that was due and is missing is a
gap. An end whose time nobody knows stands where the longest chair ends.
"""

from itertools import cycle
from typing import Any

from diary.analysis import AroundInfusion, ChairReading

from . import theme
from .figure import Figure, Table
from .theme import token
from .words import ENGLISH, Words

HEIGHT = 150
#: Minutes between the ticks of the chair, from so many minutes of chair on.
TICKS = ((0, 15), (91, 30), (241, 60))
LEAST_CHAIR = 15
#: Room of each place behind the chair, as a share of it.
PLACE = 0.18
AFTERWARDS = ("discharge", "24h", "7d")
#: Points of pain that two names in the right margin are apart at least.
APART = 1.3
#: As many names as have room so; of more infusions, the latest.
MOST_NAMED = 8


def figure(infusions: tuple[AroundInfusion, ...], *, words: Words = ENGLISH) -> Figure:
    """The chart of one course on a desk; `infusions` by date."""
    chair = max([LEAST_CHAIR, *(one.minutes for each in infusions for one in each.readings if one.minutes)])
    layout = {
        **theme.layout("desk", HEIGHT, top=20, bottom=24),
        "xaxis": _axis(chair, words),
        "yaxis": theme.axis(range=[-0.4, 10.6], dtick=5),
        "shapes": _shapes(infusions, chair),
        "annotations": [_shaded(words), *_names(infusions, words)],
        "hovermode": "closest",
    }
    return Figure(
        plotly=theme.figure(_lines(infusions, chair, words), layout, words),
        table=_table(infusions, words),
        summary=_summary(infusions, words),
    )


def slot_words(slot: str, words: Words) -> str:
    """A time of an infusion in words."""
    say = words.say
    if slot.isdigit():
        return say("{minutes} min").format(minutes=slot)
    named = {"before": say("before"), "end": say("end"), "discharge": say("leaving")}
    return {**named, "24h": say("+24 h"), "7d": say("+7 d")}[slot]


def _axis(chair: int, words: Words) -> dict[str, Any]:
    step = next(every for least, every in reversed(TICKS) if chair >= least)
    minutes = list(range(0, chair + 1, step))
    places = [_place(slot, chair) for slot in AFTERWARDS]
    return theme.axis(
        range=[-0.04 * chair, _place("7d", chair) + 0.04 * chair],
        tickvals=[*minutes, *places],
        ticktext=[
            words.say("before"),
            *(str(each) for each in minutes[1:]),
            *(slot_words(slot, words) for slot in AFTERWARDS),
        ],
    )


def _place(slot: str, chair: int) -> float:
    """Where what comes after the chair stands."""
    return chair * (1 + PLACE * (1 + AFTERWARDS.index(slot)))


def _x(one: ChairReading, chair: int) -> float:
    if one.slot in AFTERWARDS:
        return _place(one.slot, chair)
    return chair if one.minutes is None else one.minutes


def _lines(infusions: tuple[AroundInfusion, ...], chair: int, words: Words) -> list[dict[str, Any]]:
    """The earlier ones first, so that the newest lies over them."""
    dashes = cycle(theme.DASHES)
    styles = [(one, False, next(dashes)) for one in reversed(infusions[:-1])][::-1]
    return [_line(one, chair, words, newest=newest, dash=dash) for one, newest, dash in styles] + [
        _line(one, chair, words, newest=True, dash="solid") for one in infusions[-1:]
    ]


def _line(one: AroundInfusion, chair: int, words: Words, *, newest: bool, dash: str) -> dict[str, Any]:
    colour = token("accent" if newest else "text-3")
    slots = [reading.slot for reading in one.readings]
    small, large = (6, 11) if newest else (4, 8)
    return {
        **{"type": "scatter", "mode": "lines+markers", "name": words.short_day(one.date)},
        "x": [_x(reading, chair) for reading in one.readings],
        "y": [reading.pain for reading in one.readings],
        "customdata": [slot_words(slot, words) for slot in slots],
        "line": {"width": 3 if newest else 1.5, "color": colour, "dash": dash},
        "marker": {
            "size": [large if slot in ("before", "end") else small for slot in slots],
            "color": [token("surface-card") if slot == "before" else colour for slot in slots],
            "line": {"width": 2 if newest else 1.5, "color": colour},
            "opacity": 1,
        },
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": words.say("%{customdata}: pain %{y}"),
    }


def _shapes(infusions: tuple[AroundInfusion, ...], chair: int) -> list[dict[str, Any]]:
    """The chair shaded, to the longest end; a line where minutes end and days begin."""
    behind = chair * (1 + PLACE / 2)
    return [
        {
            **{"type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": chair, "y0": 0, "y1": 1},
            **{"fillcolor": token("surface-well"), "line": {"width": 0}, "layer": "below"},
        },
        {
            **{"type": "line", "xref": "x", "yref": "paper", "x0": behind, "x1": behind, "y0": 0, "y1": 1},
            "line": {"width": 1, "color": token("line-control"), "dash": "dot"},
        },
    ]


def _shaded(words: Words) -> dict[str, Any]:
    return {
        **{"xref": "x", "x": 0, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "bottom"},
        "text": words.say("in the chair, minutes"),
        "showarrow": False,
        "font": {"color": token("text-3")},
    }


def _names(infusions: tuple[AroundInfusion, ...], words: Words) -> list[dict[str, Any]]:
    """Each infusion beside the last pain noted for it, moved apart where two would lie over one another."""
    told = [
        (one, [reading.pain for reading in one.readings if reading.pain is not None]) for one in infusions[-MOST_NAMED:]
    ]
    wanted = sorted(((pains[-1], one) for one, pains in told if pains), key=lambda each: (each[0], each[1].date))
    places = theme.apart([pain for pain, _ in wanted], APART, 10)
    return [
        theme.label(words.short_day(one.date), place, colour="accent" if one is infusions[-1] else "text-2")
        for place, (_, one) in zip(places, wanted, strict=True)
    ]


def _table(infusions: tuple[AroundInfusion, ...], words: Words) -> Table:
    """A row for each time, a column for each infusion; None where nothing was noted or it has not come."""
    say = words.say
    slots = {reading.slot for one in infusions for reading in one.readings}
    quarters = sorted((slot for slot in slots if slot.isdigit()), key=int)
    ordered = [slot for slot in ("before", *quarters, "end", *AFTERWARDS) if slot in slots]
    return Table(
        caption=say("Pain through each infusion, 0 to 10"),
        head=(say("When"), *(words.short_day(one.date) for one in infusions)),
        rows=tuple((slot_words(slot, words), *(_told(one.at(slot)) for one in infusions)) for slot in ordered),
    )


def _told(reading: ChairReading | None) -> str | None:
    return None if reading is None or reading.pain is None else str(reading.pain)


def _summary(infusions: tuple[AroundInfusion, ...], words: Words) -> str:
    text = words.say("Pain through infusions: {all}, the last on {day}").format(
        all=len(infusions), day=words.day(infusions[-1].date)
    )
    newest = [one for one in infusions[-1].readings if one.pain is not None]
    if newest:
        text += ": " + ", ".join(f"{slot_words(one.slot, words)} {one.pain}" for one in newest[:12])
    return text + "."
