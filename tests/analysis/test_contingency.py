"""2×2 tables in blocks, against SciPy, statsmodels and every possible outcome counted out."""

from itertools import product

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from diary.analysis.contingency import Blocks, difference, discoveries, exact_p, shrunk, variance


def blocks(*tables):
    """Of (exposed onsets, exposed, unexposed onsets, unexposed)."""
    return Blocks(*(np.array(column) for column in zip(*tables, strict=True)))


TABLES = [(8, 20, 6, 60), (0, 8, 8, 52), (3, 3, 5, 57), (10, 30, 20, 60), (1, 40, 7, 20), (8, 8, 0, 52)]
CLINIC = [(3, 9, 2, 10), (4, 8, 3, 12), (0, 5, 6, 13), (5, 6, 1, 3)]


@pytest.mark.parametrize("table", TABLES)
def test_one_block_is_fishers_test_as_scipy_has_it(table):
    a, n1, b, n0 = table
    assert exact_p(blocks(table)) == pytest.approx(stats.fisher_exact([[a, n1 - a], [b, n0 - b]]).pvalue, rel=1e-9)


def test_several_blocks_are_the_sum_of_scipys_hypergeometric_numbers():
    chances = {}
    ranges = [range(n1 + 1) for _, n1, _, _ in CLINIC]
    for counts in product(*ranges):
        chance = np.prod(
            [stats.hypergeom.pmf(k, n1 + n0, a + b, n1) for k, (a, n1, b, n0) in zip(counts, CLINIC, strict=True)]
        )
        chances[sum(counts)] = chances.get(sum(counts), 0) + chance
    seen = chances[sum(a for a, *_ in CLINIC)]
    expected = sum(chance for chance in chances.values() if chance <= seen * (1 + 1e-9))
    assert exact_p(blocks(*CLINIC)) == pytest.approx(expected, rel=1e-9)


def test_with_many_days_it_lies_between_the_two_forms_of_the_test_of_cochran_mantel_and_haenszel_in_statsmodels():
    large = [(60, 120, 70, 180), (40, 150, 30, 140), (55, 90, 80, 160)]
    tables = [np.array([[a, n1 - a], [b, n0 - b]]) for a, n1, b, n0 in large]
    plain, corrected = (StratifiedTable(tables).test_null_odds(correction=each).pvalue for each in (False, True))
    assert plain < exact_p(blocks(*large)) < corrected < 1.3 * plain


@pytest.mark.parametrize("silent", [(0, 0, 3, 9), (4, 9, 0, 0), (0, 7, 0, 9), (7, 7, 9, 9)])
def test_a_block_with_one_group_or_one_outcome_changes_no_test(silent):
    assert exact_p(blocks(*CLINIC, silent)) == pytest.approx(exact_p(blocks(*CLINIC)), rel=1e-12)


def test_nothing_to_compare_is_no_evidence():
    assert exact_p(blocks((0, 0, 3, 9))) == 1.0
    assert difference(blocks((0, 0, 3, 9), (2, 5, 0, 0))) is None


@pytest.mark.parametrize("table", TABLES)
def test_the_difference_of_one_block_is_that_of_its_risks(table):
    a, n1, b, n0 = table
    found, _ = difference(blocks(table))
    assert found == pytest.approx(a / n1 - b / n0)


def test_what_differs_between_blocks_is_no_difference():
    """Twice the exposure where risk is fourfold: together it looks like much, within the blocks there is nothing."""
    assert difference(blocks((16, 20, 8, 10), (2, 10, 4, 20)))[0] == pytest.approx(0)


@pytest.mark.parametrize(("risk", "more"), [(0.3, 0.2), (0.5, 0.0), (0.6, -0.3)])
def test_satos_variance_is_that_of_every_possible_outcome(risk, more):
    """Two sparse blocks with a common difference, all their outcomes counted out; Sato 1989."""
    sizes, mean, square, told = [(2, 3), (1, 4)], 0.0, 0.0, 0.0
    for counts in product(*(range(n + 1) for pair in sizes for n in pair)):
        tables, chance = [], 1.0
        for (n1, n0), a, b in zip(sizes, counts[::2], counts[1::2], strict=True):
            chance *= stats.binom.pmf(a, n1, risk + more) * stats.binom.pmf(b, n0, risk)
            tables.append((a, n1, b, n0))
        found, _ = difference(blocks(*tables))
        mean, square = mean + chance * found, square + chance * found**2
        told += chance * variance(blocks(*tables), more)
    assert mean == pytest.approx(more)
    assert told == pytest.approx(square - mean**2)


@pytest.mark.parametrize("table", TABLES)
def test_satos_variance_of_one_block_is_that_of_two_risks(table):
    """p (1 - p) / n of both, added."""
    a, n1, b, n0 = table
    wald = a / n1 * (1 - a / n1) / n1 + b / n0 * (1 - b / n0) / n0
    assert difference(blocks(table))[1] == pytest.approx(wald, rel=1e-9)


def test_a_difference_is_shrunk_as_two_normal_numbers_are_joined():
    """Precisions add, means are weighed by them."""
    mean, low, high = shrunk(0.3, 0.04, 0.1)
    precision = 1 / 0.04 + 1 / 0.01
    assert mean == pytest.approx(0.3 / 0.04 / precision)
    assert (high - low) / 2 == pytest.approx(stats.norm.ppf(0.975) / precision**0.5)
    assert (low + high) / 2 == pytest.approx(mean)


@pytest.mark.parametrize("seed", range(5))
def test_adjusted_p_values_are_those_of_scipy_and_statsmodels(seed):
    p = np.random.default_rng(seed).beta(0.4, 1, 15)
    p[3] = p[7]
    assert discoveries(p.tolist()) == pytest.approx(stats.false_discovery_control(p, method="bh").tolist())
    assert discoveries(p.tolist()) == pytest.approx(multipletests(p, method="fdr_bh")[1].tolist())
    assert discoveries([]) == []
