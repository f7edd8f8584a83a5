"""A queue that an older app wrote is accepted by every later server (I9).

One file for each released schema; kinds and fields that came later under the same schema have a file of their own,
named after it. A file is never changed.
"""

import json
import uuid
from pathlib import Path

import pytest

from diary.accounts.models import Patient
from diary.revisions.kinds import SCHEMA
from diary.revisions.rebuild import compare
from diary.sync.collections import KINDS
from diary.sync.operations import push
from tests.revisions.diaries import NOW

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.json"))


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.stem)
def test_the_queue_of_an_older_app_is_accepted_as_it_was_written(session, file):
    queue = json.loads(file.read_text())
    patient_id = uuid.UUID(queue["account"])
    session.add(Patient(id=patient_id, name="Ana", zone="Europe/Berlin", created_at=NOW))
    session.commit()
    answers = push(session, patient_id=patient_id, operations=queue["operations"], actor_id=None, now=NOW)
    assert [answer["answer"] for answer in answers] == ["accepted"] * len(queue["operations"]), answers
    found = compare(session, patient_id, KINDS)
    assert (found.differing, found.unreadable) == ([], {})


def test_every_schema_so_far_has_a_queue_with_every_kind_a_patient_writes():
    schemas = [f"schema-{number}" for number in range(1, SCHEMA + 1)]
    assert [file.stem for file in RELEASED if file.stem.count("-") == 1] == schemas
    latest = [file for file in RELEASED if f"{file.stem}-".startswith(f"{schemas[-1]}-")]
    written = {operation["collection"] for file in latest for operation in json.loads(file.read_text())["operations"]}
    assert {kind.collection for kind in KINDS if "patient" in kind.writers} <= written
