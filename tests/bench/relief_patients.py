"""Simulated patients for the bench of relief: their truth and what they wrote down, and the oracle that knows the truth."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from diary.analysis.relief_grid import LOGARITHMS
from diary.analysis.relief_prior import ABOUT, Beliefs

BASELINE = 28
LONGEST = 730
#: The longest relief of a cycle that is known already.
KNOWN_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so about one cycle: shares of headache days out of relief and in it, and its last day."""

    before: float
    within: float
    clustering: float
    ends: int
    #: Days over which headaches come back, the middle of them being `ends`; 0: all at once.
    spread: int = 0

    def shares(self, days: int) -> np.ndarray:
        """The share of headache days on days 1, 2, …"""
        day = np.arange(1, days + 1)
        if self.ends == 0 or not self.spread:
            back = (day > self.ends).astype(float)
        else:
            back = np.clip((day - 0.5 - (self.ends - self.spread / 2)) / self.spread, 0, 1)
        return self.within + (self.before - self.within) * back


@dataclass(frozen=True, kw_only=True)
class Population:
    """Shares (out of relief, in it) and clusterings, each as likely."""

    shares: tuple[tuple[float, float], ...]
    clusterings: tuple[float, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Patient:
    """A diary with its truth: a baseline, cycles that are completed, and one that is judged."""

    truth: Truth
    recorded: np.ndarray
    headache: np.ndarray
    #: The days of each completed cycle.
    earlier: tuple[slice, ...]
    #: The place of day 1 of the cycle that is judged.
    start: int


def patients(
    chance: np.random.Generator,
    population: Population,
    *,
    count: int,
    days: int,
    spread: int,
    silent: float,
    known: int = 0,
    ends: tuple[int, int] = (0, 10 * LONGEST),
) -> Iterator[Patient]:
    """Patients whose relief, in the cycle that is judged, ends between two days.

    Of a patient with known cycles all have the patient's own median. The next infusion came 20 to 50 days after relief
    had ended.
    """
    while count:
        median = a_median(chance) if known else None
        lengths, last = [an_end(chance, median) for _ in range(known)], an_end(chance, median)
        if max(lengths, default=0) > KNOWN_MOST or not ends[0] <= last <= ends[1]:
            continue
        before, within = population.shares[chance.integers(len(population.shares))]
        clustering = float(chance.choice(population.clusterings))
        shares, earlier, start = [np.full(BASELINE, before)], [], BASELINE
        for end, length in [(one, one + int(chance.integers(20, 51))) for one in lengths] + [(last, days)]:
            truth = Truth(before=before, within=within, clustering=clustering, ends=end, spread=spread)
            shares.append(truth.shares(length))
            earlier.append(slice(start, start + length))
            start += length
        headache = days_of(chance, np.concatenate(shares), clustering)
        recorded = chance.random(len(headache)) >= silent
        judged = earlier.pop()
        yield Patient(
            truth=truth,
            recorded=recorded,
            headache=headache & recorded,
            earlier=tuple(earlier),
            start=judged.start,
        )
        count -= 1


def an_end(chance: np.random.Generator, median: float | None = None) -> int:
    """The last day of relief, from the stated prior; of a patient whose own median is known, from that."""
    if chance.random() < 0.25:
        return 0
    if median is None:
        median, spread = (180.0 if chance.random() < 0.35 else 42.0), 0.8
    else:
        spread = 0.4
    return max(1, round(median * math.exp(spread * chance.standard_normal())))


def a_median(chance: np.random.Generator) -> float:
    """A patient's own median of relief, from the stated prior."""
    usual = 180.0 if chance.random() < 0.35 else 42.0
    return usual * math.exp(math.sqrt(0.8**2 - 0.4**2) * chance.standard_normal())


def days_of(
    chance: np.random.Generator, shares: np.ndarray, clustering: float, before: bool | None = None
) -> np.ndarray:
    """Headache days in a row, each depending on the one before."""
    told = np.empty(len(shares), dtype=bool)
    draws = chance.random(len(shares))
    for place, share in enumerate(shares.tolist()):
        likely = share if before is None else share + clustering * (before - share)
        before = bool(draws[place] < likely)
        told[place] = before
    return told


def log_days(recorded: np.ndarray, headache: np.ndarray, share: np.ndarray | float, clustering: float) -> np.ndarray:
    """The logarithm of the probability of each recorded day under a share, written out a day at a time."""
    logs, last, ago = np.zeros(len(recorded)), None, 0
    shares = np.broadcast_to(share, len(recorded)).tolist()
    for place in range(len(recorded)):
        ago += 1
        if not recorded[place]:
            continue
        likely = shares[place]
        if last is not None:
            likely += clustering**ago * (last - likely)
        last, ago = bool(headache[place]), 0
        logs[place] = math.log(likely if last else 1 - likely)
    return logs


@cache
def prior(none: float = 0.25) -> np.ndarray:
    """P(τ = 0), P(τ = 1), … as the oracle knows them."""
    edges = np.arange(LONGEST + 1) + 0.5
    below = np.zeros(LONGEST + 1)
    for weight, median in ((0.65, 42), (0.35, 180)):
        below += weight * np.array([0.5 * math.erfc(-math.log(edge / median) / 0.8 / math.sqrt(2)) for edge in edges])
    return np.concatenate(([none], (1 - none) * np.diff(np.concatenate(([0.0], below[1:])))))


def oracle(patient: "Patient") -> np.ndarray:
    """The probability on each day of the cycle that relief has ended, for one who knows shares, clustering and prior.

    Entry t - 1 uses days up to t only.
    """
    truth, start = patient.truth, patient.start
    within, before = (
        np.concatenate(
            ([0.0], np.cumsum(log_days(patient.recorded, patient.headache, share, truth.clustering)[start:]))
        )
        for share in (truth.within, truth.before)
    )
    days = len(patient.recorded) - start
    ended = np.logaddexp.accumulate(np.log(prior()[:days]) + (within - before)[:days]) + before[1:]
    lasting = np.log(1 - np.cumsum(prior())[:days]) + within[1:]
    return 1 / (1 + np.exp(lasting - ended))


def forward(codes: np.ndarray, beliefs: Beliefs) -> np.ndarray:
    """The probability on each day of a cycle that relief has ended, by a recursion over the days.

    The same model on the same grids as the product's, and another way through it: the weight of having ended and the
    weight of none of the days having been out of relief are carried from day to day.
    """
    lasting = (beliefs.levels.transpose(1, 0, 2) @ ABOUT).transpose(1, 0, 2)
    ended, said = np.zeros_like(lasting), np.empty(len(codes))
    ends, on = beliefs.ends(len(codes) + 1), 1.0
    for day, code in enumerate(codes.tolist()):
        ended = ended + ends[day] * lasting
        on -= ends[day]
        if code:
            likely = np.exp(LOGARITHMS[:, code])
            ended, lasting = ended * likely[:, :, None], lasting * likely[:, None, :]
            total = ended.sum() + on * lasting.sum()
            ended, lasting = ended / total, lasting / total
        said[day] = ended.sum() / (ended.sum() + on * lasting.sum())
    return said
