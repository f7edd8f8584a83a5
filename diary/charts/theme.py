"""How all figures look: names of tokens instead of colours, one layout, one time axis.

Values are those of look.md, "Charts". The colours of the three themes are repeated here from static/css/tokens.css
(a test compares them) for drawing without a browser.
"""

import math
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from .words import Words

Width = Literal["phone", "desk"]
Side = Literal["top", "bottom", ""]

CLEAR = "rgba(0,0,0,0)"
DAY = 86_400_000  # milliseconds, the unit of lengths on Plotly's date axes
LEFT = 34
RIGHT = {"phone": 12, "desk": 98}
SIZE = {"phone": 13, "desk": 12}
#: Axis labels in low light are never under 16 px.
LOW_LIGHT_SIZE = 16

THEMES = {
    "light": {
        **{"surface-card": "#fefdfa", "surface-well": "#eeebe5", "surface-over": "#ffffff"},
        **{"text": "#1b2528", "text-2": "#455356", "text-3": "#59686a", "line": "#dddad3", "line-control": "#718181"},
        **{"accent": "#00636b", "free": "#daf3f1", "free-ink": "#1c5757", "silent-hatch": "#768384"},
        **{"sev-1": "#eac47e", "sev-2": "#d88742", "sev-3": "#af4c34", "sev-4": "#69232d"},
        **{"sev-1-ink": "#1b2528", "sev-2-ink": "#1b2528", "sev-3-ink": "#fffaf2", "sev-4-ink": "#fffaf2"},
        **{"aura": "#883e9d", "acute": "#707021", "preventive": "#4a7ca6", "infusion": "#2c2f84", "warn": "#7c500f"},
    },
    "dark": {
        **{"surface-card": "#141c1e", "surface-well": "#060b0c", "surface-over": "#1d2629"},
        **{"text": "#e3dfd7", "text-2": "#b6b2a9", "text-3": "#98978d", "line": "#293235", "line-control": "#69787a"},
        **{"accent": "#82cdcd", "free": "#183736", "free-ink": "#88bdbc", "silent-hatch": "#677375"},
        **{"sev-1": "#694f23", "sev-2": "#b46c36", "sev-3": "#e78f7a", "sev-4": "#fec5ca"},
        **{"sev-1-ink": "#fbf3e6", "sev-2-ink": "#0c1213", "sev-3-ink": "#0c1213", "sev-4-ink": "#0c1213"},
        **{"aura": "#d892e8", "acute": "#c9cf78", "preventive": "#7fb2d6", "infusion": "#8c91ea", "warn": "#e6bd77"},
    },
    "lowlight": {
        **{"surface-card": "#000c00", "surface-well": "#000000", "surface-over": "#001400"},
        **{"text": "#00b600", "text-2": "#00a200", "text-3": "#009500", "line": "#003800", "line-control": "#007600"},
        **{"accent": "#00b800", "free": "#001c00", "free-ink": "#009a00", "silent-hatch": "#007000"},
        **{"sev-1": "#003400", "sev-2": "#005600", "sev-3": "#008c00", "sev-4": "#00be00"},
        **{"sev-1-ink": "#00d800", "sev-2-ink": "#00d800", "sev-3-ink": "#000000", "sev-4-ink": "#000000"},
        **{"aura": "#00a800", "acute": "#00a800", "preventive": "#009800", "infusion": "#00b800", "warn": "#00a800"},
    },
}
#: Lines of earlier courses or infusions beside the newest, which is solid; the latest of them first.
DASHES = ("dot", "dash", "dashdot", "longdash")
#: A name beside a mark needs this share of the width to itself; where there is none after it, it stands before.
ROOM = 0.09
BESIDE, BEFORE = {"xanchor": "left", "xshift": 8}, {"xanchor": "right", "xshift": -8}


def token(name: str, opacity: float | None = None) -> str:
    """The name of a colour, for whoever draws the figure to look up."""
    return f"token:{name}" if opacity is None else f"token:{name}/{opacity}"


def resolved(value: Any, theme: str) -> Any:
    """`value`, a figure or a part of one, with the tokens of a theme in place of their names."""
    if isinstance(value, dict):
        return {key: resolved(part, theme) for key, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, theme) for part in value]
    if isinstance(value, str) and (found := re.fullmatch(r"token:([\w-]+)(?:/([\d.]+))?", value)):
        return _colour(found[1], found[2], theme)
    return value


def _colour(name: str, opacity: str | None, theme: str) -> str:
    if name == "font-ui":
        return "system-ui, sans-serif"
    colour = THEMES[theme][name]
    if opacity is None:
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def figure(data: list[dict[str, Any]], layout: dict[str, Any], words: Words) -> dict[str, Any]:
    """Data and layout with the settings all figures have: no buttons, nothing sent anywhere."""
    config = {
        "displayModeBar": False,
        "displaylogo": False,
        "responsive": True,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "locale": words.locale,
    }
    return {"data": data, "layout": layout, "config": config}


def layout(width: Width, height: int, *, top: int = 8, bottom: int = 8) -> dict[str, Any]:
    """The layout all figures have; `height` is that of the plot between the margins, in pixels."""
    return {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": token("font-ui"), "size": SIZE[width], "color": token("text-2")},
        "meta": {"lowlight": {"size": LOW_LIGHT_SIZE}},
        "height": height + top + bottom,
        "margin": {"l": LEFT, "r": RIGHT[width], "t": top, "b": bottom, "autoexpand": False},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": token("surface-over"),
            "bordercolor": token("line-control"),
            "font": {"color": token("text")},
        },
        "transition": {"duration": 0},
    }


def margins(labels: Side, *, marks: bool = False) -> dict[str, int]:
    """Room above and below the plot for month names, and for a row of drops and diamonds above it."""
    return {
        "top": 44 if labels == "top" else 26 if marks else 8,
        "bottom": 24 if labels == "bottom" else 8,
    }


def axis(**more: Any) -> dict[str, Any]:
    """What every axis has."""
    return {"gridcolor": token("line"), "zeroline": False, "fixedrange": True, **more}


def time_axis(first: date, last: date, width: Width, labels: Side, words: Words) -> dict[str, Any]:
    """The time axis that all figures of a page share; a day reaches half a day to both sides of its date.

    On a desk it holds whole weeks, which are the columns of the calendar.
    """
    dtick, tickformat = _months_between_ticks(first, last, width)
    if width == "desk":
        first -= timedelta(days=(first.weekday() - words.week_begins) % 7)
        last += timedelta(days=(words.week_begins - 1 - last.weekday()) % 7)
    return axis(
        type="date",
        range=[f"{first - timedelta(days=1)} 12:00", f"{last} 12:00"],
        dtick=dtick,
        tickformat=tickformat,
        ticklabelmode="period" if dtick == "M1" else "instant",
        hoverformat="%-d %b %Y",
        showticklabels=bool(labels),
        side=labels or "bottom",
    )


def _months_between_ticks(first: date, last: date, width: Width) -> tuple[str, str]:
    """As many labels as fit, at most about ten on a desk and five on a phone."""
    months = (last - first).days / 30.4
    step = math.ceil(months / (10 if width == "desk" else 5))
    if step > 6:
        return f"M{12 * math.ceil(step / 12)}", "%Y"
    return f"M{6 if step > 3 else step}", "%b" if months <= 12 else "%b %y"


def line_at(on: date) -> dict[str, Any]:
    """The vertical line of an infusion, through the whole plot."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        **{"x0": str(on), "x1": str(on), "y0": 0, "y1": 1},
        "line": {"color": token("infusion", 0.55), "width": 1.5},
    }


def _raised(path: str) -> str:
    """A path in pixels around its point (up is positive), moved up into the row above the plot."""
    return re.sub(r"(-?[\d.]+),(-?[\d.]+)", lambda found: f"{found[1]},{float(found[2]) + 11:g}", path)


DROP = _raised("M0,6.5C3,3.2 4.6,1 4.6,-1.5C4.6,-4 2.5,-6.1 0,-6.1C-2.5,-6.1 -4.6,-4 -4.6,-1.5C-4.6,1 -3,3.2 0,6.5Z")
DIAMOND = _raised("M0,5L5,0L0,-5L-5,0Z")


def mark_above(on: date, path: str, colour: str) -> dict[str, Any]:
    """A small shape of fixed size in the row above the plot."""
    return {
        "type": "path",
        "path": path,
        **{"xref": "x", "xsizemode": "pixel", "xanchor": str(on)},
        **{"yref": "paper", "ysizemode": "pixel", "yanchor": 1},
        "fillcolor": token(colour),
        "line": {"width": 0},
    }


def label(text: str, y: float, *, yref: str = "y", colour: str = "text-2") -> dict[str, Any]:
    """Text in the right margin, where a line ends."""
    return {
        **{"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8},
        **{"yref": yref, "y": y, "yanchor": "middle"},
        "text": text,
        "showarrow": False,
        "font": {"color": token(colour)},
    }


def apart(heights: Sequence[float], by: float, most: float) -> list[float]:
    """Where names stand that belong to these heights, the lowest first: so far apart, and none above `most`."""
    places: list[float] = []
    for height in heights:
        places.append(max([height, *(place + by for place in places[-1:])]))
    over = max([0.0, *(place - most for place in places[-1:])])
    return [place - over for place in places]


def level(y: float) -> dict[str, Any]:
    """The dashed line of a baseline, through the whole plot."""
    return {
        **{"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": y, "y1": y},
        "line": {"color": token("text-2"), "width": 1, "dash": "dash"},
    }


def ringed(colour: str) -> dict[str, Any]:
    """The marker of where a line stands now."""
    return {"size": 9, "color": token(colour), "line": {"width": 2, "color": token("surface-card")}}
