"""The posterior of when relief ended: the same numbers by plain sums, by a forward recursion, and by simulation."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis.relief_grid import after_baseline, codes_of, interval_of, judged, learned, likelihood
from diary.analysis.relief_prior import ABOUT, CLUSTERINGS, LEVELS, PRIOR, SHARES
from tests.bench.relief_patients import BASELINE, Truth, an_end, days_of, forward, log_days

patterns = st.text("H. ", min_size=1, max_size=60)


def told(pattern):
    """What is recorded, and what of it is headache: H headache, . none, space for a silent day."""
    return np.array([sign != " " for sign in pattern], bool), np.array([sign == "H" for sign in pattern], bool)


def codes(pattern):
    return codes_of(*told(pattern))


def believed(pattern):
    """Beliefs after a baseline."""
    return after_baseline(PRIOR, codes(pattern))


def test_it_equals_the_plain_sum_over_every_cell_of_the_grids():
    """The definition of the model written out: for each ρ, level, p₀, p₁ and τ, the product over the days."""
    pattern = "H.H. .HH"
    recorded, headache = told(pattern)
    beliefs, days = believed("HH.H H"), len(pattern)
    expected, sums = beliefs.ends(days), np.zeros(days + 1)
    chosen = range(0, len(SHARES), 5)
    keep = np.zeros(len(SHARES), dtype=bool)
    keep[list(chosen)] = True
    levels = beliefs.levels * keep[None, :, None]
    for rho, before, level in itertools.product(range(len(CLUSTERINGS)), chosen, range(len(LEVELS))):
        for within in range(len(SHARES)):
            weight = levels[rho, before, level] * ABOUT[before, level, within]
            if not weight > 1e-9:
                continue
            logs = [log_days(recorded, headache, SHARES[cell], CLUSTERINGS[rho]) for cell in (within, before)]
            for end in range(days + 1):
                sums[end] += weight * expected[end] * math.exp(logs[0][:end].sum() + logs[1][end:].sum())
    found = judged(likelihood(codes(pattern)), type(beliefs)(**{**vars(beliefs), "levels": levels}))
    assert found.ends == pytest.approx(sums / sums.sum(), abs=1e-6)
    assert math.exp(found.evidence) == pytest.approx(sums.sum(), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(patterns, patterns)
def test_it_equals_a_forward_recursion_day_by_day(baseline, cycle):
    beliefs, path = believed(baseline), forward(codes(cycle), believed(baseline))
    for day in {1, len(cycle) // 2 + 1, len(cycle)}:
        found = judged(likelihood(codes(cycle)[:day]), beliefs)
        assert 1 - found.lasts[day] == pytest.approx(path[day - 1], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(patterns, patterns, st.integers(1, 30))
def test_silent_days_at_the_end_change_nothing_that_was_known(baseline, cycle, silent):
    beliefs = believed(baseline)
    found, later = (judged(likelihood(codes(text)), beliefs) for text in (cycle, cycle + " " * silent))
    assert later.ends[: len(cycle)] == pytest.approx(found.ends[: len(cycle)], abs=1e-12)
    assert later.lasts == pytest.approx(found.lasts, abs=1e-12)
    assert later.evidence == pytest.approx(found.evidence, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(patterns, patterns)
def test_probabilities_are_probabilities(baseline, cycle):
    beliefs = believed(baseline)
    found = judged(likelihood(codes(cycle)), beliefs)
    after = learned(found, beliefs)
    assert found.ends.sum() == pytest.approx(1) and (found.ends >= 0).all()
    assert (np.diff(found.lasts) <= 1e-12).all() and found.lasts[0] == 1
    assert after.levels.sum() == pytest.approx(1) and after.medians.sum() == pytest.approx(1)
    assert found.share_in_relief < 1 and 0 < found.share_before < 1


@pytest.mark.parametrize("days", [0, 1, 40])
def test_where_nothing_is_recorded_what_was_expected_stays(days):
    beliefs = believed("H.H.H.H.HHHH..H")
    found = judged(likelihood(codes(" " * days)), beliefs)
    assert found.ends == pytest.approx(beliefs.ends(days))
    assert found.lasts[:731] == pytest.approx(beliefs.lasts, abs=1e-9)
    after = learned(found, beliefs)
    assert after.medians == pytest.approx(beliefs.medians)
    assert after.none == pytest.approx(beliefs.none)


def test_a_day_without_headache_in_a_year_of_headache_overflows_nothing():
    beliefs = believed("H" * 84)
    for cycle in ("H" * 700, "." * 700, "H" * 350 + "." * 350, "." * 350 + "H" * 350):
        found = judged(likelihood(codes(cycle)), beliefs)
        assert np.isfinite(found.ends).all() and math.isfinite(found.evidence)
    assert int(found.ends.argmax()) == pytest.approx(350, abs=2)


def test_cycles_that_ended_alike_move_the_median_and_narrow_it():
    beliefs = start = believed("HH.HH.H" * 8)
    for _ in range(3):
        cycle = "....H.." * 6 + "HH.HH.H" * 5
        beliefs = learned(judged(likelihood(codes(cycle)), beliefs), beliefs)
    ninth, tenth = (float(np.searchsorted(1 - beliefs.lasts, share)) for share in (0.9, 0.5))
    assert tenth == pytest.approx(42, abs=6)
    assert ninth < np.searchsorted(1 - start.lasts, 0.9) / 2
    assert beliefs.none < start.none


def test_cycles_without_relief_make_relief_less_expected():
    beliefs = start = believed("HH.HH.H" * 8)
    for _ in range(2):
        beliefs = learned(judged(likelihood(codes("HH.HH.H" * 10)), beliefs), beliefs)
    assert beliefs.none > start.none + 0.1


def test_nothing_is_remembered_of_a_share_for_ever():
    """A baseline of a year says less than a year: 1 ÷ (1 - 0.99) = 100 days at the most."""
    spreads = []
    for weeks in (4, 12, 52, 104):
        shares = believed("H.H.H.H" * weeks).levels.sum(axis=(0, 2))
        mean = shares @ SHARES
        spreads.append(math.sqrt(shares @ (SHARES - mean) ** 2))
    assert spreads[0] > spreads[1] > spreads[2]
    assert spreads[3] == pytest.approx(spreads[2], rel=0.02)


@pytest.fixture(scope="module")
def patients():
    """250 first cycles from the stated prior, at day 30 and 90: whether it had ended, and what was believed."""
    chance = np.random.default_rng(20261122)
    rows = []
    for _ in range(250):
        before = chance.choice((0.45, 0.6, 0.75))
        truth = Truth(
            before=before,
            within=before * chance.choice((0.25, 0.4, 0.55)),
            clustering=0.3,
            ends=an_end(chance),
            spread=int(chance.choice((0, 28))),
        )
        shares = np.concatenate((np.full(BASELINE, before), truth.shares(90)))
        headache = days_of(chance, shares, truth.clustering)
        recorded = chance.random(len(headache)) >= 0.2
        told = codes_of(recorded, headache & recorded)
        beliefs = after_baseline(PRIOR, told[:BASELINE])
        for day in (30, 90):
            found = judged(likelihood(told[BASELINE : BASELINE + day]), beliefs)
            low, high = interval_of(found.lasts)
            rows.append((1 - found.lasts[day], truth.ends < day, low <= truth.ends <= high))
    return np.array(rows, dtype=float)


def test_the_interval_holds_the_truth_in_about_80_percent(patients):
    assert 0.77 <= patients[:, 2].mean() <= 0.87


def test_what_is_called_likely_happens_as_often_as_it_is_said(patients):
    """Reliability: in each third of the probabilities, the share that had ended is the mean of what was said."""
    said, ended = patients[:, 0], patients[:, 1]
    for low, high in ((0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1)):
        chosen = (said >= low) & (said <= high)
        assert chosen.sum() >= 60
        assert ended[chosen].mean() == pytest.approx(said[chosen].mean(), abs=3 * 0.5 / math.sqrt(chosen.sum()))
