"""When baseline frequency was back after a course: on which day, by which end, and what is left out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diary.analysis import Diary, outcomes, returns, returns_of

from .made import at, days_of, infusion, on

BASELINE = "H.HH." * 6  # 30 days, 18 with headache: .6, and .48 is the mark
ZERO = on("2026-01-31")  # day 0 is the day after the baseline


def told(after, *, baseline=BASELINE, next_after=None, asked=None):
    """A diary of a baseline, one infusion, and the days `after` it; asked in the evening of its last day."""
    records = days_of(baseline + "H" + after, str(ZERO - timedelta(days=len(baseline))))
    given = [infusion(str(ZERO), id="first")]
    if next_after is not None:
        given.append(infusion(str(ZERO + timedelta(days=next_after)), id="next", course_id="later"))
    last = ZERO + timedelta(days=asked or len(after))
    return replace(records, infusions=tuple(given)), at(f"{last} 23:00")


def first(*given, **more):
    diary, now = told(*given, **more)
    return returns(diary, now)[0]


QUIET, LOUD = "." * 28, "H"


def test_the_first_day_whose_trailing_rate_is_not_below_four_fifths_of_baseline():
    """After 28 quiet days .48 is reached with 14 of 28 days, as 13 of 28 are .464."""
    found = first(QUIET + LOUD * 20)
    assert (found.ended, found.day, found.at_once) == ("returned", 28 + 14, False)


def test_exactly_four_fifths_is_back():
    """Of a baseline of .5: 10 of 25 known days are .4, 10 of 26 are less."""
    after = "." * 15 + "   " + "H" * 10
    found = first(after, baseline="H." * 15)
    assert (found.ended, found.day) == ("returned", 28)
    assert first("." * 16 + "  " + "H" * 10, baseline="H." * 15).ended == "watched"


def test_one_that_never_fell_is_back_on_the_first_day_that_is_judged_and_is_told_apart():
    found = first("H.HH." * 8)
    assert (found.ended, found.day, found.at_once) == ("returned", 28, True)


def test_the_next_infusion_ends_the_watching_the_day_before():
    found = first("." * 40 + "H" * 30, next_after=41)
    assert (found.ended, found.day) == ("infusion", 40)


def test_who_is_still_lower_is_watched():
    found = first("." * 50)
    assert (found.ended, found.day) == ("watched", 50)


def test_before_day_28_nothing_is_judged():
    assert (first("H" * 20).ended, first("H" * 20).day) == ("watched", 20)
    assert first("H" * 27).ended == "watched"
    assert first("H" * 28).ended == "returned"


def test_days_with_fewer_than_14_known_are_not_judged():
    """Silence from day 30 on: the last day that is judged is the one with 14 known days left."""
    found = first("." * 30 + " " * 60)
    assert (found.ended, found.day) == ("watched", 30 + 14)


def test_a_return_in_silence_is_found_out_later():
    found = first("." * 30 + " " * 30 + "H" * 20)
    assert (found.ended, found.day) == ("returned", 60 + 14)


@pytest.mark.parametrize(
    ("baseline", "after", "ended"),
    [
        ("H." * 13, "." * 40, "no baseline"),
        ("H         " * 4, "." * 40, "no baseline"),
        ("." * 30, "." * 40, "no baseline"),
        (BASELINE, " " * 40, "not recorded"),
    ],
)
def test_what_is_left_out(baseline, after, ended):
    assert first(after, baseline=baseline, asked=40).ended == ended


def test_a_silent_day_more_changes_nothing():
    shorter, longer = (first("." * 40 + " " * more) for more in (0, 1))
    assert (shorter.ended, longer.ended) == ("watched", "watched")
    assert longer.day - shorter.day in (0, 1)


def test_the_curve_of_a_clinic_counts_every_course_once():
    courses = [told(QUIET + "H" * 20), told("." * 48), told("H" * 48), told(" " * 48), told("." * 48, baseline="H")]
    now = courses[0][1]
    found = returns_of([diary for diary, _ in courses], now, {"first"})
    assert (found.curve.n, found.patients, found.at_once, found.left_out) == (3, 3, 1, 2)
    assert found.ended == {"returned": 2, "watched": 1, "no baseline": 1, "not recorded": 1}
    assert [(one.day, one.at_risk) for one in found.curve.steps] == [(28, 3), (42, 2)]
    assert found.curve.censored == (48,)


def test_only_the_courses_of_the_table_are_in_its_curve():
    diary, now = told("." * 40 + "H" * 30, next_after=41)
    assert outcomes([diary], now).returns.curve.n == 2
    assert outcomes([diary], now, last=ZERO).returns.curve.censored == (40,)
    assert outcomes([Diary(zone="UTC")], now).returns.curve.n == 0
