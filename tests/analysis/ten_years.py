"""A daily diary of ten years, and how long its trend takes: python -m tests.analysis.ten_years

1,500 attacks with three readings each, 60 infusions, and an answer on most other days.
"""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import process_time

from diary.analysis import (
    Attack,
    Aura,
    DayAnswer,
    Diary,
    Dose,
    Infusion,
    PainReading,
    attack_times,
    aura_days,
    classify,
    infusion_pain,
    overuse_of,
    patterns,
    trend,
)
from diary.charts import attacks, aura, calendar, frequency, medicine_days
from diary.charts import infusion_pain as dumbbells

LAST = date(2026, 11, 21)
FIRST = LAST - timedelta(days=3649)
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
HOME, AWAY = "America/Los_Angeles", "Europe/Berlin"


def ten_years(seed=1):
    """The records of the diary, by the names of `Diary`."""
    chance = random.Random(seed)
    begins = sorted(chance.sample(range(3650), 1500))
    attacks = tuple(one_attack(chance, place, day) for place, day in enumerate(begins))
    return {
        "zone": HOME,
        "attacks": attacks,
        "readings": tuple(
            PainReading(attack_id=one.id, at=later(one, 20 * step + 1), zone=one.zone, pain=chance.randint(1, 10))
            for one in attacks
            for step in range(3)
        ),
        "auras": tuple(
            Aura(started_at=later(one, -30), zone=one.zone, kind="visual", minutes=25, attack_id=one.id)
            for one in attacks
            if chance.random() < 0.2
        ),
        "doses": tuple(
            Dose(taken_at=later(one, 30), zone=one.zone, kind="acute", drug_class=drug, attack_id=one.id)
            for one in attacks
            for drug in chance.choices(("triptan", "nsaid"), k=chance.randint(0, 2))
        ),
        "days": tuple(
            DayAnswer(date=day, zone=HOME, headache=False, answered_at=midnight(day) + timedelta(hours=28))
            for place in range(3650)
            if place not in set(begins) and chance.random() < 0.85
            for day in [FIRST + timedelta(days=place)]
        ),
        "infusions": tuple(
            Infusion(
                id=f"infusion {place}",
                date=FIRST + timedelta(days=60 * place + 20),
                zone=HOME,
                course_id=f"course {place // 3}",
                pains={"before": chance.randint(4, 9), "end": chance.randint(0, 5)},
            )
            for place in range(60)
        ),
    }


def one_attack(chance, place, day):
    started_at = midnight(FIRST + timedelta(days=day)) + timedelta(minutes=chance.randint(480, 1800))
    return Attack(
        id=f"attack {place}",
        started_at=started_at,
        ended_at=started_at + timedelta(minutes=chance.randint(60, 1800)),
        zone=chance.choice([HOME] * 20 + [AWAY]),
        side=chance.choice(["left", "both", None]),
        qualities=frozenset({chance.choice(["throbbing", "pressing"])}),
        worse_with_activity=chance.choice([True, False, None]),
        symptoms={"nausea": chance.random() < 0.6, "light": True, "sound": chance.random() < 0.5},
    )


def later(one, minutes):
    return one.started_at + timedelta(minutes=minutes)


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def took(work, times=30):
    """Milliseconds of processor time: the median and the least of some runs."""
    runs = []
    for _ in range(times):
        began = process_time()
        work()
        runs.append((process_time() - began) * 1000)
    return median(runs), min(runs)


def table():
    """What is done, and what it takes once the zones' midnights are known."""
    records = ten_years()
    diary = Diary(**records)
    shown = trend(diary, now=NOW)
    days = classify(diary, shown.first, shown.last, NOW)
    pains = infusion_pain(diary)

    def ready():
        return frequency.figure(trend(diary, now=NOW), width="desk")

    def medicine():
        told = overuse_of(diary, NOW).since(shown.first)
        return medicine_days.figure(told, width="desk", first=shown.first, last=shown.last)

    def from_records():
        return frequency.figure(trend(Diary(**records), now=NOW), width="desk")

    return {
        "records to arrays": took(lambda: Diary(**records).columns),
        "classify": took(lambda: classify(diary, FIRST, LAST, NOW)),
        "trend": took(lambda: trend(diary, now=NOW)),
        "trend of migraine days": took(lambda: trend(diary, now=NOW, measure="migraine")),
        "figure of the trend": took(lambda: frequency.figure(shown, width="desk")),
        "arrays to trend and figure": took(ready),
        "records to trend and figure": took(from_records),
        "pain around infusions and figure": took(lambda: dumbbells.figure(infusion_pain(diary), width="phone")),
        "medicine days and figure": took(medicine),
        "aura days and figure": took(lambda: aura.figure(aura_days(days), width="desk")),
        "hours and lengths of attacks, figure": took(lambda: attacks.figure(attack_times(days, NOW), width="desk")),
        "patterns of a year": took(lambda: patterns(diary, NOW, first=LAST - timedelta(days=364), last=LAST), 10),
        "figure of the calendar": took(lambda: calendar.figure(days, width="desk"), 10),
        "every day as a Day": took(lambda: tuple(classify(diary, FIRST, LAST, NOW)), 10),
        "infusions": took(lambda: dumbbells.figure(pains, width="desk", first=shown.first, last=shown.last)),
    }


if __name__ == "__main__":
    for name, (middle, least) in table().items():
        print(f"{name:36}{middle:8.2f} ms  least {least:6.2f}")
