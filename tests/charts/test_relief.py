"""The charts of relief: what is drawn is what was found, earlier cycles told apart without colour, gaps as gaps."""

import json
from dataclasses import asdict
from itertools import pairwise

import pytest

from diary.analysis import aligned, cycles, relief_of
from diary.charts import cycles as cycle_chart
from diary.charts import relief, survival, theme
from tests.analysis.made import at, diary, infusion
from tests.analysis.test_relief import OFTEN, SELDOM, made
from tests.charts.checks import is_accepted


def read(records, now):
    """Relief in a diary, and its cycles by day."""
    found = cycles(records, now)
    return relief_of(found), aligned(found)


def judged(*patterns):
    records, last = made(*patterns)
    return read(records, at(f"{last} 22:30"))


EARLIER = SELDOM * 7 + OFTEN * 4, SELDOM * 6 + OFTEN * 5
THIRD = judged(OFTEN * 5, *EARLIER, SELDOM * 3 + " " * 14 + SELDOM * 3)
DIARIES = {
    "the third cycle": THIRD,
    "the first day after the first": judged(OFTEN * 5, "."),
    "no baseline": judged("", SELDOM * 5),
    "no relief": judged(OFTEN * 5, OFTEN * 6),
    "nothing but an infusion": read(diary(infusion("2026-03-01")), at("2026-03-01 22:00")),
    "three years after the last": judged(OFTEN * 5, SELDOM * 6 + OFTEN * 150),
    "many cycles": judged(OFTEN * 5, *[SELDOM * 3 + OFTEN * 2] * 7),
}
each = pytest.mark.parametrize(
    "figure",
    [
        pytest.param(figure, id=f"{chart}, {name}")
        for name, (found, lines) in DIARIES.items()
        for chart, figure in (("relief", relief.figure(found, lines)), ("survival", survival.figure(found)))
    ],
)


@each
@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


@each
def test_colours_are_tokens_and_no_text_holds_markup(figure):
    written = json.dumps(asdict(figure), allow_nan=False).replace(theme.CLEAR, "")
    assert "rgb" not in written and "#" not in written and "<" not in written


@each
def test_there_is_a_sentence_and_a_table_of_strings(figure):
    assert figure.summary.endswith(".") and len(figure.summary) < 400
    for row in figure.table.rows:
        assert len(row) == len(figure.table.head)
        assert all(cell is None or isinstance(cell, str) for cell in row) and row[0] is not None


def lines(told):
    return [trace for trace in relief.figure(*told).plotly["data"] if trace["mode"] == "lines"]


class TestCycles:
    def test_the_one_that_goes_on_is_thick_and_the_earlier_ones_have_dashes_of_their_own(self):
        told = [(one["line"]["dash"], one["line"]["width"], one["line"]["color"]) for one in lines(THIRD)]
        assert told == [("dash", 1.5, "token:text-3"), ("dot", 1.5, "token:text-3"), ("solid", 3, "token:accent")]

    def test_only_the_latest_three_earlier_ones_are_drawn_and_all_are_in_the_table(self):
        found = DIARIES["many cycles"]
        assert len(lines(found)) == 4 and len({one["line"]["dash"] for one in lines(found)}) == 4
        assert len(relief.figure(*found).table.rows) == 7

    def test_a_line_begins_on_day_14_and_is_broken_where_too_little_is_recorded(self):
        now = lines(THIRD)[-1]
        rates = dict(zip(now["x"], now["y"], strict=True))
        assert (min(rates), max(rates)) == (14, 56)
        assert rates[21] == 4 and rates[35] is None and rates[56] == 4
        assert now["connectgaps"] is False

    def test_names_stand_apart_and_in_the_margin(self):
        names = relief.figure(*THIRD).plotly["layout"]["annotations"]
        heights = sorted(name["y"] for name in names)
        assert all(later - earlier >= cycle_chart.APART - 1e-9 for earlier, later in pairwise(heights))
        assert any(name["text"].endswith("day 56") for name in names)
        assert any(name["text"] == "baseline 20.0" for name in names)

    def test_days_too_few_for_a_baseline_are_not_drawn_as_one(self):
        layout = relief.figure(*judged(OFTEN, SELDOM * 5)).plotly["layout"]
        assert not layout["shapes"] and not [one for one in layout["annotations"] if "baseline" in one["text"]]

    def test_the_table_tells_lengths_where_relief_was_seen_and_a_dash_where_not(self):
        rows = relief.figure(*THIRD).table.rows
        assert rows[0][3] == str(THIRD[0].earlier[0].median)
        assert relief.figure(*DIARIES["no relief"]).table.rows[0][3:6] == (None, None, None)


class TestSurvival:
    def test_the_curve_is_the_posterior_day_by_day(self):
        curve = next(one for one in survival.figure(THIRD[0]).plotly["data"] if one.get("name") == "lasts")
        assert curve["x"][:3] == [1, 2, 3]
        assert curve["y"] == [round(float(value), 4) for value in THIRD[0].current.lasts[1 : curve["x"][-1] + 1]]

    def test_what_was_expected_before_is_dotted(self):
        dotted = next(one for one in survival.figure(THIRD[0]).plotly["data"] if one.get("line", {}).get("dash"))
        assert dotted["y"][0] == round(float(THIRD[0].current.expected[1]), 4)

    def test_the_interval_is_shaded(self):
        shaded = survival.figure(THIRD[0]).plotly["data"][0]
        assert (shaded["x"][0], shaded["x"][-1]) == (THIRD[0].current.low, THIRD[0].current.high)

    def test_ends_of_earlier_cycles_are_bars_on_the_axis(self):
        shapes = survival.figure(THIRD[0]).plotly["layout"]["shapes"]
        assert [one["x0"] for one in shapes] == [56, *(one.median for one in THIRD[0].earlier)]

    def test_a_probability_is_a_number_and_no_percentage(self):
        told = survival.figure(THIRD[0]).plotly["layout"]["annotations"][0]["text"]
        assert told == f"day 56: {1 - THIRD[0].ended:.2f} holds, {THIRD[0].ended:.2f} does not"
