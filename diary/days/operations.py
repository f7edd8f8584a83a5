"""How an answered day travels and where it is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from diary.days.models import Day, Exposure
from diary.days.schemas import DaySchema
from diary.fields import named_id
from diary.revisions.kinds import Kind, Parts


def day_id(patient_id: UUID, day: date) -> UUID:
    """The id of a patient's day: two phones that answer one day make one record."""
    return named_id(f"days:{patient_id}:{day.isoformat()}")


def _identity(patient_id: UUID, values: Mapping[str, Any]) -> UUID:
    return day_id(patient_id, values["date"])


DAY = Kind(
    "days",
    DaySchema(),
    frozenset({"patient"}),
    Day,
    (Parts(Exposure, "day_id", {"exposures": "exposure"}),),
    identity=_identity,
    instants=("answered_at",),
)
