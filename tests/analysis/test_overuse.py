"""Days with intake in a rolling 30 days against the limits of ICHD-3 8.2: each class by itself, then several together."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis import classify, overuse, overuse_of
from diary.analysis.definitions import LIMITS

from .made import LATER, answer, at, attack, diary, dose, on

FIRST = on("2026-06-01")
LAST = FIRST + timedelta(days=29)


def taken(drug_class, places, *, times=1):
    """Doses of a class on these days of June, each day at 09:00 and on."""
    return [
        dose(f"{FIRST + timedelta(days=place)} {9 + hour:02}:00", drug_class)
        for place in places
        for hour in range(times)
    ]


def june(*doses, last=LAST):
    return overuse(classify(diary(*doses), FIRST, last, LATER))


def of(told, name):
    return next(one for one in told.classes if one.drug_class == name)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("below", [0, 1])
def test_a_class_reaches_its_own_limit_on_that_day_and_not_one_before(name, below):
    """ICHD-3 8.2.1-8.2.5: triptan, ergot, opioid, combination analgesic 10 days; paracetamol, aspirin, NSAID 15."""
    limit = 15 if name in ("paracetamol", "aspirin", "nsaid") else 10
    one = of(june(*taken(name, range(limit - below))), name)
    assert (one.days, one.limit.days, one.standing) == (limit - below, limit, "near" if below else "over")


@pytest.mark.parametrize(("name", "near"), [("triptan", 8), ("nsaid", 12)])
def test_it_is_said_ahead_of_the_limit(name, near):
    assert of(june(*taken(name, range(near))), name).standing == "near"
    assert of(june(*taken(name, range(near - 1))), name).standing == ""


@pytest.mark.parametrize("name", ["gepant", "ditan", "antiemetic", "other", None])
def test_what_has_no_limit_is_counted_and_never_over(name):
    one = of(june(*taken(name, range(30))), name or "unknown")
    assert (one.days, one.limit, one.standing, one.spans) == (30, None, "", ())


def test_days_are_counted_and_not_doses():
    """ICHD-3 8.2: days of intake."""
    told = june(*taken("triptan", range(9), times=4))
    assert (of(told, "triptan").days, of(told, "triptan").week, told.any_class.tolist()) == (9, 0, [9])


def test_the_thirtieth_day_before_has_left_the_window():
    told = june(*taken("triptan", range(10)), last=LAST + timedelta(days=1))
    assert of(told, "triptan").counts.tolist() == [10, 9]


def test_a_preventive_counts_nowhere():
    told = june(dose("2026-06-10 09:00", "triptan", kind="preventive"))
    assert (told.classes, told.any_class.tolist()) == ((), [0])


def test_an_overused_combination_is_not_split_into_its_parts():
    """ICHD-3 8.2 note 1: coded as 8.2.5, and not according to each constituent."""
    told = june(*taken("combination_analgesic", range(12)))
    assert [one.drug_class for one in told.classes] == ["combination_analgesic"]
    assert told.together.standing == ""


TOGETHER = {
    "six and four days of two classes": ({"triptan": range(6), "paracetamol": range(6, 10)}, 10, "over"),
    "the same days twice are counted once": ({"triptan": range(6), "paracetamol": range(6)}, 6, ""),
    "nine together": ({"triptan": range(5), "paracetamol": range(5, 9)}, 9, "near"),
    "one class alone is not several": ({"nsaid": range(12)}, 12, ""),
    "one of them is over by itself": ({"triptan": range(10), "nsaid": range(10, 16)}, 16, ""),
    "a gepant is not among them": ({"triptan": range(6), "gepant": range(6, 20)}, 6, ""),
    "three classes": ({"nsaid": range(4), "aspirin": range(4, 8), "opioid": range(8, 11)}, 11, "over"),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_several_classes_together(case):
    """ICHD-3 8.2.6: any combination on 10 days or more while no single class is overused; wording not verified."""
    classes, days, standing = TOGETHER[case]
    together = june(*(one for name, places in classes.items() for one in taken(name, places))).together
    assert (together.days, together.standing) == (days, standing)
    assert bool(together.spans) is (standing == "over")


def test_a_span_over_the_limit_has_its_dates_and_its_highest_count():
    told = june(*taken("triptan", range(11)), last=FIRST + timedelta(days=89))
    (span,) = of(told, "triptan").spans
    # Day 30 and 31 look back on eleven and ten of them, day 32 on nine.
    assert (span.first, span.last, span.most) == (on("2026-06-30"), on("2026-07-01"), 11)
    assert told.dates[0] == np.datetime64("2026-06-30")


def test_a_whole_diary_is_counted_from_its_first_day():
    written = [*taken("triptan", range(3)), answer("2026-06-05", False)]
    told = overuse_of(diary(*written), at("2026-06-06 12:00"))
    assert (told.first, told.last) == (FIRST, on("2026-06-06"))
    assert of(told, "triptan").counts.tolist() == [1, 2, 3, 3, 3, 3]
    assert told.recorded.tolist() == [1, 2, 3, 3, 4, 4]


def test_the_class_nearest_to_its_limit_comes_first():
    told = june(*taken("gepant", range(20)), *taken("nsaid", range(7)), *taken("triptan", range(6)))
    assert [one.drug_class for one in told.classes] == ["triptan", "nsaid", "gepant"]


def test_a_dose_belongs_to_the_date_its_own_clock_showed():
    away = dose("2026-06-10 00:30", "triptan", zone="Asia/Tokyo")
    home = dose("2026-06-10 09:00", "triptan")
    assert of(june(away, home), "triptan").days == 1


def test_fewer_than_thirty_days_have_no_count():
    with pytest.raises(ValueError, match="30 days"):
        overuse(classify(diary(), FIRST, FIRST + timedelta(days=28), LATER))


DOSES = st.lists(st.tuples(st.sampled_from([*LIMITS, "gepant"]), st.integers(0, 89)), max_size=60)


@settings(max_examples=40, deadline=None)
@given(DOSES)
def test_each_count_is_what_looking_at_each_window_gives(chosen):
    """The plainest possible counting, day by day, agrees with the running sums."""
    doses = [dose(f"{FIRST + timedelta(days=place)} 12:00", name) for name, place in chosen]
    told = june(*doses, last=FIRST + timedelta(days=89))
    for place in range(61):
        window = range(place, place + 30)
        for one in told.classes:
            assert one.counts[place] == len({day for name, day in chosen if name == one.drug_class and day in window})
        mixed = {name: {day for kind, day in chosen if kind == name and day in window} for name in LIMITS}
        total = len(set().union(*mixed.values()))
        alone = any(len(days) >= LIMITS[name].days for name, days in mixed.items())
        assert told.together.counts[place] == total
        assert told.together.over[place] == (total >= 10 and sum(map(bool, mixed.values())) > 1 and not alone)


def test_an_attack_without_a_dose_counts_for_nothing():
    told = june(attack("2026-06-03 09:00"))
    assert (told.classes, told.recorded.tolist()) == ((), [1])


def test_the_last_day_is_the_day_of_asking():
    told = overuse_of(diary(answer("2026-06-01", False)), at("2026-06-20 12:00"))
    assert told.last == date(2026, 6, 20)
