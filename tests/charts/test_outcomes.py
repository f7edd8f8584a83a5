"""The curve of a clinic: steps, ticks, how many are still watched, and nothing firm where few are."""

import json
from dataclasses import asdict

import pytest

from diary.analysis import Returns, kaplan_meier
from diary.charts import outcomes as chart
from diary.charts import theme
from tests.charts.checks import is_accepted

#: Days, and whether baseline frequency was back.
TOLD = [(28, True), (35, True), (40, False), (52, True), (60, True), (60, False), (80, True), (95, False), (130, True)]


def returns(told=TOLD):
    curve = kaplan_meier([day for day, _ in told], [back for _, back in told])
    ended = {"returned": curve.events, "infusion": min(2, len(curve.censored)), "no baseline": 4}
    ended["watched"] = curve.n - ended["returned"] - ended["infusion"]
    return Returns(curve=curve, patients=7, ended=ended, at_once=1)


each = pytest.mark.parametrize(
    "figure",
    [
        pytest.param(chart.figure(returns(told), width=width), id=f"{name}, {width}")
        for name, told in {"some": TOLD, "few": TOLD[:3], "none back": [(50, False)] * 6, "nobody": []}.items()
        for width in ("phone", "desk")
    ],
)


@each
@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


@each
def test_there_is_a_sentence_a_table_and_no_markup(figure):
    assert figure.summary.endswith(".") and len(figure.summary) < 400
    assert "<" not in json.dumps(asdict(figure))
    assert all(len(row) == len(figure.table.head) for row in figure.table.rows)


def lines(plotly):
    return [trace for trace in plotly["data"] if trace["name"] == "without return"]


def test_it_begins_at_one_and_steps_down_where_somebody_returned():
    solid, dotted = lines(chart.figure(returns(), width="desk").plotly)
    assert (solid["x"][0], solid["y"][0], solid["line"]["shape"]) == (0, 1.0, "hv")
    assert solid["x"][1:4] == [28, 35, 52]
    assert solid["y"][1] == round(8 / 9, 4)
    assert (dotted["x"][-1], dotted["y"][-1]) == (130, 0.0)


def test_where_fewer_than_five_are_watched_it_is_dotted_and_has_no_band():
    plotly = chart.figure(returns(), width="desk").plotly
    solid, dotted = lines(plotly)
    assert (solid["line"]["dash"], dotted["line"]["dash"]) == ("solid", "dot")
    assert solid["x"][-1] == dotted["x"][0] == 60
    bands = [trace for trace in plotly["data"] if trace["name"].startswith("95 %")]
    assert all(trace["x"][-1] == 60 for trace in bands)
    few = chart.figure(returns(TOLD[:3]), width="desk").plotly
    assert lines(few)[0]["x"] == [0, 0]
    assert not [trace for trace in few["data"] if trace["name"].startswith("95 %")]


def test_every_end_of_watching_has_its_tick_on_the_curve():
    told = returns()
    ticks = chart.figure(told, width="desk").plotly["data"][-1]
    assert ticks["x"] == [40, 60, 95] and ticks["marker"]["symbol"] == "line-ns-open"
    assert ticks["y"] == [round(told.curve.share_on(day), 4) for day in (40, 60, 95)]


def test_the_table_says_how_many_are_watched_and_no_share_of_few():
    rows = chart.figure(returns(), width="desk").table.rows
    assert rows[0] == ("0", "9", "0", "1.00", None)
    assert rows[1][:4] == ("28", "9", "1", "0.89") and rows[1][4] is not None
    assert rows[3] == ("84", "2", "5", "n under 5", None)


def test_the_sentence_says_how_the_watching_ended_and_the_median():
    text = chart.figure(returns(), width="desk").summary
    assert "9 courses of 7 patients" in text and "returned after 6, 1 of them at once" in text
    assert "by the next infusion: 2, still watched: 1" in text and "median 80 days, 95 % interval 28 to 130" in text
    assert "no median" in chart.figure(returns([(50, False)] * 6), width="desk").summary
