"""The records of one diary as arrays, so that ten years are classified in milliseconds.

Moments are milliseconds of UTC since 1970, zones are indexes into `zones`, attacks are indexes into `attacks`.
Children of an attack that is not there, and preventive doses, are left out here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from .definitions import MIGRAINE_CLASSES, NO, UNKNOWN, YES, Answers, Flags, Numbers
from .exposures import ExposureColumns, of_days

if TYPE_CHECKING:
    from .record import Attack, Aura, DayAnswer, Diary, Dose, PainReading

#: The class of an acute medicine whose class the patient did not know.
UNKNOWN_CLASS = "unknown"


class Zoned(Protocol):
    """A record with the zone its clock showed."""

    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class AttackColumns:
    """Attacks in the order of their beginning, whatever the order they were written down in."""

    records: "tuple[Attack, ...]"
    at: Numbers
    zone: Numbers
    entered: Numbers
    #: -1 while there is no end.
    end: Numbers
    #: The latest moment for which anything was written down about the attack.
    touch: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class ReadingColumns:
    """Pain readings of attacks that are there."""

    at: Numbers
    zone: Numbers
    attack: Numbers
    pain: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class AuraColumns:
    """Auras that stand alone or whose attack is there."""

    #: In the order of the arrays; where features were not read, asking for one raises LookupError.
    records: "tuple[Aura, ...]"
    at: Numbers
    zone: Numbers
    entered: Numbers
    #: NaN where not known.
    minutes: NDArray[np.float64]
    #: -1 of those that stand alone.
    attack: Numbers
    #: Indexes into `kind_names`.
    kind: Numbers
    kind_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DoseColumns:
    """Acute doses outside attacks or whose attack is there."""

    at: Numbers
    zone: Numbers
    entered: Numbers
    #: -1 outside attacks.
    attack: Numbers
    #: One bit for each drug class, in the order of `class_names`.
    class_bit: Numbers
    class_names: tuple[str, ...]
    specific: Flags
    for_headache: Flags


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumns:
    """What was said about dates."""

    ordinal: Numbers
    at: Numbers
    zone: Numbers
    headache: Answers
    #: -1 where not given, and where the answer was not yes.
    pain: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All records that say something about a day."""

    zones: tuple[str, ...]
    attacks: AttackColumns
    readings: ReadingColumns
    auras: AuraColumns
    doses: DoseColumns
    answers: AnswerColumns
    #: None where they were not read.
    exposures: ExposureColumns | None = None


def columns_of(diary: "Diary") -> Columns:
    """The records of `diary` as arrays."""
    known = {attack.id for attack in diary.attacks}
    readings = [one for one in diary.readings if one.attack_id in known]
    auras = [one for one in diary.auras if one.attack_id is None or one.attack_id in known]
    doses = [one for one in diary.doses if one.kind == "acute" and (one.attack_id is None or one.attack_id in known)]

    everything: Iterable[Zoned] = chain(diary.attacks, readings, auras, doses, diary.days)
    zones = {zone: index for index, zone in enumerate(sorted({one.zone for one in everything}))}
    attacks = _attacks(diary.attacks, zones)
    place = {attack.id: index for index, attack in enumerate(attacks.records)}
    columns = Columns(
        zones=tuple(zones),
        attacks=attacks,
        readings=_readings(readings, zones, place),
        auras=_auras(auras, zones, place),
        doses=_doses(doses, zones, place),
        answers=_answers(diary.days, zones),
        exposures=of_days(diary.days),
    )
    note_touches(columns)
    return columns


def _attacks(records: "Sequence[Attack]", zones: dict[str, int]) -> AttackColumns:
    at, zone = milliseconds([one.started_at for one in records]), _zones(records, zones)
    order = np.lexsort((zone, at))
    records = [records[index] for index in order.tolist()]
    at, zone = at[order], zone[order]
    return AttackColumns(
        records=tuple(records),
        at=at,
        zone=zone,
        entered=_where_given(at, [one.entered_at for one in records]),
        end=_where_given(np.full(len(at), -1, dtype=np.int64), [one.ended_at for one in records]),
        touch=np.maximum(at, _where_given(at, [max(one.symptom_times, default=None) for one in records])),
    )


def _readings(records: "Sequence[PainReading]", zones: dict[str, int], place: dict[str, int]) -> ReadingColumns:
    return ReadingColumns(
        at=milliseconds([one.at for one in records]),
        zone=_zones(records, zones),
        attack=integers([place[one.attack_id] for one in records]),
        pain=integers([one.pain for one in records]),
    )


def _auras(records: "Sequence[Aura]", zones: dict[str, int], place: dict[str, int]) -> AuraColumns:
    at = milliseconds([one.started_at for one in records])
    names = sorted({one.kind for one in records})
    return AuraColumns(
        records=tuple(records),
        at=at,
        zone=_zones(records, zones),
        entered=_where_given(at, [one.entered_at for one in records]),
        minutes=np.array([np.nan if one.minutes is None else one.minutes for one in records], dtype=np.float64),
        attack=integers([-1 if one.attack_id is None else place[one.attack_id] for one in records]),
        kind=integers([names.index(one.kind) for one in records]),
        kind_names=tuple(names),
    )


def _doses(records: "Sequence[Dose]", zones: dict[str, int], place: dict[str, int]) -> DoseColumns:
    at = milliseconds([one.taken_at for one in records])
    classes = [one.drug_class or UNKNOWN_CLASS for one in records]
    names = sorted(set(classes))
    bit = {name: 1 << index for index, name in enumerate(names)}
    return DoseColumns(
        at=at,
        zone=_zones(records, zones),
        entered=_where_given(at, [one.entered_at for one in records]),
        attack=integers([-1 if one.attack_id is None else place[one.attack_id] for one in records]),
        class_bit=integers([bit[name] for name in classes]),
        class_names=tuple(names),
        specific=np.array([name in MIGRAINE_CLASSES for name in classes], dtype=np.bool_),
        for_headache=np.array([one.for_headache is not False for one in records], dtype=np.bool_),
    )


def _answers(records: "Sequence[DayAnswer]", zones: dict[str, int]) -> AnswerColumns:
    headache = integers([three_valued(one.headache) for one in records])
    pain = integers([-1 if one.worst_pain is None else one.worst_pain for one in records])
    return AnswerColumns(
        ordinal=integers([one.date.toordinal() for one in records]),
        at=milliseconds([one.answered_at for one in records]),
        zone=_zones(records, zones),
        headache=headache,
        pain=np.where(headache == YES, pain, -1),
    )


def note_touches(columns: Columns) -> None:
    """Readings, doses and auras of an attack show that somebody was still watching it."""
    touch, readings = columns.attacks.touch, columns.readings
    np.maximum.at(touch, readings.attack, readings.at)
    for children in (columns.doses, columns.auras):
        within = children.attack >= 0
        np.maximum.at(touch, children.attack[within], children.at[within])


def _zones(records: Sequence[Zoned], zones: dict[str, int]) -> Numbers:
    return integers([zones[one.zone] for one in records])


def _where_given(otherwise: Numbers, moments: Sequence[datetime | None]) -> Numbers:
    """`otherwise`, with the moments that are there in their places."""
    values, there = otherwise.copy(), [place for place, moment in enumerate(moments) if moment is not None]
    values[there] = milliseconds([moment for moment in moments if moment is not None])
    return values


def three_valued(answer: bool | None) -> int:
    """YES, NO, or UNKNOWN for None."""
    return UNKNOWN if answer is None else YES if answer else NO


def milliseconds(moments: Sequence[datetime]) -> Numbers:
    """Aware moments as milliseconds of UTC since 1970."""
    return np.rint(np.array([moment.timestamp() for moment in moments], dtype=np.float64) * 1000).astype(np.int64)


def integers(values: Sequence[int]) -> Numbers:
    """Whole numbers as an array."""
    return np.array(values, dtype=np.int64)
