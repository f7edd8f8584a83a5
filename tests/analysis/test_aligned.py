"""Cycles laid over one another: the rate of the 14 days up to each day, of the cycle alone."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from diary.analysis import aligned, classify, cycles, rate

from .made import days_of, diary, infusion, on

FIRST = on("2026-01-01")
PATTERN = "HH.H" * 10 + "." + "..H. ...H" * 8 + "." + "HHH.. .H" * 5
GIVEN = (40, 40 + 73)
NOW = datetime(2026, 1, 1, 20, tzinfo=UTC) + timedelta(days=len(PATTERN) - 1)


def lines():
    given = [infusion(str(FIRST + timedelta(days=day)), course_id=f"course of day {day}") for day in GIVEN]
    found = cycles(diary(*days_of(PATTERN, str(FIRST)).days, *given), NOW)
    return found, aligned(found)


def test_each_point_is_the_rate_of_the_14_days_up_to_it():
    found, told = lines()
    for line in told.cycles:
        assert line.days.tolist() == list(range(14, line.cycle.length + 1))
        for day, value, count, known in zip(line.days.tolist(), line.per_28, line.count, line.known, strict=True):
            last = line.cycle.ended + timedelta(days=day)
            days = classify(found.days.diary, last - timedelta(days=13), last, NOW)
            assert (count, known) == (int(days.headache.sum()), int(days.recorded.sum()))
            assert value == pytest.approx(28 * count / known)


def test_no_day_of_the_course_or_before_it_is_in_a_line():
    _, told = lines()
    first = told.cycles[0]
    counted = PATTERN[GIVEN[0] + 1 : GIVEN[0] + 15]
    assert (first.count[0], first.known[0]) == (counted.count("H"), 14 - counted.count(" "))


def test_a_cycle_of_13_days_has_no_line():
    given = [infusion(str(FIRST + timedelta(days=day)), course_id=str(day)) for day in (40, 54)]
    found = cycles(diary(*days_of("H" * 60, str(FIRST)).days, *given), NOW)
    assert aligned(found).cycles[0].days.tolist() == []
    assert aligned(found).cycles[0].latest is None


def test_a_line_has_a_gap_where_fewer_than_7_days_are_known():
    pattern = "H" * 41 + "." * 14 + " " * 14 + "H" * 14
    found = cycles(diary(*days_of(pattern, str(FIRST)).days, infusion(str(FIRST + timedelta(days=40)))), NOW)
    (line,) = aligned(found).cycles
    there = dict(zip(line.days.tolist(), (~np.isnan(line.per_28)).tolist(), strict=True))
    assert [there[day] for day in (14, 21, 22, 34, 35)] == [True, True, False, False, True]


def test_the_baseline_is_there_when_there_is_enough_of_it():
    found, told = lines()
    assert told.baseline.per_28 == pytest.approx(21) and told.baseline.known == 40
    assert told.baseline == rate(found.days, told.baseline.first, told.baseline.last)
    short = cycles(diary(*days_of("H" * 60, str(FIRST)).days, infusion(str(FIRST + timedelta(days=20)))), NOW)
    assert aligned(short).baseline is None
