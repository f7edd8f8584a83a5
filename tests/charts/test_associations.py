"""The chart of what went together: findings are filled, what was compared is a ring, and what was not has its counts."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from diary.analysis import Association, Associations, Comparison, Diary, associations
from diary.analysis.associations import Gate
from diary.charts import associations as chart
from diary.charts import theme
from diary.charts.words import ENGLISH
from tests.analysis.made import LATER
from tests.analysis.test_associations import followed, planted
from tests.charts.checks import is_accepted, is_told

VOCABULARY = Path(__file__).resolve().parents[2] / "templates" / "macros" / "vocabulary.html"
MARKUP = "<b>my own & very long word for it</b> %{x} $x$"


def told(days=300, **more):
    """Stress is found, coffee is compared, a word of her own was asked on some days."""
    pattern, signs = planted(days, **more)
    own = "".join("+" if place % 24 == 0 else "-" if place % 12 == 0 else " " for place in range(days))
    return associations(followed(pattern, {**signs, MARKUP: own}), LATER)


each = pytest.mark.parametrize(
    "figure",
    [
        pytest.param(chart.figure(result, width=width), id=f"{name}, {width}")
        for name, result in {
            "some": told(),
            "short": told(50),
            "nothing": associations(Diary(zone="UTC"), LATER),
        }.items()
        for width in ("phone", "desk")
    ],
)


@each
@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


@each
def test_there_is_a_sentence_and_a_table_of_strings(figure):
    is_told(figure)


@each
def test_nobody_is_told_what_made_it(figure):
    said = json.dumps(asdict(figure)).casefold()
    assert not re.search(r"trigger|caus|effect|risk factor|because|leads? to", said)


def test_the_table_tells_counts_difference_interval_and_words():
    stress, coffee, own = chart.figure(told(), width="desk").table.rows
    assert stress[0] == "Stress" and stress[5] == "more often than chance"
    assert re.fullmatch(r"\d+ of \d+", stress[1]) and re.fullmatch(r"\+\d+ to \+\d+", stress[4])
    assert coffee[0] == "coffee" and coffee[5] == "no clear difference"
    assert own[0] == MARKUP and own[3:5] == (None, None)
    assert re.fullmatch(r"not enough at-risk days yet: \d+ of 60", own[5])


def test_the_gate_says_how_many_of_how_many():
    pattern, signs = planted(50)
    found = associations(followed(pattern, {"stress": signs["stress"]}), LATER)
    at_risk = found.followed[0].at_risk
    assert chart.figure(found, width="phone").summary == f"Stress: not enough at-risk days yet: {at_risk} of 60."


def test_a_finding_is_filled_and_what_is_none_is_a_ring():
    lines, rings, bold, dots = chart.figure(told(), width="desk").plotly["data"]
    assert (rings["y"], dots["y"]) == ([1], [0])
    assert rings["marker"]["color"] == "token:surface-card" and dots["marker"]["color"] == "token:accent"
    assert bold["line"]["width"] > lines["line"]["width"]
    assert bold["x"][0] < dots["x"][0] < bold["x"][1]


def test_on_a_phone_every_name_stands_above_its_row_and_fits():
    texts = [one["text"] for one in chart.figure(told(), width="phone").plotly["layout"]["annotations"]]
    assert "Stress" in texts and "more often" in texts
    assert max(len(text) for text in texts) <= 44


def test_with_headache_on_most_days_nothing_is_compared():
    found = associations(followed(("H." * 13 + "HH") * 10, {"stress": "+--" * 93 + "+"}), LATER)
    figure = chart.figure(found, width="desk")
    assert figure.table.rows[0][5] == "headache on too many days"
    assert "15.0 headache days per 28" in figure.summary


def test_what_goes_along_with_less_headache_is_told_so():
    found = associations(followed(*planted(risk=0.6, more=-0.5)), LATER)
    assert "less often than chance" in chart.figure(found, width="phone").summary


GATES = ("at-risk days", "exposed days", "unexposed days", "onsets", "blocks with both")


@pytest.mark.parametrize("what", GATES)
def test_every_gate_has_its_words(what):
    empty = associations(Diary(zone="UTC"), LATER)
    closed = Association(
        name="x",
        exposed_onsets=0,
        exposed=0,
        unexposed_onsets=0,
        unexposed=0,
        gates=(Gate(what, 3, 8),),
        comparison=None,
    )
    assert chart.why_not(empty, closed, ENGLISH)
    assert len(chart.lacking(empty, closed, ENGLISH)) <= 27 and "{" not in chart.lacking(empty, closed, ENGLISH)
    assert "{" not in chart.why_not(empty, closed, ENGLISH)


def test_what_is_listed_has_the_name_it_has_on_the_phone():
    listed = re.findall(
        r'\("(\w+)", _\("([^"]+)"\)\)', VOCABULARY.read_text().split("set follows", 1)[1].split("%}")[0]
    )
    assert len(listed) >= 10
    for key, text in listed:
        if key != "sleep":  # which is asked in hours, and compared as a short night
            assert chart.name_of(key, ENGLISH) == text
    assert chart.name_of("sleep", ENGLISH) == "Under 7 hours of sleep"


def test_of_very_many_things_the_first_are_drawn_and_all_are_in_the_table():
    one = told().followed[0]
    many: Associations = replace(told(), followed=tuple(replace(one, name=f"thing {place}") for place in range(40)))
    figure = chart.figure(many, width="phone")
    assert isinstance(one.comparison, Comparison)
    assert sum(len(trace["x"]) for trace in figure.plotly["data"] if trace["mode"] == "markers") == chart.MOST
    assert len(figure.table.rows) == 40
