"""The reading that is due on the chair's page, by the same table of cases that diary/infusions/due.py answers to."""

import json
from pathlib import Path

CASES = json.loads((Path(__file__).parents[1] / "infusions" / "cases" / "due.json").read_text())["cases"]

ASK = """async (cases) => {
  const {lateness, rowsOf} = await import("/static/test/js/chair/slots.js");
  return cases.map(({taken, observation_minutes: observation, now, ...infusion}) => {
    const slots = new Set(taken);
    const {current} = rowsOf(infusion, {taken: slots, known: slots, observation}, Date.parse(now));
    if (!current) return null;
    const {slot, due} = current;
    const at = due === null ? null : new Date(due).toISOString();
    return {slot, at, late: lateness(due, Date.parse(now)).late};
  });
}"""


def test_the_page_and_the_server_wait_for_the_same_reading(page):
    answers = page.evaluate(ASK, CASES)
    pairs = zip(CASES, answers, strict=True)
    assert [(case["name"], said) for case, said in pairs if said != case["expected"]] == []
