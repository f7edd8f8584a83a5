"""`flask import-diary`, as an administrator types it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from diary.accounts.models import Consent, Membership, Patient
from diary.accounts.operations import withdraw_consent
from diary.days.models import Day, Exposure
from diary.db import db
from diary.infusions.models import OwnInfusion
from diary.medications.models import Dose, Medication
from diary.revisions.models import Revision
from tests.factories import a_clinic, a_patient, shares, user_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EXCERPT = Path(__file__).parent.parent / "data" / "kostecki_dillon_excerpt.csv"
STUDY = (
    *("--clinic", "North Clinic", "--patient-column", "id", "--day-number", "dos", "--start-date", "1990-01-01"),
    *("--zone", "America/Toronto", "--map", "headache=headache"),
)
MINE = ("--clinic", "north clinic", "--patient", "7", "--zone", "Europe/Berlin")


@pytest.fixture
def clinic(app):
    with app.app_context():
        made = a_clinic(db.session, "North Clinic")
        db.session.commit()
        return made


def run(app, file, *words, expects=0, types=None):
    result = app.test_cli_runner().invoke(args=["import-diary", str(file), *words], input=types)
    assert result.exit_code == expects, result.output
    return result.output


def count(app, table):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def a_file(tmp_path, text):
    file = tmp_path / "days.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_study_becomes_records_that_nobody_has_claimed(app, clinic):
    said = run(app, EXCERPT, *STUDY, "--exposure", "airq", "--yes")
    assert "215 days of 3 patients brought into North Clinic." in said
    with app.app_context():
        records = db.session.execute(
            sa.select(Membership.record_number, Patient.name, Patient.user_id, Patient.zone)
            .join(Patient, Patient.id == Membership.patient_id)
            .order_by(Membership.record_number)
        ).all()
        assert records == [(number, f"Record {number}", None, "America/Toronto") for number in ("53", "55", "75")]
        yes = db.session.scalar(sa.select(sa.func.count()).where(Day.headache == "yes"))
    assert (yes, count(app, Day), count(app, Exposure)) == (158, 215, 215)


def test_it_is_safe_to_run_twice(app, clinic):
    run(app, EXCERPT, *STUDY, "--yes")
    versions = count(app, Revision)
    said = run(app, EXCERPT, *STUDY, "--yes")
    assert "215 days already here, with the same answer." in said
    assert "Nothing was changed." in said
    assert (count(app, Revision), count(app, Patient)) == (versions, 3)


def test_a_dry_run_changes_nothing(app, clinic):
    said = run(app, EXCERPT, *STUDY, "--dry-run")
    assert "215 days would be brought in." in said
    assert (count(app, Patient), count(app, Revision)) == (0, 0)


def test_it_asks_first_and_no_is_no(app, clinic):
    said = run(app, EXCERPT, *STUDY, expects=1, types="n\n")
    assert "Bring 215 days into North Clinic? [y/N]" in said
    assert count(app, Patient) == 0
    assert "brought into" in run(app, EXCERPT, *STUDY, types="y\n")


def test_the_preview_shows_rows_and_stops(app, tmp_path):
    file = a_file(tmp_path, "Datum;Schmerz;Notiz\n1.2.2026;7,5;x\n2.2.2026;;\n")
    said = run(app, file, "--clinic", "any", "--zone", "Europe/Berlin", "--preview")
    assert "column “Datum”" in said
    assert "2026-02-01  yes       8" in said
    assert "Nothing was answered on this day" in said


LOG = Path(__file__).parent.parent / "data" / "pain_log.csv"
MY_LOG = (
    *("--clinic", "North Clinic", "--patient", "7", "--zone", "America/New_York"),
    *("--event", "ketamine infusion 0.5 mg/kg=infusion:IV", "--event", "ketamine infusion 0.8 mg/kg=infusion:IV"),
    *("--event", "sumatriptan 50 mg=acute:triptan:Sumatriptan", "--event", "ibuprofen 400=acute:nsaid:Ibuprofen"),
)


def test_a_log_is_recognised_shown_and_brought_in_once(app, clinic):
    said = run(app, LOG, *MY_LOG, "--yes")
    assert "moment: column “timestamp”" in said
    assert "text: “sumatriptan 50 mg” in 40 rows: acute:triptan:Sumatriptan" in said
    assert "text: “slept badly” in 5 rows: note" in said
    assert "Times are read as seconds since 1970, on the clock of America/New_York: the first is 2025-09-01" in said
    assert "1,151 rows with days of 1 patient." in said
    assert "  6 infusions\n  2 medicines\n  59 doses\n" in said
    assert "333 days of 1 patient brought into North Clinic." in said
    assert (count(app, OwnInfusion), count(app, Dose), count(app, Medication)) == (6, 59, 2)
    versions = count(app, Revision)
    said = run(app, LOG, *MY_LOG, "--yes")
    assert "333 days already here" in said
    assert "Nothing was changed." in said
    assert count(app, Revision) == versions


def test_the_preview_of_a_log_lists_its_texts_before_anything_is_chosen(app):
    said = run(app, LOG, *MY_LOG[:6], "--preview")
    assert "text: “ketamine infusion 0.5 mg/kg” in 4 rows: note" in said
    assert "2025-09-01  08:18  5     sumatriptan 50 mg (note)" in said


def test_every_row_that_is_left_out_is_named(app, clinic, tmp_path):
    rows = "2026-02-01,yes\n2026-02-01,no\n2026-02-31,yes\n2999-01-01,yes\n2026-02-03,maybe\n2026-02-04,no\n"
    said = run(app, a_file(tmp_path, f"date,headache\n{rows}"), *MINE, "--yes")
    assert "6 rows with days of 1 patient." in said
    assert "4 rows left out:" in said
    assert "1 row: There is no such day in the calendar. Such as: “2026-02-31”.\n    row 4" in said
    assert "1 row: The answer is neither yes nor no. Such as: “maybe”.\n    row 6" in said
    assert "2 days of 1 patient brought into North Clinic." in said


def test_one_patient_is_taken_from_a_file_of_many(app, clinic):
    said = run(app, EXCERPT, *STUDY, "--patient", "75", "--yes")
    assert "153 rows: This is another patient's day." in said
    assert "62 days of 1 patient brought into North Clinic." in said
    assert count(app, Patient) == 1


def test_a_clinic_cannot_bring_days_to_a_patient_who_does_not_share_with_it(app, clinic, tmp_path):
    file = a_file(tmp_path, "date,headache\n2026-02-01,yes\n")
    with app.app_context():
        ben = a_patient(db.session, "Ben")
        shares(db.session, ben, clinic)
        db.session.execute(sa.update(Membership).values(record_number="7"))
        db.session.commit()
    assert "1 day would be brought in." in run(app, file, *MINE, "--dry-run")
    with app.app_context():
        consent = db.session.scalars(sa.select(Consent)).one()
        withdraw_consent(db.session, patient=ben, consent_id=consent.id, by=user_of(db.session, ben), now=NOW)
        db.session.commit()
    assert "does not share the diary with the clinic" in run(app, file, *MINE, "--yes")
    assert count(app, Day) == 0


MISTAKES = {
    "a clinic nobody knows": (("--clinic", "Nowhere", "--patient", "7", "--zone", "Europe/Berlin"), "There are “North"),
    "nobody's days": (("--clinic", "North Clinic", "--zone", "Europe/Berlin"), "Say whose days these are"),
    "a zone nobody knows": ((*MINE[:4], "--zone", "Atlantis"), "We do not know this time zone"),
    "a column that is not there": ((*MINE, "--map", "headache=migraine"), "There is no column “migraine”"),
    "a field nobody knows": ((*MINE, "--map", "mood=headache"), "--map knows no field mood"),
    "a meaning that nothing has": (
        (*MINE, "--map", "moment=date", "--event", "a=infusion:arm"),
        "is no meaning of a text",
    ),
    "a text among days": ((*MINE, "--event", "a=note"), "belong to a table of moments"),
    "a headache of a moment": ((*MINE, "--map", "moment=date", "--map", "headache=headache"), "table of days"),
    "half a pair": ((*MINE, "--map", "headache"), "takes two names with ="),
    "a day number without a start": ((*MINE, "--day-number", "date"), "needs the date of day 1"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_a_sentence(app, clinic, tmp_path, mistake):
    words, sentence = MISTAKES[mistake]
    file = a_file(tmp_path, "date,headache\n2026-02-01,yes\n")
    said = run(app, file, *words, "--yes", expects=1)
    assert sentence in said
    assert "Traceback" not in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b'"', b"\0\0\0\0", b"date\n\0\n"])
def test_a_broken_file_is_told_in_a_sentence(app, clinic, tmp_path, content):
    said = run(app, a_file(tmp_path, content), *MINE, "--yes", expects=1)
    assert said.startswith("Error: ")
