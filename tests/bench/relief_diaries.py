"""Relief on real diaries that had no infusion: python -m tests.bench.relief_diaries FILE

Reads a file in the shape of the Kostecki-Dillon data (id, dos = day of the study, headache yes or no; a day without a
row is silent). Without a file, the project's own excerpt, whose source and licence stand in tests/data/README.md.

Two questions. How well is the next recorded day foretold, from the 20th recorded day on, by what the model knows of a
patient without an infusion? And in how many is relief claimed (probability of any relief 0.8 or more, as on the screen)
when a course is planted that never was, on the first day with 28 days and 20 recorded ones behind it, and 10 recorded
days ahead? How many claims the prior allows is simulated: the same diaries, silent days and all, with days drawn from a
patient without relief whose share and clustering are those of the diary.
"""

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from diary.analysis.definitions_cycles import BASELINE_LEAST, BASELINE_RECORDED
from diary.analysis.definitions_relief import SEEN_FROM
from diary.analysis.relief_grid import LOGARITHMS, after_baseline, codes_of, judged, likelihood
from diary.analysis.relief_prior import CLUSTERINGS, PRIOR, SHARES
from tests.bench.figures import HEAD, Band, Figure
from tests.bench.relief_patients import days_of

EXCERPT = Path(__file__).parents[1] / "data" / "kostecki_dillon_excerpt.csv"
LEAST_AHEAD, SEED, TIMES = 10, 20261122, 20
#: Half of the weight of the exponentially weighted rate lies on so many days.
HALF_LIFE = 14
Diary = tuple[np.ndarray, np.ndarray]


def measure(path: Path = EXCERPT) -> Iterator[Band | Figure]:
    """The log score of the next day, and the share of planted courses with a claim."""
    diaries = read(path)
    yield _next_day(diaries)
    if any(_plant(recorded) is not None for recorded, _ in diaries):
        yield from _planted(diaries)
        yield _after_planted(diaries)


def read(path: Path) -> list[Diary]:
    """Recorded and headache, for each day from the first to the last of each patient."""
    days: dict[str, dict[int, bool]] = defaultdict(dict)
    with path.open(newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            days[row["id"]][int(row["dos"])] = row["headache"] == "yes"
    return [_in_a_row(one) for one in days.values()]


def _in_a_row(days: dict[int, bool]) -> Diary:
    every = range(min(days), max(days) + 1)
    return np.array([day in days for day in every]), np.array([days.get(day, False) for day in every])


def _next_day(diaries: list[Diary]) -> Figure:
    scores: dict[str, float] = defaultdict(float)
    days = people = 0
    for recorded, headache in diaries:
        places = np.flatnonzero(recorded)[BASELINE_RECORDED:].tolist()
        codes, rivals = codes_of(recorded, headache), _rivals(recorded, headache)
        days, people = days + len(places), people + bool(places)
        for place in places:
            weights = after_baseline(PRIOR, codes[:place]).levels.sum(axis=2)
            scores["ours"] += math.log((weights * np.exp(LOGARITHMS[:, codes[place]])).sum())
            for name, said in rivals.items():
                scores[name] += math.log(said[place] if headache[place] else 1 - said[place])
    ours, means = scores.pop("ours") / days, {name: score / days for name, score in scores.items()}
    told = ", ".join(f"{name} {mean:.4f}" for name, mean in means.items())
    how = f"ours {ours:.4f}, {told} a day; {days} days of {people} real patients"
    return Figure("log score of the next day, behind the best rival", 1000 * (max(means.values()) - ours), 0, "‰", how)


def _rivals(recorded: np.ndarray, headache: np.ndarray) -> dict[str, np.ndarray]:
    """What each rival says of every day, from the days before it; each begins with one day of either kind."""
    kept = 0.5 ** (1 / HALF_LIFE)
    weighted, pairs, last = np.ones(2), np.ones((2, 2)), None
    said: dict[str, list[float]] = {"28-day rate": [], "exponentially weighted": [], "Markov chain": []}
    for place in range(len(recorded)):
        before = slice(max(0, place - 28), place)
        said["28-day rate"].append((headache[before].sum() + 1) / (recorded[before].sum() + 2))
        said["exponentially weighted"].append(weighted[1] / weighted.sum())
        row = pairs.sum(axis=0) if last is None else pairs[last]
        said["Markov chain"].append(row[1] / row.sum())
        weighted = np.maximum(weighted * kept, 0.01)
        if recorded[place]:
            kind = int(headache[place])
            weighted[kind] += 1
            if last is not None:
                pairs[last, kind] += 1
            last = kind
    return {name: np.array(values) for name, values in said.items()}


def _planted(diaries: list[Diary]) -> Iterator[Figure]:
    chosen = [(diary, place) for diary in diaries if (place := _plant(diary[0])) is not None]
    claims = [_claimed(*diary, place) for diary, place in chosen]
    chance = np.random.default_rng(SEED)
    null = [_claimed(*_without_relief(chance, diary), place) for diary, place in chosen for _ in range(TIMES)]
    allowed, n = sum(null) / len(null), len(chosen)
    most = allowed + 1.645 * math.sqrt(allowed * (1 - allowed) / n)
    how = f"{sum(claims)} of n = {len(chosen)}; {100 * allowed:.0f} % of {len(null)} diaries simulated without relief"
    yield Figure(
        "relief claimed after a planted course", 100 * sum(claims) / n, round(100 * most, 1), "% of patients", how
    )
    bound = 100 * (1 - SEEN_FROM) / SEEN_FROM * 0.75 / 0.25
    yield Figure("… against what Bayes allows the prior", 100 * sum(claims) / n, bound, "%", "(1 − 0.8) / 0.8 × 3")


def _after_planted(diaries: list[Diary]) -> Band:
    """What it costs to half expect relief that never comes."""
    ours = days = 0.0
    scores: dict[str, float] = defaultdict(float)
    for recorded, headache in diaries:
        if (place := _plant(recorded)) is None:
            continue
        codes = codes_of(recorded, headache)
        ours += judged(likelihood(codes[place:]), after_baseline(PRIOR, codes[:place])).evidence
        ahead = place + np.flatnonzero(recorded[place:])
        days += len(ahead)
        for name, said in _rivals(recorded, headache).items():
            scores[name] += float(np.log(np.where(headache, said, 1 - said)[ahead]).sum())
    best = max(scores, key=scores.__getitem__)
    how = f"ours {ours / days:.4f}, {best} {scores[best] / days:.4f} a day; {days:.0f} days"
    value = 1000 * (scores[best] - ours) / days
    return Band("log score of the days after a planted course, behind the best rival", value, "‰", how)


def _plant(recorded: np.ndarray) -> int | None:
    """The first day with 28 days and 20 recorded ones before it; None with fewer than 10 recorded from it on."""
    enough = np.flatnonzero(np.cumsum(recorded)[BASELINE_LEAST - 1 :] >= BASELINE_RECORDED)
    place = int(enough[0]) + BASELINE_LEAST if len(enough) else len(recorded)
    return place if recorded[place:].sum() >= LEAST_AHEAD else None


def _claimed(recorded: np.ndarray, headache: np.ndarray, place: int) -> bool:
    codes = codes_of(recorded, headache)
    found = judged(likelihood(codes[place:]), after_baseline(PRIOR, codes[:place]))
    return bool(found.lasts[1] >= SEEN_FROM)


def _without_relief(chance: np.random.Generator, diary: Diary) -> Diary:
    """The same days recorded, drawn from the share and clustering that are most likely for the whole of the diary."""
    recorded, headache = diary
    weights = after_baseline(PRIOR, codes_of(recorded, headache)).levels.sum(axis=2)
    clustering, share = np.unravel_index(chance.choice(weights.size, p=weights.ravel()), weights.shape)
    drawn = days_of(chance, np.full(len(recorded), SHARES[share]), CLUSTERINGS[clustering])
    return recorded, drawn & recorded


if __name__ == "__main__":
    print(HEAD)
    for figure in measure(*map(Path, sys.argv[1:2])):
        print(figure.line())
