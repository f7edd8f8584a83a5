"""ICHD-3 1.2, criterion by criterion, for each aura: what it was, how it spread, how long it lasted, what followed.

Each record of the diary is one symptom; symptoms with no more than an hour between them are one aura, with the attack
they belong to or without. Tingling within 24 hours of an infusion is left out: it is an effect of the infusion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .aura_days import KINDS
from .columns import AuraColumns, integers, three_valued
from .definitions import NO, UNKNOWN, YES, Answers, Flags, Numbers, all_of, at_least
from .definitions_patterns import (
    AURA_FEATURES,
    AURA_SYMPTOM_FROM,
    AURA_SYMPTOM_TO,
    HEADACHE_AFTER,
    INFUSION_HOURS,
    MOTOR_HOURS,
    ONE_AURA,
)
from .features import ONE_SIDED
from .infusion_pain import given
from .patterns_headache import all_but_one
from .record import Aura, Diary
from .stretches import MINUTE, Stretches

#: Signs that belong to one kind of symptom, and so tell of a second one beside the kind that was chosen.
SIGN_KINDS = {
    **dict.fromkeys(("zigzag", "shimmer", "tunnel"), "visual"),
    **dict.fromkeys(("tingling_face", "tingling_hand"), "sensory"),
    **{"difficulty_speaking": "speech", "weakness": "motor", "vertigo": "brainstem", "double_vision": "brainstem"},
}
#: Scintillations and pins and needles are positive (1.2, note 3); of the others the second set takes something away.
POSITIVE = frozenset({"flashes", "zigzag", "shimmer", "tingling_face", "tingling_hand"})
NEGATIVE = frozenset({"blind_spot", "tunnel", "numbness", "difficulty_speaking", "weakness"})
TINGLING = frozenset({"tingling_face", "tingling_hand"})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Auras:
    """Auras in the order of their onset."""

    records: tuple[Aura, ...]
    #: Of each symptom, by onset, in milliseconds; where the minutes are not known, it ends as it starts.
    start: Numbers
    end: Numbers
    known: Flags
    #: The first symptom of each aura.
    first: Numbers
    #: Which attack record each symptom was noted with, -1 alone; and the zone it began in.
    attack: Numbers
    zone: Numbers
    #: Symptoms that were left out, as tingling after an infusion.
    left_out: int

    @property
    def starts(self) -> Numbers:
        """When each aura began."""
        return self.start[self.first]


def auras_of(diary: Diary) -> Auras:
    """The auras of a diary."""
    columns, infused = diary.columns.auras, _hours_after_infusions(diary)
    order = [place for place in np.argsort(columns.at, kind="stable").tolist() if not _tingles(columns, place, infused)]
    start, known = columns.at[order], ~np.isnan(columns.minutes[order])
    end = start + np.nan_to_num(columns.minutes[order]).astype(np.int64) * MINUTE
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = start[1:] > np.maximum.accumulate(end)[:-1] + ONE_AURA * MINUTE
    return Auras(
        records=tuple(columns.records[place] for place in order),
        start=start,
        end=end,
        known=known,
        first=np.flatnonzero(new),
        attack=columns.attack[order],
        zone=columns.zone[order],
        left_out=len(columns.at) - len(order),
    )


def attack_of(auras: Auras, attacks: Stretches) -> Numbers:
    """Which of the attacks each aura belongs to: as noted, or by its time; -1 for one that stands alone."""
    if not len(auras.first) or not len(attacks.start):
        return np.full(len(auras.first), -1)
    noted = np.maximum.reduceat(auras.attack, auras.first)
    end = np.maximum.reduceat(auras.end, auras.first) + HEADACHE_AFTER * MINUTE
    last = np.searchsorted(attacks.start, end, side="right") - 1
    by_time = np.where((last >= 0) & (attacks.end[last] >= auras.starts), last, -1)
    return np.where(noted >= 0, attacks.of_attack[noted], by_time)


def with_aura(auras: Auras, headaches: Stretches, unexplained: Flags) -> Mapping[str, Answers]:
    """For each aura, each criterion of 1.2: B, C1 to C6 and C; "all" is B and C, "probable" one of the two.

    `headaches` are the unbroken stretches of attacks; `unexplained` auras lie on a day with headache of which no
    attack tells when it was.
    """
    records, first = auras.records, auras.first
    if not len(first):
        names = ("B", "C1", "C2", "C3", "C4", "C5", "C6", "C", "all", "probable")
        return dict.fromkeys(names, np.zeros(0, dtype=np.int64))
    kinds = [_kinds(one) for one in records]
    lasting = [_lasting(one, len(kind), "motor" in kind) for one, kind in zip(records, kinds, strict=True)]
    features = {
        "C1": _any([three_valued(one.spreads_gradually) for one in records], first),
        "C2": _succession(auras, kinds),
        "C3": np.minimum.reduceat(integers(lasting), first),
        "C4": _any([_one_sided(one, kind) for one, kind in zip(records, kinds, strict=True)], first),
        "C5": _any([_positive(one) for one in records], first),
        "C6": _headache(auras, headaches, unexplained),
    }
    reversible, enough = _any([_reversible(one) for one in records], first), at_least(AURA_FEATURES, *features.values())
    told = {"B": reversible, **features, "C": enough, "all": all_of(reversible, enough)}
    return {**told, "probable": all_but_one(reversible, enough)}


def _any(answers: Sequence[int], first: Numbers) -> Answers:
    """What the symptoms of each aura say together, where one yes is enough."""
    return np.maximum.reduceat(integers(answers), first)


def _kinds(one: Aura) -> frozenset[str]:
    """The kinds of symptom that a record tells of."""
    return frozenset({one.kind, *(SIGN_KINDS[sign] for sign in one.signs if sign in SIGN_KINDS)})


def _reversible(one: Aura) -> int:
    """B: fully reversible, and of one of the six kinds; a patient's own word may be one of them or not."""
    answer = three_valued(one.fully_reversible)
    return answer if one.kind in KINDS else min(answer, UNKNOWN)


def _lasting(one: Aura, symptoms: int, motor: bool) -> int:
    """C3: 5 to 60 minutes for each symptom that the record tells of; weakness up to 72 hours."""
    if one.minutes is None:
        return UNKNOWN
    most = MOTOR_HOURS * 60 if motor else symptoms * AURA_SYMPTOM_TO
    return YES if AURA_SYMPTOM_FROM <= one.minutes <= most else NO


def _one_sided(one: Aura, kinds: frozenset[str]) -> int:
    """C4: disturbed speech always counts as one-sided (1.2, note 2)."""
    if "speech" in kinds:
        return YES
    return ONE_SIDED.get(one.side or "", UNKNOWN) if one.one_sided is None else three_valued(one.one_sided)


def _positive(one: Aura) -> int:
    """C5: as answered, or as its signs tell; no if all of them take something away."""
    if one.positive is not None:
        return three_valued(one.positive)
    if one.signs & POSITIVE:
        return YES
    return NO if one.signs and one.signs <= NEGATIVE else UNKNOWN


def _succession(auras: Auras, kinds: Sequence[frozenset[str]]) -> Answers:
    """C2: two kinds of symptom, one after the other; not known where two are told of without their order."""
    answers = []
    ends = [*auras.first[1:].tolist(), len(kinds)]
    for low, high in zip(auras.first.tolist(), ends, strict=True):
        begun = [(int(auras.start[place]), kinds[place]) for place in range(low, high)]
        later = any(at > begun[0][0] and not kind <= begun[0][1] for at, kind in begun)
        together = len(frozenset().union(*(kind for _, kind in begun))) > 1
        answers.append(YES if later else UNKNOWN if together else NO)
    return integers(answers)


def _headache(auras: Auras, headaches: Stretches, unexplained: Flags) -> Answers:
    """C6: headache with the aura, or beginning within 60 minutes of its end.

    Where the minutes of a symptom are not known, it may have lasted for an hour.
    """
    start = auras.starts
    end = np.maximum.reduceat(auras.end, auras.first) + HEADACHE_AFTER * MINUTE
    latest = np.maximum.reduceat(np.where(auras.known, auras.end, auras.start + AURA_SYMPTOM_TO * MINUTE), auras.first)
    certain = _meets(start, end, headaches)
    possible = _meets(start, latest + HEADACHE_AFTER * MINUTE, headaches) | unexplained
    return np.where(certain, YES, np.where(possible, UNKNOWN, NO))


def _meets(start: Numbers, end: Numbers, headaches: Stretches) -> Flags:
    """Whether a headache lies within each interval, or reaches into it."""
    if not len(headaches.start):
        return np.zeros(len(start), dtype=np.bool_)
    last = np.searchsorted(headaches.start, end, side="right") - 1
    return (last >= 0) & (headaches.end[last] >= start)


def _hours_after_infusions(diary: Diary) -> list[tuple[datetime, datetime]]:
    """From the start of each infusion to 24 hours after its end; of one whose time nobody knows, its day."""
    spans = []
    for infusion in given(diary):
        midnight = datetime.combine(infusion.date, time(), ZoneInfo(infusion.zone)).astimezone(UTC)
        began = infusion.at or midnight
        spans.append((began, (infusion.ended_at or began) + timedelta(hours=INFUSION_HOURS)))
    return spans


def _tingles(columns: AuraColumns, place: int, infused: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether it is tingling within 24 hours of an infusion."""
    if columns.kind_names[columns.kind[place]] != "sensory":
        return False
    one = columns.records[place]
    if not one.signs or not one.signs <= TINGLING:
        return False
    return any(began <= one.started_at <= until for began, until in infused)
