"""The response to a course: at its end, and at follow-ups a level of seven days, held to Schwenk 2018."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis import Diary, level, responses

from .made import LATER, answer, at, diary, infusion, on


def week(last, pains):
    """Answers of the days that end on `last`: a number is the worst pain, 0 none, "?" untold, None a silent day."""
    first = on(last) - timedelta(days=len(pains) - 1)
    dates = [str(first + timedelta(days=place)) for place in range(len(pains))]
    told = zip(dates, pains, strict=True)
    return [
        answer(day, headache=pain != 0, worst_pain=None if pain == "?" else pain or None)
        for day, pain in told
        if pain is not None
    ]


def course(*more, end=3, before=8):
    """One course of two infusions, on 10 and 11 April."""
    return diary(
        infusion("2026-04-10", before, 6, course_id="spring", course_kind="initial"),
        infusion("2026-04-11", 7, end, course_id="spring", course_kind="initial"),
        *more,
    )


def only(records, days=(38,), now=LATER):
    (one,) = responses(records, now, days)
    return one


@pytest.mark.parametrize(
    ("before", "end", "immediate"), [(8, 6, True), (8, 7, False), (8, None, None), (None, 2, None)]
)
def test_schwenk_2018_immediate_is_from_before_the_first_to_the_end_of_the_last_infusion(before, end, immediate):
    assert only(course(before=before, end=end)).immediate is immediate


@pytest.mark.parametrize(
    ("pains", "known", "mean"),
    [
        ([7, 7, 7, 7, 7, 7, 7], 7, 7),
        ([7, 0, 7, 0, 7, 0, 0], 7, 3),  # a headache-free day counts
        ([6, None, 6, None, 6, None, 6], 4, 6),  # a silent day does not
        ([6, None, 6, None, 6, None, None], 3, None),  # too few
        ([6, "?", 6, "?", 6, "?", "?"], 3, None),  # a headache whose pain nobody told
        ([None] * 7, 0, None),
        ([0] * 7, 7, 0),
    ],
)
def test_a_level_is_the_mean_of_the_known_days_of_seven(pains, known, mean):
    told = level(diary(*week("2026-04-09", pains)), on("2026-04-09"), LATER)
    assert (told.known, told.mean) == (known, mean)
    assert (told.first, told.last) == (on("2026-04-03"), on("2026-04-09"))


@pytest.mark.parametrize(("then", "sustained"), [([5] * 7, True), ([6] * 7, False), ([5] * 3 + [None] * 4, None)])
def test_schwenk_2018_sustained_is_a_level_two_points_below_that_before_the_course(then, sustained):
    one = only(course(*week("2026-04-09", [7] * 7), *week("2026-05-19", then)))
    (follow_up,) = one.follow_ups
    assert (follow_up.level.last - one.last).days == follow_up.day == 38
    assert follow_up.sustained is sustained


def test_without_a_level_before_nothing_is_said_to_have_lasted():
    (follow_up,) = only(course(*week("2026-05-19", [0] * 7))).follow_ups
    assert follow_up.level.mean == 0
    assert follow_up.sustained is None


def test_a_day_of_the_course_is_in_neither_level():
    one = only(course(*week("2026-04-12", [10] * 3)), days=(7,))
    assert one.before.known == 0
    assert one.follow_ups[0].level.known == 1, "the day after the last infusion"


def test_after_another_course_began_it_is_not_this_one_that_lasts():
    records = course(
        *week("2026-04-09", [7] * 7),
        *week("2026-05-19", [1] * 7),
        infusion("2026-05-19", 7, 3, course_id="summer", course_kind="maintenance"),
    )
    spring, summer = responses(records, LATER, (38,))
    (follow_up,) = spring.follow_ups
    assert follow_up.superseded and follow_up.sustained is None
    assert follow_up.level.mean == 1, "what was told is shown all the same"
    assert summer.kind == "maintenance"


def test_a_follow_up_that_has_not_come_is_not_there():
    days = (7, 38, 101)
    assert [one.day for one in only(course(), days, at("2026-05-18 23:00")).follow_ups] == [7]
    assert [one.day for one in only(course(), days, at("2026-05-19 01:00")).follow_ups] == [7, 38]


def test_infusions_outside_any_course_stand_for_themselves_and_those_not_given_for_nothing():
    records = diary(
        infusion("2026-04-10", 8, 3), infusion("2026-04-12", 8, 7), infusion("2026-04-14", 8, 1, status="not-done")
    )
    assert [(one.course_id, one.immediate) for one in responses(records, LATER, ())] == [(None, True), (None, False)]


def test_a_follow_up_within_the_course_is_refused():
    with pytest.raises(ValueError, match="7 days"):
        responses(Diary(zone="UTC"), LATER, (6,))


def test_an_empty_diary_has_no_response():
    assert responses(Diary(zone="UTC"), LATER, (38,)) == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=12), st.lists(st.integers(0, 10)))
def test_many_courses_are_each_what_they_are_alone(courses, pains):
    days = [
        answer(str(on("2026-03-01") + timedelta(days=place)), pain > 0, worst_pain=pain or None)
        for place, pain in enumerate(pains)
    ]
    given_on = [
        infusion(
            str(on("2026-03-08") + timedelta(days=day)), 8, 5, id=f"{place}", course_id=f"{place}" if named else None
        )
        for place, (day, named) in enumerate(courses)
    ]
    together = diary(*given_on, *days)
    for one in responses(together, LATER, (7, 38)):
        assert one.before == level(together, one.first - timedelta(days=1), LATER)
        for follow_up in one.follow_ups:
            begun = [other.date for other in given_on if one.last < other.date <= follow_up.level.last]
            assert follow_up.level == level(together, one.last + timedelta(days=follow_up.day), LATER)
            assert follow_up.superseded is bool(begun)
