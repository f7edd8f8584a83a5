"""Before and after each infusion, held to Farrar 2001 and Schwenk 2018."""

import pytest

from diary.analysis import PainChange, infusion_pain

from .made import diary, infusion, on


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (7, 5, "lower"),  # two points, 29 %
        (3, 2, "lower"),  # one point, 33 %
        (10, 9, "no clear change"),
        (4, 3, "no clear change"),  # 25 %
        (7, 7, "no clear change"),
        (5, 7, "higher"),
        (2, 3, "higher"),  # 50 %
        (0, 1, "no clear change"),  # no percent of nothing
        (0, 2, "higher"),
        (0, 0, "no clear change"),
    ],
)
def test_farrar_2001_a_clear_change_is_two_points_or_thirty_percent(before, after, direction):
    assert PainChange(before=before, after=after).direction == direction


@pytest.mark.parametrize(("before", "after", "response"), [(7, 5, True), (3, 2, False), (8, 1, True), (5, 7, False)])
def test_schwenk_2018_an_immediate_response_is_two_points_lower(before, after, response):
    assert PainChange(before=before, after=after).immediate_response is response


@pytest.mark.parametrize(("before", "after"), [(None, 5), (7, None), (None, None)])
def test_where_one_is_missing_there_is_no_difference(before, after):
    change = PainChange(before=before, after=after)
    assert (change.difference, change.percent, change.direction, change.immediate_response) == (None,) * 4


def test_a_zero_is_a_pain_that_was_given():
    change = PainChange(before=4, after=0)
    assert (change.difference, change.percent, change.direction) == (-4, -100, "lower")


def test_discharge_does_not_stand_in_for_the_end():
    (one,) = infusion_pain(diary(infusion("2026-04-09", pains={"before": 7, "discharge": 2}))).infusions
    assert one.change.after is None


def test_means_of_a_course_are_over_those_with_both_readings():
    course = infusion_pain(
        diary(
            infusion("2026-04-09", 8, 4, course_id="spring"),
            infusion("2026-04-12", 6, 3, course_id="spring"),
            infusion("2026-04-15", 9, course_id="spring"),
        )
    ).courses[0]
    assert (course.change.before, course.change.after) == (7, 3.5)
    assert (course.infusions, course.complete, course.responses) == (3, 2, 2)
    assert (course.first, course.last) == (on("2026-04-09"), on("2026-04-15"))


def test_a_course_with_no_reading_has_no_mean():
    course = infusion_pain(diary(infusion("2026-04-09", course_id="spring"))).courses[0]
    assert (course.change.before, course.change.after, course.change.direction) == (None, None, None)


def test_own_infusions_outside_courses_stand_for_themselves():
    pains = infusion_pain(diary(infusion("2026-04-09", 8, 4), infusion("2026-04-10", 6, 5)))
    assert [(one.course_id, one.infusions) for one in pains.courses] == [(None, 1), (None, 1)]


def test_by_date_within_a_period_and_only_those_given():
    records = diary(
        infusion("2026-05-01", 7, 2),
        infusion("2026-04-09", 8, 4),
        infusion("2026-03-01", 8, 4),
        infusion("2026-04-20", 7, 2, status="not-done"),
    )
    pains = infusion_pain(records, first=on("2026-04-01"), last=on("2026-05-01"))
    assert [one.date for one in pains.infusions] == [on("2026-04-09"), on("2026-05-01")]
