"""Days with aura over time, a row for each kind: a filled mark with headache on the day, an open one without."""

from typing import Any

from diary.analysis.aura_days import AuraDays

from . import theme
from .figure import Figure, Row, Table
from .theme import Side, Width, token
from .words import ENGLISH, Words

#: Pixels for each kind, and for all of them at least.
ROW, LEAST = 24, 88
#: The zigzag of an aura is drawn as a diamond, which Plotly has.
SYMBOL = "diamond"


def figure(told: AuraDays, *, width: Width, words: Words = ENGLISH, labels: Side = "bottom") -> Figure:
    """The chart of aura days."""
    rows = list(range(len(told.kinds)))
    names = [kind_words(kind, words) for kind in told.kinds]
    layout = {
        **theme.layout(width, max(ROW * len(rows), LEAST), **theme.margins(labels)),
        "xaxis": theme.time_axis(told.first, told.last, width, labels, words),
        "yaxis": theme.axis(
            range=[len(rows) - 0.5, -0.5] if rows else [0.5, -0.5],
            tickvals=rows,
            ticktext=["" for _ in rows],
            showgrid=True,
        ),
        "annotations": [_name(name, row, width) for row, name in enumerate(names)],
        "hovermode": "closest",
    }
    data = [_marks(told, False, words), _marks(told, True, words)]
    return Figure(
        plotly=theme.figure(data, layout, words),
        table=_table(told, names, words),
        summary=_summary(told, names, words),
    )


def kind_words(kind: str, words: Words) -> str:
    """A kind of aura in words."""
    say = words.say
    return {
        **{"visual": say("sight"), "sensory": say("feeling"), "speech": say("speech"), "motor": say("weakness")},
        **{"brainstem": say("balance"), "retinal": say("one eye"), "own": say("own words")},
    }[kind]


def _marks(told: AuraDays, alone: bool, words: Words) -> dict[str, Any]:
    chosen = told.alone == alone
    return {
        **{"type": "scatter", "mode": "markers", "cliponaxis": False},
        "name": words.say("without headache") if alone else words.say("with headache"),
        **{"x": told.dates[chosen].astype(str).tolist(), "y": told.kind[chosen].tolist()},
        "marker": {
            "symbol": SYMBOL,
            "size": 8,
            "color": token("surface-card" if alone else "aura"),
            "line": {"width": 1.5, "color": token("aura")},
        },
        "hovertemplate": "%{x|%-d %b %Y}",
    }


def _name(text: str, row: int, width: Width) -> dict[str, Any]:
    """The name of a row: where it ends, or over its beginning on a phone."""
    label = theme.label(text, row, colour="aura")
    return label if width == "desk" else {**label, "x": 0, "xshift": 2, "yanchor": "bottom"}


def _table(told: AuraDays, names: list[str], words: Words) -> Table:
    say = words.say
    return Table(
        caption=say("Days with aura by month"),
        head=(say("Month"), say("Aura days"), say("Without headache"), say("Days recorded"), *names),
        rows=tuple(
            _row((words.month(one.month), one.aura, one.alone, one.recorded, *one.by_kind)) for one in told.months
        ),
    )


def _row(cells: tuple[Any, ...]) -> Row:
    return tuple(str(cell) for cell in cells)


def _summary(told: AuraDays, names: list[str], words: Words) -> str:
    say = words.say
    if not told.days:
        return say("No aura in {recorded} recorded days.").format(recorded=told.recorded)
    text = say(
        "Aura on {days} of {recorded} recorded days, {latest} of them in the last 28; without headache on {alone}"
    )
    whole = text.format(days=told.days, recorded=told.recorded, latest=told.latest, alone=told.days_alone)
    each = zip(names, told.kind_days, strict=True)
    kinds = ", ".join(say("{kind} {days}").format(kind=name, days=days) for name, days in each)
    return f"{whole}; {kinds}."
