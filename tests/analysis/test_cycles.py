"""Cycles: which day follows which infusion, and which days nobody can say that of."""

from datetime import timedelta

import pytest

from diary.analysis import cycles
from diary.analysis.cycles import BASELINE, IN_COURSE

from .made import LATER, answer, at, days_of, diary, infusion, on


def diary_of(*infusions, first="2026-01-01", length=200):
    return diary(*days_of("H." * (length // 2), first).days, *infusions)


def spans(found):
    return [(str(one.began), str(one.ended), str(one.last), one.is_completed) for one in found.cycles]


def test_a_cycle_runs_from_the_last_infusion_of_a_course_to_the_day_before_the_next():
    records = diary_of(
        infusion("2026-03-01", course_id="a"),
        infusion("2026-03-04", course_id="a"),
        infusion("2026-05-01", course_id="b"),
    )
    found = cycles(records, at("2026-06-30 22:00"))
    assert spans(found) == [
        ("2026-03-01", "2026-03-04", "2026-04-30", True),
        ("2026-05-01", "2026-05-01", "2026-06-30", False),
    ]
    assert [one.length for one in found.cycles] == [57, 60]
    assert found.current.day(on("2026-06-09")) == 39


def test_every_day_is_baseline_in_a_course_or_in_one_cycle():
    records = diary_of(infusion("2026-03-01", course_id="a"), infusion("2026-03-04", course_id="a"))
    found = cycles(records, at("2026-03-10 22:00"))
    told = dict(zip((one.date for one in found.days), found.places.tolist(), strict=True))
    assert (str(min(told)), str(max(told))) == ("2026-01-01", "2026-03-10")
    assert {day for day, place in told.items() if place == IN_COURSE} == {
        on("2026-03-01") + timedelta(days=place) for place in range(4)
    }
    assert all((place == BASELINE) == (day < on("2026-03-01")) for day, place in told.items())
    assert sum(place == 1 for place in told.values()) == 6
    assert [one.date for one in found.days[found.slice_of(found.current)]][::5] == [on("2026-03-05"), on("2026-03-10")]


GROUPS = {
    "named alike, three weeks apart": ([("03-01", "a"), ("03-22", "a")], 1),
    "named alike, but two months apart": ([("03-01", "a"), ("05-01", "a")], 2),
    "named differently, on following days": ([("03-01", "a"), ("03-02", "b")], 2),
    "without names, a week apart": ([("03-01", None), ("03-08", None), ("03-15", None)], 1),
    "without names, at the limit": ([("03-01", None), ("03-11", None)], 1),
    "without names, past the limit": ([("03-01", None), ("03-12", None)], 2),
    "one of them without a name": ([("03-01", "a"), ("03-05", None), ("03-09", "a")], 1),
    "a name that begins after one without": ([("03-01", None), ("03-05", "a"), ("03-09", "b")], 2),
}


@pytest.mark.parametrize("name", GROUPS)
def test_infusions_are_grouped_by_name_and_by_gap(name):
    told, number = GROUPS[name]
    records = diary_of(*(infusion(f"2026-{day}", course_id=course) for day, course in told))
    assert len(cycles(records, LATER).cycles) == number


def test_the_baseline_is_what_lies_before_the_first_infusion_and_nothing_later():
    baseline = cycles(diary_of(infusion("2026-02-09")), LATER).baseline
    assert (str(baseline.first), str(baseline.last)) == ("2026-01-01", "2026-02-08")
    assert (baseline.days, baseline.recorded, baseline.headache, baseline.is_enough) == (39, 39, 20, True)


def test_of_a_long_time_before_only_the_latest_three_months_are_baseline():
    baseline = cycles(diary_of(infusion("2026-05-01")), LATER).baseline
    assert (baseline.days, str(baseline.first)) == (84, "2026-02-06")


@pytest.mark.parametrize(
    "pattern, is_enough",
    [("H" * 28, True), ("H" * 27, False), ("H" + " " * 8 + "." * 19, True), ("H" + " " * 9 + "." * 18, False)],
)
def test_a_baseline_is_28_days_of_which_20_are_recorded(pattern, is_enough):
    before = days_of(pattern, "2026-01-01").days
    first = on("2026-01-01") + timedelta(days=len(pattern))
    found = cycles(diary(*before, infusion(str(first))), LATER)
    assert found.baseline.is_enough is is_enough


def test_a_diary_that_began_with_the_infusion_has_no_baseline():
    records = diary(infusion("2026-03-01"), *days_of("H.H.", "2026-03-02").days)
    baseline = cycles(records, LATER).baseline
    assert (baseline.days, baseline.recorded, baseline.is_enough) == (0, 0, False)


def test_without_an_infusion_that_was_given_there_is_no_cycle():
    planned = infusion("2026-03-01", status="preparation")
    tomorrow = infusion("2026-03-02")
    assert cycles(diary_of(planned, tomorrow), at("2026-03-01 12:00")) is None


def test_today_counts_once_something_is_recorded_for_it():
    records = diary_of(infusion("2026-03-01"), length=60)
    asked = cycles(records, at("2026-03-10 08:00")).asked
    assert str(asked) == "2026-03-09"
    told = diary(*records.days, *records.infusions, answer("2026-03-10", headache=True, answered="2026-03-10 07:00"))
    assert str(cycles(told, at("2026-03-10 08:00")).asked) == "2026-03-10"


def test_on_the_day_of_an_infusion_the_cycle_has_no_day_yet():
    found = cycles(diary_of(infusion("2026-03-05"), length=60), at("2026-03-05 18:00"))
    assert (found.current.length, found.current.last) == (0, on("2026-03-05"))
    assert found.places[-1] == IN_COURSE
