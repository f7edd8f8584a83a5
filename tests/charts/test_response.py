"""The chart of one course: a line for each infusion, gaps where nothing was noted, the newest told apart without colour."""

import json
from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise

import pytest

from diary.analysis import Infusion, around
from diary.charts import response, theme
from tests.analysis.made import HOME, LATER, at, diary, on
from tests.charts.checks import is_accepted

PAINS = [
    {"before": 8, "15": 7, "30": 6, "45": 5, "end": 4, "discharge": 4, "24h": 3, "7d": 6},
    {"before": 7, "15": 6, "45": 3, "end": 3, "discharge": 3, "24h": 3},
    {"before": 6, "15": 4, "30": 3, "45": 2, "end": 1, "discharge": 1, "7d": 3},
]


def infusions(*pains, minutes=50):
    made = []
    for place, each in enumerate(pains):
        day = on("2026-04-10") + timedelta(days=3 * place)
        start = at(f"{day} 10:00")
        ended = start + timedelta(minutes=minutes)
        made.append(
            Infusion(id=f"{place}", date=day, zone=HOME, at=start, ended_at=ended, course_id="spring", pains=each)
        )
    return around(diary(*made), LATER, {one.id for one in made})


@pytest.fixture
def figure():
    return response.figure(infusions(*PAINS))


@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


def test_colours_are_tokens_and_no_text_holds_markup(figure):
    written = json.dumps(asdict(figure)).replace(theme.CLEAR, "")
    assert "rgb" not in written and "#" not in written and "<" not in written


def test_the_newest_is_solid_and_thicker_and_the_earlier_ones_have_dashes_of_their_own(figure):
    lines = [trace["line"] for trace in figure.plotly["data"]]
    assert [line["dash"] for line in lines] == ["dash", "dot", "solid"]
    assert [line["width"] for line in lines] == [1.5, 1.5, 3]
    assert [line["color"] for line in lines] == ["token:text-3", "token:text-3", "token:accent"]


def test_what_was_not_noted_is_a_gap(figure):
    middle = figure.plotly["data"][1]
    assert middle["y"] == [7, 6, None, 3, 3, 3, 3, None]
    assert middle["connectgaps"] is False


def test_the_chair_is_on_an_axis_of_minutes_and_what_comes_after_behind_it(figure):
    x = figure.plotly["data"][0]["x"]
    assert x[:5] == [0, 15, 30, 45, 50]
    assert 50 < x[5] < x[6] < x[7]
    axis = figure.plotly["layout"]["xaxis"]
    assert axis["ticktext"] == ["before", "15", "30", "45", "leaving", "+24 h", "+7 d"]
    assert len(axis["ticktext"]) == len(axis["tickvals"])


@pytest.mark.parametrize(("minutes", "step"), [(40, 15), (120, 30), (300, 60)])
def test_a_long_chair_has_fewer_ticks(minutes, step):
    axis = response.figure(infusions(PAINS[0], minutes=minutes)).plotly["layout"]["xaxis"]
    assert axis["tickvals"][:3] == [0, step, 2 * step]


def test_before_is_a_ring_and_the_end_a_large_dot(figure):
    marker = figure.plotly["data"][-1]["marker"]
    assert marker["color"][0] == "token:surface-card" and marker["color"][4] == "token:accent"
    assert marker["size"][0] == marker["size"][4] > marker["size"][1]


def test_names_in_the_margin_never_lie_over_one_another():
    many = response.figure(infusions(*({"before": 9, "end": pain} for pain in (10, 10, 10, 9, 9, 9, 9, 8, 8))))
    names = [note for note in many.plotly["layout"]["annotations"] if note.get("xref") == "paper"]
    places = sorted(note["y"] for note in names)
    assert len(names) == response.MOST_NAMED and places[0] >= 0 and places[-1] <= 10
    assert all(round(other - one, 6) >= response.APART for one, other in pairwise(places))


def test_the_table_has_a_row_for_each_time_and_a_column_for_each_infusion(figure):
    assert figure.table.head == ("When", "10 Apr", "13 Apr", "16 Apr")
    assert figure.table.rows == (
        ("before", "8", "7", "6"),
        ("15 min", "7", "6", "4"),
        ("30 min", "6", None, "3"),
        ("45 min", "5", "3", "2"),
        ("end", "4", "3", "1"),
        ("leaving", "4", "3", "1"),
        ("+24 h", "3", "3", None),
        ("+7 d", "6", None, "3"),
    )


def test_the_sentence_tells_the_newest(figure):
    assert figure.summary.startswith("Pain through infusions: 3, the last on 16 Apr 2026: before 6, 15 min 4")
    assert figure.summary.endswith("+7 d 3.") and len(figure.summary) < 400


def test_an_infusion_nobody_noted_anything_of_has_its_empty_place():
    empty = response.figure(infusions({}))
    assert set(empty.plotly["data"][0]["y"]) == {None}
    assert empty.summary == "Pain through infusions: 1, the last on 10 Apr 2026."
