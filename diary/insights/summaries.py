"""What a clinic's list tells of one patient: counts of the last days, and the one reason to look.

Reasons, most pressing first; the list is ordered by their place here.

    answered_yes    a question before a planned infusion was answered yes, and no clinician has looked at it
    over_limit      acute medicine of one class on as many days of the last 30 as its limit, or more
    near_limit      within a few days of that limit
    not_recording   silent on 7 or more of the last 14 days since the diary began, or nothing recorded at all
    unclaimed       imported by the clinic, and nobody keeps the diary yet
    nothing         none of these
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import orjson

from diary import analysis
from diary.analysis.definitions import LIMITS, PERIOD_DAYS
from diary.analysis.infusion_pain import given

REASONS = ("answered_yes", "over_limit", "near_limit", "not_recording", "unclaimed", "nothing")

# The house: a follow-up wants at least half of the last two weeks.
WATCHED_DAYS, SILENT_DAYS = 14, 7
# How far back anything of the above reaches.
REACH = timedelta(days=45)


@dataclass(frozen=True)
class MedicineDays:
    """Days of the last 30 with an acute medicine of one class, and of the last 7; no limit for some classes."""

    drug_class: str
    days: int
    week: int
    limit: int | None


@dataclass(frozen=True)
class AnsweredYes:
    """Questions answered yes that nobody has looked at, and the day of the planned infusion they were asked before."""

    names: tuple[str, ...]
    before: date


@dataclass(frozen=True)
class Summary:
    """The last 28 days to `last`, in which `count` of `known` days had headache."""

    last: date
    reason: str
    recorded: int
    known: int
    count: int
    per_28: float | None
    confidence: str
    #: For each day, oldest first: "silent", "free", "headache" (no pain given), or the worst pain.
    strip: tuple[str, ...]
    #: Silent days of the last 14 since the diary began, and how many days that is.
    silent: int
    watched: int
    #: Days of the last 30 with any acute medicine, and the class that is nearest to its limit.
    acute_days: int
    medicine: MedicineDays | None = None
    infusion: date | None = None
    answered_yes: AnsweredYes | None = None
    as_of: date | None = field(default=None, compare=False)

    @property
    def urgency(self) -> int:
        """The place of the reason, the most pressing 0."""
        return REASONS.index(self.reason)


def summarise(
    diary: analysis.Diary, now: datetime, *, claimed: bool, answered_yes: AnsweredYes | None = None
) -> Summary:
    """What the last days were. `diary` reaches back 45 days at least; `claimed` says that a patient keeps it;
    `answered_yes` is what waits for a clinician before the next infusion.
    """
    today = analysis.local_today(diary, now)
    days = analysis.classify(diary, today - REACH, today, now)
    last = len(days) - (0 if days.recorded[-1] else 1)
    ends = days.first + timedelta(days=last - 1)
    rate = analysis.rate(days, ends - timedelta(days=PERIOD_DAYS - 1), ends)
    medicine, acute_days = _medicine(days)
    silent, watched = _silent(days, last)
    return Summary(
        last=ends,
        reason="answered_yes" if answered_yes else _reason(medicine, silent, watched, claimed=claimed),
        recorded=rate.recorded,
        known=rate.known,
        count=rate.count,
        per_28=rate.per_28,
        confidence=rate.confidence,
        strip=_strip(days, slice(last - PERIOD_DAYS, last)),
        silent=silent,
        watched=watched,
        acute_days=acute_days,
        medicine=medicine,
        infusion=max((one.date for one in given(diary) if one.date <= today), default=None),
        answered_yes=answered_yes,
        as_of=today,
    )


def packed(summary: Summary) -> str:
    """The summary as JSON text."""
    return orjson.dumps(asdict(summary)).decode()


def unpacked(text: str) -> Summary:
    """The summary in JSON text."""
    told = orjson.loads(text)
    dates = {name: told[name] and date.fromisoformat(told[name]) for name in ("last", "infusion", "as_of")}
    medicine = told["medicine"] and MedicineDays(**told["medicine"])
    asked = told.get("answered_yes")
    answered_yes = asked and AnsweredYes(tuple(asked["names"]), date.fromisoformat(asked["before"]))
    listed = {"medicine": medicine, "strip": tuple(told["strip"]), "answered_yes": answered_yes}
    return Summary(**{**told, **dates, **listed})


def _strip(days: analysis.Days, chosen: slice) -> tuple[str, ...]:
    """Each of the chosen days in a word or a number."""
    columns = (days.recorded[chosen], days.headache[chosen], days.worst_pain[chosen])
    return tuple(
        ("free" if recorded else "silent") if not headache else "headache" if pain < 0 else str(pain)
        for recorded, headache, pain in zip(*(column.tolist() for column in columns), strict=True)
    )


def _silent(days: analysis.Days, last: int) -> tuple[int, int]:
    """Silent days among the last 14, as far as the diary reaches; none are watched before its first day."""
    spoken = np.flatnonzero(days.recorded)
    if not len(spoken):
        return WATCHED_DAYS, WATCHED_DAYS
    watched = days.recorded[max(last - WATCHED_DAYS, int(spoken[0])) : last]
    return int((~watched).sum()), len(watched)


def _medicine(days: analysis.Days) -> tuple[MedicineDays | None, int]:
    """The class nearest to its limit in the last 30 days, and the days with any acute medicine."""
    told = analysis.overuse(days)
    taken = [
        MedicineDays(one.drug_class, one.days, one.week, one.limit.days if one.limit else None)
        for one in told.classes
        if one.days
    ]
    return (taken[0] if taken else None), int(told.any_class[-1])


def _reason(medicine: MedicineDays | None, silent: int, watched: int, *, claimed: bool) -> str:
    standing = analysis.standing(medicine.days, LIMITS.get(medicine.drug_class)) if medicine else ""
    if standing:
        return f"{standing}_limit"
    if not claimed:
        return "unclaimed"
    return "not_recording" if silent >= SILENT_DAYS else "nothing"
