"""The trailing rate over time: each point is the rate of its own 28 days."""

from datetime import timedelta

import numpy as np
import pytest

from diary.analysis import abandoned_at, classify, rate, trend

from .made import LATER, answer, at, attack, days_of, diary, dose, infusion, on

PATTERN = "HH.. .H.H ...HHH" * 8
FIRST = on("2026-01-01")
LAST = FIRST + timedelta(days=len(PATTERN) - 1)


def test_each_point_is_the_rate_of_the_28_days_up_to_it():
    records = days_of(PATTERN)
    whole = trend(records, now=LATER, first=FIRST, last=LAST)
    days = classify(records, FIRST - timedelta(days=27), LAST, LATER)
    for place, day in enumerate(whole.dates.astype(object)):
        alone = rate(days, day - timedelta(days=27), day, clustering=whole.latest.clustering)
        assert (whole.count[place], whole.known[place]) == (alone.count, alone.known)
        if alone.per_28 is None:
            assert all(np.isnan(line[place]) for line in (whole.per_28, whole.low, whole.high))
        else:
            told = (whole.per_28[place], whole.low[place], whole.high[place])
            assert told == pytest.approx((alone.per_28, alone.low, alone.high))


def test_the_same_day_has_the_same_number_whatever_period_is_shown():
    records = days_of(PATTERN)
    long, short = (trend(records, now=LATER, first=first, last=LAST) for first in (FIRST, LAST - timedelta(days=20)))
    assert short.per_28 == pytest.approx(long.per_28[-21:])
    assert short.latest == long.latest


def test_the_line_is_broken_where_fewer_than_14_days_are_known():
    shown = trend(days_of("." * 30 + " " * 40 + "H" * 30), now=LATER, first=FIRST, last=FIRST + timedelta(days=99))
    there = ~np.isnan(shown.per_28)
    assert not there[12] and there[13]
    assert there[43] and not there[44:83].any() and there[83:].all()


def test_every_day_that_is_shown_and_not_recorded_is_silent():
    records = days_of("  H.  .", "2026-01-01")
    shown = trend(records, now=LATER, first=FIRST, last=FIRST + timedelta(days=6))
    assert shown.starts == on("2026-01-03")
    assert shown.silent.tolist() == [True, True, False, False, True, True, False]


def test_today_counts_once_something_is_recorded_for_it():
    noon = at("2026-06-10 12:00")
    silent = days_of("...", "2026-06-07")
    assert trend(silent, now=noon).last == on("2026-06-09")
    assert trend(diary(*silent.days, attack("2026-06-10 09:00", None)), now=noon).last == on("2026-06-10")
    assert trend(diary(*silent.days, answer("2026-06-10", False)), now=noon, last=on("2026-06-30")).last == on(
        "2026-06-10"
    )


def test_an_empty_diary_has_a_trend_without_numbers():
    shown = trend(diary(), now=at("2026-06-10 12:00"))
    assert (shown.starts, shown.latest.per_28, shown.months, shown.silent.all()) == (None, None, (), True)
    assert np.isnan(shown.per_28).all()


def test_months_are_cut_where_the_diary_begins_and_where_it_stands():
    shown = trend(days_of("H." * 30, "2026-01-20"), now=at("2026-03-10 12:00"), first=on("2026-01-01"))
    assert [(one.rate.first, one.rate.last, one.whole) for one in shown.months] == [
        (on("2026-01-20"), on("2026-01-31"), False),
        (on("2026-02-01"), on("2026-02-28"), True),
        (on("2026-03-01"), on("2026-03-10"), False),
    ]


def test_infusions_are_marked_with_their_course_and_only_those_that_were_given():
    records = diary(
        infusion("2025-11-01", course_id="old"),
        infusion("2026-02-03", course_id="new"),
        infusion("2026-02-01", course_id="new"),
        infusion("2026-03-01", course_id="new", status="preparation"),
        infusion("2026-03-02", status="entered-in-error"),
        infusion("2026-03-03"),
    )
    shown = trend(records, now=LATER, first=FIRST, last=on("2026-04-01"))
    assert [(str(one.date), one.course_number) for one in shown.infusions] == [
        ("2026-02-01", 2),
        ("2026-02-03", 2),
        ("2026-03-03", None),
    ]


def test_dated_preventives_are_marked_and_tablets_are_not():
    records = diary(
        dose("2026-02-01 09:00", "botulinum_toxin", kind="preventive"),
        dose("2026-02-02 09:00", "beta_blocker", kind="preventive"),
        dose("2026-02-03 09:00", "triptan"),
    )
    shown = trend(records, now=LATER, first=FIRST, last=on("2026-04-01"))
    assert [(str(one.date), one.drug_class) for one in shown.preventives] == [("2026-02-01", "botulinum_toxin")]


def test_a_record_with_a_wrong_century_does_not_make_it_wait():
    records = diary(attack("1926-06-10 09:00"), *days_of("H." * 20, "2026-05-01").days)
    assert trend(records, now=at("2026-06-10 12:00"), first=on("2026-05-01")).latest.known == 28


def test_a_diary_that_nobody_keeps_stands_at_the_end_of_its_last_day():
    kept = days_of("HH..", "2024-01-01")
    stands = abandoned_at(kept, at("2026-06-10 12:00"))
    shown = trend(kept, now=stands)
    assert (shown.last, int(shown.silent.sum())) == (on("2024-01-04"), 0)
    for told, now in ((diary(), at("2026-06-10 12:00")), (kept, at("2024-01-04 12:00"))):
        assert abandoned_at(told, now) == now
