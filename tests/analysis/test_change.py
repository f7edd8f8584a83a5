"""Before and after each course: held to published intervals, to SciPy's distributions, and to its own rules."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from diary.analysis import Recalled, changes
from diary.analysis.reduction import Sample, difference_interval, reduction_probabilities

from .made import LATER, days_of, diary, infusion, on

FIRST = on("2026-01-01")


def kept(pattern, *infusions, recalled=None):
    """A diary from 1 January 2026: H headache, . none, space for a silent day; infusions on days counted from 0."""
    given = tuple(infusion(str(FIRST + timedelta(days=place)), **more) for place, more in infusions)
    return (
        diary(*days_of(pattern, str(FIRST)).days, *given) if recalled is None else remembers(pattern, given, recalled)
    )


def remembers(pattern, given, recalled):
    records = diary(*days_of(pattern, str(FIRST)).days, *given)
    return type(records)(zone=records.zone, days=records.days, infusions=records.infusions, recalled=recalled)


def asked(pattern, *infusions, at=None, **more):
    """What is known of it the evening after its last day."""
    now = LATER if at is None else LATER.replace(year=2026, month=1, day=1) + timedelta(days=at, hours=20)
    return changes(kept(pattern, *infusions, **more), now)


class TestTheDifference:
    @pytest.mark.parametrize(
        ("k", "n", "other", "m"), [(20, 28, 9, 27), (5, 28, 0, 14), (28, 28, 0, 28), (7, 20, 7, 20)]
    )
    def test_of_independent_days_it_has_newcombes_interval(self, k, n, other, m):
        """Newcombe 1998, method 10, as statsmodels has it."""
        expected = confint_proportions_2indep(other, m, k, n, compare="diff", method="newcomb")
        assert difference_interval(Sample(k / n, n), Sample(other / m, m)) == pytest.approx(expected, abs=1e-12)

    def test_fewer_days_make_it_wider(self):
        before = Sample(0.7, 15)
        wide, narrow = (difference_interval(before, Sample(0.3, worth)) for worth in (7, 15))
        assert wide[0] < narrow[0] < narrow[1] < wide[1]


class TestTheProbabilityOfAReduction:
    @pytest.mark.parametrize("percent", [30, 50, 75])
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (Sample(0.75, 15.4), Sample(0.33, 14.9)),
            (Sample(0.2, 15.4), Sample(0.2, 15.4)),
            (Sample(0.5, 4.4), Sample(0.0, 15.4)),
            (Sample(1.0, 40.0), Sample(0.1, 8.0)),
        ],
    )
    def test_it_is_that_of_two_beta_distributions(self, before, after, percent):
        """Against SciPy's beta distribution and quadrature."""
        one, other = (stats.beta(1.5 + of.worth * of.share, 1.5 + of.worth * (1 - of.share)) for of in (before, after))
        expected, _ = integrate.quad(lambda share: one.pdf(share) * other.cdf((1 - percent / 100) * share), 0, 1)
        assert reduction_probabilities(before, after, [percent])[percent] == pytest.approx(expected, abs=1e-3)

    @given(
        *(st.builds(Sample, st.floats(0, 1), st.floats(1, 60)) for _ in range(2)),
    )
    @settings(deadline=None)
    def test_a_greater_reduction_is_never_more_probable(self, before, after):
        some, half, most = reduction_probabilities(before, after, (30, 50, 75)).values()
        assert 0 <= most <= half <= some <= 1 + 1e-9


class TestBlocks:
    def test_they_are_counted_from_the_ends_of_a_course(self):
        told = asked("H" * 100, (40, {}), at=99)
        (only,) = told.courses
        assert (only.before.first_day, only.before.last_day, only.before.cut_by) == (-28, -1, None)
        assert [(block.first_day, block.last_day) for block in only.after] == [(1, 28), (29, 56), (57, 59)]
        assert [block.cut_by for block in only.after] == [None, None, "today"]
        assert only.after[2].whole_to == 84

    def test_days_of_a_course_lie_in_neither(self):
        """Infusions on days 40, 42 and 44 of one course: before it ends on 39, after it begins on 45."""
        series = [(day, {"course_id": "first"}) for day in (40, 42, 44)]
        (only,) = asked("." * 40 + "HHHHH" + "." * 40, *series, at=84).courses
        assert (only.before.rate.last, only.next.rate.first) == (
            FIRST + timedelta(days=39),
            FIRST + timedelta(days=45),
        )
        assert (only.before.first_day, only.before.last_day) == (-32, -5)
        assert (only.before.rate.count, only.next.rate.count) == (0, 0)

    def test_a_block_is_cut_by_the_next_course_and_says_so(self):
        first, second = asked("H" * 120, (40, {"course_id": "a"}), (60, {"course_id": "b"}), at=119).courses
        assert (first.next.last_day, first.next.whole_to, first.next.cut_by) == (19, 28, "course")
        assert (second.before.first_day, second.before.cut_by, second.before.shared) == (-19, "course", 19)
        assert len(first.after) == 1

    def test_courses_on_following_days_leave_no_block_between(self):
        first, second = asked("H" * 90, (40, {"course_id": "a"}), (41, {"course_id": "b"}), at=89).courses
        assert first.after == () and second.before is None
        assert first.from_before.difference is None and second.from_before.difference is None
        assert second.from_baseline.difference == 0

    def test_days_that_count_before_one_course_and_after_another_are_told(self):
        _, second = asked("H" * 120, (40, {"course_id": "a"}), (80, {"course_id": "b"}), at=119).courses
        assert (second.before.cut_by, second.before.shared) == (None, 17)

    def test_before_the_diary_there_are_no_days(self):
        (only,) = asked("H" * 60, (10, {}), at=59).courses
        assert (only.before.first_day, only.before.cut_by) == (-10, "start")


class TestChange:
    def test_fewer_headache_days_are_a_negative_difference_with_its_interval(self):
        told = asked("HHH." * 10 + "." + "H..." * 7, (40, {}), at=68)
        change = told.courses[0].from_baseline
        assert told.is_enough and (told.baseline.days, told.baseline.known) == (40, 40)
        assert change.difference == pytest.approx(-14)
        assert change.low < -14 < change.high < 0
        assert change.reductions[30] > change.reductions[50] > change.reductions[75]
        assert change.reductions[30] > 0.9

    @pytest.mark.parametrize(
        ("pattern", "days"),
        [
            ("H" * 27 + "." * 40, 27),  # 27 days of diary before the infusion
            ("H" * 19 + " " * 21 + "." * 40, 40),  # 40 days, of which 19 are recorded
        ],
    )
    def test_without_28_days_20_of_them_recorded_there_is_no_baseline(self, pattern, days):
        told = asked(pattern, (days, {}), at=len(pattern) - 1)
        assert not told.is_enough
        assert told.courses[0].from_baseline.difference is None
        assert told.baseline.count == pattern[:days].count("H")

    def test_with_fewer_than_14_known_days_after_it_there_are_only_counts(self):
        for known, has_number in ((13, False), (14, True)):
            told = asked("H" * 41 + "." * known, (40, {}), at=80)
            change = told.courses[0].from_baseline
            assert told.courses[0].next.rate.known == known
            assert (change.difference is not None) == has_number == (change.reductions is not None)

    def test_later_courses_are_held_to_the_days_before_the_first(self):
        """The baseline is never taken from days after an infusion, however long they are."""
        pattern = "H" * 40 + "." * 80 + "H.HH" * 15
        _, second = asked(pattern, (40, {"course_id": "a"}), (120, {"course_id": "b"}), at=179).courses
        assert second.from_baseline.difference < -5
        assert second.from_before.difference > 15

    def test_no_infusion_yet_is_nothing(self):
        assert changes(days_of("H" * 60), LATER) is None

    def test_silent_days_widen_a_change_and_do_not_move_it(self):
        """Every other of the days after, so that the share of those that are left stays the same."""
        whole, less = (
            asked("HHH." * 10 + "." + after, (40, {}), at=68).courses[0] for after in ("HH.." * 7, "H . " * 14)
        )
        assert (whole.next.rate.known, less.next.rate.known) == (28, 14)
        assert whole.from_baseline.difference == less.from_baseline.difference == pytest.approx(-7)
        assert less.from_baseline.high - less.from_baseline.low > whole.from_baseline.high - whole.from_baseline.low


class TestWhatIsRemembered:
    BEFORE = Recalled(days=21, on=FIRST)

    def test_it_stands_for_a_baseline_that_was_not_recorded_and_weighs_little(self):
        told = asked("H" * 5 + "." + "H..." * 7, (5, {}), at=33, recalled=self.BEFORE)
        recorded = asked("HHH." * 10 + "." + "H..." * 7, (40, {}), at=68)
        by_memory, by_diary = told.courses[0].from_baseline, recorded.courses[0].from_baseline
        assert told.recalled == self.BEFORE
        assert by_memory.difference == by_diary.difference == pytest.approx(-14)
        assert by_memory.high - by_memory.low > 1.2 * (by_diary.high - by_diary.low)
        assert by_memory.reductions[50] < by_diary.reductions[50]

    def test_a_recorded_baseline_goes_before_it(self):
        told = asked("H" * 40 + "." * 40, (40, {}), at=79, recalled=Recalled(days=3, on=FIRST))
        assert told.recalled is None and told.courses[0].from_baseline.difference == -28

    def test_what_was_remembered_after_the_first_infusion_is_no_baseline(self):
        told = asked("H" * 5 + "." * 40, (5, {}), at=44, recalled=Recalled(days=20, on=FIRST + timedelta(days=6)))
        assert told.recalled is None and told.courses[0].from_baseline.difference is None


def test_every_number_is_finite_whatever_the_diary():
    for pattern in ("H" * 100, "." * 100, "H" * 50 + "." * 50, "." * 50 + "H" * 50):
        change = asked(pattern, (50, {}), at=99).courses[0].from_baseline
        told = [change.difference, change.low, change.high, *change.reductions.values()]
        assert np.isfinite(told).all()
        assert change.low <= change.difference <= change.high
