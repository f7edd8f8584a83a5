"""The exact posterior of when relief ended, of one cycle after the other, on the grids of `relief_prior`.

A recorded day depends on the last recorded one, k days earlier, which was a headache day (h = 1) or was not:

    P(headache | h) = p + ρᵏ (h - p)        p = p₁ on days 1 … τ, p₀ after them

A silent day makes k larger and is nothing else. Let C(t) be the sum of the logarithms over the recorded days up to t,
under one p and ρ. Then

    log L(τ) = C₁(τ) + C₀(T) - C₀(τ)

so running sums hold everything. The sum over p₀ and p₁ for each τ, and the sum over τ for each p₀ and p₁, are
products of matrices of exp(C - greatest of its row): nothing overflows, and what is lost is below 1e-300.
"""

from dataclasses import dataclass, replace

import numpy as np

from .definitions import Flags, Floats, Numbers
from .definitions_relief import INTERVAL_OF_ENDS, LONGEST_CYCLE, REMEMBERED
from .relief_prior import ABOUT, BEFORE, CLUSTERINGS, ENDS, LASTS, SHARES, Beliefs

#: From so many days on, a recorded day tells nothing of the next: 0.6 to that power is under 0.0001.
INDEPENDENT = 20
#: A silent day; other codes are 1 + 4 × (k or 0) + 2 × (day before) + (this day).
SILENT = 0
#: Nothing is divided by less.
LEAST = 1e-300


def _logarithms() -> Floats:
    """For each ρ, each code and each share p, the logarithm of the probability of such a day."""
    logs = np.zeros((len(CLUSTERINGS), 1 + 4 * INDEPENDENT, len(SHARES)))
    for gap in range(INDEPENDENT):
        kept = (CLUSTERINGS**gap if gap else np.zeros(len(CLUSTERINGS)))[:, None]
        for before in (0, 1):
            share = SHARES + kept * (before - SHARES)
            logs[:, 1 + 4 * gap + 2 * before] = np.log1p(-share)
            logs[:, 1 + 4 * gap + 2 * before + 1] = np.log(share)
    return logs


LOGARITHMS = _logarithms()


@dataclass(frozen=True, eq=False, kw_only=True)
class Likelihood:
    """What the days of one cycle say, for each ρ, τ = 0 … days and share; apart from one factor, exp(`logarithm`)."""

    #: Of days 1 … τ under p₁, relative to the best share.
    early: Floats
    #: Of the days after τ under p₀, relative to the best share.
    late: Floats
    #: Of both, at their best shares, relative to the best of all.
    scale: Floats
    logarithm: float

    @property
    def days(self) -> int:
        """Days of the cycle."""
        return self.scale.shape[1] - 1

    def of_ends(self, levels: Floats) -> Floats:
        """For each τ, the likelihood with weights `levels` of (ρ, p₀, p₁)."""
        mixed = self.early @ levels.transpose(0, 2, 1)
        return np.einsum("rt,rtp,rtp->t", self.scale, mixed, self.late, optimize=False)

    def of_levels(self, ends: Floats) -> Floats:
        """For each ρ, p₀ and p₁, the likelihood with weights `ends` of τ."""
        weighed = self.late * (self.scale * ends)[:, :, None]
        return weighed.transpose(0, 2, 1) @ self.early


@dataclass(frozen=True, eq=False, kw_only=True)
class Posterior:
    """What is believed of one cycle."""

    #: Probabilities of τ = 0, 1, …, days - 1, and of `days` or more.
    ends: Floats
    #: P(τ ≥ d) for d = 0, 1, … up to the longest of all: so far from the days, and then as it was expected.
    lasts: Floats
    #: Means of p₀, and of p₁ if there was relief.
    share_before: float
    share_in_relief: float
    #: Logarithm of the probability of the days of this cycle, given everything before.
    evidence: float
    #: The likelihood of each τ, and of each ρ, p₀ and p₁, the other summed out: what `learned` learns from.
    of_ends: Floats
    of_levels: Floats


def codes_of(recorded: Flags, headache: Flags) -> Numbers:
    """For each day what it is and what it follows, as a number; days in a row, the first of them follows nothing."""
    places = np.arange(len(recorded))
    seen = np.maximum.accumulate(np.where(recorded, places, -1))
    last = np.concatenate(([-1], seen[:-1]))[: len(recorded)]
    gap = places - last
    follows = (last >= 0) & (gap < INDEPENDENT)
    before = headache[last] & follows
    return np.where(recorded, 1 + 4 * np.where(follows, gap, 0) + 2 * before + headache, SILENT)


def after_baseline(prior: Beliefs, codes: Numbers) -> Beliefs:
    """The beliefs after days that are known to be out of relief, ending today; older days count less."""
    weights = REMEMBERED ** np.arange(len(codes))[::-1]
    logs = (LOGARITHMS[:, codes] * weights[:, None]).sum(axis=1)
    levels = prior.levels * np.exp(logs - logs.max())[:, :, None]
    return replace(prior, levels=levels / levels.sum())


def likelihood(codes: Numbers) -> Likelihood:
    """What the days of a cycle say, the first of `codes` being day 1."""
    sums = np.zeros((len(CLUSTERINGS), len(codes) + 1, len(SHARES)))
    np.cumsum(LOGARITHMS[:, codes], axis=1, out=sums[:, 1:])
    rest = sums[:, -1:] - sums
    best_early, best_late = sums.max(axis=2), rest.max(axis=2)
    best = best_early + best_late
    logarithm = float(best.max())
    return Likelihood(
        early=np.exp(sums - best_early[:, :, None]),
        late=np.exp(rest - best_late[:, :, None]),
        scale=np.exp(best - logarithm),
        logarithm=logarithm,
    )


def judged(days: Likelihood, beliefs: Beliefs) -> Posterior:
    """What is believed of a cycle after its days."""
    levels = (beliefs.levels.transpose(1, 0, 2) @ ABOUT).transpose(1, 0, 2)
    expected, told = beliefs.ends(days.days), days.of_ends(levels)
    joint = expected * told
    total = float(joint.sum())
    without = expected[0] * (days.scale[:, :1] * days.late[:, 0])
    within = days.of_levels(np.concatenate(([0.0], expected[1:])))
    either = without[:, :, None] + within
    some = levels * within
    ends = joint / total
    return Posterior(
        ends=ends,
        lasts=_lasts(ends, beliefs),
        share_before=float((levels * either).sum(axis=(0, 2)) @ SHARES / total),
        share_in_relief=float(some.sum(axis=(0, 1)) @ SHARES / max(some.sum(), LEAST)),
        evidence=float(np.log(total)) + days.logarithm,
        of_ends=told,
        of_levels=either,
    )


def learned(found: Posterior, beliefs: Beliefs) -> Beliefs:
    """The beliefs after a cycle that was completed: of levels, of the median, and of how often there is no relief."""
    told, days = found.of_ends, len(found.ends) - 1
    # For each median: Σ P(τ | median) L(τ).
    some = ENDS[:, 1:days] @ told[1:days] + LASTS[:, days] * told[days] if days else told[0]
    medians = beliefs.medians * (beliefs.none * told[0] + (1 - beliefs.none) * some)
    levels = beliefs.levels * (ABOUT @ found.of_levels.transpose(1, 2, 0)).transpose(2, 0, 1)
    without = float(found.ends[0]) if days else beliefs.none
    return Beliefs(
        levels=_faded(levels / levels.sum(), days),
        medians=medians / medians.sum(),
        without=beliefs.without + without,
        with_relief=beliefs.with_relief + 1 - without,
    )


def median_of(lasts: Floats) -> int:
    """The first day by which relief has rather ended than not."""
    return _day(lasts, 0.5)


def interval_of(lasts: Floats) -> tuple[int, int]:
    """The 80 % interval of the last day of relief: a tenth on either side, or from 0 where no relief is that likely."""
    tail = (1 - INTERVAL_OF_ENDS) / 2
    low = _day(lasts, tail)
    return (low, _day(lasts, 1 - tail)) if low else (0, _day(lasts, INTERVAL_OF_ENDS))


def _day(lasts: Floats, share: float) -> int:
    """The first day by which relief has ended with this probability; 730 for later ones."""
    return min(int(np.searchsorted(1 - lasts[1:], share - 1e-12)), LONGEST_CYCLE)


def _faded(levels: Floats, days: int) -> Floats:
    """The same weights after so many days, p₀ on its way back to what it was before anything was known."""
    shares = np.maximum(levels.sum(axis=(0, 2)), LEAST)
    levels = levels * ((BEFORE / shares) ** (1 - REMEMBERED**days))[:, None]
    return levels / levels.sum()


def _lasts(ends: Floats, beliefs: Beliefs) -> Floats:
    """P(τ ≥ d) for d from 0 on: from the days so far, then as expected of relief that lasted until now."""
    days = len(ends) - 1
    lasts = np.empty(LASTS.shape[1])
    lasts[: days + 1] = ends[::-1].cumsum()[::-1]
    on = beliefs.medians @ LASTS
    lasts[days:] = ends[days] * on[days:] / max(float(on[days]), LEAST)
    if not days:
        lasts[1:] *= 1 - beliefs.none
    lasts[0] = 1.0
    return lasts
