"""Columns of rows → the arrays that the analysis counts with, the same that it makes of records itself.

Pain readings, acute doses, auras and answers never become records; only what the analysis asks for one by one
does: attacks, and preventive doses.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast, overload

import numpy as np

from diary.analysis.columns import (
    UNKNOWN_CLASS,
    AnswerColumns,
    AttackColumns,
    AuraColumns,
    Columns,
    DoseColumns,
    ReadingColumns,
)
from diary.analysis.definitions import MIGRAINE_CLASSES, NO, RECALL_DAYS, UNKNOWN, YES, Numbers
from diary.analysis.exposures import ExposureColumns, of_lists
from diary.analysis.record import AdverseEvent, Attack, Diary, Dose, Infusion

#: Columns by name, each a list of plain values, all in one order: moments and ids as text, None where there is nothing.
Strung = Mapping[str, list[Any]]
#: Collection and record ids → when the first version of each was written down.
FirstVersions = Callable[[str, Sequence[str]], Mapping[str, str]]

TRUTH = {None: None, 0: False, 1: True}
ANSWERS = {None: UNKNOWN, "yes": YES, "no": NO}
# Written down later than this, in milliseconds, a record may be `recall`: only then is its first version looked up.
LATE = RECALL_DAYS * 24 * 3600 * 1000


class Records(Sequence[Attack]):
    """Attacks one by one, made when somebody asks for them: most screens count by the arrays alone.

    Raises LookupError where their features were not read, so that nobody counts nothing instead.
    """

    def __init__(self, tables: "Tables", order: Numbers) -> None:
        self._tables, self._order = tables, order

    @cached_property
    def _made(self) -> tuple[Attack, ...]:
        if not self._tables.felt:
            raise LookupError("This diary was read without the features of its attacks.")
        records = _attack_records(self._tables.attacks, self._tables.features)
        return tuple(records[index] for index in self._order.tolist())

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Attack: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Attack, ...]: ...
    def __getitem__(self, index: int | slice) -> Attack | tuple[Attack, ...]:
        return self._made[index]


@dataclass(frozen=True)
class Tables:
    """The rows of one patient."""

    attacks: Strung
    features: Strung
    #: Whether attacks can be made into records, with all of their features.
    felt: bool
    readings: Strung
    auras: Strung
    doses: Strung
    medications: Strung
    answers: Strung
    first_versions: FirstVersions
    #: None where nobody asked for them.
    exposures: Strung | None = None


def diary_of(
    zone: str, tables: Tables, infusions: tuple[Infusion, ...] = (), events: tuple[AdverseEvent, ...] = ()
) -> Diary:
    """The diary in these rows, its arrays made already."""
    spoken = (tables.attacks, tables.readings, tables.auras, tables.doses, tables.answers)
    zones = {name: code for code, name in enumerate(sorted({name for table in spoken for name in table["zone"]}))}
    attacks, place = _attacks(tables, zones)
    acute, preventive = _doses_by_kind(tables)
    columns = Columns(
        zones=tuple(zones),
        attacks=attacks,
        readings=_readings(_kept(tables.readings, place), zones, place),
        auras=_auras(_kept(tables.auras, place), tables.first_versions, zones),
        doses=_doses(_kept(acute, place), tables.first_versions, zones, place),
        answers=_answers(tables.answers, zones),
        exposures=None if tables.exposures is None else _exposures(tables.exposures),
    )
    _note_touches(columns, _kept(tables.auras, place), place)
    return Diary.of_columns(columns, zone=zone, doses=preventive, infusions=infusions, events=events)


def _attacks(tables: Tables, zones: Mapping[str, int]) -> tuple[AttackColumns, dict[str, int]]:
    """The attacks in the order of their beginning, and the place of each by its id."""
    rows = tables.attacks
    at, zone = milliseconds(rows["started_at"]), _codes(rows["zone"], zones)
    ended = milliseconds([end or "1970-01-01" for end in rows["ended_at"]])
    entered = _entered("attacks", rows, at, tables.first_versions)
    order = np.lexsort((zone, at))
    columns = AttackColumns(
        records=cast(tuple[Attack, ...], Records(tables, order)) if len(order) else (),
        at=at[order],
        zone=zone[order],
        entered=entered[order],
        end=np.where([not end for end in rows["ended_at"]], -1, ended)[order],
        touch=at[order],
    )
    place = {rows["id"][row]: index for index, row in enumerate(order.tolist())}
    came = zip(tables.features["attack_id"], tables.features["at"], strict=True)
    timed = [(place[attack_id], at) for attack_id, at in came if at]
    if timed:
        np.maximum.at(columns.touch, [index for index, _ in timed], milliseconds([at for _, at in timed]))
    return columns, place


def _attack_records(rows: Strung, features: Strung) -> list[Attack]:
    qualities: dict[str, list[str]] = defaultdict(list)
    symptoms: dict[str, dict[str, bool]] = defaultdict(dict)
    times: dict[str, list[datetime]] = defaultdict(list)
    names = ("attack_id", "part", "name", "present", "at")
    for attack_id, part, name, present, at in zip(*(features[column] for column in names), strict=True):
        if part == "quality":
            qualities[attack_id].append(name)
            continue
        symptoms[attack_id][name] = present == 1
        if at:
            times[attack_id].append(_moment(at))
    columns = ("id", "started_at", "ended_at", "zone", "side", "severity", "slept", "worse", "avoids")
    return [
        Attack(
            id=own_id,
            started_at=_moment(started_at),
            ended_at=_moment(ended_at) if ended_at else None,
            zone=zone,
            side=side,
            severity=severity,
            slept_it_off=TRUTH[slept],
            worse_with_activity=TRUTH[worse],
            avoids_activity=TRUTH[avoids],
            qualities=frozenset(qualities.get(own_id, ())),
            symptoms=symptoms.get(own_id, {}),
            symptom_times=tuple(times.get(own_id, ())),
        )
        for own_id, started_at, ended_at, zone, side, severity, slept, worse, avoids in zip(
            *(rows[column] for column in columns), strict=True
        )
    ]


def _readings(rows: Strung, zones: Mapping[str, int], place: Mapping[str, int]) -> ReadingColumns:
    return ReadingColumns(
        at=milliseconds(rows["at"]),
        zone=_codes(rows["zone"], zones),
        attack=_codes(rows["attack_id"], place),
        pain=np.array(rows["pain"], dtype=np.int64),
    )


def _auras(rows: Strung, first_versions: FirstVersions, zones: Mapping[str, int]) -> AuraColumns:
    at = milliseconds(rows["at"])
    return AuraColumns(
        at=at,
        zone=_codes(rows["zone"], zones),
        entered=_entered("auras", rows, at, first_versions),
        minutes=np.array(rows["minutes"], dtype=np.float64),
    )


def _doses(
    rows: Strung, first_versions: FirstVersions, zones: Mapping[str, int], place: Mapping[str, int]
) -> DoseColumns:
    at = milliseconds(rows["at"])
    classes = [name or UNKNOWN_CLASS for name in rows["drug_class"]]
    names = sorted(set(classes))
    return DoseColumns(
        at=at,
        zone=_codes(rows["zone"], zones),
        entered=_entered("doses", rows, at, first_versions),
        attack=np.array([place.get(attack_id, -1) for attack_id in rows["attack_id"]], dtype=np.int64),
        class_bit=_codes(classes, {name: 1 << bit for bit, name in enumerate(names)}),
        class_names=tuple(names),
        specific=np.array([name in MIGRAINE_CLASSES for name in classes], dtype=np.bool_),
        for_headache=np.array([answer != 0 for answer in rows["for_headache"]], dtype=np.bool_),
    )


def _answers(rows: Strung, zones: Mapping[str, int]) -> AnswerColumns:
    headache = np.array([ANSWERS[word] for word in rows["headache"]], dtype=np.int64)
    return AnswerColumns(
        ordinal=_ordinals(rows["date"]),
        at=milliseconds(rows["at"]),
        zone=_codes(rows["zone"], zones),
        headache=headache,
        pain=np.where(headache == YES, [-1 if pain is None else pain for pain in rows["pain"]], -1),
    )


def _exposures(rows: Strung) -> ExposureColumns:
    return of_lists(_ordinals(rows["date"]), rows["name"], rows["present"], rows["amount"])


def _ordinals(dates: Sequence[str]) -> Numbers:
    return (np.array(dates, dtype="datetime64[D]") - np.datetime64("0001-01-01", "D")).astype(np.int64) + 1


def _note_touches(columns: Columns, auras: Strung, place: Mapping[str, int]) -> None:
    """Readings, doses and auras of an attack show that somebody was still watching it."""
    touch, doses = columns.attacks.touch, columns.doses
    np.maximum.at(touch, columns.readings.attack, columns.readings.at)
    within = doses.attack >= 0
    np.maximum.at(touch, doses.attack[within], doses.at[within])
    owners = np.array([place.get(attack_id, -1) for attack_id in auras["attack_id"]], dtype=np.int64)
    np.maximum.at(touch, owners[owners >= 0], columns.auras.at[owners >= 0])


def _doses_by_kind(tables: Tables) -> tuple[Strung, tuple[Dose, ...]]:
    """Acute doses as rows with their class, and preventive ones; doses of a medication that is not here are hidden."""
    told = tables.medications
    what = zip(told["kind"], told["drug_class"], strict=True)
    kinds = dict(zip(told["id"], what, strict=True))
    known = [kinds.get(medication_id, (None, None)) for medication_id in tables.doses["medication_id"]]
    doses = {**tables.doses, "drug_class": [name for _, name in known]}
    preventive = _chosen(doses, [kind == "preventive" for kind, _ in known])
    columns = (preventive[column] for column in ("at", "zone", "drug_class"))
    return _chosen(doses, [kind == "acute" for kind, _ in known]), tuple(
        Dose(taken_at=_moment(at), zone=zone, kind="preventive", drug_class=drug_class)
        for at, zone, drug_class in zip(*columns, strict=True)
    )


def _kept(rows: Strung, place: Mapping[str, int]) -> Strung:
    """Rows that stand alone, or whose attack is here."""
    return _chosen(rows, [attack_id is None or attack_id in place for attack_id in rows["attack_id"]])


def _chosen(rows: Strung, wanted: Sequence[bool]) -> Strung:
    if all(wanted):
        return rows
    return {name: [one for one, take in zip(column, wanted, strict=True) if take] for name, column in rows.items()}


def _entered(collection: str, rows: Strung, at: Numbers, first_versions: FirstVersions) -> Numbers:
    """When each record was first written down, as far as it can matter; else, when it happened.

    A row knows when its last version was saved; only where that was long after what it tells of is the first
    one looked up. An imported record has no such time.
    """
    late = np.flatnonzero(milliseconds(rows["saved_at"]) - at > LATE).tolist()
    if not late:
        return at
    first = first_versions(collection, [rows["id"][index] for index in late])
    known = [index for index in late if rows["id"][index] in first]
    entered = at.copy()
    entered[known] = milliseconds([first[rows["id"][index]] for index in known])
    return entered


def milliseconds(texts: Sequence[str]) -> Numbers:
    """Moments in UTC, as ISO 8601 without offset, as milliseconds since 1970."""
    return np.array(texts, dtype="datetime64[us]").astype(np.int64) // 1000


def _codes(names: Sequence[str], codes: Mapping[str, int]) -> Numbers:
    """The code of each name. Mostly there is one zone for all."""
    if len(codes) == 1:
        return np.full(len(names), next(iter(codes.values())), dtype=np.int64)
    return np.array([codes[name] for name in names], dtype=np.int64)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")
