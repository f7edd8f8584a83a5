"""The clock times of an infusion's day, as the table says that the phone is held to as well."""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from diary.clock import instant
from diary.infusions.clock_times import ClockTimes, clock_times
from diary.infusions.settings import DEFAULTS

CASES = json.loads((Path(__file__).parent / "cases" / "clock_times.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_moment_of_the_day_is_what_the_table_says(case):
    ended = case["ended_at"] and datetime.fromisoformat(case["ended_at"])
    found = clock_times(
        datetime.fromisoformat(case["planned_at"]),
        case["zone"],
        SimpleNamespace(**case["instructions"]),
        ended_at=ended,
    )
    told = {name: getattr(found, name) for name in ClockTimes.__slots__}
    assert {
        name: moment and {"at": instant(moment), "clock": moment.strftime("%Y-%m-%d %H:%M")}
        for name, moment in told.items()
    } == case["expected"]


def test_the_two_two_o_clocks_of_a_night_are_an_hour_apart():
    case = next(case for case in CASES if "comes twice" in case["name"])
    first, second = (case["expected"][name] for name in ("no_solid_food_from", "light_meal_until"))
    assert first["clock"] == second["clock"]
    assert first["at"] != second["at"]


def test_the_settings_of_a_clinic_will_do_as_well_as_the_instructions_of_an_infusion():
    planned = datetime.fromisoformat("2026-11-23T08:30:00+00:00")
    found = clock_times(planned, "Europe/Berlin", DEFAULTS)
    assert (found.no_solid_food_from.hour, found.clear_liquids_until.hour, found.light_meal_until) == (3, 7, None)
