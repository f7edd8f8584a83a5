"""Simulated days: the first-order chain of `relief.md`, and what a diary knows of it."""

import numpy as np

from diary.analysis.definitions import NO, UNKNOWN, YES, Answers


def chains(random: np.random.Generator, shares: np.ndarray, clustering: float, days: int) -> np.ndarray:
    """Days of one patient in a row, with headache or not; each patient has a share of headache days."""
    headache = np.empty((len(shares), days), dtype=bool)
    draws = random.random((len(shares), days))
    headache[:, 0] = draws[:, 0] < shares
    for day in range(1, days):
        headache[:, day] = draws[:, day] < shares + clustering * (headache[:, day - 1] - shares)
    return headache


def kept(random: np.random.Generator, headache: np.ndarray, silent: float) -> Answers:
    """What a diary knows of these days."""
    return np.where(random.random(headache.shape) < silent, UNKNOWN, np.where(headache, YES, NO))
