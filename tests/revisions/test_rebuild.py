"""The command that compares typed rows with their revisions, and mends them."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from diary.attacks.models import Attack, AttackFeature
from diary.attacks.operations import ATTACK
from diary.days.models import Exposure
from diary.days.operations import DAY, day_id
from diary.db import db
from diary.infusions.models import InfusionStep
from diary.infusions.operations import INFUSION
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


WORDS = {"places": ["eye"], "symptoms": [{"name": "nausea", "present": True}]}
INFUSED = {"route": "IV", "status": "in-progress", "zone": "Europe/Berlin", "started_at": "2026-11-22T09:00:00.000Z"}
STEPS = [{"from_at": "2026-11-22T09:00:00.000Z", "rate_mg_per_kg_h": "0.30"}]
EXPOSED = {"date": "2026-11-21", "zone": "Europe/Berlin", "answered_at": "2026-11-21T20:00:00.000Z"}


@pytest.mark.parametrize(
    "bend",
    [
        sa.delete(AttackFeature).where(AttackFeature.part == "symptom"),
        sa.update(AttackFeature).where(AttackFeature.part == "symptom").values(present=False),
        sa.update(AttackFeature).where(AttackFeature.part == "place").values(position=7),
        sa.update(Exposure).values(amount=Decimal(3)),
        sa.update(InfusionStep).values(rate_mg_per_kg_h=Decimal("0.5")),
    ],
    ids=["a symptom gone", "a symptom denied", "a place moved", "an exposure's amount", "a rate"],
)
def test_the_rows_of_lists_are_compared_and_mended_too(sqlite_app, diary, bend):
    day = day_id(diary.patient_id, date(2026, 11, 21))
    exposures = [{"name": "caffeine", "present": True, "amount": "2", "unit": "{cup}"}]
    diary.saves(ATTACK, Device().writes("attacks", uuid.uuid4(), an_attack(**WORDS)))
    diary.saves(DAY, Device().writes("days", day, {**EXPOSED, "exposures": exposures}))
    diary.saves(INFUSION, Device().writes("infusions", uuid.uuid4(), {**INFUSED, "rate_steps": STEPS}), by="clinic")
    assert runs(sqlite_app, "--check").exit_code == 0
    diary.session.execute(bend)
    diary.session.commit()
    assert "1 records differed" in runs(sqlite_app, "--check").output
    assert runs(sqlite_app).exit_code == 0 and runs(sqlite_app, "--check").exit_code == 0


def test_a_row_of_a_list_that_belongs_to_no_record_is_found(sqlite_app, diary):
    kept = uuid.uuid4()
    diary.saves(ATTACK, Device().writes("attacks", kept, an_attack()))
    stray = {"patient_id": diary.patient_id, "attack_id": kept, "part": "place", "position": 0, "name": "eye"}
    diary.session.execute(sa.insert(AttackFeature).values(**stray))
    diary.session.commit()
    assert "1 records differed" in runs(sqlite_app, "--check").output
