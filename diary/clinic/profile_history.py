"""Who said what of a profile, and when: the origin of each field, and its dated versions as changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diary.clinic.entries import in_zone
from diary.clinic.queries import Stored

# Said with every version, and nothing that a person tells.
UNTOLD = {"zone"}


@dataclass(frozen=True)
class Alteration:
    """What one person changed on one day, as (field, before, after); of a list, what left it and what came."""

    at: datetime
    by: str
    who: str | None
    fields: tuple[tuple[str, Any, Any], ...]


def origins(known: Iterable[Stored], shown: Stored | None) -> dict[str, Stored]:
    """For each field of the version shown, the version in which it was said as it stands."""
    by_name = {stored.version.rev_id: stored for stored in known}
    names = [name for name, value in _body(shown).items() if value is not None and name not in UNTOLD]
    return {name: _origin(by_name, shown, name) for name in names if shown}


def alterations(known: Sequence[Stored], names: Mapping[str, str], zone: str) -> list[Alteration]:
    """The versions in the order they were saved, the latest first. What one person changed in one day, one answer
    after the other, is one line; what was taken back the same day is none.
    """
    by_name = {stored.version.rev_id: stored for stored in known}
    runs: list[list[Stored]] = []
    for stored in known:
        if runs and _goes_on(runs[-1][-1], stored, zone):
            runs[-1].append(stored)
        else:
            runs.append([stored])
    found = [_alteration(by_name, run, names) for run in runs]
    return [one for one in reversed(found) if one.fields]


def differences(bodies: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The fields in which these bodies differ, with the value of each; of lists, what is not in all of them."""
    fields = dict.fromkeys(name for body in bodies for name in body if name not in UNTOLD)
    found = {name: [body.get(name) for body in bodies] for name in fields}
    return {name: _apart(values) for name, values in found.items() if any(value != values[0] for value in values)}


def _origin(by_name: Mapping[str, Stored], stored: Stored, name: str) -> Stored:
    value = _body(stored)[name]
    while True:
        parents = (by_name[parent] for parent in stored.version.parents if parent in by_name)
        same = next((parent for parent in parents if _body(parent).get(name) == value), None)
        if same is None:
            return stored
        stored = same


def _goes_on(before: Stored, after: Stored, zone: str) -> bool:
    same_hand = (before.by, before.actor_id) == (after.by, after.actor_id)
    days = {in_zone(stored.at, zone).date() for stored in (before, after)}
    return same_hand and len(days) == 1 and after.version.parents == (before.version.rev_id,)


def _alteration(by_name: Mapping[str, Stored], run: list[Stored], names: Mapping[str, str]) -> Alteration:
    first, last = run[0], run[-1]
    before = next((by_name[parent] for parent in first.version.parents if parent in by_name), None)
    fields = differences([_body(before), _body(last)])
    who = names.get(last.version.rev_id)
    return Alteration(last.at, last.by, who, tuple((name, *values) for name, values in fields.items()))


def _apart(values: list[Any]) -> list[Any]:
    if not any(isinstance(value, list) for value in values):
        return values
    lists = [value or [] for value in values]
    return [
        [item for item in one if not all(item in other for other in lists)] or ([] if value == [] else None)
        for one, value in zip(lists, values, strict=True)
    ]


def _body(stored: Stored | None) -> Mapping[str, Any]:
    return (stored.body if stored else None) or {}
