"""The arithmetic of the chair's page, by the same table of cases that diary/infusions/dosing.py answers to."""

import json
from pathlib import Path

CASES = json.loads((Path(__file__).parents[1] / "infusions" / "cases" / "dosing.json").read_text())

ASK = """async (cases) => {
  const all = await import("/static/test/js/dosing.js");
  const mg = ({steps, bolus, sprays, total}) => ({steps: steps.map(({mg}) => mg), bolus, sprays, total});
  const works = {
    given: ({body, until}) => mg(all.given(body, until)),
    difference: ({total, sum}) => all.difference(total, sum),
    per_kg: ({mg, kg}) => all.perKg(mg, kg),
    in_mg: ({mg_per_kg, kg}) => all.inMg(mg_per_kg, kg),
    of_sprays: ({sprays, mg_per_spray}) => all.ofSprays(sprays, mg_per_spray),
    pointed_out: ({body}) => all.pointedOut(body),
  };
  return Object.fromEntries(Object.entries(works).map(([name, work]) => [name, cases[name].map(work)]));
}"""


def test_the_page_and_the_server_reckon_the_same(page):
    answers = page.evaluate(ASK, CASES)
    wrong = [
        {"case": case, "said": said}
        for name, all_said in answers.items()
        for case, said in zip(CASES[name], all_said, strict=True)
        if said != case["expected"]
    ]
    assert wrong == []


def test_a_comma_is_a_point_and_a_word_is_no_number(page):
    asked = """async (texts) => {
      const {decimalTyped} = await import("/static/test/js/dosing.js");
      return texts.map((text) => decimalTyped(text) === undefined ? "no number" : decimalTyped(text));
    }"""
    texts = ["68,5", " 0.50 ", "", "heavy", "1e3", "-1", "5 mg"]
    assert page.evaluate(asked, texts) == ["68.5", "0.50", None, "no number", "no number", "no number", "no number"]
