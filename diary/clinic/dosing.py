"""Arithmetic checks of what was typed into a sheet. They catch slips of the hand; they are not dosing advice."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from diary.clinic.changes import decimal_of, moment_of, typed_infusion
from diary.clinic.sheets import Sheet

# A total that differs from the sum of its steps by more than this share is asked about.
TOLERANCE = Decimal("0.1")
# Rates in mg/kg/h and boluses in mg/kg above these are pointed out.
UNUSUAL_RATE, UNUSUAL_BOLUS = Decimal(2), Decimal("0.5")
SECONDS = Decimal(3600)


def given_mg(sheet: Sheet) -> Decimal | None:
    """The bolus plus Σ rate × kg × h of the steps, interruptions left out; None while something of it is missing.

    A rate holds from its time to the next one's, the last to the end of the infusion.
    """
    body = typed_infusion(sheet)
    steps, weight, end = (
        body.get("rate_steps") or [],
        decimal_of(body.get("weight_kg")),
        moment_of(body.get("ended_at")),
    )
    times: list[Any] = [*(moment_of(step.get("from_at")) for step in steps), end]
    rates: list[Any] = [decimal_of(step.get("rate_mg_per_kg_h")) for step in steps]
    pauses = [(moment_of(one.get("at")), moment_of(one.get("until"))) for one in body.get("interruptions") or []]
    if not steps or weight is None or None in times or None in rates or any(None in pause for pause in pauses):
        return None
    total = decimal_of(body.get("bolus_mg")) or Decimal(0)
    for (start, stop), rate in zip(pairwise(times), rates, strict=True):
        paused = sum((_overlap(start, stop, *pause) for pause in pauses), Decimal(0))
        total += rate * weight * (_seconds(start, stop) - paused) / SECONDS
    return total.quantize(Decimal("0.1"))


def warnings(sheet: Sheet, now: datetime) -> dict[str, str]:
    """Sentences by the input they stand beside: not refused, but worth a second look."""
    body, found = typed_infusion(sheet), {}
    for name in ("started_at", "ended_at"):
        moment = moment_of(body.get(name))
        if moment and moment > now:
            found[f"infusion.{name}"] = "This is in the future. It is kept as it is."
    total, given = decimal_of(body.get("total_mg")), given_mg(sheet)
    if total is not None and given and abs(total - given) > TOLERANCE * given:
        way = "over" if total > given else "under"
        share = abs(100 * (total - given) / given).quantize(Decimal(1))
        found["infusion.total_mg"] = f"{share} % {way} the sum of {given} mg. Check the pump, or say why in the note."
    for row, step in enumerate(body.get("rate_steps") or []):
        if (decimal_of(step.get("rate_mg_per_kg_h")) or 0) > UNUSUAL_RATE:
            found[f"infusion.rate_steps.{row}.rate_mg_per_kg_h"] = f"Over {UNUSUAL_RATE} mg/kg/h. Check the unit."
    if (decimal_of(body.get("bolus_mg_per_kg")) or 0) > UNUSUAL_BOLUS:
        found["infusion.bolus_mg_per_kg"] = f"Over {UNUSUAL_BOLUS} mg/kg. Check the unit."
    return found


def _overlap(start: Any, stop: Any, pause: Any, end: Any) -> Decimal:
    return max(_seconds(max(start, pause), min(stop, end)), Decimal(0))


def _seconds(start: datetime, stop: datetime) -> Decimal:
    return Decimal((stop - start).total_seconds())
