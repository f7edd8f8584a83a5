"""Several devices of one patient that write at the same time, each over a connection of its own."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import Patient
from diary.db import engine_options, prepare
from diary.revisions.models import Revision
from diary.sync.operations import push
from tests.revisions.diaries import Device, an_attack


def write_at_once(database_url: str, *, devices: int, enough: Callable[[int], bool]) -> tuple[set[str], list[str]]:
    """What was acknowledged, and what the diary holds in the order of seq.

    Each device pushes one attack after the other until `enough` says so of the number it has written.
    """
    engine = sa.create_engine(**engine_options(database_url, threads=devices))
    prepare(engine)
    with Session(engine) as session:
        ana = Patient(id=uuid.uuid4(), name="Ana", zone="Europe/Berlin", created_at=datetime.now(UTC))
        session.add(ana)
        session.commit()
        patient_id = ana.id
    acknowledged: set[str] = set()
    writers = [threading.Thread(target=_write, args=(engine, patient_id, enough, acknowledged)) for _ in range(devices)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Session(engine) as session:
        kept = session.execute(
            sa.select(Revision.seq, Revision.rev_id).where(Revision.patient_id == patient_id).order_by(Revision.seq)
        ).all()
    engine.dispose()
    assert [row.seq for row in kept] == list(range(1, len(kept) + 1)), "seq has a gap"
    return acknowledged, [row.rev_id for row in kept]


def _write(engine: sa.Engine, patient_id: uuid.UUID, enough: Callable[[int], bool], acknowledged: set[str]) -> None:
    phone = Device()
    while not enough(phone.written):
        operation, now = phone.writes("attacks", uuid.uuid4(), an_attack()), datetime.now(UTC)
        with Session(engine) as session:
            answers = push(session, patient_id=patient_id, operations=[operation], actor_id=None, now=now)
            session.commit()
        assert answers[0]["answer"] == "accepted"
        acknowledged.add(operation["rev_id"])


def for_seconds(seconds: float) -> Callable[[int], bool]:
    """Says enough when so much time has passed."""
    until = time.monotonic() + seconds
    return lambda _written: time.monotonic() > until
