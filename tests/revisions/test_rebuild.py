"""The command that compares typed rows with their revisions, and mends them."""

import uuid

import pytest
import sqlalchemy as sa

from diary.attacks.models import Attack
from diary.attacks.operations import ATTACK
from diary.db import db
from diary.revisions.models import Revision
from tests.revisions.diaries import Device, a_diary, an_attack


@pytest.fixture
def diary(sqlite_app):
    """A diary in the database of an application."""
    with sqlite_app.app_context():
        yield a_diary(db.session)


def says(diary, record_id, note, body):
    """Save an attack, and put another body under its revision, as an older version might have taken it."""
    diary.saves(ATTACK, Device().writes("attacks", record_id, an_attack(note=note)))
    diary.session.execute(sa.update(Revision).where(Revision.record_id == record_id).values(body=body))
    diary.session.commit()


def runs(app, *words):
    return app.test_cli_runner().invoke(args=["rebuild", *words])


def test_what_todays_schema_refuses_is_named_and_the_rest_is_compared(sqlite_app, diary):
    old, bent = uuid.uuid4(), uuid.uuid4()
    says(diary, old, "secret words", '{"severity": "eleven", "note": "secret words"}')
    diary.saves(ATTACK, Device().writes("attacks", bent, an_attack(note="as written")))
    diary.session.execute(sa.update(Attack).where(Attack.id == bent).values(note="tampered"))
    diary.session.commit()
    checked = runs(sqlite_app, "--check")
    assert checked.exit_code == 1
    assert f"Record {old} is left as it is" in checked.output and "severity" in checked.output
    assert "1 records differed" in checked.output
    assert "secret" not in checked.output


def test_what_cannot_be_read_keeps_its_row_when_the_rest_is_mended(sqlite_app, diary):
    old, lost = uuid.uuid4(), uuid.uuid4()
    says(diary, old, "as it was", '{"severity": "eleven"}')
    diary.saves(ATTACK, Device().writes("attacks", lost, an_attack()))
    diary.session.execute(sa.delete(Attack).where(Attack.id == lost))
    diary.session.commit()
    assert runs(sqlite_app).exit_code == 1
    diary.session.expire_all()
    assert diary.session.get(Attack, (diary.patient_id, old)).note == "as it was"
    assert diary.session.get(Attack, (diary.patient_id, lost))


def test_a_diary_in_order_is_called_so(sqlite_app, diary):
    diary.saves(ATTACK, Device().writes("attacks", uuid.uuid4(), an_attack()))
    checked = runs(sqlite_app, "--check")
    assert (checked.exit_code, "Every record is as its revisions say." in checked.output) == (0, True)
