"""The table of changes that the phone's own counting (static/js/pain_change.js) is held to as well."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from diary.analysis import Diary, Infusion, PainChange, responses

from .made import LATER

TABLE = json.loads((Path(__file__).parent / "cases" / "pain_change.json").read_text())


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(TABLE["changes"])
def test_each_change_is_what_the_table_says(case):
    change = PainChange(before=case["before"], after=case["end"])
    assert (change.difference, change.direction) == (case["difference"], case["direction"])


@named(TABLE["courses"])
def test_each_course_is_what_the_table_says(case):
    infusions = tuple(
        Infusion(
            id=one["id"],
            date=date.fromisoformat(one["date"]),
            zone="UTC",
            at=datetime.fromisoformat(one["at"]),
            status=one["status"],
            course_id="spring",
            pains=one["pains"],
        )
        for one in case["infusions"]
    )
    (response,) = responses(Diary(zone="UTC", infusions=infusions), LATER, ())
    change = response.change
    found = {"before": change.before, "end": change.after, "difference": change.difference}
    assert {**found, "direction": change.direction} == case["expected"]
