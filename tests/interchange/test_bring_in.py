"""Days of a file beside the days of a diary: what is new is kept once, and nothing the patient said is changed."""

import uuid
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from diary.accounts.access import NoSuchDiary
from diary.accounts.models import AccessLog, Clinic, Patient
from diary.accounts.operations import import_patient
from diary.days.models import Day, Exposure
from diary.days.operations import DAY, day_id
from diary.fields import Refused, named_id
from diary.interchange import files
from diary.interchange.days_csv import Choices
from diary.interchange.imported import ImportedDay
from diary.interchange.models import ImportFile
from diary.interchange.operations import bring_in, compare, end_of
from diary.revisions.canonical import rev_id
from diary.revisions.models import Revision
from diary.revisions.operations import close_ledger, open_ledger, record
from diary.revisions.rebuild import differing
from tests.revisions.diaries import a_diary

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
DAYS = [
    ImportedDay(2, "", date(2026, 1, 1), "yes", 6, "stormy", ({"name": "airq", "amount": "9"},)),
    ImportedDay(3, "", date(2026, 1, 2), "no"),
    ImportedDay(4, "", date(2026, 1, 4), "yes"),
]


def bring(diary, days=DAYS, digest="d" * 64):
    compared = bring_in(
        diary.session, patient_id=diary.patient_id, days=days, zone=BERLIN, digest=digest, actor_id=None, now=NOW
    )
    diary.session.commit()
    return len(compared.new), compared.already_here, [(one.row, one.why) for one in compared.left_out]


def counted(session, table):
    return session.scalar(sa.select(sa.func.count()).select_from(table))


def patient_writes(diary, day, body):
    """The patient's phone writes the next version of a day, or deletes it."""
    ledger = open_ledger(diary.session, patient_id=diary.patient_id, by="patient", actor_id=None, now=NOW)
    record(
        ledger,
        DAY,
        body=body,
        at=NOW,
        zone=BERLIN,
        device=uuid.uuid4(),
        device_n=1,
        record_id=day_id(diary.patient_id, day),
    )
    close_ledger(ledger)
    diary.session.commit()


def answered(day, headache):
    return {"date": day.isoformat(), "zone": BERLIN, "headache": headache, "answered_at": "2026-11-22T12:00:00Z"}


def test_days_become_records_like_any_other(session):
    diary = a_diary(session)
    assert bring(diary) == (3, 0, [])
    day = session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 1, 1))))
    assert (day.headache, day.worst_pain, day.note, day.clock_suspect) == ("yes", 6, "stormy", False)
    assert session.scalar(sa.select(Exposure.name)) == "airq"
    assert set(session.scalars(sa.select(Revision.by))) == {"import"}
    assert differing(session, diary.patient_id, [DAY]) == []


def test_a_missing_day_stays_silent(session):
    diary = a_diary(session)
    bring(diary)
    assert session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 1, 3)))) is None


def test_a_day_counts_as_answered_at_its_own_end_and_not_as_filled_in_later(session):
    diary = a_diary(session)
    bring(diary)
    day = session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 1, 2))))
    assert day.answered_at == datetime(2026, 1, 2, 22, 59, 59, tzinfo=UTC)


def test_today_counts_as_answered_now_and_is_not_suspected(session):
    diary = a_diary(session)
    bring(diary, [ImportedDay(2, "", date(2026, 11, 22), "no")])
    day = session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 11, 22))))
    assert (day.answered_at, day.clock_suspect) == (NOW, False)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2026, 3, 29), BERLIN, datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),  # 23 hours
        (date(2026, 10, 25), BERLIN, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),  # 25 hours
        (date(2011, 12, 29), "Pacific/Apia", datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC)),  # the 30th never was
        (date(2026, 4, 23), "Africa/Cairo", datetime(2026, 4, 23, 21, 59, 59, tzinfo=UTC)),  # its midnight never was
    ],
)
def test_a_day_ends_at_its_local_midnight(day, zone, end):
    assert end_of(day, zone) == end


def test_brought_in_twice_it_is_here_once(session):
    diary = a_diary(session)
    bring(diary)
    revisions = counted(session, Revision)
    assert bring(diary) == (0, 3, [])
    assert bring(diary, digest="e" * 64) == (0, 3, []), "a longer export of the same days"
    assert counted(session, Revision) == revisions


def test_a_row_of_a_file_is_the_same_version_whoever_brings_it_in(session):
    diary = a_diary(session)
    bring(diary, DAYS[:1])
    expected = rev_id(
        record_id=day_id(diary.patient_id, date(2026, 1, 1)),
        collection="days",
        parents=[],
        deleted=False,
        body={
            "date": "2026-01-01",
            "zone": BERLIN,
            "answered_at": "2026-01-01T22:59:59.000Z",
            "headache": "yes",
            "worst_pain": 6,
            "note": "stormy",
            "exposures": [{"name": "airq", "amount": "9"}],
        },
        device=named_id(f"import:{'d' * 64}"),
        device_n=2,
    )
    assert session.scalar(sa.select(Revision.rev_id)) == expected


def test_what_the_patient_said_since_is_left_as_it_is(session):
    diary = a_diary(session)
    bring(diary)
    patient_writes(diary, date(2026, 1, 2), answered(date(2026, 1, 2), "yes"))
    patient_writes(diary, date(2026, 1, 4), None)
    assert bring(diary) == (0, 1, [(3, "other_answer"), (4, "deleted")])
    day = session.get(Day, (diary.patient_id, day_id(diary.patient_id, date(2026, 1, 2))), populate_existing=True)
    assert (day.headache, day.versions) == ("yes", 1)


def test_what_the_patient_said_before_is_left_as_it_is(session):
    diary = a_diary(session)
    patient_writes(diary, date(2026, 1, 2), answered(date(2026, 1, 2), "yes"))
    assert bring(diary) == (2, 0, [(3, "other_answer")])


def test_what_the_schema_refuses_is_left_out_with_its_sentence(session):
    diary = a_diary(session)
    days = [ImportedDay(2, "", date(2026, 1, 1), "yes", note="n" * 4001), DAYS[1]]
    compared = compare(session, diary.patient_id, days, zone=BERLIN, now=NOW)
    assert [(one.row, one.why, one.cell) for one in compared.left_out] == [
        (2, "refused", "note: At most 4000 characters.")
    ]
    assert len(compared.new) == 1


def test_comparing_changes_nothing(session):
    diary = a_diary(session)
    assert len(compare(session, diary.patient_id, DAYS, zone=BERLIN, now=NOW).new) == 3
    session.commit()
    assert (counted(session, Revision), counted(session, Day), counted(session, AccessLog)) == (0, 0, 0)


def test_two_patients_of_one_file_have_each_their_own_days(session):
    clinic = Clinic(name="North Clinic", created_at=NOW)
    session.add(clinic)
    session.flush()
    for number in ("53", "55", "53"):
        patient = import_patient(
            session, clinic=clinic, name=f"Record {number}", record_number=number, zone=BERLIN, now=NOW
        )
        bring_in(session, patient_id=patient.id, days=DAYS, zone=BERLIN, digest="d" * 64, actor_id=None, now=NOW)
    session.commit()
    assert counted(session, Patient) == 2
    assert counted(session, Day) == 6


FILE = b"Date,Headache\n" + b"".join(b"2024-%02d-%02d,no\n" % (m, d) for m in range(1, 13) for d in range(1, 29))
CHOICES = Choices(zone=BERLIN, date="Date", headache="Headache")


def the_file(session, patient_id, content=FILE):
    file = files.take_in(session, patient=session.get(Patient, patient_id), name="mine.csv", content=content, now=NOW)
    session.commit()
    return file


def next_part(session, patient_id, file, after, choices=CHOICES, now=NOW):
    progress = files.bring_file_in(
        session,
        patient=session.get(Patient, patient_id),
        file_id=file.id,
        choices=choices,
        after=after,
        actor_id=None,
        now=now,
    )
    session.commit()
    return progress


@pytest.fixture
def in_hundreds(monkeypatch):
    monkeypatch.setattr(files, "SLICE", 100)


def test_a_file_comes_in_part_by_part_and_a_lost_answer_does_no_harm(session, in_hundreds):
    diary = a_diary(session)
    file = the_file(session, diary.patient_id)
    told = []
    progress = next_part(session, diary.patient_id, file, 0)
    while progress.report is None:
        told.append((progress.done, progress.total))
        assert next_part(session, diary.patient_id, file, 0).done == progress.done, "asked again, it only answers"
        progress = next_part(session, diary.patient_id, file, progress.done)
    assert told == [(100, 336), (200, 336), (300, 336)]
    assert (progress.done, progress.report["new"], progress.report["already_here"]) == (336, 336, 0)
    assert next_part(session, diary.patient_id, file, 300) == progress
    assert counted(session, Day) == 336
    assert session.get(ImportFile, file.id).content is None


def test_other_choices_begin_anew(session, in_hundreds):
    diary = a_diary(session)
    file = the_file(session, diary.patient_id)
    next_part(session, diary.patient_id, file, 0)
    elsewhere = Choices(zone="Asia/Tokyo", date="Date", headache="Headache")
    assert next_part(session, diary.patient_id, file, 100, elsewhere).done == 100
    assert session.get(ImportFile, file.id).already_here == 100


def test_a_file_belongs_to_one_patient_and_to_one_day(session):
    ana, ben = a_diary(session, "Ana"), a_diary(session, "Ben")
    file = the_file(session, ana.patient_id)
    with pytest.raises(NoSuchDiary):
        next_part(session, ben.patient_id, file, 0)
    with pytest.raises(NoSuchDiary):
        next_part(session, ana.patient_id, file, 0, now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    files.delete_expired(session, now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert counted(session, ImportFile) == 0


def test_a_new_file_replaces_the_one_before(session):
    diary = a_diary(session)
    first, second = the_file(session, diary.patient_id), the_file(session, diary.patient_id)
    assert list(session.scalars(sa.select(ImportFile.id))) == [second.id] != [first.id]


def test_a_file_longer_than_a_life_is_refused(session, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 40)
    diary = a_diary(session)
    with pytest.raises(Refused, match="more than 40 rows"):
        the_file(session, diary.patient_id, b"date,headache\n" + b"2024-01-01,no\n" * 41)


def test_what_is_shown_of_a_file_says_what_its_columns_probably_hold(session):
    diary = a_diary(session)
    shown = files.described(the_file(session, diary.patient_id), zone=BERLIN, now=NOW)
    assert shown["columns"] == ["Date", "Headache"]
    assert shown["guess"] == {"date": "Date", "headache": "Headache"}
    assert shown["sample"][0] == ["2024-01-01", "no"]
    assert (shown["preview"][0]["date"], shown["preview"][0]["headache"]) == ("2024-01-01", "no")
    assert len(shown["preview"]) == 10
