"""Columns of rows → the arrays that the analysis counts with, the same that it makes of records itself.

Pain readings, acute doses, auras and answers never become records; only what the analysis asks for one by one
does: attacks, and preventive doses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from diary.analysis.columns import (
    UNKNOWN_CLASS,
    AnswerColumns,
    AttackColumns,
    AuraColumns,
    Columns,
    DoseColumns,
    ReadingColumns,
    note_touches,
)
from diary.analysis.definitions import MIGRAINE_CLASSES, NO, RECALL_DAYS, UNKNOWN, YES, Numbers
from diary.analysis.exposures import ExposureColumns, of_lists
from diary.analysis.record import AdverseEvent, Attack, Aura, Diary, Dose, Infusion, Recalled
from diary.insights.records import Attacks, Auras, Strung, moment

#: Collection and record ids → when the first version of each was written down.
FirstVersions = Callable[[str, Sequence[str]], Mapping[str, str]]

ANSWERS = {None: UNKNOWN, "yes": YES, "no": NO}
# Written down later than this, in milliseconds, a record may be `recall`: only then is its first version looked up.
LATE = RECALL_DAYS * 24 * 3600 * 1000


@dataclass(frozen=True)
class Tables:
    """The rows of one patient."""

    attacks: Strung
    features: Strung
    readings: Strung
    auras: Strung
    #: None where nobody asked for what attacks and auras were like.
    signs: Strung | None
    doses: Strung
    medications: Strung
    answers: Strung
    first_versions: FirstVersions
    #: None where nobody asked for them.
    exposures: Strung | None = None


def diary_of(
    zone: str,
    tables: Tables,
    infusions: tuple[Infusion, ...] = (),
    events: tuple[AdverseEvent, ...] = (),
    recalled: Recalled | None = None,
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
        auras=_auras(tables, zones, place),
        doses=_doses(_kept(acute, place), tables.first_versions, zones, place),
        answers=_answers(tables.answers, zones),
        exposures=None if tables.exposures is None else _exposures(tables.exposures),
    )
    note_touches(columns)
    return Diary.of_columns(columns, zone=zone, doses=preventive, infusions=infusions, events=events, recalled=recalled)


def _attacks(tables: Tables, zones: Mapping[str, int]) -> tuple[AttackColumns, dict[str, int]]:
    """The attacks in the order of their beginning, and the place of each by its id."""
    rows = tables.attacks
    at, zone = milliseconds(rows["started_at"]), _codes(rows["zone"], zones)
    ended = milliseconds([end or "1970-01-01" for end in rows["ended_at"]])
    entered = _entered("attacks", rows, at, tables.first_versions)
    order = np.lexsort((zone, at))
    columns = AttackColumns(
        records=cast(tuple[Attack, ...], Attacks(rows, tables.features, order)) if len(order) else (),
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


def _readings(rows: Strung, zones: Mapping[str, int], place: Mapping[str, int]) -> ReadingColumns:
    return ReadingColumns(
        at=milliseconds(rows["at"]),
        zone=_codes(rows["zone"], zones),
        attack=_codes(rows["attack_id"], place),
        pain=np.array(rows["pain"], dtype=np.int64),
    )


def _auras(tables: Tables, zones: Mapping[str, int], place: Mapping[str, int]) -> AuraColumns:
    rows = _kept(tables.auras, place)
    at = milliseconds(rows["at"])
    names = sorted(set(rows["kind"]))
    return AuraColumns(
        records=cast(tuple[Aura, ...], Auras(rows, tables.signs)) if len(at) else (),
        at=at,
        zone=_codes(rows["zone"], zones),
        entered=_entered("auras", rows, at, tables.first_versions),
        minutes=np.array(rows["minutes"], dtype=np.float64),
        attack=np.array([place.get(attack_id, -1) for attack_id in rows["attack_id"]], dtype=np.int64),
        kind=_codes(rows["kind"], {name: code for code, name in enumerate(names)}),
        kind_names=tuple(names),
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
        Dose(taken_at=moment(at), zone=zone, kind="preventive", drug_class=drug_class)
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
