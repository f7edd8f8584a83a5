"""Attacks and auras as records, made of their rows when somebody asks for one: most screens count by the arrays alone.

Where what they were like was not read, asking raises LookupError, so that nobody counts nothing instead.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from diary.analysis.definitions import Numbers
from diary.analysis.record import Attack, Aura

#: Columns by name, each a list of plain values, all in one order: moments and ids as text, None where there is nothing.
Strung = Mapping[str, list[Any]]
Record = TypeVar("Record")

TRUTH = {None: None, 0: False, 1: True}
EFFECTS = ("effect_work", "effect_home", "effect_social")
TOLD = ("spreads_gradually", "one_sided", "positive", "fully_reversible")


class Records(Sequence[Record], Generic[Record]):
    """Records in the order of their arrays."""

    def __init__(self, rows: Strung) -> None:
        self._rows = rows

    @abstractmethod
    def _make(self) -> list[Record]:
        """All of them."""

    @cached_property
    def _made(self) -> tuple[Record, ...]:
        return tuple(self._make())

    def __len__(self) -> int:
        return len(self._rows["id"])

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        return self._made[index]


class Attacks(Records[Attack]):
    """Attacks with their qualities and symptoms."""

    def __init__(self, rows: Strung, features: Strung, order: Numbers) -> None:
        super().__init__(rows)
        self._features, self._order = features, order

    def _make(self) -> list[Attack]:
        if "side" not in self._rows:
            raise LookupError("This diary was read without the features of its attacks.")
        records = _attack_records(self._rows, self._features)
        return [records[index] for index in self._order.tolist()]


class Auras(Records[Aura]):
    """Auras with their signs."""

    def __init__(self, rows: Strung, signs: Strung | None) -> None:
        super().__init__(rows)
        self._signs = signs

    def _make(self) -> list[Aura]:
        if self._signs is None:
            raise LookupError("This diary was read without what its auras were like.")
        rows, signs = self._rows, defaultdict(list)
        for aura_id, name in zip(self._signs["aura_id"], self._signs["name"], strict=True):
            signs[aura_id].append(name)
        columns = ("id", "at", "zone", "kind", "attack_id", "minutes", "side", *TOLD)
        return [
            Aura(
                started_at=moment(at),
                zone=zone,
                kind=kind,
                attack_id=attack_id,
                minutes=minutes,
                side=side,
                signs=frozenset(signs.get(own_id, ())),
                spreads_gradually=TRUTH[spreads],
                one_sided=TRUTH[one_sided],
                positive=TRUTH[positive],
                fully_reversible=TRUTH[reversible],
            )
            for own_id, at, zone, kind, attack_id, minutes, side, spreads, one_sided, positive, reversible in zip(
                *(rows[column] for column in columns), strict=True
            )
        ]


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
            times[attack_id].append(moment(at))
    columns = ("id", "started_at", "ended_at", "zone", "side", "severity", "slept", "worse", "avoids", *EFFECTS)
    return [
        Attack(
            id=own_id,
            started_at=moment(started_at),
            ended_at=moment(ended_at) if ended_at else None,
            zone=zone,
            side=side,
            severity=severity,
            slept_it_off=TRUTH[slept],
            worse_with_activity=TRUTH[worse],
            avoids_activity=TRUTH[avoids],
            qualities=frozenset(qualities.get(own_id, ())),
            symptoms=symptoms.get(own_id, {}),
            symptom_times=tuple(times.get(own_id, ())),
            effects=frozenset(effect for effect in effects if effect),
        )
        for own_id, started_at, ended_at, zone, side, severity, slept, worse, avoids, *effects in zip(
            *(rows[column] for column in columns), strict=True
        )
    ]


def moment(text: str) -> datetime:
    """A moment in UTC of its text without an offset."""
    return datetime.fromisoformat(f"{text}+00:00")
