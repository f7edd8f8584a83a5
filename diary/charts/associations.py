"""What went together with headache on the next day: for each thing followed the difference of two risks, with interval.

A filled dot is a finding, a ring was compared and is none; what was not compared yet stands below with its counts. The
zero line is "no difference". Names are the patient's own words: they are shown and never read as anything else.
"""

from typing import Any

from diary.analysis import Association, Associations
from diary.analysis.definitions_associations import TOO_FREQUENT

from . import theme
from .association_words import lacking, name_of, why_not
from .figure import Figure, Row, Table
from .theme import Width, token
from .words import ENGLISH, Words

#: Pixels for each thing followed; on a phone its name stands above its interval.
ROW: dict[Width, int] = {"phone": 48, "desk": 30}
#: Room for names beside the rows, in pixels, and how many letters of one are shown.
NAMES: dict[Width, int] = {"phone": 6, "desk": 176}
LETTERS = 26
#: The axis reaches this far to both sides at least, in points of 100.
REACH = 20
#: Room for the numbers of the axis and its name, in low light too.
UNDER = 46
#: What stands inside the plot covers the lines behind it.
GROUND = {"bgcolor": token("surface-card"), "borderpad": 1}
#: So many are drawn; the table has all.
MOST = 15


def figure(told: Associations, *, width: Width, words: Words = ENGLISH) -> Figure:
    """The chart of what went together."""
    shown = told.followed[:MOST]
    layout = {
        **theme.layout(width, ROW[width] * max(len(shown), 1), bottom=UNDER),
        "xaxis": _axis(shown),
        "yaxis": _rows(shown, width, words),
        "annotations": [
            _axis_name(words),
            *_names(shown, width, words),
            *_reasons(told, shown, width, words),
            *_found(shown, width, words),
        ],
        "hovermode": "closest",
    }
    layout["margin"] = {**layout["margin"], "l": NAMES[width]}
    return Figure(
        plotly=theme.figure(_marks(shown, words), layout, words),
        table=_table(told, words),
        summary=_summary(told, words),
    )


def _axis(shown: tuple[Association, ...]) -> dict[str, Any]:
    ends = [max(abs(one.comparison.low), abs(one.comparison.high)) for one in shown if one.comparison]
    reach = max(REACH, 100 * max(ends, default=0)) * 1.08
    step = 10 if reach < 35 else 20
    ticks = [place * step for place in range(-int(reach // step), int(reach // step) + 1)]
    zero = {"zeroline": True, "zerolinecolor": token("line-control"), "zerolinewidth": 1.5}
    return theme.axis(range=[-reach, reach], tickvals=ticks, ticktext=[_signed(tick / 100) for tick in ticks], **zero)


def _axis_name(words: Words) -> dict[str, Any]:
    return {
        **{"xref": "x", "x": 0, "xanchor": "center", "yref": "paper", "y": 0, "yanchor": "top", "yshift": -20},
        **{"text": words.say("points of 100 days"), "showarrow": False, "font": {"color": token("text-3")}},
    }


def _rows(shown: tuple[Association, ...], width: Width, words: Words) -> dict[str, Any]:
    """One row for each, the first on top."""
    names = [_cut(name_of(one.name, words)) for one in shown]
    named = {"tickvals": list(range(len(shown))), "ticktext": names} if width == "desk" else {"showticklabels": False}
    return theme.axis(range=[max(len(shown), 1) - 0.5, -0.5], showgrid=False, **named)


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def _names(shown: tuple[Association, ...], width: Width, words: Words) -> list[dict[str, Any]]:
    """On a phone, each name above its interval."""
    if width == "desk":
        return []
    return [
        {
            **{"xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": row, "yanchor": "bottom", "yshift": 5},
            **{"text": _cut(name_of(one.name, words)), "showarrow": False, "font": {"color": token("text")}},
            **GROUND,
        }
        for row, one in enumerate(shown)
    ]


def _reasons(told: Associations, shown: tuple[Association, ...], width: Width, words: Words) -> list[dict[str, Any]]:
    """In the place of an interval, why there is none; on a phone under the name."""
    shift, text = (0, why_not) if width == "desk" else (-7, lacking)
    return [
        {
            **{"xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": row, "yanchor": "middle", "yshift": shift},
            **{"text": text(told, one, words), "showarrow": False, "font": {"color": token("text-3")}},
            **GROUND,
        }
        for row, one in enumerate(shown)
        if one.comparison is None
    ]


def _found(shown: tuple[Association, ...], width: Width, words: Words) -> list[dict[str, Any]]:
    """Beside a finding, which way."""
    say = words.say
    texts = {"more": say("more often"), "less": say("less often")}
    place = theme.label if width == "desk" else _at_the_right
    return [place(texts[one.direction], row, colour="accent") for row, one in enumerate(shown) if one.direction]


def _at_the_right(text: str, y: float, *, colour: str) -> dict[str, Any]:
    return {
        **{"xref": "paper", "x": 1, "xanchor": "right", "yref": "y", "y": y, "yanchor": "bottom", "yshift": 5},
        **{"text": text, "showarrow": False, "font": {"color": token(colour)}},
    }


def _marks(shown: tuple[Association, ...], words: Words) -> list[dict[str, Any]]:
    """Intervals as lines, differences as dots: what was compared, then the findings over it."""
    rows = [(row, one) for row, one in enumerate(shown) if one.comparison is not None]
    found = [each for each in rows if each[1].direction]
    return [
        *_marked([each for each in rows if each not in found], words, filled=False),
        *_marked(found, words, filled=True),
    ]


def _marked(rows: list[tuple[int, Association]], words: Words, *, filled: bool) -> list[dict[str, Any]]:
    colour = token("accent" if filled else "text-2")
    ends: list[float | None] = []
    for _, one in rows:
        ends += [_points(one.comparison.low), _points(one.comparison.high), None] if one.comparison else []
    dots = [_points(one.comparison.difference) for _, one in rows if one.comparison]
    return [
        {
            **{"type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False},
            **{"x": ends, "y": [place for row, _ in rows for place in (row, row, None)]},
            "line": {"width": 3 if filled else 2, "color": colour},
        },
        {
            **{"type": "scatter", "mode": "markers", "name": ""},
            **{"x": dots, "y": [row for row, _ in rows]},
            "customdata": [[*_counts(one, words)] for _, one in rows],
            "marker": {
                "size": 11 if filled else 9,
                "color": colour if filled else token("surface-card"),
                "line": {"width": 2, "color": colour},
            },
            "cliponaxis": False,
            "hovertemplate": words.say("headache began after %{customdata[0]} days with it, %{customdata[1]} without"),
        },
    ]


def _points(share: float) -> float:
    return round(100 * share, 1)


def _counts(one: Association, words: Words) -> tuple[str, str]:
    text = words.say("{count} of {all}")
    return (
        text.format(count=one.exposed_onsets, all=one.exposed),
        text.format(count=one.unexposed_onsets, all=one.unexposed),
    )


def _table(told: Associations, words: Words) -> Table:
    say = words.say
    head = (say("Followed"), say("Began after days with it"), say("Without it"), say("Difference, points of 100"))
    return Table(
        caption=say("Headache that began on the next day, {first} to {last}").format(
            first=words.day(told.first), last=words.day(told.last)
        ),
        head=(*head, say("95 % interval"), say("Went together")),
        rows=tuple(_row(told, one, words) for one in told.followed),
    )


def _row(told: Associations, one: Association, words: Words) -> Row:
    name, compared = name_of(one.name, words), one.comparison
    if compared is None:
        return (name, *_counts(one, words), None, None, why_not(told, one, words))
    interval = words.say("{low} to {high}").format(low=_signed(compared.low), high=_signed(compared.high))
    return (name, *_counts(one, words), _signed(compared.difference), interval, together(one, words))


def together(one: Association, words: Words) -> str:
    """How what was compared went together, in words."""
    say = words.say
    if one.direction is None:
        return say("no clear difference")
    return {"more": say("more often than chance"), "less": say("less often than chance")}[one.direction]


def _signed(share: float) -> str:
    points = round(100 * share)
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"


def _summary(told: Associations, words: Words) -> str:
    say = words.say
    if not told.followed:
        return say(
            "Nothing is followed from day to day yet. What is followed is compared here with headache on the next day."
        )
    if told.too_frequent:
        text = say(
            "Nothing is compared: {rate} headache days per 28, and from {most} on too few days follow a free one."
        )
        return text.format(rate=words.number(told.rate.per_28 or 0), most=TOO_FREQUENT)
    if not told.compared:
        first = told.followed[0]
        return f"{_cut(name_of(first.name, words))}: {why_not(told, first, words)}."
    if not told.findings:
        text = say("None of {count} went together with headache on the next day more or less often than chance.")
        return text.format(count=len(told.compared))
    text = say("{name} and headache on the next day went together {way}: {exposed} days with it, {unexposed} without.")
    found = [
        text.format(name=_cut(name_of(one.name, words)), way=together(one, words), exposed=exposed, unexposed=unexposed)
        for one in told.findings[:2]
        for exposed, unexposed in [_counts(one, words)]
    ]
    return " ".join([*found, say("Compared: {count}.").format(count=len(told.compared))])
