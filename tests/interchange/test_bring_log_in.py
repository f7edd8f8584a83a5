"""A log beside the diary: attacks, readings, infusions and doses become records like any other, each once."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from diary.accounts.models import Patient
from diary.analysis.days import classify
from diary.attacks.models import Attack, PainReading
from diary.attacks.operations import ATTACK
from diary.days.models import Day
from diary.days.operations import DAY, day_id
from diary.infusions.models import OwnInfusion
from diary.infusions.operations import OWN_INFUSION
from diary.insights.queries import read_diary
from diary.interchange import files
from diary.interchange.entries import KINDS, entry_id
from diary.interchange.log_csv import LogChoices, read_log
from diary.interchange.log_days import Meaning
from diary.interchange.operations import bring_in
from diary.interchange.table import read
from diary.medications.models import Dose, Medication
from diary.medications.operations import MEDICATION
from diary.revisions.models import Revision
from diary.revisions.operations import close_ledger, open_ledger, record
from diary.revisions.rebuild import differing
from tests.interchange.test_bring_in import counted, the_file
from tests.revisions.diaries import a_diary

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
LOG = Path(__file__).parent.parent / "data" / "pain_log.csv"
MEANINGS = (
    ("ketamine infusion", Meaning("infusion", route="IV")),
    ("suma", Meaning("acute", medicine="Sumatriptan", drug_class="triptan")),
)
CHOICES = LogChoices(BERLIN, "at", pain="pain", event="event", scale="0-100", times="written", texts=MEANINGS)
ROWS = (
    "2026-03-07 08:00,70,suma\n2026-03-07 12:00,30,\n2026-03-07 20:00,0,\n"
    "2026-03-08 10:00,,ketamine infusion\n2026-03-09 09:00,0,slept badly\n"
)
TABLES = (Day, Attack, PainReading, OwnInfusion, Medication, Dose)


def days(rows=ROWS, choices=CHOICES):
    return read_log(read(f"at,pain,event\n{rows}".encode()), choices, now=NOW).days


def bring(diary, rows=ROWS, choices=CHOICES):
    compared = bring_in(
        diary.session,
        patient_id=diary.patient_id,
        days=days(rows, choices),
        zone=BERLIN,
        digest="d" * 64,
        actor_id=None,
        now=NOW,
    )
    diary.session.commit()
    left_out = sorted((one.row, one.why) for one in compared.left_out)
    return len(compared.new), compared.already_here, dict(compared.entries), left_out


def patient_writes(diary, kind, body, record_id=None):
    ledger = open_ledger(diary.session, patient_id=diary.patient_id, by="patient", actor_id=None, now=NOW)
    saved = record(
        ledger, kind, body=body, at=NOW, zone=BERLIN, device=diary.patient_id, device_n=1, record_id=record_id
    )
    close_ledger(ledger)
    diary.session.commit()
    return saved.record_id


def test_a_log_becomes_records_like_any_other(session):
    diary = a_diary(session)
    entries = {"attacks": 1, "pain_readings": 3, "own_infusions": 1, "medications": 1, "doses": 1}
    assert bring(diary) == (3, 0, entries, [])
    assert [counted(session, table) for table in TABLES] == [2, 1, 3, 1, 1, 1]
    attack = session.scalars(sa.select(Attack)).one()
    assert set(session.scalars(sa.select(PainReading.attack_id))) == {attack.id}
    assert session.scalar(sa.select(Dose.medication_id)) == session.scalar(sa.select(Medication.id))
    assert set(session.scalars(sa.select(Revision.by))) == {"import"}
    assert differing(session, diary.patient_id, [DAY, *KINDS.values()]) == []


def test_brought_in_twice_or_in_a_longer_export_it_is_here_once(session):
    diary = a_diary(session)
    bring(diary)
    revisions = counted(session, Revision)
    assert bring(diary) == (0, 3, {}, [])
    assert counted(session, Revision) == revisions
    more = f"2026-03-01 08:00,0,\n{ROWS}2026-03-10 08:00,20,\n"
    assert bring(diary, more)[:3] == (2, 3, {"attacks": 1, "pain_readings": 1})


def test_half_a_log_is_completed(session):
    diary = a_diary(session)
    bring(diary, "".join(ROWS.splitlines(keepends=True)[:3]))
    assert bring(diary)[:3] == (2, 1, {"own_infusions": 1})


def test_what_the_patient_said_of_a_day_stays_and_its_readings_stay_outside(session):
    diary = a_diary(session)
    body = {"date": "2026-03-07", "zone": BERLIN, "headache": "no", "answered_at": "2026-03-07T20:00:00Z"}
    patient_writes(diary, DAY, body)
    _, _, entries, left_out = bring(diary)
    assert left_out == [(2, "other_answer"), (3, "other_answer"), (4, "other_answer")]
    assert entries == {"own_infusions": 1, "medications": 1, "doses": 1}, "an intake is no answer about pain"
    assert counted(session, Attack) == 0


def test_what_was_deleted_since_stays_deleted(session):
    diary = a_diary(session)
    bring(diary)
    attack = session.scalars(sa.select(Attack.id)).one()
    infusion = session.scalars(sa.select(OwnInfusion.id)).one()
    patient_writes(diary, ATTACK, None, attack)
    patient_writes(diary, OWN_INFUSION, None, infusion)
    assert bring(diary)[3] == [(row, "entry_deleted") for row in (2, 3, 4, 5)], "an attack and all of its readings"
    assert counted(session, Attack) == counted(session, OwnInfusion) == 0


def test_an_infusion_that_the_diary_has_is_not_doubled(session):
    diary = a_diary(session)
    patient_writes(diary, OWN_INFUSION, {"date": "2026-03-08", "zone": BERLIN, "route": "IV", "pain_before": 7})
    assert bring(diary)[3] == [(5, "infusion_here")]
    assert counted(session, OwnInfusion) == 1


def test_a_dose_belongs_to_the_medicine_of_its_name(session):
    diary = a_diary(session)
    mine = patient_writes(diary, MEDICATION, {"name": "SUMATRIPTAN", "kind": "acute", "drug_class": "triptan"})
    assert "medications" not in bring(diary)[2]
    assert session.scalar(sa.select(Dose.medication_id)) == mine


def test_two_patients_have_each_their_own_records_of_one_log(session):
    ana, ben = a_diary(session, "Ana"), a_diary(session, "Ben")
    assert bring(ana) == bring(ben)
    assert counted(session, Attack) == 2


def test_a_meaning_that_was_chosen_later_brings_the_infusion_and_changes_no_day(session):
    diary = a_diary(session)
    bring(diary, choices=LogChoices(BERLIN, "at", pain="pain", event="event", scale="0-100", times="written"))
    assert counted(session, OwnInfusion) == 0
    assert bring(diary)[2] == {"own_infusions": 1, "medications": 1, "doses": 1}
    note = session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 3, 7)))).note
    assert note == "08:00 suma"


def test_the_analysis_counts_what_the_log_told(session):
    diary = a_diary(session)
    bring(diary)
    read = read_diary(session, diary.patient_id, BERLIN)
    found = classify(read, date(2026, 3, 6), date(2026, 3, 9), NOW)
    assert [day.name for day in found] == ["silent", "headache", "silent", "free"], "an infusion answers nothing"
    assert [day.worst_pain for day in found] == [None, 7, None, None]
    assert (found[1].minutes, found[1].recall, found[1].acute_classes) == (720, False, {"triptan"})
    assert [len(day.infusion_ids) for day in found] == [0, 0, 1, 0]


def test_a_long_log_comes_in_part_by_part(session, monkeypatch):
    monkeypatch.setattr(files, "SLICE", 200)
    diary = a_diary(session)
    file = the_file(session, diary.patient_id, LOG.read_bytes())
    choices = LogChoices("America/New_York", "timestamp", pain="pain", event="event", scale="0-100")
    told, after, report = [], 0, None
    while report is None:
        progress = files.bring_file_in(
            session,
            patient=session.get(Patient, diary.patient_id),
            file_id=file.id,
            choices=choices,
            after=after,
            actor_id=None,
            now=NOW,
        )
        session.commit()
        after, report = progress.done, progress.report
        told.append(progress.done)
    assert told == sorted(set(told)) and len(told) > 3
    assert (report["new"], report["already_here"], report["left_out"]) == (333, 0, [])
    assert report["entries"] == {"attacks": counted(session, Attack), "pain_readings": counted(session, PainReading)}
    assert not files.LAST_READ


@pytest.mark.parametrize("collection", KINDS)
def test_the_id_of_a_row_is_its_patient_s(collection):
    one, other = uuid4(), uuid4()
    assert entry_id(one, collection, "k") == entry_id(one, collection, "k") != entry_id(other, collection, "k")
