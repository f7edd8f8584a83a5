"""The curve of one infusion on the phone: a reading that nobody took is a gap."""

import pytest

DRAWN = """async (slots) => {
  const { infusionFigure } = await import("/static/test/js/elements/infusion_figure.js");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  document.body.append(svg);
  infusionFigure(svg, document.body, { pains: new Map(slots.map((slot) => [slot, { pain: 5, at: null }])), zone: "UTC", date: "2026-11-22" });
  return [...svg.querySelectorAll("path.pain-line:not(.pain-later)")].map((path) => path.getAttribute("d").replace(/[^ML]/g, ""));
}"""


@pytest.mark.parametrize(
    ("slots", "drawn"),
    [
        (["before", "15", "30", "45", "end"], ["MLLLL"]),
        (["before", "15", "45", "end"], ["MLML"]),
        (["before", "30", "45"], ["MML"]),
        (["before", "end", "discharge", "24h"], ["MLL"]),
    ],
)
def test_the_line_is_open_where_a_quarter_of_an_hour_is_missing(page, slots, drawn):
    assert page.evaluate(DRAWN, slots) == drawn
