"""How long a provider waits for the trend of ten years."""

import random
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import migrations
from diary.accounts import access
from diary.accounts.models import Patient
from diary.attacks.operations import ATTACK, PAIN_READING
from diary.charts import frequency
from diary.clinic.glances import glance
from diary.clock import instant
from diary.days.operations import DAY, day_id
from diary.db import engine_options, prepare
from diary.infusions.operations import INFUSION, INFUSION_PAIN, slot_id
from diary.insights.queries import KEPT, read_diary
from diary.insights.trends import Trends
from diary.medications.operations import DOSE, MEDICATION
from diary.revisions.kinds import Kind
from tests.bench.figures import Figure, median
from tests.revisions.diaries import Device, Diary, a_diary

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
# Of one year; the goals are for ten.
DAYS, ATTACKS, INFUSIONS = 365, 150, 6
YEARS, GOAL_YEARS = (1, 2, 5, 10), 10
FOLLOWED = ("stress", "poor_sleep", "alcohol", "caffeine", "weather")
ROUNDS = 25


def measure(folder: Path) -> Iterator[Figure]:
    """From the rows to the figure of the rate and to every figure of the page, of short diaries and of ten years."""
    url = f"sqlite:///{folder / 'lull.sqlite'}"
    migrations.upgrade(url)
    engine = sa.create_engine(**engine_options(url, threads=2))
    prepare(engine)
    for years in YEARS:
        with Session(engine, expire_on_commit=False) as session:
            diary = a_diary(session, f"{years} years")
            _a_diary_of(years, diary)
            patient_id = diary.patient_id
        # Read as a request reads: by a session that has seen nothing before.
        with Session(engine) as session:
            yield from _of_years(years, session, patient_id)
    engine.dispose()


def _of_years(years: int, session: Session, patient_id: uuid.UUID) -> Iterator[Figure]:
    how = (
        f"{DAYS * years:,} days, {ATTACKS * years:,} attacks, {INFUSIONS * years} infusions, SQLite; median of {ROUNDS}"
    )
    name = f"{years} year{'s' if years > 1 else ''}"
    rates = [_rate(session, patient_id) for _ in range(ROUNDS)]
    yield Figure(f"trend of {name}, rows to figure", median([sum(one) for one in rates]), 25, "ms", how)
    pages = [_page(session, patient_id) for _ in range(ROUNDS)]
    yield Figure(f"all charts of {name}", median(pages), 150, "ms", how)
    if years == GOAL_YEARS:
        drawn = f"{how}; the part of it that makes dictionaries of results"
        yield Figure(f"drawing the trend of {name}", median([drawing for _, drawing in rates]), 12.5, "ms", drawn)


def _rate(session: Session, patient_id: uuid.UUID) -> tuple[float, float]:
    """Milliseconds of reading and counting, and of drawing."""
    started = time.perf_counter()
    trend = Trends(read_diary(session, patient_id, ZONE, features=False), NOW, "all", width="desk").trend
    counted = time.perf_counter()
    assert frequency.figure(trend, width="desk").plotly
    drawn = time.perf_counter()
    session.rollback()
    return 1000 * (counted - started), 1000 * (drawn - counted)


def _page(session: Session, patient_id: uuid.UUID) -> float:
    """Milliseconds of everything that a patient's page tells and draws, from the rows, nothing of it kept from before."""
    KEPT.clear()
    started = time.perf_counter()
    opened = access.Diary(session.get_one(Patient, patient_id))
    page = glance(session, opened, period="all", measure="headache", now=NOW)
    assert page.trends.figures and page.relief and page.responses and page.patterns.all
    taken = 1000 * (time.perf_counter() - started)
    session.rollback()
    return taken


def _a_diary_of(years: int, diary: Diary) -> None:
    """A daily diary: an attack on about four days in ten, an answer on the others, an infusion every two months."""
    chance, phone, clinic = random.Random(20261122), Device(), Device()
    days = DAYS * years
    sumatriptan, first = uuid.uuid4(), NOW.date() - timedelta(days=days)
    medication = {"name": "Sumatriptan", "kind": "acute", "drug_class": "triptan"}
    _saves(diary, MEDICATION, first, phone.writes("medications", sumatriptan, medication))
    attack_days = set(chance.sample(range(days), ATTACKS * years))
    for number in range(days):
        day = first + timedelta(days=number)
        if number in attack_days:
            _an_attack(diary, phone, day, sumatriptan, chance)
        else:
            _no_headache(diary, phone, day)
    for number in range(INFUSIONS * years):
        _an_infusion(diary, clinic, first + timedelta(days=30 + number * (DAYS // INFUSIONS)))


def _saves(diary: Diary, kind: Kind, day: date, version: dict[str, Any], by: str = "patient") -> None:
    """Save a version written on the evening of its day, as in a diary that is kept daily."""
    diary.saves(kind, {**version, "at": _at(day, 21), "local_date": day.isoformat()}, by=by)


def _at(day: date, hour: int) -> str:
    return instant(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def _an_attack(diary: Diary, phone: Device, day: date, medication: uuid.UUID, chance: random.Random) -> None:
    record_id, until = uuid.uuid4(), 10 + chance.randrange(1, 12)
    body: dict[str, Any] = {"started_at": _at(day, 9), "ended_at": _at(day, until), "zone": ZONE, "side": "left"}
    body |= {"qualities": ["throbbing"], "symptoms": [{"name": "nausea", "present": True}]}
    _saves(diary, ATTACK, day, phone.writes("attacks", record_id, body))
    for hour in (9, until):
        pain = {"attack_id": str(record_id), "at": _at(day, hour), "zone": ZONE, "pain": chance.randrange(3, 10)}
        _saves(diary, PAIN_READING, day, phone.writes("pain_readings", uuid.uuid4(), pain))
    if chance.random() < 0.6:
        dose = {"medication_id": str(medication), "taken_at": _at(day, 10), "zone": ZONE, "attack_id": str(record_id)}
        _saves(diary, DOSE, day, phone.writes("doses", uuid.uuid4(), dose))


def _no_headache(diary: Diary, phone: Device, day: date) -> None:
    body: dict[str, Any] = {"date": day.isoformat(), "zone": ZONE, "headache": "no", "answered_at": _at(day, 20)}
    body["exposures"] = [
        {"name": name, "present": day.toordinal() % place == 0} for place, name in enumerate(FOLLOWED, 2)
    ]
    _saves(diary, DAY, day, phone.writes("days", day_id(diary.patient_id, day), body))


def _an_infusion(diary: Diary, clinic: Device, day: date) -> None:
    record_id = uuid.uuid4()
    body = {"route": "IV", "status": "completed", "zone": ZONE, "started_at": _at(day, 12), "ended_at": _at(day, 13)}
    _saves(diary, INFUSION, day, clinic.writes("infusions", record_id, body), by="clinic")
    for slot, hour, pain in (("before", 12, 7), ("end", 13, 3)):
        reading = {"infusion_id": str(record_id), "slot": slot, "at": _at(day, hour), "zone": ZONE, "pain": pain}
        version = clinic.writes("infusion_pains", slot_id("infusion_pains", record_id, slot), reading)
        _saves(diary, INFUSION_PAIN, day, version, by="clinic")
