"""The clock times of an infusion's day, by the same table of cases that diary/infusions answers to."""

import json
from datetime import datetime
from pathlib import Path

import pytest

CASES = json.loads((Path(__file__).parents[1] / "infusions" / "cases" / "clock_times.json").read_text())["cases"]

# The moment, and what the clock of the infusion's zone shows then.
ASK = """async (cases) => {
  const {clockTimes} = await import("/static/test/js/clock_times.js");
  const {dateIn} = await import("/static/test/js/moment.js");
  const {clock} = await import("/static/test/js/locale.js");
  localStorage.setItem("lull.clock", "24");
  const shown = (at, zone) => at === null ? null
    : {at: new Date(at).toISOString(), clock: `${dateIn(at, zone)} ${clock(at, zone)}`};
  return cases.map(({planned_at, ended_at, zone, instructions}) => Object.fromEntries(
    Object.entries(clockTimes(planned_at, instructions, ended_at)).map(([name, at]) => [name, shown(at, zone)])));
}"""

ASKED = """async ([name, entry, now]) => {
  const all = await import("/static/test/js/next_infusion.js");
  const at = Date.parse(now);
  const known = {own: false, started: true, planned: false, zone: "Europe/Berlin", pains: new Map((entry.pains ?? []).map((slot) => [slot, {}])),
    body: entry.body, at: Date.parse(entry.body.started_at ?? entry.body.planned_at),
    ended: entry.body.ended_at ? Date.parse(entry.body.ended_at) : null};
  const answer = name === "timesOf" ? all.timesOf(known, entry.instructions, at).no_driving_until : all[name](known, at);
  return typeof answer === "number" ? new Date(answer).toISOString() : answer;
}"""

RUNNING = {"planned_at": "2026-11-24T13:00:00Z", "started_at": "2026-11-24T13:10:00Z"}
OVER = {**RUNNING, "ended_at": "2026-11-24T14:00:00Z"}  # three o'clock in Berlin
DAY = {"planned_minutes": 45, "no_driving_hours": 24}


def moments(case):
    return {name: moment and (datetime.fromisoformat(moment["at"]), moment["clock"]) for name, moment in case.items()}


def test_the_phone_and_the_server_agree_on_every_clock_time(page):
    answers = page.evaluate(ASK, CASES)
    wrong = {
        case["name"]: {"said": said, "expected": case["expected"]}
        for case, said in zip(CASES, answers, strict=True)
        if moments(said) != moments(case["expected"])
    }
    assert not wrong


def test_the_clock_is_that_of_the_infusion_wherever_the_phone_is(new_phone, clinic, open_modules):
    everywhere = [
        open_modules(new_phone(timezone_id=zone)).evaluate(ASK, CASES)
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles")
    ]
    assert everywhere[0] == everywhere[1]


@pytest.mark.parametrize(
    ("body", "pains", "now", "due"),
    [
        (RUNNING, [], "2026-11-24T13:12:00Z", "2026-11-24T13:25:00.000Z"),
        (RUNNING, [], "2026-11-24T13:26:00Z", "2026-11-24T13:25:00.000Z"),  # due, and not answered yet
        (RUNNING, ["15"], "2026-11-24T13:26:00Z", "2026-11-24T13:40:00.000Z"),
        (RUNNING, ["15", "end"], "2026-11-24T14:05:00Z", None),
        (OVER, [], "2026-11-24T14:05:00Z", None),
    ],
)
def test_the_quarter_of_an_hour_that_is_next_is_a_clock_time(page, body, pains, now, due):
    assert page.evaluate(ASKED, ["nextQuarter", {"body": body, "pains": pains}, now]) == due


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ("2026-11-24T15:00:00Z", None),
        ("2026-11-24T16:00:00Z", "evening"),
        ("2026-11-24T22:59:00Z", "evening"),
        ("2026-11-24T23:30:00Z", None),
        ("2026-11-25T06:00:00Z", "morning"),
        ("2026-11-25T14:00:00Z", None),
        ("2026-11-26T06:00:00Z", None),
    ],
)
def test_what_was_felt_is_asked_that_evening_and_the_next_morning(page, now, asked):
    assert page.evaluate(ASKED, ["askedAbout", {"body": OVER}, now]) == asked


@pytest.mark.parametrize(
    ("body", "now", "until"),
    [
        (RUNNING, "2026-11-24T13:30:00Z", "2026-11-25T13:55:00.000Z"),  # from the planned end
        (RUNNING, "2026-11-24T14:30:00Z", None),  # it runs on: from an end that nobody knows yet
        (OVER, "2026-11-24T14:30:00Z", "2026-11-25T14:00:00.000Z"),
    ],
)
def test_an_end_that_nobody_knows_gives_no_clock_time_that_is_too_early(page, body, now, until):
    assert page.evaluate(ASKED, ["timesOf", {"body": body, "instructions": DAY}, now]) == until
