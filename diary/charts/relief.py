"""How long relief lasted in each cycle: the cycles laid over one another, with a table of relief. For providers.

The lines are those of `cycles`, of headache days; the posterior itself is drawn by `survival`.
"""

from diary.analysis import Aligned, CycleRelief, Relief

from . import cycles
from .figure import Figure, Row, Table
from .words import ENGLISH, Words


def figure(relief: Relief, aligned: Aligned, *, words: Words = ENGLISH) -> Figure:
    """The chart of the cycles on a desk, half as wide as the others; `aligned` are the same cycles by day."""
    return Figure(
        plotly=cycles.drawn(aligned, words), table=_table(relief, words), summary=_summary(relief, aligned, words)
    )


def _table(relief: Relief, words: Words) -> Table:
    """A row for each cycle: all of them, not only those that are drawn."""
    say = words.say
    return Table(
        caption=say("Relief in each cycle, as known at its end or now; of later cycles nothing is used"),
        head=(
            *(say("Last infusion"), say("Recorded"), say("Probability of any relief"), say("Last day, median")),
            *(say("80 % interval"), say("Headache days per 28 in relief"), say("out of it")),
        ),
        rows=tuple(_row(one, words) for one in (*relief.earlier, relief.current)),
    )


def _row(one: CycleRelief, words: Words) -> Row:
    length = words.say("{low} to {high}").format(low=one.low, high=one.high)
    return (
        words.day(one.cycle.ended),
        f"{one.recorded} / {one.days}",
        f"{one.any_relief:.2f}",
        str(one.median) if one.is_seen else None,
        length if one.is_seen else None,
        words.number(one.per_28_in) if one.is_seen else None,
        words.number(one.per_28_out),
    )


def _summary(relief: Relief, aligned: Aligned, words: Words) -> str:
    end = aligned.cycles[-1].end
    text = words.say("Day {day} since the last infusion on {ended}, {known} of {days} days recorded").format(
        day=relief.day,
        ended=words.day(relief.current.cycle.ended),
        known=relief.current.recorded,
        days=relief.current.days,
    )
    if end is not None:
        text += words.say("; {rate} headache days per 28 in the last 14").format(rate=words.number(end[1]))
    return text + words.say("; {count} earlier cycles.").format(count=len(relief.earlier))
