"""Arithmetic checks of what was typed into a sheet. They catch slips of the hand; they are not dosing advice."""

from datetime import datetime
from decimal import Decimal

from diary.clinic.changes import typed_infusion
from diary.clinic.sheets import Sheet
from diary.infusions.dosing import UNUSUAL_BOLUS, UNUSUAL_RATE, decimal_of, difference, given, moment_of, pointed_out
from diary.infusions.schemas import UNLIKELY_RATE

WORDS = {
    "rate": f"Over {UNUSUAL_RATE} mg/kg/h. Check the unit.",
    "unlikely": f"Over {UNLIKELY_RATE} mg/kg/h. Check the unit.",
    "bolus": f"Over {UNUSUAL_BOLUS} mg/kg. Check the unit.",
}


def given_mg(sheet: Sheet) -> Decimal | None:
    """What the infusion on this sheet came to; None while something of it is missing."""
    return given(typed_infusion(sheet)).total


def warnings(sheet: Sheet, now: datetime) -> dict[str, str]:
    """Sentences by the input they stand beside: not refused, but worth a second look."""
    body, found = typed_infusion(sheet), {}
    for name in ("started_at", "ended_at"):
        moment = moment_of(body.get(name))
        if moment and moment > now:
            found[f"infusion.{name}"] = "This is in the future. It is kept as it is."
    summed = given(body).total
    off = difference(decimal_of(body.get("total_mg")), summed)
    if off and off.outside:
        way = "over" if off.over else "under"
        found["infusion.total_mg"] = (
            f"{off.percent} % {way} the sum of {summed} mg. Check the pump, or say why in the note."
        )
    for name, kind in pointed_out(body).items():
        word = "bolus" if name.startswith("bolus") else "rate" if kind == "unusual" else kind
        found[f"infusion.{name}"] = WORDS[word]
    return found
