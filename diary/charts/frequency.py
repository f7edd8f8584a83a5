"""Days of a kind per 28: the trailing rate, its interval, infusions and dated preventives, and the silent days.

The line is broken where fewer than 14 of the 28 days are known. Ticks under the axis are silent days.
"""

from collections import Counter
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from diary.analysis import Event, Month, Rate, Trend

from . import theme
from .figure import Figure, Row, Table
from .theme import Side, Width, token
from .words import ENGLISH, Words

HEIGHT = 176
#: The strip of silent days, and the space over it, in pixels.
STRIP, GAP = 9, 5
#: The lowest place of the last value's name, in days per 28: under it stands the name of the strip.
CLEAR_OF_STRIP = 2.0


def figure(trend: Trend, *, width: Width, words: Words = ENGLISH, labels: Side | None = None) -> Figure:
    """The chart of a trend. Months stand above it on a desk, below it on a phone, or where `labels` says."""
    labels = ("top" if width == "desk" else "bottom") if labels is None else labels
    dates = trend.dates.astype(str).tolist()
    plotly = theme.figure(
        [*_band(trend, dates, words), _line(trend, dates, words), _last(trend), _silent(trend, dates)],
        _layout(trend, width, words, labels),
        words,
    )
    return Figure(plotly=plotly, table=_table(trend, words), summary=_summary(trend, words))


def _band(trend: Trend, dates: list[str], words: Words) -> list[dict[str, Any]]:
    """The interval, as two lines for each unbroken part: a fill must not reach over a gap."""
    ends = np.flatnonzero(np.diff(np.concatenate(([False], ~np.isnan(trend.per_28), [False]))))
    traces = []
    for start, stop in ends.reshape(-1, 2).tolist():
        x = dates[start:stop]
        names = (words.say("95 % from"), words.say("95 % to"))
        for name, values, fill in zip(names, (trend.low, trend.high), ("none", "tonexty"), strict=True):
            traces.append(
                {
                    **{"type": "scatter", "mode": "lines", "name": name, "x": x},
                    "y": np.round(values[start:stop], 2).tolist(),
                    "line": {"width": 0, "color": token("accent")},
                    **{"fill": fill, "fillcolor": token("accent", 0.16)},
                    "hovertemplate": "%{y:.1f}",
                }
            )
    return traces


def _line(trend: Trend, dates: list[str], words: Words) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "name": words.say("per 28 days")},
        "x": dates,
        "y": [None if value != value else value for value in np.round(trend.per_28, 2).tolist()],
        "customdata": np.column_stack((trend.count, trend.known)).tolist(),
        "line": {"width": 2.25, "color": token("accent")},
        "connectgaps": False,
        "hovertemplate": words.say("%{y:.1f} (%{customdata[0]} of %{customdata[1]} recorded)"),
    }


def _last(trend: Trend) -> dict[str, Any]:
    """Where the line stands now."""
    return {
        **{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False},
        **{"x": [str(trend.last)], "y": [trend.latest.per_28]},
        "marker": theme.ringed("accent"),
    }


def _silent(trend: Trend, dates: list[str]) -> dict[str, Any]:
    days = [dates[place] for place in np.flatnonzero(trend.silent).tolist()]
    return {
        **{"type": "bar", "yaxis": "y2", "hoverinfo": "skip"},
        **{"x": days, "y": [1] * len(days), "width": theme.DAY},
        "marker": {"color": token("text-2"), "line": {"width": 0}},
    }


def _layout(trend: Trend, width: Width, words: Words, labels: Side) -> dict[str, Any]:
    return {
        **theme.layout(width, HEIGHT, **theme.margins(labels, marks=True)),
        "xaxis": {
            **theme.time_axis(trend.first, trend.last, width, labels, words),
            "anchor": "y" if labels == "top" else "y2",
            # Above, the names stand over the row of drops.
            **({"ticks": "outside", "ticklen": 20, "tickcolor": theme.CLEAR} if labels == "top" else {}),
        },
        "yaxis": theme.axis(range=[0, 28.5], dtick=7, domain=[(STRIP + GAP) / HEIGHT, 1]),
        "yaxis2": theme.axis(range=[0, 1], domain=[0, STRIP / HEIGHT], showgrid=False, showticklabels=False),
        "shapes": [_well(), *(theme.line_at(one.date) for one in trend.infusions), *_marks(trend, width)],
        "annotations": _labels(trend, words) if width == "desk" else [],
    }


def _well() -> dict[str, Any]:
    """The ground of the strip of silent days."""
    return {
        **{"type": "rect", "layer": "below", "xref": "paper", "yref": "y2 domain"},
        **{"x0": 0, "x1": 1, "y0": 0, "y1": 1},
        **{"fillcolor": token("surface-well"), "line": {"width": 0}},
    }


def _marks(trend: Trend, width: Width) -> list[dict[str, Any]]:
    """A drop for each infusion, or for each course on a phone, and a diamond for each dated preventive."""
    drops = [one.date for one in trend.infusions]
    if width == "phone":
        drops = [members[len(members) // 2].date for members in _courses(trend)]
    return [
        *(theme.mark_above(on, theme.DROP, "infusion") for on in drops),
        *(theme.mark_above(one.date, theme.DIAMOND, "preventive") for one in trend.preventives),
    ]


def _courses(trend: Trend) -> list[list[Event]]:
    return [list(members) for _, members in groupby(trend.infusions, key=lambda one: one.course_number)]


def _labels(trend: Trend, words: Words) -> list[dict[str, Any]]:
    latest = trend.latest.per_28
    now = words.say("too few") if latest is None else words.say("{rate} now").format(rate=words.number(latest))
    silent = words.say("{days} silent").format(days=int(trend.silent.sum()))
    return [
        theme.label(now, max(latest or 0, CLEAR_OF_STRIP), colour="text-2" if latest is None else "accent"),
        theme.label(silent, 0.5, yref="y2"),
        *_course_names(trend, words),
    ]


def _course_names(trend: Trend, words: Words) -> list[dict[str, Any]]:
    """The name of each course beside its last drop, where no other mark stands in the way."""
    marks = sorted({trend.first, trend.last, *(one.date for one in (*trend.infusions, *trend.preventives))})
    room = theme.ROOM * max((trend.last - trend.first).days, 1)
    after = {one: (later - one).days >= room for one, later in pairwise(marks)}
    before = {one: (one - earlier).days >= room for earlier, one in pairwise(marks)}
    return [
        {
            **(theme.BESIDE if after.get(members[-1].date) else theme.BEFORE),
            **{"xref": "x", "x": str(members[-1].date if after.get(members[-1].date) else members[0].date)},
            **{"yref": "paper", "y": 1, "yanchor": "middle", "yshift": 11},
            "text": words.say("course {number}").format(number=members[-1].course_number),
            "showarrow": False,
            "font": {"color": token("infusion")},
        }
        for members in _courses(trend)
        if members[-1].course_number is not None and (after.get(members[-1].date) or before.get(members[0].date))
    ]


def _table(trend: Trend, words: Words) -> Table:
    say = words.say
    return Table(
        caption=say("{kind} by month").format(kind=kind_of(trend.measure, words)),
        head=(
            say("Month"),
            kind_of(trend.measure, words),
            say("Days recorded"),
            say("Days in all"),
            say("Per 28 days"),
            say("95 % interval"),
            say("Infusions"),
        ),
        rows=_rows(trend, words),
    )


def _rows(trend: Trend, words: Words) -> tuple[Row, ...]:
    given = Counter((one.date.year, one.date.month) for one in trend.infusions)
    return tuple(_row(one, given[one.month.year, one.month.month], words) for one in trend.months)


def _row(month: Month, given: int, words: Words) -> Row:
    rate = month.rate
    part = words.say("{month}, days {first} to {last}")
    return (
        words.month(month.month)
        if month.whole
        else part.format(month=words.month(month.month), first=rate.first.day, last=rate.last.day),
        str(rate.count),
        str(rate.known),
        str(rate.days),
        None if rate.per_28 is None else words.number(rate.per_28),
        interval_of(rate, words),
        str(given),
    )


def interval_of(rate: Rate, words: Words) -> str | None:
    """The interval in words."""
    if rate.low is None or rate.high is None:
        return None
    return words.say("{low} to {high}").format(low=words.number(rate.low), high=words.number(rate.high))


def kind_of(measure: str, words: Words) -> str:
    """What is counted."""
    say = words.say
    return {
        "headache": say("Headache days"),
        "migraine": say("Migraine days"),
        "moderate": say("Moderate or severe days"),
        "severe": say("Severe days"),
        "aura": say("Aura days"),
        "acute_medicine": say("Acute medicine days"),
    }[measure]


def _summary(trend: Trend, words: Words) -> str:
    say, latest = words.say, trend.latest
    shown = trend.per_28[~np.isnan(trend.per_28)]
    known = {"count": latest.count, "known": latest.known}
    parts = [
        say("{kind} per 28, {first} to {last}").format(
            kind=kind_of(trend.measure, words), first=words.day(trend.first), last=words.day(trend.last)
        ),
        say("now too few recorded days for a number ({count} of {known})").format(**known)
        if latest.per_28 is None
        else say("now {rate}, {count} of {known} recorded days, 95 % interval {interval}").format(
            rate=words.number(latest.per_28), interval=interval_of(latest, words), **known
        ),
    ]
    if len(shown):
        parts.append(
            say("between {least} and {most} over the period").format(
                least=words.number(float(shown.min())), most=words.number(float(shown.max()))
            )
        )
    parts.append(say("days not recorded: {days}").format(days=int(trend.silent.sum())))
    parts.append(say("infusions: {infusions}").format(infusions=len(trend.infusions)))
    return "; ".join(parts) + "."
