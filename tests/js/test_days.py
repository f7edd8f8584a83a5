"""What each day was, by the same table of cases that diary/analysis answers to."""

import json
from pathlib import Path

CASES = json.loads((Path(__file__).parents[1] / "analysis" / "cases" / "days.json").read_text())["cases"]

CLASSIFY = """(cases) => cases.map(({records, now, days}) => {
  const dates = days.map(({date}) => date);
  const found = lull.days.classify(records, {first: dates[0], last: dates.at(-1), now});
  return found.filter(({date}) => dates.includes(date));
})"""


def test_the_phone_and_the_server_agree_on_every_day(page):
    answers = page.evaluate(CLASSIFY, CASES)
    wrong = {
        case["name"]: {"said": said, "expected": case["days"]}
        for case, said in zip(CASES, answers, strict=True)
        if said != case["days"]
    }
    assert not wrong


def test_the_answer_does_not_depend_on_where_the_phone_is(new_phone, clinic, open_modules):
    everywhere = [
        open_modules(new_phone(timezone_id=zone)).evaluate(CLASSIFY, CASES)
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")
    ]
    assert everywhere[0] == everywhere[1] == everywhere[2]


def test_acute_days_are_dates_with_intake_in_the_rolling_thirty(page):
    records = {
        "medications": [
            {"id": "t", "body": {"name": "Sumatriptan", "kind": "acute", "drug_class": "triptan"}},
            {"id": "p", "body": {"name": "Propranolol", "kind": "preventive", "drug_class": "beta_blocker"}},
        ],
        "doses": [
            dose("t", "2026-10-23T10:00:00Z"),  # the 31st day back
            dose("t", "2026-10-24T10:00:00Z"),
            dose("t", "2026-11-21T22:30:00Z"),  # 23:30 in Berlin
            dose("t", "2026-11-21T23:30:00Z"),  # past midnight there
            dose("t", "2026-11-22T09:00:00Z"),  # the same date again
            dose("p", "2026-11-20T09:00:00Z"),
            dose("gone", "2026-11-19T09:00:00Z"),
        ],
    }
    script = "(records) => { const {days, by} = lull.days.acuteDays(records, {today: '2026-11-22'}); return [days, [...by]]; }"
    assert page.evaluate(script, records) == [3, [["triptan", 3]]]


def dose(medication, taken_at):
    return {"id": taken_at, "body": {"medication_id": medication, "taken_at": taken_at, "zone": "Europe/Berlin"}}
