"""Relief of made diaries: what is said, when nothing is said, and what it may not depend on."""

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from diary.analysis import relief
from diary.analysis.relief import HOLDING, LIKELY, NONE_SEEN, NOT_JUDGED, POSSIBLE, WATCH

from .made import at, days_of, diary, infusion, on

FIRST = on("2026-01-01")
OFTEN, SELDOM = "HH.HHH.", "..H...."


def made(baseline, *cycles):
    """A diary of patterns: days of baseline, then for each cycle a day with an infusion and the days after it."""
    pattern, infusions = baseline, []
    for cycle in cycles:
        infusions.append(infusion(str(FIRST + timedelta(days=len(pattern)))))
        pattern += " " + cycle
    return diary(*days_of(pattern, str(FIRST)).days, *infusions), FIRST + timedelta(days=len(pattern) - 1)


def judged(baseline, *cycles):
    records, last = made(baseline, *cycles)
    return relief(records, at(f"{last} 22:30"))


def test_relief_that_holds_is_said_to_hold():
    found = judged(OFTEN * 5, SELDOM * 6)
    assert (found.day, found.level, found.reason) == (42, HOLDING, None)
    assert found.ended < 0.2 and found.current.any_relief > 0.95
    assert found.current.per_28_out == pytest.approx(20, abs=3)
    assert found.current.per_28_in == pytest.approx(4, abs=2.5)


def test_relief_that_ended_is_found_near_the_day_it_did():
    found = judged(OFTEN * 5, SELDOM * 6 + OFTEN * 5)
    assert found.level == LIKELY and found.ended > 0.9
    assert found.current.low <= 42 <= found.current.high
    assert found.current.median == pytest.approx(42, abs=5)


def test_where_nothing_changed_no_relief_is_seen():
    found = judged(OFTEN * 5, OFTEN * 6)
    assert (found.level, found.current.median, found.current.low) == (NONE_SEEN, 0, 0)
    assert found.current.any_relief < 0.2 and not found.current.is_seen


def test_from_day_14_to_28_the_absence_of_relief_is_watched_and_not_yet_said():
    assert [judged(OFTEN * 5, (OFTEN * 4)[:days]).level for days in (13, 14, 27, 28)] == [
        *(NOT_JUDGED, WATCH, WATCH, NONE_SEEN)
    ]


def test_a_return_is_possible_before_it_is_likely():
    levels = [judged(OFTEN * 5, SELDOM * 6 + (OFTEN * 3)[:days]).level for days in range(22)]
    ranks = [(HOLDING, WATCH, POSSIBLE, LIKELY).index(level) for level in levels]
    assert {0, 1, 2, 3} == set(ranks)
    assert ranks[0] == 0 and ranks[-1] == 3 and ranks.index(2) < ranks.index(3)


REASONS = {
    "no baseline at all": ("", SELDOM * 6, "no baseline"),
    "a baseline of 27 days": (OFTEN * 3 + "HH.HHH", SELDOM * 6, "no baseline"),
    "a baseline of which 19 days are recorded": ("H.H" * 6 + "H" + " " * 12, SELDOM * 6, "no baseline"),
    "day 13": (OFTEN * 4, SELDOM + SELDOM[:6], "early"),
    "day 731": (OFTEN * 4, SELDOM * 104 + "...", "long ago"),
    "9 of the last 14 days recorded": (OFTEN * 4, SELDOM * 5 + " " * 5 + "..H......", "not recording"),
}


@pytest.mark.parametrize("name", REASONS)
def test_it_is_not_judged_from_too_little(name):
    baseline, cycle, reason = REASONS[name]
    found = judged(baseline, cycle)
    assert (found.level, found.reason, found.is_judged) == (NOT_JUDGED, reason, False)


def test_10_of_the_last_14_days_are_enough():
    assert judged(OFTEN * 4, SELDOM * 5 + " " * 4 + "..H.......").level == HOLDING


@pytest.mark.parametrize("headache, leans", [(7, True), (8, False)])
def test_of_few_headaches_it_is_said_that_the_estimate_leans_on_what_is_assumed(headache, leans):
    assert judged("H" * headache + "." * (28 - headache), SELDOM * 5).leans_on_prior is leans


def test_without_an_infusion_there_is_nothing_to_judge():
    assert relief(days_of(OFTEN * 10), at("2026-04-01 12:00")) is None


def test_on_the_day_of_the_infusion_what_is_expected_is_the_stated_prior():
    records, _ = made(OFTEN * 5)
    found = relief(replace(records, infusions=(infusion("2026-02-04"),)), at("2026-02-04 18:00"))
    assert (found.day, found.level, found.reason) == (0, NOT_JUDGED, "early")
    assert found.current.any_relief == pytest.approx(0.75)
    # Two thirds of those with relief about 42 days, the others about 180.
    assert found.current.lasts[42] == pytest.approx(0.75 * (0.65 * 0.5 + 0.35 * 0.966), abs=0.02)


def test_two_earlier_cycles_that_ended_alike_sharpen_what_is_expected_of_the_third():
    earlier = (SELDOM * 7 + OFTEN * 4, SELDOM * 6 + OFTEN * 5)
    first, third = judged(OFTEN * 5, SELDOM * 5), judged(OFTEN * 5, *earlier, SELDOM * 5)
    assert [one.median for one in third.earlier] == pytest.approx([49, 42], abs=5)
    assert all(one.is_seen and not one.held_to_the_end for one in third.earlier)
    assert third.current.high < first.current.high / 2
    assert third.probability_relief_ended(third.asked + timedelta(days=40)) > 0.7


def test_known_cycles_find_the_end_earlier():
    """What is carried over is worth days: the same return is nearer to certain with two known cycles."""
    earlier = (SELDOM * 6 + OFTEN * 5,) * 2
    cycle = SELDOM * 6 + OFTEN[:6]
    assert judged(OFTEN * 5, *earlier, cycle).ended > judged(OFTEN * 5, cycle).ended


def test_a_cycle_that_the_next_infusion_cut_short_tells_a_length_at_least():
    found = judged(OFTEN * 5, SELDOM * 4, SELDOM * 3)
    (cut,) = found.earlier
    assert cut.held_to_the_end and cut.median > 28


def test_a_later_cycle_does_not_change_what_was_said_of_an_earlier_one():
    one = judged(OFTEN * 5, SELDOM * 6 + OFTEN * 5)
    two = judged(OFTEN * 5, SELDOM * 6 + OFTEN * 5, SELDOM * 4)
    assert np.array_equal(two.earlier[0].lasts, one.current.lasts)


def test_the_order_of_entry_does_not_matter():
    records, last = made(OFTEN * 5, SELDOM * 6 + OFTEN * 2, SELDOM * 4)
    days, infusions = list(records.days), list(records.infusions)
    random.Random(1).shuffle(days)
    mixed = replace(records, days=tuple(days), infusions=tuple(infusions[::-1]))
    now = at(f"{last} 22:30")
    assert np.array_equal(relief(mixed, now).current.lasts, relief(records, now).current.lasts)


def test_silent_days_are_neither_headache_nor_free():
    """A month of silence after relief that held: no level, and less certainty than with what was recorded."""
    silent, free = judged(OFTEN * 5, SELDOM * 6 + " " * 28), judged(OFTEN * 5, SELDOM * 10)
    back = judged(OFTEN * 5, SELDOM * 6 + OFTEN * 4)
    assert free.ended < silent.ended < back.ended
    assert silent.level == NOT_JUDGED
    assert np.allclose(silent.current.lasts[:43], judged(OFTEN * 5, SELDOM * 6).current.lasts[:43])


def test_probabilities_of_a_date_rise_with_it():
    found = judged(OFTEN * 5, SELDOM * 6)
    dates = [found.asked + timedelta(days=step) for step in range(-42, 900, 30)]
    said = [found.probability_relief_ended(one) for one in dates]
    assert said == sorted(said) and said[0] == 0 and said[-1] < 1


class TestPlainRules:
    def test_the_28_day_rate_stands_against_half_of_the_baseline(self):
        found = judged("H" * 14 + "." * 14, SELDOM * 4)
        assert (found.plain.headache, found.plain.recorded) == (4, 28)
        assert (found.plain.per_28, found.plain.half, found.plain.has_returned) == (4, 7, False)
        assert judged("H" * 14 + "." * 14, "H..." * 7).plain.has_returned is True
        assert judged("." * 28, "." * 28).plain.has_returned is None

    @pytest.mark.parametrize("cycle", [SELDOM * 3 + "......", " " * 15 + "H" + "." * 12])
    def test_it_is_not_known_before_day_28_and_under_14_recorded_days(self, cycle):
        assert judged(OFTEN * 5, cycle).plain.has_returned is None

    def test_the_weekly_rule_wants_two_cycles_running(self):
        cycle = "......." + "H......" + "H......" + "HHH...." + "......."
        found = judged(OFTEN * 5, cycle, cycle)
        assert (found.weekly.week, found.weekly.before, found.weekly.is_met) == (4, 4, True)
        assert not judged(OFTEN * 5, cycle, SELDOM * 5).weekly.is_met
        assert not judged(OFTEN * 5, cycle).weekly.is_met

    def test_a_fall_of_recording_of_more_than_25_points_is_warned_of(self):
        assert not judged("H." * 14, "H.H " * 7).recording.has_dropped
        found = judged("H." * 14, "H.H  .H" * 4)
        assert (found.recording.before, round(found.recording.after)) == (100, 71)
        assert found.recording.has_dropped
