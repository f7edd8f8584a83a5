"""The table of days that the phone's own counting (static/js/days.js) is held to as well."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from diary.analysis import classify

from .wire import diary_from, moment

TABLE = json.loads((Path(__file__).parent / "cases" / "days.json").read_text())
CASES = TABLE["cases"]
by_name = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def seen(case, records):
    expected = case["days"]
    first, last = (date.fromisoformat(expected[end]["date"]) for end in (0, -1))
    return [
        {
            "date": day.date.isoformat(),
            "class": day.name,
            "worst_pain": day.worst_pain,
            "aura": day.aura,
            "acute": bool(day.acute_classes),
            "recorded": day.recorded,
            "recall": day.recall,
        }
        for day in classify(diary_from(records, case["zone"]), first, last, moment(case["now"]))
    ]


@by_name
def test_each_local_day_is_what_the_table_says(case):
    assert seen(case, case["records"]) == case["days"]


@by_name
def test_the_order_of_entry_does_not_matter(case):
    shuffled = {name: random.Random(7).sample(rows, len(rows)) for name, rows in case["records"].items()}
    assert seen(case, shuffled) == case["days"]


def test_the_cases_are_sentences_of_their_own():
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)
