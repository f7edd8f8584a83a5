"""Days with acute medicine in a rolling 30, class by class, as steps, against the limits of ICHD-3 8.2.

The classes nearest to their limits are drawn, the nearest one in its own colour; the table has all of them. On a desk
the time over a limit is shaded and limits are named as limits; a phone shows the same lines with plain counts and names
a limit as one that is common.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from diary.analysis import ClassDays, Overuse, Span
from diary.analysis.definitions import SPARING_DAYS

from . import theme
from .figure import Figure, Row, Table
from .theme import Side, Width, token
from .words import ENGLISH, Words

HEIGHT = {"desk": 120, "phone": 208}
#: So many classes can be told apart by colour and dash.
MOST = 4
STYLES = (("acute", "solid", 2.25), ("text-2", "dash", 1.75), ("text-2", "dot", 1.75), ("text-3", "dashdot", 1.5))
#: The top of the axis at least; on a phone the name of a limit stands over it.
LEAST_TOP = {"desk": 16, "phone": 18}
#: Days that two names at the right are apart at least.
APART = 2.6
#: On a phone, in pixels: words of low light are as high.
TALL = 22
#: On a phone names stand inside, over the lines of this last part of the period.
UNDER_NAMES = 0.4
#: What a line of the summary holds.
MOST_TOLD = 3


def figure(
    told: Overuse, *, width: Width, first: date, last: date, words: Words = ENGLISH, labels: Side = "bottom"
) -> Figure:
    """The chart of medicine days from `first` to `last`, which all figures of a page share."""
    drawn = told.classes[:MOST]
    names = _names(drawn, width, words)
    wide = width == "desk"
    top = max(
        [
            LEAST_TOP[width],
            *(one.most + 2 for one in drawn),
            *(one["y"] + (2 if wide else _tall(drawn)) for one in names),
        ]
    )
    layout = {
        **theme.layout(width, HEIGHT[width], **theme.margins(labels)),
        "xaxis": theme.time_axis(first, last, width, labels, words),
        "yaxis": theme.axis(range=[-0.4, top], dtick=5),
        "shapes": [
            *(_shade(one, first, last) for one in (_joined(told) if wide else [])),
            *(_limit(days) for days in _limits(drawn)),
        ],
        "annotations": [*_limit_names(drawn, width, words), *names],
    }
    lines = [_line(one, told, style, words) for one, style in zip(drawn, STYLES, strict=False)]
    return Figure(
        plotly=theme.figure(lines, layout, words),
        table=_table(told, words, wide=wide),
        summary=_summary(told, words) if wide else _plainly(told, words),
    )


def class_words(name: str, words: Words) -> str:
    """A class of medicine in words."""
    say = words.say
    return {
        **{"triptan": say("triptans"), "ergot": say("ergots"), "opioid": say("opioids")},
        **{"combination_analgesic": say("combination painkillers"), "paracetamol": say("paracetamol")},
        **{"aspirin": say("aspirin"), "nsaid": say("NSAIDs"), "gepant": say("gepants"), "ditan": say("ditans")},
        **{"antiemetic": say("against nausea"), "together": say("several together"), "unknown": say("class not known")},
    }.get(name, say("others"))


def _short(name: str, words: Words) -> str:
    """A class of medicine as it fits into the right margin of a desk, and on a small phone in low light."""
    short = {
        **{"combination_analgesic": words.say("combined"), "antiemetic": words.say("nausea")},
        "unknown": words.say("not known"),
    }
    return short.get(name) or class_words(name, words)


def _line(one: ClassDays, told: Overuse, style: tuple[str, str, float], words: Words) -> dict[str, Any]:
    """Steps, with a point where the count changes and one at each end."""
    turns = np.flatnonzero(np.diff(one.counts, prepend=-1))
    places = np.unique(np.append(turns, len(one.counts) - 1)).tolist()
    colour, dash, thick = style
    return {
        **{"type": "scatter", "mode": "lines", "name": class_words(one.drug_class, words)},
        "x": told.dates[places].astype(str).tolist(),
        "y": one.counts[places].tolist(),
        "line": {"shape": "hv", "width": thick, "dash": dash, "color": token(colour)},
        "hovertemplate": words.say("%{y} of 30 days"),
    }


def _limits(drawn: tuple[ClassDays, ...]) -> dict[int, list[str]]:
    """Each limit that one of the classes has, with the classes."""
    found: dict[int, list[str]] = {}
    for one in drawn:
        if one.limit:
            found.setdefault(one.limit.days, []).append(one.drug_class)
    return found


def _limit(days: int) -> dict[str, Any]:
    return {
        **{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": days, "y1": days},
        "line": {"color": token("warn"), "width": 1.25, "dash": "dash" if days == SPARING_DAYS else "dot"},
    }


def _joined(told: Overuse) -> list[Span]:
    """The times at or over any limit, each once: shades over one another would hide the lines."""
    joined: list[Span] = []
    for one in sorted((span for kind in told.classes for span in kind.spans), key=lambda span: span.first):
        if joined and one.first <= joined[-1].last:
            joined[-1] = replace(joined[-1], last=max(joined[-1].last, one.last))
        else:
            joined.append(one)
    return joined


def _shade(span: Span, first: date, last: date) -> dict[str, Any]:
    return {
        **{"type": "rect", "layer": "below", "xref": "x", "yref": "paper", "y0": 0, "y1": 1},
        **{"x0": f"{max(span.first, first)}", "x1": f"{min(max(span.last, first), last)} 23:59"},
        **{"fillcolor": token("warn", 0.14), "line": {"width": 0}},
    }


def _names(drawn: tuple[ClassDays, ...], width: Width, words: Words) -> list[dict[str, Any]]:
    """Each class with its count now, where its line ends, moved apart from others and from the names of limits."""
    taken = [float(days) for days in _limits(drawn)] if width == "desk" else []
    least = _over_lines(drawn) if width == "phone" else 1.0
    apart = APART if width == "desk" else _tall(drawn)
    places: list[float] = []
    named = []
    for one, style in sorted(zip(drawn, STYLES, strict=False), key=lambda pair: pair[0].days):
        y = max(float(one.days), least)
        while any(abs(y - place) < apart for place in (*places, *taken)):
            y += 0.2
        places.append(y)
        text = words.say("{kind} {days}").format(kind=_short(one.drug_class, words), days=one.days)
        named.append(_placed(text, y, width, style[0]))
    return named


def _tall(drawn: tuple[ClassDays, ...]) -> float:
    """As many days as a name on a phone is high, with all names over one another."""
    top = max([LEAST_TOP["phone"], *(one.most + 2 for one in drawn)])
    # The names make the axis longer, and so themselves higher.
    return top * TALL / (HEIGHT["phone"] - TALL * len(drawn))


def _over_lines(drawn: tuple[ClassDays, ...]) -> float:
    """The lowest place that is over every line where the names stand."""
    parts = [one.counts[-max(int(len(one.counts) * UNDER_NAMES), 1) :] for one in drawn]
    return max((float(part.max()) for part in parts), default=0.0) + 0.5


def _limit_names(drawn: tuple[ClassDays, ...], width: Width, words: Words) -> list[dict[str, Any]]:
    text = words.say("limit {days}") if width == "desk" else words.say("a common limit: {days}")
    if width == "desk":
        return [theme.label(text.format(days=days), days, colour="warn") for days in _limits(drawn)]
    return [
        {
            **{"xref": "paper", "x": 0, "xanchor": "left", "xshift": 4, "yref": "y", "y": days, "yanchor": "bottom"},
            **{"text": text.format(days=days), "showarrow": False, "font": {"color": token("warn")}},
        }
        for days in _limits(drawn)
    ]


def _placed(text: str, y: float, width: Width, colour: str) -> dict[str, Any]:
    label = theme.label(text, y, colour=colour)
    if width == "desk":
        return label
    ground = {"bgcolor": token("surface-card"), "borderpad": 1}
    return {**label, **ground, "xanchor": "right", "xshift": -4, "yanchor": "bottom"}


def _table(told: Overuse, words: Words, *, wide: bool) -> Table:
    say = words.say
    together = [told.together] if told.together.spans or told.together.standing else []
    head = (say("Medicine"), say("Last 30 days"), say("Last 7"), say("Most in 30"))
    limit = (say("Limit"), say("Over it")) if wide else (say("A common limit"),)
    rows = [_row(one, words, wide=wide) for one in (*told.classes, *(together if wide else []))]
    return Table(caption=say("Days with acute medicine in a rolling 30"), head=(*head, *limit), rows=tuple(rows))


def _row(one: ClassDays, words: Words, *, wide: bool) -> Row:
    spans = [
        words.say("{first} to {last}").format(first=words.day(span.first), last=words.day(span.last))
        for span in one.spans
    ]
    limit = str(one.limit.days) if one.limit else None
    plain = (class_words(one.drug_class, words), str(one.days), str(one.week), str(one.most), limit)
    return (*plain, "; ".join(spans) or None) if wide else plain


def _summary(told: Overuse, words: Words) -> str:
    say = words.say
    if not told.classes:
        return say("No acute medicine is recorded.")
    parts = [say("Days with acute medicine in the last 30: {days}").format(days=int(told.any_class[-1]))]
    for one in (*told.classes[:MOST_TOLD], *([told.together] if told.together.standing else [])):
        text = say("{kind} {days} of {limit}") if one.limit else say("{kind} {days}")
        limit = one.limit.days if one.limit else 0
        parts.append(text.format(kind=class_words(one.drug_class, words), days=one.days, limit=limit))
    over = [span for one in told.classes for span in one.spans]
    if over:
        text = say("times over a limit: {count}, the latest to {day}")
        parts.append(text.format(count=len(over), day=words.day(max(span.last for span in over))))
    recorded = say("{recorded} of these 30 days recorded").format(recorded=int(told.recorded[-1]))
    return "; ".join([*parts, recorded]) + "."


def _plainly(told: Overuse, words: Words) -> str:
    """What a patient reads: the counts, and the limits as common ones."""
    say = words.say
    if not told.classes:
        return say("No medicine for attacks is noted.")
    parts = []
    for one in told.classes[:MOST]:
        kind = class_words(one.drug_class, words)
        text = say("{kind}: {days} of the last 30 days") if one.days != 1 else say("{kind}: 1 of the last 30 days")
        if one.limit:
            text = say("{kind}: {days} of the last 30 days, a common limit is {limit}")
        parts.append(text.format(kind=kind, days=one.days, limit=one.limit.days if one.limit else 0))
    whole = "; ".join(parts)
    return whole[:1].upper() + whole[1:] + "."
