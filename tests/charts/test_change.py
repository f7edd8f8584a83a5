"""Before and after each course as drawn, and cycles over one another: the numbers of the result and nothing else."""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from diary.analysis import aligned, changes, cycles
from diary.charts import change, theme
from diary.charts import cycles as cycle_chart
from tests.analysis.made import days_of, diary, infusion, on
from tests.charts.checks import is_accepted, is_told

FIRST = on("2026-01-01")
GIVEN = (40, 41, 110, 180)
PATTERN = "HHH." * 10 + "HH" + ("H..." * 10 + "HHH. ..") * 4
LAST = FIRST + timedelta(days=len(PATTERN) - 1)
NOW = datetime(LAST.year, LAST.month, LAST.day, 22, tzinfo=UTC)


def kept(pattern=PATTERN, given=GIVEN):
    names = {40: "first", 41: "first", 110: "second", 180: "third"}
    return diary(
        *days_of(pattern, str(FIRST)).days,
        *(infusion(str(FIRST + timedelta(days=day)), course_id=names.get(day, str(day))) for day in given),
    )


def drawn(width, records=None, first=FIRST):
    return change.figure(changes(records or kept(), NOW), width=width, first=first, last=LAST)


def laid(records=None):
    return cycle_chart.figure(aligned(cycles(records or kept(), NOW)))


def few():
    """Ten days before the infusion, and three after it."""
    return kept("H" * 10 + "." * 4, given=(10,))


each = pytest.mark.parametrize(
    "figure",
    [
        *(
            pytest.param(drawn(width, records()), id=f"change, {width}, {records.__name__}")
            for width in ("phone", "desk")
            for records in (kept, few)
        ),
        *(pytest.param(laid(records()), id=f"cycles, {records.__name__}") for records in (kept, few)),
        pytest.param(drawn("desk", first=LAST), id="change, no course in the period"),
        pytest.param(drawn("phone", first=LAST), id="change, phone, no course in the period"),
    ],
)


@each
@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


@each
def test_it_holds_plain_values_without_markup_and_speaks_tokens(figure):
    written = json.dumps(asdict(figure), allow_nan=False)
    assert "<" not in written
    assert not re.search(r'"(#[0-9a-f]{3,6}|rgb\(|hsl)', written)


@each
def test_there_is_a_sentence_a_table_of_strings(figure):
    is_told(figure)


class TestChange:
    def test_a_block_is_a_line_over_its_own_days_at_its_rate(self):
        told = changes(kept(), NOW)
        _, before, after = drawn("desk").plotly["data"]
        for trace, blocks in (
            (before, [one.before for one in told.courses]),
            (after, [one.next for one in told.courses]),
        ):
            assert trace["x"][::3] == [f"{block.rate.first - timedelta(days=1)} 12:00" for block in blocks]
            assert trace["y"][1::3] == pytest.approx([block.rate.per_28 for block in blocks], abs=0.01)
            assert trace["y"][2::3] == [None] * len(blocks)

    def test_its_interval_is_a_box_and_too_few_days_are_an_empty_dotted_one(self):
        boxes = [shape for shape in drawn("desk").plotly["layout"]["shapes"] if shape.get("yref") == "y"]
        told = changes(kept(), NOW).courses[0].next.rate
        assert any(shape.get("y0") == told.low and shape.get("y1") == told.high for shape in boxes)
        empty = [
            shape
            for shape in drawn("desk", few()).plotly["layout"]["shapes"]
            if shape["type"] == "rect" and shape.get("line", {}).get("dash") == "dot"
        ]
        assert len(empty) == 2 and all((shape["y0"], shape["y1"]) == (0, 28) for shape in empty)

    def test_the_days_of_a_course_are_shaded_and_have_their_lines(self):
        shapes = drawn("desk").plotly["layout"]["shapes"]
        shaded = [shape for shape in shapes if shape.get("fillcolor") == "token:surface-well"]
        assert [(shape["x0"], shape["x1"]) for shape in shaded] == [("2026-02-10", "2026-02-11")]
        assert sum(shape["type"] == "line" and shape["xref"] == "x" for shape in shapes) == 4

    def test_rates_are_written_over_the_plot_where_no_line_crosses_them(self):
        layout = drawn("desk").plotly["layout"]
        names = [one for one in layout["annotations"] if "→" in one["text"]]
        assert names and {(one["yref"], one["y"], one["yanchor"]) for one in names} == {("paper", 1, "bottom")}
        assert layout["margin"]["t"] >= 2 * layout["font"]["size"]

    def test_it_stands_on_the_axis_that_all_figures_share(self):
        assert (
            drawn("desk").plotly["layout"]["xaxis"]["range"]
            == theme.time_axis(FIRST, LAST, "desk", "", change.ENGLISH)["range"]
        )

    def test_a_desks_table_has_the_change_and_its_probabilities(self):
        told = changes(kept(), NOW).courses[0].from_baseline
        row = dict(zip(drawn("desk").table.head, drawn("desk").table.rows[0], strict=True))
        assert row["28 days before"] == "21 of 28"
        assert row["Change from baseline"].startswith(f"−{abs(told.difference):.1f} (−{abs(told.low):.1f} to ")
        assert row["P(≥50 % lower)"] == f"{told.reductions[50]:.2f}"

    def test_the_length_of_the_baseline_stands_beside_every_change(self):
        summary = drawn("desk").summary
        assert "change from the baseline" in summary and "baseline 40 days, 40 recorded" in summary
        assert "10 days before the first infusion, 10 recorded: too few for a baseline" in drawn("desk", few()).summary

    def test_a_phone_is_told_counts_and_no_probability(self):
        figure = drawn("phone")
        assert figure.table.head == ("Last infusion", "28 days before", "28 days after", "Note")
        assert figure.table.rows[0] == ("11 Feb 2026", "21 of 28", "7 of 28", None)
        sent = asdict(figure)
        said = json.dumps([sent["plotly"], sent["table"], sent["summary"]]).lower()
        assert not re.search(r"relief|wear|since|until|probab|p\(|responder|baseline", said)

    def test_a_phone_tells_too_few_days_in_words_and_draws_no_mark(self):
        figure = drawn("phone", few())
        assert [trace["x"] for trace in figure.plotly["data"]] == [[]] * 4
        texts = [one["text"] for one in figure.plotly["layout"]["annotations"]]
        assert texts == ["too few, recorded: 10", "too few, recorded: 3"]

    def test_a_phone_shows_the_latest_four(self):
        many = kept(given=range(40, 160, 12))
        figure = drawn("phone", many)
        assert len(figure.plotly["layout"]["yaxis"]["ticktext"]) == 4 < len(figure.table.rows)

    def test_a_cut_block_says_by_what(self):
        figure = drawn("desk", kept(given=(40, 60)))
        notes = [row[-1] for row in figure.table.rows]
        assert notes[0] == "after: 19 days, then the next infusion"
        assert notes[1].startswith("before: 19 days, another infusion earlier; 19 of them are days after that one")


class TestCycles:
    def test_this_cycle_is_three_pixels_of_accent_and_the_earlier_ones_have_dashes(self):
        lines = [trace["line"] for trace in laid().plotly["data"] if "line" in trace]
        assert (lines[-1]["width"], lines[-1]["color"], lines[-1]["dash"]) == (3, "token:accent", "solid")
        assert [line["dash"] for line in lines[:-1]] == ["dash", "dot"]

    def test_lines_are_those_of_the_result_by_day(self):
        told = aligned(cycles(kept(), NOW))
        newest = [trace for trace in laid().plotly["data"] if trace["mode"] == "lines"][-1]
        assert newest["x"] == told.cycles[-1].days.tolist()
        assert newest["y"] == pytest.approx(told.cycles[-1].per_28.tolist(), abs=0.01)

    def test_a_gap_is_a_gap(self):
        pattern = "H" * 41 + "." * 14 + " " * 12 + "." * 20
        figure = laid(kept(pattern, given=(40,)))
        (line,) = [trace for trace in figure.plotly["data"] if trace["mode"] == "lines"]
        assert None in line["y"] and line["connectgaps"] is False

    def test_the_baseline_is_there_with_its_number(self):
        texts = [one["text"] for one in laid().plotly["layout"]["annotations"]]
        assert "baseline 21.0" in texts
        assert not [one for one in laid(few()).plotly["layout"]["annotations"] if "baseline" in one["text"]]

    def test_the_table_has_every_cycle(self):
        rows = laid().table.rows
        assert [row[0] for row in rows] == ["11 Feb 2026", "21 Apr 2026", "30 Jun 2026"]
