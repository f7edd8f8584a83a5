"""The background work: one round of everything, beside another of its kind, and a clean end."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from diary.accounts.models import Mail
from diary.accounts.operations import queue_mail
from diary.db import db
from diary.insights.models import PatientSummary
from diary.insights.operations import refresh
from diary.interchange.models import ImportFile
from diary.reminders import operations, push
from diary.reminders.work import once
from tests.accounts.test_post import post_office
from tests.factories import a_patient
from tests.reminders.push_service import push_service

__all__ = ["post_office", "push_service"]

ROOT = Path(__file__).resolve().parents[2]
EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture
def working(lull, sqlite_url, post_office):
    """A Lull that sends mail and notifications."""
    address = f"smtp://localhost:{post_office.server_address[1]}"
    app = lull(sqlite_url, DIARY_PUSH_KEY=push.new_key(), DIARY_SMTP_URL=address, DIARY_PUSH_LOCALHOST="1")
    with app.app_context():
        yield app


def wants(patient, way, at="20:00"):
    operations.choose(db.session, patient_id=patient.id, on=True, at=at, way=way, now=EVENING - timedelta(days=1))
    db.session.commit()


def test_one_round_asks_by_mail_and_sends_it(working, post_office):
    wants(a_patient(db.session, "Ana"), "mail")
    assert once(working, EVENING) and once(working, EVENING + timedelta(minutes=1))
    [letter] = post_office.letters
    assert "Subject: Today's question" in letter
    assert "http://localhost:8000/reminders" in letter and "20:00" in letter
    for word in ("headache", "migraine", "pain", "health", "diary"):
        assert word not in letter.lower()


def test_one_round_asks_by_notification(working, push_service, post_office):
    ana = a_patient(db.session, "Ana")
    phone = push_service.browser("phone")
    operations.add_device(db.session, patient_id=ana.id, now=EVENING, **phone.subscription)
    wants(ana, "push")
    assert once(working, EVENING)
    assert (phone.reads(), post_office.letters) == (['{"ask": "2026-11-22"}'], [])


def test_the_turn_of_a_day_is_counted(working):
    ana, far = a_patient(db.session, "Ana"), a_patient(db.session, "Far", zone="Pacific/Auckland")
    for patient in (ana, far):
        refresh(db.session, patient, EVENING - timedelta(hours=12))
    db.session.commit()
    assert once(working, EVENING)
    days = {row.patient_id: str(row.day) for row in db.session.scalars(sa.select(PatientSummary))}
    assert days == {ana.id: "2026-11-22", far.id: "2026-11-23"}


def test_a_mail_server_that_is_down_stops_nothing_else(lull, sqlite_url):
    app = lull(sqlite_url, DIARY_SMTP_URL="smtp://localhost:1")
    with app.app_context():
        queue_mail(db.session, recipient="ana@example.org", subject="Hello", text="Hello.", now=EVENING)
        wants(a_patient(db.session, "Ana"), "mail")
        assert once(app, EVENING)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail).where(Mail.sent_at.is_(None))) == 2


def test_a_file_that_nobody_brought_in_is_gone_after_a_day(working):
    patient = a_patient(db.session, "Ana")
    for name, hours in (("old.csv", 24), ("new.csv", 23)):
        sent = EVENING - timedelta(hours=hours)
        db.session.add(ImportFile(patient_id=patient.id, name=name, content=b"date,headache", sent_at=sent))
    db.session.commit()
    assert once(working, EVENING)
    assert db.session.scalars(sa.select(ImportFile.name)).all() == ["new.csv"]


def test_what_goes_wrong_is_logged_by_its_kind_alone(working, monkeypatch, caplog):
    def broken(*words, **named):
        raise ValueError("Ana, Tuesday, seven")

    monkeypatch.setattr("diary.reminders.work.ask_all", broken)
    assert once(working, EVENING) is False
    assert "ValueError" in caplog.text and "Ana" not in caplog.text


def flask(instance, *words):
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("DIARY_", "FLASK_"))}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env={**ours, "DIARY_INSTANCE": str(instance)}, **streams)


def test_setup_makes_a_key_once_and_the_work_ends_when_it_is_told(instance_with_cast, tmp_path):
    instance = shutil.copytree(instance_with_cast, tmp_path / "instance")  # `setup` was asked for there
    kept = instance / "push-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    key = kept.read_text()
    with flask(instance, "reminder-keys") as again:
        said, _ = again.communicate()
    assert push.public_part(key) in said and key not in said
    assert kept.read_text() == key
    with flask(instance, "work", "--once") as one_round:
        assert one_round.communicate()[0] == ""
    assert one_round.returncode == 0
    with flask(instance, "work") as work:
        assert work.stdout.readline().startswith("Working.")
        work.send_signal(signal.SIGTERM)
        assert work.communicate(timeout=20)[0] == ""
    assert work.returncode == 0
