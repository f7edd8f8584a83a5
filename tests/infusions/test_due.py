"""The next reading, as the table says that the chair's page is held to as well."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from diary.clock import instant
from diary.infusions.due import next_due

CASES = json.loads((Path(__file__).parent / "cases" / "due.json").read_text())["cases"]
MOMENTS = ("planned_at", "started_at", "ended_at")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_next_reading_is_the_one_of_the_table(case):
    moments = {name: case[name] and datetime.fromisoformat(case[name]) for name in MOMENTS}
    now = datetime.fromisoformat(case["now"])
    due = next_due(set(case["taken"]), now, **moments, observation_minutes=case["observation_minutes"])
    told = due and {"slot": due.slot, "at": due.at and instant(due.at), "late": due.late(now)}
    assert told == case["expected"]
