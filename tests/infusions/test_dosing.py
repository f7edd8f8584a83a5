"""What an infusion came to, as the table says that the chair's page is held to as well."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from diary.infusions.dosing import difference, given, pointed_out

CASES = json.loads((Path(__file__).parent / "cases" / "dosing.json").read_text())


def number(value):
    return None if value is None else Decimal(value)


def text(value):
    return None if value is None else f"{value:f}"


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(CASES["given"])
def test_what_was_given_is_what_the_table_says(case):
    found = given(case["body"], case["until"] and datetime.fromisoformat(case["until"]))
    told = {"steps": [text(step.mg) for step in found.steps]}
    told |= {name: text(getattr(found, name)) for name in ("bolus", "sprays", "total")}
    assert told == case["expected"]


@pytest.mark.parametrize("case", CASES["difference"], ids=lambda case: f"{case['total']} and {case['sum']}")
def test_the_pump_and_the_sum_differ_by_what_the_table_says(case):
    found = difference(number(case["total"]), number(case["sum"]))
    assert (found and {name: getattr(found, name) for name in ("percent", "over", "outside")}) == case["expected"]


@named(CASES["pointed_out"])
def test_what_may_be_a_slip_of_the_hand_is_pointed_out(case):
    assert pointed_out(case["body"]) == case["expected"]


@pytest.mark.parametrize("wrong", [{"weight_kg": "heavy"}, {"ended_at": "later"}, {"interruptions": [{"at": "soon"}]}])
def test_what_cannot_be_read_is_missing(wrong):
    body = {"weight_kg": "68", "rate_steps": [{"from_at": "2026-11-20T10:00:00Z", "rate_mg_per_kg_h": "0.5"}]}
    assert text(given({**body, "ended_at": "2026-11-20T11:00:00Z"}).total) == "34.0"
    assert given({**body, "ended_at": "2026-11-20T11:00:00Z", **wrong}).total is None
