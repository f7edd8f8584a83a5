"""What changed around an infusion and over a course, by the same table of cases that diary/analysis answers to."""

import json
from pathlib import Path

TABLE = json.loads((Path(__file__).parents[1] / "analysis" / "cases" / "pain_change.json").read_text())

CHANGES = """async (cases) => {
  const {changeOf} = await import("/static/test/js/pain_change.js");
  return cases.map(({before, end}) => changeOf(before, end));
}"""

COURSES = """async (cases) => {
  const {changeOf, courseBeforeAndEnd} = await import("/static/test/js/pain_change.js");
  const {byCourse, entriesOf} = await import("/static/test/js/infusions.js");
  return cases.map(({infusions}) => {
    const bodies = infusions.map(({id, at, status}) => ({id, body: {status, zone: "UTC", route: "IV", started_at: at, course_id: "spring"}}));
    const noted = infusions.flatMap(({id, pains}) => Object.entries(pains).map(([slot, pain]) => ({id: id + slot, body: {infusion_id: id, slot, pain}})));
    const [{entries}] = byCourse(entriesOf({infusions: bodies, infusion_pains: noted}), [{id: "spring"}]);
    const [before, end] = courseBeforeAndEnd(entries);
    return {before, end, difference: null, direction: null, ...changeOf(before, end)};
  });
}"""


def test_the_phone_and_the_server_agree_on_what_changed(page):
    told = page.evaluate(CHANGES, TABLE["changes"])
    expected = [
        None if case["difference"] is None else {"difference": case["difference"], "direction": case["direction"]}
        for case in TABLE["changes"]
    ]
    assert told == expected


def test_the_phone_and_the_server_agree_on_what_changed_over_a_course(page):
    told = page.evaluate(COURSES, TABLE["courses"])
    wrong = {case["name"]: said for case, said in zip(TABLE["courses"], told, strict=True) if said != case["expected"]}
    assert not wrong
