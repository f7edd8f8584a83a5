"""The clock of an infusion's day: from when to eat nothing, when to come, when it is over, until when not to drive.

Pure, and the same on the phone: both are held to tests/infusions/cases/clock_times.json. Minutes and hours are time
that passes, so they are counted in UTC and shown on the clock of the infusion's zone afterwards: six hours before
eight o'clock are six hours also in the night in which the clocks change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Times(Protocol):
    """What is known of the lengths of time: an infusion's `Instructions`, or a clinic's `Settings`."""

    @property
    def solid_food_minutes(self) -> int | None: ...
    @property
    def light_meal_minutes(self) -> int | None: ...
    @property
    def clear_liquids_minutes(self) -> int | None: ...
    @property
    def arrive_minutes_before(self) -> int | None: ...
    @property
    def planned_minutes(self) -> int | None: ...
    @property
    def observation_minutes(self) -> int | None: ...
    @property
    def no_driving_hours(self) -> int | None: ...
    @property
    def no_alcohol_hours(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTimes:
    """Moments on the clock of the infusion's zone. None where the clinic says nothing about it."""

    no_solid_food_from: datetime | None
    #: None also where no light meal is allowed once solid food has ended.
    light_meal_until: datetime | None
    clear_liquids_until: datetime | None
    arrive_at: datetime | None
    planned_end: datetime | None
    observation_until: datetime | None
    no_driving_until: datetime | None
    no_alcohol_until: datetime | None


def clock_times(planned_at: datetime, zone: str, times: Times, *, ended_at: datetime | None = None) -> ClockTimes:
    """The moments of the day of an infusion that is planned for `planned_at`.

    What comes after the infusion counts from `ended_at`, and from the planned end until it has ended.
    """
    planned_end = _after(planned_at, zone, times.planned_minutes)
    end = ended_at or planned_end
    return ClockTimes(
        no_solid_food_from=_before(planned_at, zone, times.solid_food_minutes),
        light_meal_until=_before(planned_at, zone, times.light_meal_minutes),
        clear_liquids_until=_before(planned_at, zone, times.clear_liquids_minutes),
        arrive_at=_before(planned_at, zone, times.arrive_minutes_before),
        planned_end=planned_end,
        observation_until=_after(end, zone, times.observation_minutes),
        no_driving_until=_after(end, zone, _minutes(times.no_driving_hours)),
        no_alcohol_until=_after(end, zone, _minutes(times.no_alcohol_hours)),
    )


def _before(moment: datetime, zone: str, minutes: int | None) -> datetime | None:
    return None if minutes is None else _after(moment, zone, -minutes)


def _after(moment: datetime | None, zone: str, minutes: int | None) -> datetime | None:
    if moment is None or minutes is None:
        return None
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))


def _minutes(hours: int | None) -> int | None:
    return None if hours is None else 60 * hours
