"""Two by two tables in blocks: a test, a difference of two risks, and what is found among many of them.

A block is a 2×2 table of exposed and unexposed days, with and without onset. Days are compared within their block
only, so that what differs from block to block (a course of infusions, a season) is not taken for the exposure.

    exact_p        Fisher's exact test, conditional on the margins of every block: the sum of the exposed onsets is a
                   sum of hypergeometric numbers. With one block it is Fisher's. Two-sided: all sums that are no
                   likelier than the one that was seen (Gart 1970; R's mantelhaen.test with exact=TRUE).
    difference     of the risks, weighted after Mantel and Haenszel (n1 n0 / n for each block), with the variance of
                   Sato (Biometrics 1989;45:1323), which holds in few large blocks and in many small ones.
    shrunk         that difference with a normal prior around 0: the posterior mean, and its interval.
    discoveries    p-values adjusted after Benjamini and Hochberg (J R Stat Soc B 1995;57:289).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from .definitions import CONFIDENCE, Floats, Numbers

#: Probabilities that differ by less than this share are the same, and are both among "no likelier".
SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Counts for each block."""

    exposed_onsets: Numbers
    exposed: Numbers
    unexposed_onsets: Numbers
    unexposed: Numbers

    @property
    def onsets(self) -> Numbers:
        """In both groups."""
        return self.exposed_onsets + self.unexposed_onsets

    @property
    def days(self) -> Numbers:
        """In both groups."""
        return self.exposed + self.unexposed

    @property
    def weights(self) -> Floats:
        """How much each block tells about the difference; 0 where one of the groups is empty."""
        return self.exposed * self.unexposed / np.maximum(self.days, 1)


def exact_p(blocks: Blocks) -> float:
    """The probability, if exposure made no difference, of a sum of exposed onsets no likelier than this one."""
    telling = (blocks.weights > 0) & (blocks.onsets > 0) & (blocks.onsets < blocks.days)
    counts = (each[telling].tolist() for each in (blocks.exposed, blocks.unexposed, blocks.onsets))
    parts = list(zip(*counts, strict=True))
    if not parts:
        return 1.0
    whole = np.ones(1)
    for exposed, unexposed, onsets in parts:
        whole = np.convolve(whole, _hypergeometric(exposed, unexposed, onsets))
    least = sum(max(0, onsets - unexposed) for _, unexposed, onsets in parts)
    seen = whole[int(blocks.exposed_onsets[telling].sum()) - least]
    return float(min(whole[whole <= seen * (1 + SAME)].sum(), 1.0))


@lru_cache(maxsize=4096)
def _hypergeometric(exposed: int, unexposed: int, onsets: int) -> Floats:
    """How likely each possible number of exposed onsets is, the least first, given the margins. Blocks are alike."""
    possible = np.arange(max(0, onsets - unexposed), min(onsets, exposed) + 1)
    facts = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, exposed + unexposed + 1)))))
    logs = -(
        facts[possible] + facts[exposed - possible] + facts[onsets - possible] + facts[unexposed - onsets + possible]
    )
    shares = np.exp(logs - logs.max())
    return shares / shares.sum()


def difference(blocks: Blocks) -> tuple[float, float] | None:
    """Risk with minus risk without exposure, and its variance; None where no block has both groups."""
    total = blocks.weights.sum()
    if not total:
        return None
    apart = blocks.exposed_onsets * blocks.unexposed - blocks.unexposed_onsets * blocks.exposed
    found = float((apart / np.maximum(blocks.days, 1)).sum() / total)
    return found, variance(blocks, found)


def variance(blocks: Blocks, apart: float) -> float:
    """The variance of that difference, when it is `apart` in every block."""
    there = blocks.weights > 0
    a, b = blocks.exposed_onsets[there], blocks.unexposed_onsets[there]
    n1, n0, n = blocks.exposed[there], blocks.unexposed[there], blocks.days[there]
    p = ((n1 * n1 * b - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n)).sum()
    q = ((a * (n0 - b) + b * (n1 - a)) / (2 * n)).sum()
    return float((apart * p + q) / blocks.weights.sum() ** 2)


def shrunk(found: float, variance: float, spread: float, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Mean, low and high of a difference that was found, when differences are normal around 0 with this spread."""
    variance = max(variance, 0.0)
    share = spread**2 / (spread**2 + variance)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * (share * variance) ** 0.5
    return share * found, share * found - half, share * found + half


def discoveries(p_values: Sequence[float]) -> list[float]:
    """For each p-value the smallest share of false findings at which it is one."""
    p = np.array(p_values, dtype=np.float64)
    if not len(p):
        return []
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return [float(one) for one in adjusted]
