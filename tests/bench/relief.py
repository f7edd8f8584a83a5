"""Every line of what must be true of relief: calibration, delay, honesty on real diaries, and time."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from diary.analysis import DayAnswer, Diary, Infusion, relief
from tests.bench import relief_calibration, relief_detection, relief_diaries
from tests.bench.figures import Band, Figure, median

LAST, ZONE, ROUNDS = date(2026, 11, 21), "Europe/Berlin", 15
NOW = datetime(2026, 11, 21, 22, tzinfo=UTC)


def measure(_: Path) -> Iterator[Band | Figure]:
    """All of it."""
    yield from relief_calibration.measure()
    yield from relief_detection.measure()
    yield from relief_diaries.measure()
    yield from _times()


def _times() -> Iterator[Band | Figure]:
    how = f"a diary that is read already, from its days to the result; processor time, median of {ROUNDS}"
    year = _milliseconds(365, 6)
    yield Figure("relief, a year with six cycles", year, 5, "ms", how)
    ten = _milliseconds(3650, 60)
    yield Figure("relief, ten years with 60 cycles", ten / year, 11, "× a year", f"{ten:.1f} ms; linear in days")


def _milliseconds(days: int, infusions: int) -> float:
    chance = random.Random(20261122)
    first = LAST - timedelta(days=days - 1)
    dates = [first + timedelta(days=place) for place in range(days)]
    every = (days - 30) // infusions
    answers = tuple(
        DayAnswer(date=day, zone=ZONE, headache=chance.random() < 0.5, answered_at=_evening(day))
        for day in dates
        if chance.random() < 0.87
    )
    given = tuple(Infusion(id=str(place), date=dates[30 + place * every], zone=ZONE) for place in range(infusions))
    diary = Diary(zone=ZONE, days=answers, infusions=given)
    took = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        assert relief(diary, NOW)
        took.append((time.process_time() - began) * 1000)
    return median(took[1:])


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
