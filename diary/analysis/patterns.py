"""Which patterns of ICHD-3 a diary meets, criterion by criterion: yes, no, or not known. No diagnosis.

    1.1     migraine without aura       B, C and D of each attack, A of the diary: five attacks that fulfil them
    1.2     migraine with aura          B and C of each aura, A of the diary: two that fulfil them
    1.3     chronic migraine            A and C of each of three months, B of the diary
    1.4.1   status migrainosus          C of each attack
    1.5     probable migraine           all but one of the above

A diary cannot tell whether another disorder accounts better for a headache (the last criterion of each), nor whether
an attack was typical of earlier ones (1.4.1 B): those are always not known here. ICHD-3 speaks of a life and this of
a period, so too few attacks in it is a no about the period alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .attacks import attacks_of
from .days import Days, classify
from .definitions import NO, UNKNOWN, YES, Answers, Flags, Numbers, all_of, either
from .definitions_patterns import LEAST_ATTACKS, LEAST_AURAS
from .patterns_aura import Auras, attack_of, auras_of, with_aura
from .patterns_chronic import CHRONIC_REACH, ChronicMonth, chronic_months, every
from .patterns_headache import without_aura
from .patterns_status import long_attacks, status
from .record import Diary

VALUES = {int(YES): True, int(UNKNOWN): None, int(NO): False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One criterion of many attacks, auras or months: for how many it was yes, not known and no."""

    #: As in ICHD-3, with its pattern: "1.1 B".
    criterion: str
    yes: int
    unknown: int
    no: int

    @property
    def all(self) -> int:
        """How many were asked about."""
        return self.yes + self.unknown + self.no

    def at_least(self, needed: int) -> bool | None:
        """Whether so many are yes: no, when not even with those that are not known."""
        return True if self.yes >= needed else False if self.yes + self.unknown < needed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One pattern: what the diary answers, and of what that is made."""

    code: str
    #: Of that part of the criteria that a diary can answer.
    answer: bool | None
    tallies: tuple[Tally, ...]
    #: Criteria of the diary as a whole.
    criteria: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Judged:
    """Attacks or auras one by one, by onset: in milliseconds, and every criterion of each."""

    starts: Numbers
    answers: Mapping[str, Answers]

    def of(self, place: int) -> dict[str, bool | None]:
        """The criteria of one of them."""
        return {name: VALUES[int(answers[place])] for name, answers in self.answers.items()}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Patterns:
    """The patterns of a period."""

    first: date
    last: date
    without_aura: Pattern
    with_aura: Pattern
    chronic: Pattern
    status: Pattern
    probable: Pattern
    #: One by one, what the tallies add up.
    attacks: Judged
    auras: Judged
    long_attacks: Judged
    months: tuple[ChronicMonth, ...]
    #: Records that were left out of 1.2, as tingling after an infusion.
    auras_left_out: int

    @property
    def all(self) -> tuple[Pattern, ...]:
        """In the order of ICHD-3."""
        return (self.without_aura, self.with_aura, self.chronic, self.status, self.probable)


def patterns(diary: Diary, now: datetime, *, first: date, last: date, adult_from: date | None = None) -> Patterns:
    """The patterns of the attacks and auras that began from `first` to `last`; 1.3 looks at the 93 days up to `last`.

    `adult_from` is the eighteenth birthday: before it 1.1 B is satisfied with 2 hours. None: not known.
    """
    columns, moment = diary.columns, round(now.timestamp() * 1000)
    attacks, long, auras = attacks_of(columns, moment), long_attacks(columns, moment), auras_of(diary)
    starts = attacks.groups.start
    days = classify(diary, min(first, last - CHRONIC_REACH + timedelta(days=1)), last, now)
    of_attacks = without_aura(columns, attacks, long, _under_18(starts, adult_from, diary.zone))
    of_auras = with_aura(auras, days.evidence.stretches, _unexplained(days, auras))
    # An attack with an aura that fulfils 1.2 is an attack of 1.2, and not probable.
    belongs, aura_of = attack_of(auras, attacks.groups), np.full(len(starts), NO)
    np.maximum.at(aura_of, belongs[belongs >= 0], of_auras["all"][belongs >= 0])
    of_attacks = {**of_attacks, "probable": all_of(of_attacks["probable"], -aura_of)}

    period = _bounds(first, last, diary.zone)
    told, with_it = _within(starts, of_attacks, period), _within(auras.starts, of_auras, period)
    lasting = _within(long.groups.start, status(columns, long), period)
    of_either = either(of_attacks["all"], aura_of)[_inside(starts, period)]
    alone = of_auras["all"][_inside(auras.starts, period) & (belongs < 0)]
    fulfilled = _tally("1.3 B", np.concatenate((of_either, alone)))
    one, two = _without_aura(told), _with_aura(with_it)
    months = chronic_months(days)
    return Patterns(
        first=first,
        last=last,
        without_aura=one,
        with_aura=two,
        chronic=_chronic(months, fulfilled),
        status=_status(lasting),
        probable=_probable(told, with_it, one, two),
        attacks=told,
        auras=with_it,
        long_attacks=lasting,
        months=months,
        auras_left_out=auras.left_out,
    )


def _without_aura(told: Judged) -> Pattern:
    full = _tally("1.1 B-D", told.answers["all"])
    answer = full.at_least(LEAST_ATTACKS)
    tallies = [_tally(f"1.1 {name}", told.answers[name]) for name in ("B", "C1", "C2", "C3", "C4", "C", "D")]
    return Pattern(code="1.1", answer=answer, tallies=(*tallies, full), criteria={"1.1 A": answer, "1.1 E": None})


def _with_aura(told: Judged) -> Pattern:
    full = _tally("1.2 B-C", told.answers["all"])
    answer = full.at_least(LEAST_AURAS)
    names = ("B", "C1", "C2", "C3", "C4", "C5", "C6", "C")
    tallies = [_tally(f"1.2 {name}", told.answers[name]) for name in names]
    return Pattern(code="1.2", answer=answer, tallies=(*tallies, full), criteria={"1.2 A": answer, "1.2 D": None})


def _chronic(months: Sequence[ChronicMonth], fulfilled: Tally) -> Pattern:
    headache, migraine = [one.enough_headache for one in months], [one.enough_migraine for one in months]
    criteria = {"1.3 A": every(headache), "1.3 B": fulfilled.at_least(LEAST_ATTACKS), "1.3 C": every(migraine)}
    return Pattern(
        code="1.3",
        answer=every([criteria["1.3 A"], criteria["1.3 C"]]),
        tallies=(_counted("1.3 A", headache), fulfilled, _counted("1.3 C", migraine)),
        criteria={**criteria, "1.3 D": None},
    )


def _status(told: Judged) -> Pattern:
    tallies = tuple(_tally(f"1.4.1 {name}", told.answers[name]) for name in ("C1", "C2", "C"))
    return Pattern(
        code="1.4.1", answer=tallies[-1].at_least(1), tallies=tallies, criteria={"1.4.1 B": None, "1.4.1 D": None}
    )


def _probable(attacks: Judged, auras: Judged, one: Pattern, two: Pattern) -> Pattern:
    """All but one: an attack lacks one of B to D, or attacks that lack nothing are too few (A)."""
    tallies = (_tally("1.5.1", attacks.answers["probable"]), _tally("1.5.2", auras.answers["probable"]))
    few = [
        None if pattern.answer is None else not pattern.answer and pattern.tallies[-1].at_least(1)
        for pattern in (one, two)
    ]
    answers = [*(tally.at_least(1) for tally in tallies), *few]
    return Pattern(
        code="1.5",
        answer=True if True in answers else None if None in answers else False,
        tallies=tallies,
        criteria={"1.5.1 A": few[0], "1.5.2 A": few[1], "1.5 B": None},
    )


def _tally(criterion: str, answers: Answers) -> Tally:
    yes, unknown, no = (int((answers == value).sum()) for value in (YES, UNKNOWN, NO))
    return Tally(criterion=criterion, yes=yes, unknown=unknown, no=no)


def _counted(criterion: str, answers: Sequence[bool | None]) -> Tally:
    yes, unknown, no = (sum(one is value for one in answers) for value in (True, None, False))
    return Tally(criterion=criterion, yes=yes, unknown=unknown, no=no)


def _bounds(first: date, last: date, zone: str) -> tuple[int, int]:
    return _midnight(first, zone), _midnight(last + timedelta(days=1), zone)


def _midnight(on: date, zone: str) -> int:
    return round(datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC).timestamp() * 1000)


def _inside(starts: Numbers, period: tuple[int, int]) -> Flags:
    return (starts >= period[0]) & (starts < period[1])


def _within(starts: Numbers, answers: Mapping[str, Answers], period: tuple[int, int]) -> Judged:
    chosen = _inside(starts, period)
    return Judged(starts=starts[chosen], answers={name: each[chosen] for name, each in answers.items()})


def _under_18(starts: Numbers, adult_from: date | None, zone: str) -> Answers:
    if adult_from is None:
        return np.full(len(starts), UNKNOWN)
    return np.where(starts < _midnight(adult_from, zone), YES, NO)


def _unexplained(days: Days, auras: Auras) -> Flags:
    """Auras on a day whose headache nobody wrote down as an attack: when it began is not known."""
    on = days.local.index(auras.starts, auras.zone[auras.first])
    told = (on >= 0) & (on < len(days))
    return told & (days.headache & ~days.by_attack)[np.where(told, on, 0)]
