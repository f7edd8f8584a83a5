"""Medicine days, aura and attacks as drawn: the same numbers in lines, table and words, and what is not known apart."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from diary.analysis import attack_times, aura_days, classify, overuse_of
from diary.charts import attacks, aura, medicine_days
from tests.analysis.made import answer, at, attack, diary, dose, on
from tests.analysis.made import aura as an_aura

FIRST, LAST = on("2026-06-01"), on("2026-08-31")
NOW = at("2026-08-31 22:00")


def taken(name, places):
    return [dose(f"{FIRST + timedelta(days=place)} 09:00", name) for place in places]


def medicine(*records, width="desk", first=FIRST):
    told = overuse_of(diary(answer(str(FIRST), False), *records), NOW).since(first)
    return medicine_days.figure(told, width=width, first=first, last=LAST)


def shaded(figure):
    return [shape for shape in figure.plotly["layout"]["shapes"] if shape["type"] == "rect"]


def test_the_time_over_a_limit_is_shaded_between_its_dates():
    figure = medicine(*taken("triptan", range(12)))
    (shape,) = shaded(figure)
    # The tenth day is 10 June; on 2 July the rolling 30 days hold the last ten of the twelve.
    assert (shape["x0"], shape["x1"]) == ("2026-06-10", "2026-07-02 23:59")
    assert figure.table.rows == (("triptans", "0", "0", "12", "10", "10 Jun 2026 to 2 Jul 2026"),)


def test_times_over_several_limits_are_shaded_once_and_hide_no_line():
    figure = medicine(*taken("triptan", range(12)), *taken("opioid", range(5, 17)), *taken("ergot", range(60, 72)))
    assert [(shape["x0"], shape["x1"]) for shape in shaded(figure)] == [
        ("2026-06-10", "2026-07-07 23:59"),
        ("2026-08-09", "2026-08-31 23:59"),
    ]


def test_a_name_fits_into_the_margin_of_a_desk():
    figure = medicine(*taken("combination_analgesic", range(70, 90)))
    assert "combined 20" in [one["text"] for one in figure.plotly["layout"]["annotations"]]
    assert figure.table.rows[0][0] == "combination painkillers"


def test_four_names_on_a_phone_are_apart_as_high_as_words_of_low_light_are():
    four = ("triptan", "opioid", "ergot", "combination_analgesic")
    layout = medicine(*(one for name in four for one in taken(name, range(70, 90))), width="phone").plotly["layout"]
    names = sorted(one["y"] for one in layout["annotations"] if one["x"] == 1)
    pixels = medicine_days.HEIGHT["phone"] / (layout["yaxis"]["range"][1] + 0.4)
    assert len(names) == 4 and all((over - under) * pixels >= 18 for under, over in pairwise(names))


def test_a_span_that_began_before_the_period_is_drawn_from_its_edge_and_told_whole():
    first = on("2026-06-20")
    figure = medicine(*taken("triptan", range(12)), first=first)
    assert shaded(figure)[0]["x0"] == "2026-06-20"
    assert figure.table.rows[0][-1] == "10 Jun 2026 to 2 Jul 2026"


def test_a_phone_shows_counts_and_common_limits_and_no_judgement():
    figure = medicine(*taken("triptan", range(80, 91)), *taken("gepant", [90]), width="phone")
    assert shaded(figure) == []
    assert figure.summary == "Triptans: 11 of the last 30 days, a common limit is 10; gepants: 1 of the last 30 days."
    assert figure.table.head == ("Medicine", "Last 30 days", "Last 7", "Most in 30", "A common limit")
    words = [one["text"] for one in figure.plotly["layout"]["annotations"]]
    assert words == ["a common limit: 10", "gepants 1", "triptans 11"]


def test_a_line_has_a_point_where_its_count_changes_and_at_both_ends():
    figure = medicine(*taken("triptan", [0, 3]))
    (line,) = figure.plotly["data"]
    days = ["2026-06-01", "2026-06-04", "2026-07-01", "2026-07-04", "2026-08-31"]
    assert (line["x"], line["y"], line["line"]["shape"]) == (days, [1, 2, 1, 0, 0], "hv")


def test_several_classes_together_are_told_when_they_matter():
    figure = medicine(*taken("triptan", range(70, 76)), *taken("nsaid", range(76, 82)))
    assert [row[0] for row in figure.table.rows] == ["triptans", "NSAIDs", "several together"]
    assert "several together 12 of 10" in figure.summary and shaded(figure) == []
    assert [row[0] for row in medicine(*taken("triptan", range(3))).table.rows] == ["triptans"]


def test_names_in_the_margin_do_not_lie_over_one_another():
    figure = medicine(*(one for name in ("triptan", "nsaid", "gepant") for one in taken(name, range(80, 89))))
    places = sorted(one["y"] for one in figure.plotly["layout"]["annotations"])
    assert len(places) == 5 and all(after - before > 2 for before, after in pairwise(places))


def auras(*records):
    return aura_days(classify(diary(*records), FIRST, LAST, NOW))


def test_an_aura_day_is_open_without_headache_and_filled_with_it():
    told = auras(
        an_aura("2026-06-03 08:00", 20),
        attack("2026-06-03 08:10", 5),
        replace(an_aura("2026-06-20 08:00", 20), kind="sensory"),
        replace(an_aura("2026-06-20 08:30", 20), kind="visual"),
        replace(an_aura("2026-07-01 08:30", 20), kind="like a film"),
    )
    filled, open_ = aura.figure(told, width="desk").plotly["data"]
    assert (filled["x"], open_["x"]) == (["2026-06-03"], ["2026-06-20", "2026-06-20", "2026-07-01"])
    assert (told.kinds, told.kind_days) == (("visual", "sensory", "own"), (2, 1, 1))
    assert aura.figure(told, width="desk").table.rows[:2] == (
        ("Jun 2026", "2", "1", "2", "2", "1", "0"),
        ("Jul 2026", "1", "1", "1", "0", "0", "1"),
    )


def test_the_months_of_aura_add_up_to_the_period():
    told = auras(*(an_aura(f"2026-0{month}-{day:02} 23:50", 20) for month in (6, 7, 8) for day in (1, 9, 30)))
    # Each of them reaches over midnight.
    assert (sum(one.aura for one in told.months), told.days, told.latest) == (17, 17, 4)
    assert [len(one.by_kind) for one in told.months] == [1, 1, 1]


def times(*records):
    return attack_times(classify(diary(*records), FIRST, LAST, NOW), NOW)


LENGTHS = {3.9: 0, 4: 1, 12: 2, 24: 3, 48: 4, 72: 4, 72.1: 5}


@pytest.mark.parametrize("hours", LENGTHS)
def test_an_attack_is_in_the_class_of_its_length(hours):
    """ICHD-3 1.1 B: 72 hours are within it."""
    lengths = times(attack("2026-06-03 07:10", hours)).lengths.tolist()
    assert lengths.index(1) == LENGTHS[hours] and sum(lengths) == 1


def test_an_attack_without_an_end_has_no_length():
    told = times(attack("2026-06-03 07:10", None), attack("2026-08-31 07:10", None), attack("2026-07-03 07:10", 6))
    assert (told.end_unknown, told.ongoing, told.median_hours, told.without_length) == (1, 1, 6.0, 2)
    bars = attacks.figure(told, width="desk").plotly["data"][1]
    assert (bars["y"], bars["marker"]["pattern"]["shape"][-1]) == ([0, 1, 0, 0, 0, 0, 2], "/")
    assert "end not noted: 1, going on: 1" in attacks.figure(told, width="phone").summary


CLOCKS = {
    "as the patient's clock showed": ("2026-06-03 07:10", "America/Los_Angeles", 7),
    "on a journey": ("2026-06-03 23:10", "Asia/Kolkata", 23),
    "after the clock was put forward": ("2026-03-08 09:10", "America/Los_Angeles", 9),
    "before it was put forward": ("2026-03-08 01:10", "America/Los_Angeles", 1),
    "after it was put back": ("2026-11-01 22:10", "America/Los_Angeles", 22),
}


@pytest.mark.parametrize("case", CLOCKS)
def test_the_hour_is_that_of_the_clock(case):
    start, zone, hour = CLOCKS[case]
    days = classify(diary(attack(start, 5, zone=zone)), on("2026-03-01"), on("2026-11-30"), at("2026-12-01 08:00"))
    assert attack_times(days, at("2026-12-01 08:00")).hours.tolist().index(1) == hour
