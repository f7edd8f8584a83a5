"""What is said of the days before and after each course: a table, a sentence, the rule. Counts always stand first."""

from diary.analysis import Block, Changes, CourseChange, RateChange
from diary.analysis.definitions_cycles import RECALL_WEIGHT, REDUCTIONS

from .figure import Row, Table
from .frequency import interval_of, kind_of
from .theme import Width
from .words import Words

Courses = tuple[CourseChange, ...]


def table_of(changes: Changes, courses: Courses, width: Width, words: Words) -> Table:
    """A row for each course: on a phone its counts, on a desk also rates, changes and probabilities."""
    say, kind = words.say, kind_of(changes.measure, words)
    if width == "phone":
        return Table(
            caption=say("{kind} of recorded days, before and after each course").format(kind=kind),
            head=(say("Last infusion"), say("28 days before"), say("28 days after"), say("Note")),
            rows=tuple(
                (
                    words.day(one.cycle.ended),
                    counts_of(one.before, words),
                    counts_of(one.next, words),
                    note_of(one, words),
                )
                for one in courses
            ),
        )
    falls = tuple(say("P(≥{percent} % lower)").format(percent=percent) for percent in REDUCTIONS)
    return Table(
        caption=say("{kind} of known days before and after each course; rates with 95 % intervals").format(kind=kind),
        head=(
            *(say("Last infusion"), say("28 days before"), say("Per 28"), say("Days 1–28"), say("Per 28")),
            *(say("Change from baseline"), *falls, say("Change from before"), say("Days 29–56"), say("Note")),
        ),
        rows=tuple(_row(one, words) for one in courses),
    )


def _row(one: CourseChange, words: Words) -> Row:
    likely = one.from_baseline.reductions
    second = one.after[1] if len(one.after) > 1 else None
    return (
        words.day(one.cycle.ended),
        counts_of(one.before, words),
        _rate_of(one.before, words),
        counts_of(one.next, words),
        _rate_of(one.next, words),
        change_of(one.from_baseline, words),
        *(None if likely is None else f"{likely[percent]:.2f}" for percent in REDUCTIONS),
        change_of(one.from_before, words),
        counts_of(second, words),
        note_of(one, words),
    )


def counts_of(block: Block | None, words: Words) -> str | None:
    """Days of the kind, of those known."""
    if block is None:
        return None
    return words.say("{count} of {known}").format(count=block.rate.count, known=block.rate.known)


def _rate_of(block: Block | None, words: Words) -> str | None:
    if block is None or block.rate.per_28 is None:
        return None
    # On one line, as a number and its interval belong together.
    return f"{words.number(block.rate.per_28)} ({interval_of(block.rate, words)})".replace(" ", "\u00a0")


def change_of(change: RateChange, words: Words) -> str | None:
    """The difference with its interval; None where there is no number."""
    if change.difference is None or change.low is None or change.high is None:
        return None
    difference, low, high = (signed(value, words) for value in (change.difference, change.low, change.high))
    return words.say("{difference} ({low} to {high})").format(difference=difference, low=low, high=high)


def signed(value: float, words: Words) -> str:
    """A number with its sign."""
    text = words.number(abs(value))
    return text if not float(f"{value:.1f}") else f"{'−' if value < 0 else '+'}{text}"


def note_of(one: CourseChange, words: Words) -> str | None:
    """What cuts the two blocks, and which days they share with others."""
    say, notes = words.say, []
    if one.before and one.before.cut_by:
        days = one.before.rate.days
        text = say("before: {days} days, the diary began") if one.before.cut_by == "start" else ""
        notes.append((text or say("before: {days} days, another infusion earlier")).format(days=days))
    if one.before and one.before.shared:
        notes.append(say("{days} of them are days after that one").format(days=one.before.shared))
    if one.before is None:
        notes.append(say("before: no day"))
    if one.next is None:
        notes.append(say("after: no day yet"))
    elif one.next.cut_by == "course":
        notes.append(say("after: {days} days, then the next infusion").format(days=one.next.rate.days))
    elif one.next.cut_by == "today":
        notes.append(say("after: {days} days so far").format(days=one.next.rate.days))
    return "; ".join(notes) or None


def summary_of(changes: Changes, courses: Courses, width: Width, words: Words) -> str:
    """The latest course in a sentence."""
    say = words.say
    if not courses:
        return say("No infusion in this period.")
    one, kind = courses[-1], kind_of(changes.measure, words)
    text = say("{kind} around the infusion of {day}: {before} before, {after} after").format(
        kind=kind,
        day=words.day(one.cycle.ended),
        before=_told(one.before, words),
        after=_told(one.next, words),
    )
    change = change_of(one.from_baseline, words)
    if width == "desk" and change:
        text += say("; change from the baseline {change} per 28 days").format(change=change)
    if width == "desk":
        text += "; " + baseline_of(changes, words)
    return text + "."


def _told(block: Block | None, words: Words) -> str:
    if block is None:
        return words.say("no day")
    told = words.say("{count} of {known} recorded days in the {days}")
    return told.format(count=block.rate.count, known=block.rate.known, days=block.rate.days)


def baseline_of(changes: Changes, words: Words) -> str:
    """What the baseline is, with its length."""
    say, baseline = words.say, changes.baseline
    if changes.recalled:
        told = say("no baseline recorded; {days} days of the last 28 by memory, which weigh as {weight} days")
        return told.format(days=changes.recalled.days, weight=RECALL_WEIGHT)
    if baseline is None:
        return say("no diary before the first infusion")
    told = say("baseline {days} days, {known} recorded")
    if not changes.is_enough:
        told = say("{days} days before the first infusion, {known} recorded: too few for a baseline")
    return told.format(days=baseline.days, known=baseline.known)
