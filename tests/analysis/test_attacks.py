"""How many attacks, and how long: gaps under 24 hours, forgotten ends, going on."""

from datetime import timedelta

import pytest

from diary.analysis import merged_attacks

from .made import LATER, at, attack, diary, reading


@pytest.mark.parametrize(("gap", "count", "ask"), [(23.9, 1, False), (24, 2, True), (48, 2, True), (48.1, 2, False)])
def test_gaps_under_24_hours_are_one_attack_and_up_to_48_are_asked_about(gap, count, ask):
    """Leiden e-diary: less than 24 hours without migraine lie within one attack. Asking is the house's."""
    later = at("2026-06-10 12:00") + timedelta(hours=gap)
    second = attack(later.replace(tzinfo=None).isoformat(" "), 2, zone="UTC")
    merged = merged_attacks(diary(attack("2026-06-10 08:00", 4), second), LATER)
    assert len(merged) == count
    assert merged[-1].ask_same is ask


@pytest.mark.parametrize(
    ("ended", "began", "count"),
    [
        ("2026-10-24 20:00", "2026-10-25 19:30", 2),  # 23:30 on the clock, 24:30 that passed: summer time ended
        ("2026-03-28 20:00", "2026-03-29 20:30", 1),  # 24:30 on the clock, 23:30 that passed: summer time began
    ],
)
def test_a_gap_is_the_time_that_passed_and_not_the_clocks(ended, began, count):
    before = attack(ended, 0, zone="Europe/Berlin")
    after = attack(began, 4, zone="Europe/Berlin")
    assert len(merged_attacks(diary(before, after), LATER)) == count


def test_a_gap_on_the_way_over_the_date_line_is_the_time_that_passed():
    """From midnight in Auckland to midnight of the same date in Honolulu are 23 hours."""
    before = attack("2026-03-10 20:00", 4, zone="Pacific/Auckland")
    after = attack("2026-03-11 00:00", 4, zone="Pacific/Honolulu")
    merged = merged_attacks(diary(before, after), LATER)
    assert after.started_at - before.ended_at == timedelta(hours=23)
    assert [one.ids for one in merged] == [(before.id, after.id)]


def test_a_merged_attack_lasts_from_its_first_onset_to_its_last_end():
    one, two = attack("2026-06-10 08:00", 4), attack("2026-06-10 20:00", 4)
    (merged,) = merged_attacks(diary(two, one, reading(one, "2026-06-10 09:00", 5)), LATER)
    assert merged.ids == (one.id, two.id)
    assert merged.duration == timedelta(hours=16)
    assert merged.peak_pain == 5


def test_one_inside_another_does_not_shorten_it():
    long, short = attack("2026-06-10 08:00", 20), attack("2026-06-10 10:00", 1)
    (merged,) = merged_attacks(diary(long, short), LATER)
    assert merged.duration == timedelta(hours=20)


def test_a_pain_that_nobody_gave_is_none_and_a_zero_is_zero():
    one, two = attack("2026-06-10 08:00"), attack("2026-06-20 08:00")
    first, second = merged_attacks(diary(one, two, reading(two, "2026-06-20 09:00", 0)), LATER)
    assert (first.peak_pain, second.peak_pain) == (None, 0)


def test_one_that_goes_on_counts_until_now():
    (merged,) = merged_attacks(diary(attack("2026-06-10 08:00", None)), at("2026-06-10 18:00"))
    assert merged.is_ongoing and not merged.end_unknown
    assert merged.duration == timedelta(hours=10)


def test_a_forgotten_end_is_asked_for():
    (merged,) = merged_attacks(diary(attack("2026-06-10 08:00", None)), at("2026-06-14 18:00"))
    assert merged.end_unknown and not merged.is_ongoing
    assert merged.duration == timedelta(hours=24)
