"""Rates per 28 days: always with counts, never of silence; intervals held to published formulas."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.stattools import acf

from diary.analysis import classify, months, rate, rates
from diary.analysis.definitions import YES
from diary.analysis.interval import clustering_of, effective_days, wilson

from .made import LATER, attack, days_of, diary, on

FIRST = on("2026-01-01")


def rate_of(pattern, measure="headache", clustering=None):
    last = FIRST + timedelta(days=len(pattern) - 1)
    return rate(classify(days_of(pattern), FIRST, last, LATER), FIRST, last, measure, clustering)


def spread(headache, free, silent):
    """So many of each kind."""
    return "H" * headache + "." * free + " " * silent


class TestRate:
    def test_nine_of_27_recorded_days(self):
        """The figures a provider reads in the design: 9.3 per 28, 95 % interval 4.2-16.3, bounds 9 to 10."""
        nine = rate_of(spread(9, 18, 1))
        assert (nine.count, nine.known, nine.recorded, nine.days) == (9, 27, 27, 28)
        assert nine.per_28 == pytest.approx(9.33, abs=0.01)
        assert (nine.low, nine.high) == (pytest.approx(4.24, abs=0.005), pytest.approx(16.34, abs=0.005))
        assert nine.bounds == (9, 10)
        assert nine.clustering == 0.3

    @pytest.mark.parametrize(
        ("recorded", "confidence"),
        [(28, "good"), (20, "good"), (19, "low"), (14, "low"), (13, "too few"), (0, "too few")],
    )
    def test_how_many_recorded_days_a_number_needs(self, recorded, confidence):
        some = rate_of(spread(0, recorded, 28 - recorded))
        assert some.confidence == confidence
        assert (some.per_28 is None) == (some.low is None) == (some.high is None) == (confidence == "too few")

    def test_nothing_recorded_is_no_number_and_not_zero(self):
        nothing = rate_of(spread(0, 0, 28))
        assert (nothing.per_28, nothing.count, nothing.bounds) == (None, 0, (0, 28))

    def test_no_headache_on_28_days_is_a_zero_with_an_upper_end(self):
        free = rate_of(spread(0, 28, 0))
        assert (free.per_28, free.low) == (0, 0)
        assert free.high > 3

    def test_days_whose_answer_is_not_known_leave_the_denominator(self):
        """20 attacks that were never asked about: no migraine rate, and no claim of zero."""
        records = diary(*(attack(f"2026-01-{day:02} 12:00") for day in range(1, 21)))
        days = classify(records, FIRST, on("2026-01-28"), LATER)
        unasked = rate(days, FIRST, on("2026-01-28"), "migraine")
        assert (unasked.recorded, unasked.known, unasked.per_28) == (20, 0, None)
        assert unasked.bounds == (0, 28)

    def test_several_periods_at_once_are_the_same_as_one_by_one(self):
        days = classify(days_of("HH.. .H" * 12), FIRST, FIRST + timedelta(days=83), LATER)
        periods = [(FIRST + timedelta(days=start), FIRST + timedelta(days=start + 27)) for start in (0, 20, 56)]
        assert list(rates(days, periods)) == [rate(days, *period) for period in periods]


class TestMonths:
    def test_a_month_that_is_not_whole_says_so(self):
        days = classify(days_of("H." * 40), FIRST, on("2026-03-20"), LATER)
        january, february, march = months(days, on("2026-01-10"), on("2026-03-20"))
        assert (january.whole, february.whole, march.whole) == (False, True, False)
        assert (january.rate.days, february.rate.days, march.rate.days) == (22, 28, 20)

    def test_over_the_turn_of_the_year(self):
        days = classify(days_of("." * 70, "2026-12-01"), on("2026-12-01"), on("2027-02-08"), LATER)
        assert [one.month for one in months(days, on("2026-12-01"), on("2027-02-08"))] == [
            date(2026, 12, 1),
            date(2027, 1, 1),
            date(2027, 2, 1),
        ]


def effective(known, clustering):
    """What the known days are worth, taken as one period."""
    return effective_days(known, np.array([0]), np.array([len(known)]), clustering)[0]


class TestInterval:
    @pytest.mark.parametrize(("count", "n"), [(0, 28), (1, 28), (9, 27), (14, 14), (28, 28), (3, 200)])
    def test_wilson_is_that_of_statsmodels(self, count, n):
        low, high = wilson(np.array([count / n]), np.array([float(n)]))
        assert (low[0], high[0]) == pytest.approx(proportion_confint(count, n, method="wilson"), abs=1e-12)

    @pytest.mark.parametrize("confidence", [0.8, 0.9, 0.99])
    def test_at_other_levels_too(self, confidence):
        expected = proportion_confint(7, 25, alpha=1 - confidence, method="wilson")
        low, high = wilson(np.array([7 / 25]), np.array([25.0]), confidence)
        assert (low[0], high[0]) == pytest.approx(expected, abs=1e-12)

    @pytest.mark.parametrize(
        "pattern", ["x" * 28, "xx xx  xxxxx xxx" + "x" * 12, "x x" * 9, "x" * 7 + " " * 14 + "x" * 7, "x"]
    )
    @pytest.mark.parametrize("clustering", [0.0, 0.3, 0.6])
    def test_clustered_days_are_worth_what_the_variance_of_their_mean_says(self, pattern, clustering):
        """Σ Σ ρ^|s - t| over all pairs of known days, written out."""
        known = np.array([sign == "x" for sign in pattern])
        days = np.flatnonzero(known)
        together = (clustering ** np.abs(days[:, None] - days[None, :])).sum()
        assert effective(known, clustering) == pytest.approx(len(days) ** 2 / together, rel=2e-3)

    def test_in_a_long_diary_they_are_worth_n_times_1_less_rho_by_1_more_rho(self):
        assert effective(np.ones(4000, dtype=bool), 0.3) == pytest.approx(4000 * 0.7 / 1.3, rel=2e-3)

    def test_each_period_is_worth_what_it_is_alone(self):
        known = np.random.default_rng(2).random(90) < 0.7
        starts, stops = np.array([0, 30, 85, 90, 10]), np.array([28, 31, 90, 90, 90])
        alone = [effective(known[start:stop], 0.4) for start, stop in zip(starts, stops, strict=True)]
        assert effective_days(known, starts, stops, 0.4) == pytest.approx(alone)

    def test_no_days_have_no_interval(self):
        assert all(np.isnan(end[0]) for end in wilson(np.array([np.nan]), np.array([0.0])))


class TestClustering:
    def states(self, pattern):
        return np.array([{"H": 1, ".": -1, " ": 0}[sign] for sign in pattern])

    def test_below_60_known_days_it_is_three_tenths(self):
        assert clustering_of(self.states("H" * 20 + "." * 39 + " " * 100)) == 0.3

    def test_the_patients_own_is_shrunk_by_20_pairs(self):
        """The same 28 days three times: 81 pairs within them, a mean each, and statsmodels' correlation of one."""
        block = self.states("HHH...H.HH..HHHHHH......H..H")
        own = acf(np.where(block == YES, 1.0, 0.0), nlags=1, fft=False)[1]
        # statsmodels divides by all days, we by the pairs that there are; then the bias of (1 + 3 rho)/n.
        own = (own * 28 / 27 + 1 / 28) / (1 - 3 / 28)
        shrunk = (81 * own + 20 * 0.3) / 101
        worth = (1 - shrunk) / (1 + shrunk)
        told = clustering_of(np.tile(block, 3))
        assert 0.1 < shrunk < told < 0.6
        assert (1 - told) / (1 + told) == pytest.approx(worth, rel=0.04)

    @pytest.mark.parametrize("clustering", [0.1, 0.3, 0.5])
    def test_it_is_right_on_the_average_but_for_the_pull_towards_three_tenths(self, clustering):
        """Of 400 diaries of 112 days: up to 0.04 more, as it is not known exactly; a plain mean would be 0.05 less."""
        random = np.random.default_rng(4)
        found = [clustering_of(np.where(simulated(random, 0.5, clustering, 112), 1, -1)) for _ in range(400)]
        pulled = (108 * clustering + 20 * 0.3) / 128
        assert 0 < np.mean(found) - pulled < 0.04

    def test_it_is_kept_between_0_and_6_tenths(self):
        assert clustering_of(self.states("H." * 500)) == pytest.approx(0, abs=0.002)
        assert clustering_of(self.states(("H" * 14 + "." * 14) * 40)) == pytest.approx(0.6, abs=0.002)

    def test_a_rate_that_came_and_went_is_no_clustering(self):
        """Half of the months at 0.8 and half at 0.2, no day like the next: one correlation over all would be 0.3."""
        random = np.random.default_rng(6)
        days = np.concatenate([random.random(28) < share for share in (0.8, 0.2) * 12])
        apart = days - days.mean()
        assert (apart[1:] * apart[:-1]).mean() / apart.var() > 0.25
        assert clustering_of(np.where(days, 1, -1)) < 0.1

    def test_pairs_over_a_silent_day_do_not_count(self):
        assert clustering_of(self.states("H . " * 100)) == 0.3

    def test_a_diary_that_never_changes_tells_nothing_about_it(self):
        assert clustering_of(self.states("H" * 100)) == 0.3

    def test_it_finds_what_was_put_in(self):
        days = simulated(np.random.default_rng(1), 0.4, 0.4, 4000)
        assert clustering_of(np.where(days, 1, -1)) == pytest.approx(0.4, abs=0.05)


def simulated(random, share, clustering, count):
    """Days of a first-order chain: P(headache | yesterday h) = p + rho (h - p)."""
    days = [random.random() < share]
    for draw in random.random(count - 1):
        days.append(draw < share + clustering * (days[-1] - share))
    return np.array(days)


def chances_of_counts(share, clustering, days):
    """How probable each number of headache days is among `days` days of the chain, to the last digit."""
    free, headache = np.zeros(days + 1), np.zeros(days + 1)
    free[0], headache[1] = 1 - share, share
    for _ in range(days - 1):
        after_free, after_headache = share - clustering * share, share + clustering * (1 - share)
        one_more = np.roll(free * after_free + headache * after_headache, 1)
        free, headache = free * (1 - after_free) + headache * (1 - after_headache), one_more
    return free + headache


@pytest.mark.parametrize(("clustering", "naive"), [(0.0, 0.953), (0.3, 0.861), (0.5, 0.759)])
def test_the_interval_holds_the_truth_as_often_as_it_says_when_days_cluster(clustering, naive):
    """Of 28 days, ρ known, at rates from 0.1 to 0.9: 95 to 96 % on the average; the naive interval has 86 and 76 %.

    Counts are whole, so single rates lie up to two points off, with ρ = 0 too.
    """
    shares, seen = np.linspace(0.1, 0.9, 41), np.arange(29) / 28
    worth = effective(np.ones(28, dtype=bool), clustering)
    held = {}
    for days in (worth, 28.0):
        low, high = wilson(seen, np.full(29, days))
        inside = (low <= shares[:, None]) & (shares[:, None] <= high)
        held[days] = np.array(
            [chances_of_counts(share, clustering, 28)[told].sum() for share, told in zip(shares, inside, strict=True)]
        )
    assert held[28.0].mean() == pytest.approx(naive, abs=0.003)
    assert 0.95 <= held[worth].mean() <= 0.96
    assert held[worth].min() >= 0.93 and held[worth].max() <= 0.97


def test_every_number_is_finite_or_none():
    for pattern in (spread(0, 14, 14), spread(14, 0, 14), spread(28, 0, 0)):
        one = rate_of(pattern)
        assert all(math.isfinite(number) for number in (one.per_28, one.low, one.high))
        assert 0 <= one.low <= one.per_28 <= one.high <= 28
