"""The arithmetic of what was given: Σ rate × kg × h, boluses, sprays, and whether the pump says the same.

Pure, and the same on the chair's page: both are held to tests/infusions/cases/dosing.json. It works on a body as it
travels, also on one that is half typed: what is missing or cannot be read makes the sum None, never a guess. Reckoned
exactly and rounded once, halves to the even neighbour. The limits catch slips of the hand; they are not dosing advice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError, fields

from diary import fields as own
from diary.infusions.schemas import UNLIKELY_RATE

# A total that differs from the sum by more than this share is asked about.
TOLERANCE = Decimal("0.1")
# Rates in mg/kg/h and boluses in mg/kg above these are pointed out.
UNUSUAL_RATE, UNUSUAL_BOLUS = Decimal(2), Decimal("0.5")
SECONDS = Decimal(3600)
MOMENT, NUMBER = own.Instant(), own.Amount()
TENTH = Decimal("0.1")  # of a mg
Pauses = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Step:
    """One rate, from when to when, and the mg it came to; None while something of it is missing."""

    from_at: datetime | None
    to: datetime | None
    mg: Decimal | None


@dataclass(frozen=True, slots=True)
class Given:
    """What an infusion came to in mg, with one place. `total` is None while something of it is missing."""

    steps: tuple[Step, ...]
    bolus: Decimal | None
    sprays: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the pump's total is from the sum, in whole per cent; `outside`: by more than is let pass."""

    percent: int
    over: bool
    outside: bool


def given(body: Mapping[str, Any], until: datetime | None = None) -> Given:
    """What was given until the infusion ended, or until `until` while it runs.

    A rate holds from its time to the next one's, the last to the end. Interruptions are left out; one that nobody
    ended holds to the end. A bolus that is known per kg only counts by the weight.
    """
    end, weight = moment_of(body.get("ended_at")) or until, decimal_of(body.get("weight_kg"))
    steps = _steps(body, end, weight)
    bolus, is_known = _bolus(body, weight)
    sprays = _times(decimal_of(body.get("sprays")), decimal_of(body.get("mg_per_spray")))
    parts = [*(mg for _, _, mg in steps), *([bolus] if is_known else []), *([sprays] if body.get("sprays") else [])]
    known = [part for part in parts if part is not None]
    return Given(
        tuple(Step(start, stop, _rounded(mg)) for start, stop, mg in steps),
        _rounded(bolus),
        _rounded(sprays),
        _rounded(sum(known, Decimal(0))) if parts and len(known) == len(parts) else None,
    )


def difference(total: Decimal | None, summed: Decimal | None) -> Difference | None:
    """How far the pump's total is from the sum; None where one is missing or nothing was given."""
    if total is None or not summed:
        return None
    off = abs(total - summed)
    return Difference(round(100 * off / summed), total > summed, off > TOLERANCE * summed)


def pointed_out(body: Mapping[str, Any]) -> dict[str, str]:
    """By the field, what is `unusual`, or `unlikely` and asks for a reason that was not given."""
    found = {}
    for row, step in enumerate(body.get("rate_steps") or []):
        rate = decimal_of(step.get("rate_mg_per_kg_h")) or Decimal(0)
        if rate > UNUSUAL_RATE:
            is_meant = rate <= UNLIKELY_RATE or bool(body.get("override_reason"))
            found[f"rate_steps.{row}.rate_mg_per_kg_h"] = "unusual" if is_meant else "unlikely"
    mg, bolus, weight = (decimal_of(body.get(name)) for name in ("bolus_mg", "bolus_mg_per_kg", "weight_kg"))
    if bolus is not None and bolus > UNUSUAL_BOLUS:
        found["bolus_mg_per_kg"] = "unusual"
    elif bolus is None and mg is not None and weight and mg > UNUSUAL_BOLUS * weight:
        found["bolus_mg"] = "unusual"
    return found


def moment_of(text: Any) -> datetime | None:
    """The moment in a body; None for none, and for what a schema would refuse."""
    return _read(MOMENT, text)


def decimal_of(value: Any) -> Decimal | None:
    """The number in a body; None for none, and for what a schema would refuse."""
    return _read(NUMBER, str(value) if type(value) is int else value)


def _steps(
    body: Mapping[str, Any], end: datetime | None, weight: Decimal | None
) -> list[tuple[datetime | None, datetime | None, Decimal | None]]:
    """Each rate in the order of time, from when, to when, and its mg."""
    timed = [
        (moment_of(step.get("from_at")), decimal_of(step.get("rate_mg_per_kg_h")))
        for step in body.get("rate_steps") or []
    ]
    if any(start is None for start, _ in timed):
        return [(start, None, None) for start, _ in timed]
    timed.sort(key=lambda step: str(step[0]))
    pauses = _pauses(body, end)
    found: list[tuple[datetime | None, datetime | None, Decimal | None]] = []
    for (start, rate), (following, _) in pairwise([*timed, (end, None)]):
        stop = min((moment for moment in (following, end) if moment), default=None)
        if start is None or stop is None or rate is None or weight is None or pauses is None:
            found.append((start, stop, None))
        else:
            found.append((start, stop, rate * weight * _running(start, stop, pauses) / SECONDS))
    return found


def _pauses(body: Mapping[str, Any], end: datetime | None) -> Pauses | None:
    """The interruptions, those that overlap made one; None while one of them cannot be read."""
    found: list[tuple[datetime, datetime]] = []
    read = [(moment_of(one.get("at")), one.get("until")) for one in body.get("interruptions") or []]
    for at, until in sorted(read, key=lambda pause: str(pause[0])):
        over = moment_of(until) if until else end
        if at is None or over is None:
            return None
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], over))
        else:
            found.append((at, over))
    return found


def _running(start: datetime, stop: datetime, pauses: Pauses) -> Decimal:
    """Seconds from `start` to `stop` without what is interrupted."""
    paused = sum((_seconds(max(start, at), min(stop, until)) for at, until in pauses), Decimal(0))
    return _seconds(start, stop) - paused


def _bolus(body: Mapping[str, Any], weight: Decimal | None) -> tuple[Decimal | None, bool]:
    """The bolus in mg, and whether there was one at all."""
    mg, bolus = body.get("bolus_mg"), body.get("bolus_mg_per_kg")
    return (decimal_of(mg), True) if mg else (_times(decimal_of(bolus), weight), bool(bolus))


def _times(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one * other


def _seconds(start: datetime, stop: datetime) -> Decimal:
    return max(Decimal(str((stop - start).total_seconds())), Decimal(0))


def _rounded(mg: Decimal | None) -> Decimal | None:
    return None if mg is None else mg.quantize(TENTH)


def _read(field: fields.Field[Any], text: Any) -> Any:
    try:
        return field.deserialize(text) if text else None
    except ValidationError:
        return None
