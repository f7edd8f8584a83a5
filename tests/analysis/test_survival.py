"""Kaplan and Meier's curve, against statsmodels, and against what lifelines prints for two published tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from diary.analysis.survival import Survival, kaplan_meier

#: Weeks of remission under 6-mercaptopurine, Freireich 1963, as in Kalbfleisch and Prentice 2002, table 1.1.
TREATED = ([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35], "111010100110001100000")
#: What lifelines 0.30.3 gives for them: KaplanMeierFitter().fit(…).confidence_interval_, which is log(-log).
LIFELINES = [
    (6, 21, 3, 0.857142857, 0.619717955, 0.951551748),
    (7, 17, 1, 0.806722689, 0.563146565, 0.922809019),
    (10, 15, 1, 0.752941176, 0.503199511, 0.889361835),
    (13, 12, 1, 0.690196078, 0.431610222, 0.849065963),
    (16, 11, 1, 0.627450980, 0.367510856, 0.804912189),
    (22, 7, 1, 0.537815126, 0.267778937, 0.746790718),
    (23, 6, 1, 0.448179272, 0.188052006, 0.680142628),
]
#: The same trial without treatment: nobody was censored.
UNTREATED = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

watched = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=40)


def curve(days, signs):
    return kaplan_meier(days, [sign == "1" for sign in signs])


def test_the_treated_of_freireich_1963_are_as_lifelines_has_them():
    told = curve(*TREATED)
    steps = [(one.day, one.at_risk, one.events, one.share, one.low, one.high) for one in told.steps]
    assert np.array(steps) == pytest.approx(np.array(LIFELINES), abs=1e-8)
    assert (told.median, told.median_interval) == (23, (13, None))


def test_the_untreated_of_freireich_1963_are_as_lifelines_has_them():
    told = kaplan_meier(UNTREATED, [True] * len(UNTREATED))
    assert (told.median, told.median_interval) == (8, (3, 12))
    assert (told.steps[3].share, told.steps[3].low, told.steps[3].high) == pytest.approx(
        (0.65, 0.4030012, 0.815304905), abs=1e-8
    )
    last = told.steps[-1]
    assert (last.day, last.share, last.low, last.high) == (23, 0, None, None)


@given(watched)
def test_every_curve_is_that_of_statsmodels_with_greenwoods_error(told):
    days, observed = zip(*told, strict=True)
    ours = kaplan_meier(days, observed)
    if not any(observed):
        assert ours.steps == ()
        return
    theirs = SurvfuncRight(np.array(days), np.array(observed, dtype=int))
    assert [one.day for one in ours.steps] == theirs.surv_times[theirs.n_events > 0].tolist()
    happened = theirs.n_events > 0
    assert [one.at_risk for one in ours.steps] == theirs.n_risk[happened].tolist()
    assert [one.share for one in ours.steps] == pytest.approx(theirs.surv_prob[happened].tolist())
    errors = theirs.surv_prob_se[happened]
    for one, error in zip(ours.steps, errors, strict=True):
        if 0 < one.share < 1:
            spread = 1.959963984540054 * error / (one.share * -np.log(one.share))
            assert one.low == pytest.approx(one.share ** np.exp(spread))
            assert one.high == pytest.approx(one.share ** np.exp(-spread))


@given(watched)
def test_it_never_rises_and_nobody_is_lost(told):
    ours = kaplan_meier(*zip(*told, strict=True))
    shares = [1.0, *(one.share for one in ours.steps)]
    assert shares == sorted(shares, reverse=True)
    assert ours.events + len(ours.censored) == ours.n == len(told)
    assert all(one.at_risk == ours.at_risk_on(one.day) for one in ours.steps)
    assert ours.at_risk_on(0) == ours.n and ours.at_risk_on(ours.last + 1) == 0


@given(watched, st.randoms())
def test_the_order_does_not_matter(told, chance):
    mixed = list(told)
    chance.shuffle(mixed)
    assert kaplan_meier(*zip(*mixed, strict=True)) == kaplan_meier(*zip(*told, strict=True))


def test_one_who_is_censored_on_the_day_of_an_event_is_at_risk_on_it():
    (step,) = kaplan_meier([5, 5, 9], [True, False, False]).steps
    assert (step.at_risk, step.share) == (3, pytest.approx(2 / 3))


def test_nobody_is_an_empty_curve():
    assert kaplan_meier([], []) == Survival(n=0, steps=(), censored=(), last=0)
    assert kaplan_meier([], []).median is None
