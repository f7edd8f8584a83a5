"""What was followed: three answers, and one name however it is written."""

from dataclasses import replace

from diary.analysis.definitions import NO, UNKNOWN, YES
from diary.analysis.exposures import Exposure

from .made import answer, diary, on

FIRST = on("2026-05-01")


def table(*days):
    """What each name was on the first three days of May."""
    told = [
        replace(answer(f"2026-05-0{place}", False), exposures=tuple(exposures))
        for place, exposures in enumerate(days, 1)
    ]
    columns = diary(*told).columns.exposures
    return dict(zip(columns.names, columns.on_days(FIRST.toordinal(), 3).tolist(), strict=True))


def test_a_name_that_was_not_asked_is_not_known():
    assert table([Exposure(name="stress", present=True)], [], [Exposure(name="stress", present=False)]) == {
        "stress": [YES, UNKNOWN, NO]
    }


def test_capitals_and_spaces_make_no_other_name():
    assert table([Exposure(name="Red  wine ", present=True)], [Exposure(name="red wine", present=False)]) == {
        "Red wine": [YES, NO, UNKNOWN]
    }


def test_a_plain_answer_beats_an_amount():
    assert table([Exposure(name="caffeine", present=False, amount=2)]) == {"caffeine": [NO, UNKNOWN, UNKNOWN]}


def test_of_two_answers_on_one_day_the_yes_counts():
    twice = [Exposure(name="stress", present=True), Exposure(name="Stress", present=False)]
    assert table(twice)["stress"][0] == table(twice[::-1])["Stress"][0] == YES


def test_a_short_night_is_the_exposure_of_sleep():
    hours = ([Exposure(name="sleep", amount=amount, unit="h")] for amount in (6.9, 7.0, 0.0))
    assert table(*hours) == {"sleep": [YES, NO, YES]}


def test_days_outside_are_left_out():
    columns = diary(replace(answer("2026-04-30", False), exposures=(Exposure(name="x", present=True),))).columns
    assert columns.exposures.on_days(FIRST.toordinal(), 3).tolist() == [[UNKNOWN] * 3]


def test_of_too_many_names_those_with_the_most_answers_are_kept_in_their_order():
    rare, often = Exposure(name="once", present=True), Exposure(name="often", present=False)
    days = [
        replace(answer(f"2026-05-0{day}", False), exposures=(*((rare,) if day == 1 else ()), often, *more))
        for day, more in (
            (1, ()),
            (2, (Exposure(name="twice", present=True),)),
            (3, (Exposure(name="Twice", amount=0),)),
        )
    ]
    columns = diary(*days).columns.exposures
    kept = columns.most_answered(FIRST.toordinal(), 3, 2)
    assert kept.names == ("often", "twice")
    assert kept.on_days(FIRST.toordinal(), 3).tolist() == [[NO, NO, NO], [UNKNOWN, YES, NO]]
    assert columns.most_answered(FIRST.toordinal(), 3, 3) is columns
