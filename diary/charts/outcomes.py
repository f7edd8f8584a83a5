"""When baseline frequency was back: the share of courses without return by day, in steps, with its interval.

Small upright ticks are courses whose watching ended; the numbers under the axis are those still watched. Where fewer
than five are, the steps are dotted and have no band: one course more or less would change them by a fifth.
"""

from typing import Any

from diary.analysis import Returns, Survival
from diary.analysis.definitions import PERIOD_DAYS
from diary.analysis.definitions_cycles import SMALL_CELL

from . import theme
from .figure import Figure, Row, Table
from .theme import Width, token
from .words import ENGLISH, Words

HEIGHT = 200
#: Room for the days and the numbers still watched.
UNDER = 64
#: Days between the columns of numbers under the axis, in whole months of 28, as many as have room.
GRIDS: dict[Width, int] = {"phone": 4, "desk": 9}
Points = list[tuple[int, float | None]]


def figure(told: Returns, *, width: Width, words: Words = ENGLISH) -> Figure:
    """The curve of a clinic."""
    curve = told.curve
    days = _grid(curve, width)
    layout = {
        **theme.layout(width, HEIGHT, bottom=UNDER),
        "xaxis": theme.axis(range=[0, max(days[-1], curve.last) * 1.02], tickvals=days),
        "yaxis": theme.axis(range=[-0.07, 1.04], tickvals=[0, 0.5, 1]),
        "annotations": [_axis_name(words), *_watched(curve, days, words), *_median(curve, width, words)],
    }
    data = [*_band(curve, words), *_steps(curve, words), _ticks(curve, words)] if curve.n else []
    return Figure(
        plotly=theme.figure(data, layout, words),
        table=_table(curve, days, words),
        summary=_summary(told, words),
    )


def _grid(curve: Survival, width: Width) -> list[int]:
    step = PERIOD_DAYS * max(1, -(-curve.last // (PERIOD_DAYS * GRIDS[width])))
    return list(range(0, max(curve.last, 3 * PERIOD_DAYS) + 1, step))


def _last_of_many(curve: Survival) -> int:
    """The last day on which five or more were watched."""
    ends = sorted([*curve.censored, *(step.day for step in curve.steps for _ in range(step.events))])
    return ends[-SMALL_CELL] if len(ends) >= SMALL_CELL else 0


def _steps(curve: Survival, words: Words) -> list[dict[str, Any]]:
    """The curve, solid while five or more are watched and dotted behind."""
    turn = _last_of_many(curve)
    points: Points = [(0, 1.0), *((step.day, step.share) for step in curve.steps)]
    solid = [*(each for each in points if each[0] <= turn), (turn, curve.share_on(turn))]
    dotted = [(turn, curve.share_on(turn)), *(each for each in points if each[0] > turn), _end(curve)]
    return [_line(solid, "solid", words), _line(dotted, "dot", words)]


def _end(curve: Survival) -> tuple[int, float]:
    return curve.last, curve.share_on(curve.last)


def _line(points: Points, dash: str, words: Words) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "name": words.say("without return")},
        **{"x": [day for day, _ in points], "y": [share and round(share, 4) for _, share in points]},
        "line": {"shape": "hv", "width": 2.25, "color": token("accent"), "dash": dash},
        "hovertemplate": "%{y:.2f}",
    }


def _band(curve: Survival, words: Words) -> list[dict[str, Any]]:
    """The interval from the first step to the last with five watched."""
    turn = _last_of_many(curve)
    steps = [step for step in curve.steps if step.day <= turn and step.low is not None and step.high is not None]
    if not steps:
        return []
    days = [step.day for step in steps]
    sides = [("95 % from", [step.low for step in steps], "none"), ("95 % to", [step.high for step in steps], "tonexty")]
    return [
        {
            **{"type": "scatter", "mode": "lines", "name": words.say(name), "x": [*days, turn]},
            "y": [round(value or 0, 4) for value in (*values, values[-1])],
            "line": {"shape": "hv", "width": 0, "color": token("accent")},
            **{"fill": fill, "fillcolor": token("accent", 0.16), "hovertemplate": "%{y:.2f}"},
        }
        for name, values, fill in sides
    ]


def _ticks(curve: Survival, words: Words) -> dict[str, Any]:
    """Where somebody's watching ended without return."""
    return {
        **{"type": "scatter", "mode": "markers", "name": words.say("watching ended"), "hoverinfo": "skip"},
        **{"x": list(curve.censored), "y": [round(curve.share_on(day), 4) for day in curve.censored]},
        "marker": {"symbol": "line-ns-open", "size": 9, "color": token("text"), "line": {"width": 1.5}},
        "cliponaxis": False,
    }


def _axis_name(words: Words) -> dict[str, Any]:
    return _under(0, words.say("day after the last infusion of a course; below: courses still watched"), -42, "left")


def _watched(curve: Survival, days: list[int], words: Words) -> list[dict[str, Any]]:
    """How many are still watched, under each day of the axis."""
    return [_under(day, str(curve.at_risk_on(day)), -22, "center") for day in days] if curve.n else []


def _under(day: int, text: str, shift: int, anchor: str) -> dict[str, Any]:
    return {
        **{"xref": "x", "x": day, "xanchor": anchor, "yref": "paper", "y": 0, "yanchor": "top", "yshift": shift},
        **{"text": text, "showarrow": False, "font": {"color": token("text-3" if anchor == "left" else "text-2")}},
    }


def _median(curve: Survival, width: Width, words: Words) -> list[dict[str, Any]]:
    if curve.median is None or width == "phone":
        return []
    return [theme.label(words.say("median {day}").format(day=curve.median), 0.5, colour="text")]


def _table(curve: Survival, days: list[int], words: Words) -> Table:
    say = words.say
    head = (say("Day"), say("Watched"), say("Returned by then"), say("Without return"), say("95 % interval"))
    caption = say("Courses without return of baseline frequency, by day after the last infusion")
    return Table(caption=caption, head=head, rows=tuple(_row(curve, day, words) for day in days if day <= curve.last))


def _row(curve: Survival, day: int, words: Words) -> Row:
    watched, done = curve.at_risk_on(day), [step for step in curve.steps if step.day <= day]
    counts = (str(day), str(watched), str(sum(step.events for step in done)))
    if watched < SMALL_CELL:
        return (*counts, words.say("n under {least}").format(least=SMALL_CELL), None)
    if not done or done[-1].low is None or done[-1].high is None:
        return (*counts, f"{curve.share_on(day):.2f}", None)
    interval = words.say("{low} to {high}").format(low=f"{done[-1].low:.2f}", high=f"{done[-1].high:.2f}")
    return (*counts, f"{done[-1].share:.2f}", interval)


def _summary(told: Returns, words: Words) -> str:
    say, curve = words.say, told.curve
    if not curve.n:
        return say("No course with a baseline and a diary afterwards: there is no curve.")
    text = say(
        "{n} courses of {patients} patients: baseline frequency returned after {events}, {at_once} of them at once"
    )
    parts = [text.format(n=curve.n, patients=told.patients, events=curve.events, at_once=told.at_once)]
    ended = say("watching ended by the next infusion: {infusion}, still watched: {watched}")
    parts.append(ended.format(infusion=told.ended.get("infusion", 0), watched=told.ended.get("watched", 0)))
    if curve.median is None:
        parts.append(say("more than half without return on the last day: no median"))
    else:
        low, high = (say("not reached") if day is None else str(day) for day in curve.median_interval)
        middle = say("median {day} days, 95 % interval {low} to {high}")
        parts.append(middle.format(day=curve.median, low=low, high=high))
    return "; ".join(parts) + "."
