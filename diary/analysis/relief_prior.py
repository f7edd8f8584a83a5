"""What is assumed of relief before a diary is read, on grids: shares of days, clustering, and how long relief lasts.

  p₀   share of headache days out of relief: Beta(3, 2), so 0.6 on the mean (who is infused has frequent headache)
  p₁   share in relief, at most 0.8 p₀. A patient has a level of relief, 0.8 × Beta(5, 5) of p₀, so 0.4 of it on the
       mean; each cycle's p₁ lies about that level, within 0.1 in 19 of 20 (a standard deviation of 0.05)
  ρ    clustering of days: 0, 0.15, 0.3, 0.45, 0.6, as likely as 1 : 2 : 3 : 2 : 1
  τ    the last day of relief. None at all with probability 0.25. Otherwise log τ is normal; its median is 42 days, or
       with weight 0.35 (long-lasting relief) 180 days, and its standard deviation 0.8, of which 0.4 lies between the
       cycles of one patient and the rest between patients. So a patient's own cycles move the median (normal-normal)
       and tell which of the two kinds the patient is; and they move the 0.25, which counts as four cycles seen.

Shares lie on a grid that is even in arcsin √p, where what n days can tell apart is the same everywhere.
"""

import math
from dataclasses import dataclass

import numpy as np

from .definitions import Floats
from .definitions_relief import (
    LONG_MEDIAN,
    LONG_SHARE,
    LONGEST_CYCLE,
    MEDIAN_DAYS,
    NO_RELIEF,
    NO_RELIEF_CYCLES,
    RELIEF_MOST,
    RELIEF_VARIES,
    SPREAD,
    SPREAD_WITHIN,
)

CELLS = 32
ANGLES = (np.arange(CELLS) + 0.5) / CELLS * math.pi / 2
#: The shares of days that p₀ and p₁ can be.
SHARES: Floats = np.sin(ANGLES) ** 2
#: How much of all shares each of them stands for.
WIDTHS: Floats = np.diff(np.sin(np.linspace(0, math.pi / 2, CELLS + 1)) ** 2)
#: Prior weights of p₀.
BEFORE: Floats = SHARES**2 * (1 - SHARES) * WIDTHS / (SHARES**2 * (1 - SHARES) * WIDTHS).sum()
#: Levels of relief that a patient can have, as shares of days; half as many, each cycle's p₁ being spread about them.
LEVELS: Floats = np.sin((np.arange(CELLS // 2) + 0.5) / (CELLS // 2) * math.pi / 2) ** 2
CLUSTERINGS: Floats = np.array([0.0, 0.15, 0.3, 0.45, 0.6])
CLUSTERING_WEIGHTS: Floats = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9

#: The medians of τ that a patient can have, from 4 days to about 1,100, even in their logarithm.
MEDIANS: Floats = np.exp(np.linspace(math.log(4), math.log(1100), 29))


@dataclass(frozen=True, eq=False, kw_only=True)
class Beliefs:
    """What is believed of one patient before a cycle begins."""

    #: Weights of (ρ, p₀, level of relief).
    levels: Floats
    #: Weights of the patient's median of τ.
    medians: Floats
    #: Cycles seen without and with relief, those of the prior among them.
    without: float
    with_relief: float

    @property
    def none(self) -> float:
        """The probability that a cycle has no relief at all."""
        return self.without / (self.without + self.with_relief)

    def ends(self, days: int) -> Floats:
        """Probabilities of τ = 0, 1, …, days - 1, and of `days` or more."""
        weights = np.empty(days + 1)
        weights[1:days] = (1 - self.none) * (self.medians @ ENDS[:, 1:days])
        weights[days] = (1 - self.none) * (self.medians @ LASTS[:, days])
        weights[0] = self.none if days else 1.0
        return weights

    @property
    def lasts(self) -> Floats:
        """P(τ ≥ d) for d = 0, 1, … 730, of a cycle of which nothing is known yet."""
        lasts = (1 - self.none) * (self.medians @ LASTS[:, : LONGEST_CYCLE + 1])
        lasts[0] = 1.0
        return lasts


def _normal(values: Floats, mean: float, deviation: float) -> Floats:
    return np.exp(-0.5 * ((values - mean) / deviation) ** 2)


def _relief_levels() -> Floats:
    """Weights of a level of relief, for each p₀. The least level of all is always possible."""
    ratio = np.minimum(LEVELS[None, :] / (RELIEF_MOST * SHARES[:, None]), 1)
    weights = (ratio * (1 - ratio)) ** 4 * np.sqrt(LEVELS * (1 - LEVELS))
    weights[:, 0] += 1e-12
    return weights / weights.sum(axis=1, keepdims=True)


def _about_levels() -> Floats:
    """Weights of a cycle's p₁, for each p₀ and each level of relief."""
    near = np.stack([_normal(SHARES, level, RELIEF_VARIES) for level in LEVELS.tolist()]) * WIDTHS
    possible = (SHARES[None, :] < RELIEF_MOST * SHARES[:, None]).astype(np.float64)
    possible[:, 0] = 1.0
    weights = possible[:, None, :] * near[None, :, :] + 1e-300 * possible[:, None, :]
    return weights / weights.sum(axis=2, keepdims=True)


def _reached() -> Floats:
    """For each median and each day d from 0 on, the probability that relief lasts d - ½ days or longer."""
    edges = np.log(np.maximum(np.arange(LONGEST_CYCLE + 2) - 0.5, 1e-9))
    scaled = (edges[None, :] - np.log(MEDIANS)[:, None]) / (SPREAD_WITHIN * math.sqrt(2))
    lasting = np.array([math.erfc(value) / 2 for value in scaled.ravel().tolist()]).reshape(scaled.shape)
    lasting[:, :2] = 1.0  # relief that there is lasts a day at least
    return lasting


def _medians() -> Floats:
    between = math.sqrt(SPREAD**2 - SPREAD_WITHIN**2)
    usual, long = (_normal(np.log(MEDIANS), math.log(days), between) for days in (MEDIAN_DAYS, LONG_MEDIAN))
    return (1 - LONG_SHARE) * usual / usual.sum() + LONG_SHARE * long / long.sum()


#: P(τ ≥ d | median) and P(τ = d | median) for d = 0, 1, …
LASTS = _reached()
ENDS = LASTS[:, :-1] - LASTS[:, 1:]
#: Weights of p₁, for each p₀ and each level of relief.
ABOUT = _about_levels()

PRIOR = Beliefs(
    levels=CLUSTERING_WEIGHTS[:, None, None] * (BEFORE[:, None] * _relief_levels())[None, :, :],
    medians=_medians(),
    without=NO_RELIEF * NO_RELIEF_CYCLES,
    with_relief=(1 - NO_RELIEF) * NO_RELIEF_CYCLES,
)
