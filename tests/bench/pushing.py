"""How long the server takes to keep what a phone wrote offline."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import migrations
from diary.db import engine_options, prepare
from diary.sync.operations import push
from tests.bench.figures import Figure, median
from tests.revisions.diaries import NOW, Device, a_diary, an_attack

RECORDS = 500
BATCH = 100
ROUNDS = 5
WORDS = {"side": "left", "places": ["temple", "eye"], "symptoms": [{"name": "nausea", "present": True}]}


def measure(folder: Path) -> Iterator[Figure]:
    """500 attacks in batches of 100, each batch committed to disk before it is acknowledged."""
    url = f"sqlite:///{folder / 'lull.sqlite'}"
    migrations.upgrade(url)
    engine = sa.create_engine(**engine_options(url, threads=2))
    prepare(engine)
    with Session(engine, expire_on_commit=False) as session:
        seconds = [_push(session) for _ in range(ROUNDS)]
    engine.dispose()
    how = f"{RECORDS} attacks in batches of {BATCH}, SQLite, synchronous=FULL; median of {ROUNDS}"
    yield Figure("queued records kept and acknowledged", median(seconds), 1.5, "s", how)


def _push(session: Session) -> float:
    diary, phone = a_diary(session), Device()
    waiting = [phone.writes("attacks", uuid.uuid4(), an_attack(**WORDS)) for _ in range(RECORDS)]
    started = time.perf_counter()
    for first in range(0, RECORDS, BATCH):
        batch = waiting[first : first + BATCH]
        answers = push(session, patient_id=diary.patient_id, operations=batch, actor_id=None, now=NOW)
        session.commit()
        assert all(answer["answer"] == "accepted" for answer in answers)
    return time.perf_counter() - started
