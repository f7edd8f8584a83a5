"""One cell for each day: worst pain, free, or silent (hatched, never the colour of free), with auras and infusions.

On a desk weeks are columns on the shared time axis and weekdays are rows; on a phone the latest weeks are rows.
Cells are bars: the small Plotly has no heat map, and a heat map has no hatch. The table has one row for each week.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from diary.analysis import Days

from . import theme
from .figure import Figure, Table
from .theme import Side, Width, token
from .words import ENGLISH, Words

#: Pixels for each row of cells.
ROW = {"desk": 18, "phone": 32}
PHONE_WEEKS = 13
#: The share of its place that a cell fills.
FILL = 0.86
#: More weeks than this leave no room for numbers in cells.
NUMBERED_WEEKS = 45
#: A cell's kind to its fill and its ink. Pain 1-3, 4-6, 7-8, 9-10; a pain of 0 stands with the mildest.
KINDS = {
    "free": ("free", "free-ink"),
    "1": ("sev-1", "sev-1-ink"),
    "2": ("sev-2", "sev-2-ink"),
    "3": ("sev-3", "sev-3-ink"),
    "4": ("sev-4", "sev-4-ink"),
    "unrated": ("surface-well", "text-2"),
    "silent": ("surface-card", "text-2"),
}


class Cell(NamedTuple):
    """A day, ready to be drawn."""

    date: date
    kind: str
    pain: int | None
    aura: bool
    infusion: bool
    #: The day in words.
    told: str
    #: Weeks since the first one shown, and the place in the week.
    week: int
    weekday: int


class Place(Protocol):
    """Where a cell stands: the middle of its width, moved aside by a share of it, and the top of its row."""

    def __call__(self, cell: Cell, aside: float = 0) -> tuple[Any, float]: ...


def figure(days: Days, *, width: Width, words: Words = ENGLISH, labels: Side = "bottom") -> Figure:
    """The calendar of `days`; on a phone, of the latest thirteen weeks of them."""
    cells = _cells(days, words)
    told: dict[str, Any] = {"table": _table(cells, words), "summary": _summary(cells, words)}
    if width == "phone":
        return Figure(plotly=_phone(_latest(cells), words), **told)
    return Figure(plotly=_desk(cells, days.first, days.last, words, labels), **told)


def _cells(days: Days, words: Words) -> list[Cell]:
    columns = (days.recorded, days.headache, days.worst_pain, days.aura)
    offset = (days.first.weekday() - words.week_begins) % 7
    tell = _teller(words)
    cells, ordinal = [], days.first.toordinal()
    for place, (recorded, headache, pain, aura) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True), offset
    ):
        on = date.fromordinal(ordinal + place - offset)
        kind, infusion = _kind(recorded, headache, pain), on in days.infusion_ids
        told = tell(kind, pain, aura, infusion)
        cells.append(Cell(on, kind, None if pain < 0 else pain, aura, infusion, told, place // 7, place % 7))
    return cells


def _kind(recorded: bool, headache: bool, pain: int) -> str:
    if not headache:
        return "free" if recorded else "silent"
    return "unrated" if pain < 0 else "1" if pain < 4 else "2" if pain < 7 else "3" if pain < 9 else "4"


def _latest(cells: list[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.week > cells[-1].week - PHONE_WEEKS]


def _desk(cells: list[Cell], first: date, last: date, words: Words, labels: Side) -> dict[str, Any]:
    days = timedelta(days=1)
    numbered = (last - first) < NUMBERED_WEEKS * 7 * days

    begins = datetime.combine(first, time(12)) - cells[0].weekday * days

    @cache
    def middle(week: int, aside: float) -> str:
        return (begins + (7 * (week + aside) + 3) * days).isoformat(" ", "minutes")

    def place(cell: Cell, aside: float = 0) -> tuple[str, float]:
        """The middle of its week, and its row."""
        return middle(cell.week, aside), cell.weekday

    layout = {
        **theme.layout("desk", 7 * ROW["desk"], **theme.margins(labels)),
        "xaxis": theme.time_axis(first, last, "desk", labels, words),
        "yaxis": theme.axis(
            range=[7, 0], tickvals=[0.5, 2.5, 4.5, 6.5], ticktext=_weekdays(words)[::2], showgrid=False
        ),
        "annotations": [theme.label(words.say("weeks across"), 0.5)],
    }
    return _drawn(cells, place, 7 * FILL * theme.DAY, layout, words, numbered)


def _phone(cells: list[Cell], words: Words) -> dict[str, Any]:
    first, weeks = cells[0].week, cells[-1].week - cells[0].week + 1
    beginnings = [cell for cell in cells if cell.weekday == 0 or cell is cells[0]]
    layout = {
        **theme.layout("phone", weeks * ROW["phone"], top=24),
        "xaxis": theme.axis(
            range=[0, 7],
            tickvals=[place + 0.5 for place in range(7)],
            ticktext=_weekdays(words),
            side="top",
            showgrid=False,
        ),
        "yaxis": theme.axis(
            range=[weeks, 0],
            tickvals=[cell.week - first + 0.5 for cell in beginnings],
            ticktext=[words.short_day(cell.date) for cell in beginnings],
            showgrid=False,
        ),
    }
    layout["margin"] = {**layout["margin"], "l": 56}

    def place(cell: Cell, aside: float = 0) -> tuple[float, float]:
        """The middle of its column, and its row."""
        return cell.weekday + 0.5 + aside, cell.week - first

    return _drawn(cells, place, FILL, layout, words, True)


def _drawn(
    cells: list[Cell],
    place: Place,
    breadth: float,
    layout: dict[str, Any],
    words: Words,
    numbered: bool,
) -> dict[str, Any]:
    """All cells as bars, one trace for each kind; then rings for infusions and marks for auras."""
    layout |= {"hovermode": "closest", "barmode": "overlay", "bargap": 0}
    data = []
    for kind in KINDS:
        chosen = [cell for cell in cells if cell.kind == kind]
        if chosen:
            data.append(_bars(chosen, kind, place, breadth, words, numbered))
    if infusions := [cell for cell in cells if cell.infusion]:
        data.append(_outlines(infusions, place, breadth))
    if auras := [cell for cell in cells if cell.aura]:
        data += _auras(auras, place)
    return theme.figure(data, layout, words)


def _bars(
    cells: list[Cell],
    kind: str,
    place: Place,
    breadth: float,
    words: Words,
    numbered: bool,
) -> dict[str, Any]:
    fill, ink = KINDS[kind]
    places = [place(cell) for cell in cells]
    marker: dict[str, Any] = {"color": token(fill), "line": {"width": 0}, "cornerradius": 3}
    if kind == "silent":
        marker["pattern"] = {"shape": "/", "size": 5, "fgcolor": token("silent-hatch"), "fillmode": "overlay"}
        marker["line"] = {"width": 1, "color": token("silent-hatch")}
    if kind == "unrated":
        marker["line"] = {"width": 1.5, "color": token("sev-2")}
    return {
        **{"type": "bar", "width": breadth, "marker": marker},
        "x": [x for x, _ in places],
        "base": [row + (1 - FILL) / 2 for _, row in places],
        "y": [FILL] * len(places),
        "text": [_inside(cell) if numbered and not cell.aura else "" for cell in cells],
        **{"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none"},
        "textfont": {"color": token(ink)},
        "hovertext": [f"{words.day(cell.date)}: {cell.told}" for cell in cells],
        "hoverinfo": "text",
    }


def _inside(cell: Cell) -> str:
    """A number, a dash for free, nothing on a hatch."""
    if cell.kind == "free":
        return "–"
    return "" if cell.kind == "silent" else "•" if cell.pain is None else str(cell.pain)


def _outlines(cells: list[Cell], place: Place, breadth: float) -> dict[str, Any]:
    """An edge around the days of infusions."""
    places = [place(cell) for cell in cells]
    return {
        **{"type": "bar", "width": breadth, "hoverinfo": "skip"},
        "x": [x for x, _ in places],
        "base": [row + (1 - FILL) / 2 for _, row in places],
        "y": [FILL] * len(places),
        "marker": {"color": theme.CLEAR, "cornerradius": 3, "line": {"width": 2, "color": token("infusion")}},
    }


def _auras(cells: list[Cell], place: Place) -> list[dict[str, Any]]:
    """A zigzag on each day with an aura, over a wider one in the colour of the card."""
    x: list[Any] = []
    y: list[float | None] = []
    for cell in cells:
        for step, rise in enumerate((0.14, -0.14, 0.14, -0.14, 0.14)):
            at, row = place(cell, (step - 2) * 0.12)
            x.append(at)
            y.append(row + 0.5 + rise)
        x.append(None)
        y.append(None)
    return [
        {
            **{"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "connectgaps": False},
            "line": {"width": wide, "color": token(colour)},
        }
        for wide, colour in ((5, "surface-card"), (1.75, "aura"))
    ]


def _weekdays(words: Words) -> list[str]:
    return [words.weekdays[(words.week_begins + place) % 7] for place in range(7)]


def _table(cells: list[Cell], words: Words) -> Table:
    say = words.say
    return Table(
        caption=say("Each day: worst pain, no headache, or not recorded; one row for each week"),
        head=(say("Week from"), *_weekdays(words)),
        rows=tuple(_week(list(week), words) for _, week in groupby(cells, key=lambda cell: cell.week)),
    )


def _week(week: list[Cell], words: Words) -> tuple[str | None, ...]:
    """The days of one week; None for days outside the period."""
    days: list[str | None] = [None] * 7
    for cell in week:
        days[cell.weekday] = cell.told
    begins = week[0].date - timedelta(days=week[0].weekday)
    return (words.day(begins), *days)


def _teller(words: Words) -> Callable[[str, int, bool, bool], str]:
    """How to tell a day of some kind and pain, with aura and infusion or not; each sentence is made once."""
    say = words.say

    @cache
    def tell(kind: str, pain: int, aura: bool, infusion: bool) -> str:
        headache = say("headache") if pain < 0 else say("pain {pain}").format(pain=pain)
        first = {"free": say("no headache"), "silent": say("not recorded")}.get(kind, headache)
        more = [name for there, name in ((aura, say("aura")), (infusion, say("infusion"))) if there]
        return ", ".join([first, *more])

    return tell


def _summary(cells: list[Cell], words: Words) -> str:
    kinds = [cell.kind for cell in cells]
    free, silent = kinds.count("free"), kinds.count("silent")
    text = words.say(
        "Calendar, {first} to {last}: {headache} headache days, {free} days without headache, {silent} not recorded."
    )
    return text.format(
        first=words.day(cells[0].date),
        last=words.day(cells[-1].date),
        headache=len(cells) - free - silent,
        free=free,
        silent=silent,
    )
