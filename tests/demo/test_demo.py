"""The demo: the people of the tests, each with a plausible year, and nothing over anybody real."""

import re
import time
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import analysis
from diary.accounts.models import Clinic, Consent, Membership, Patient, Staff, User
from diary.attacks.models import Attack, Aura
from diary.clock import local_date, now
from diary.days.models import Day
from diary.db import db
from diary.demo.commands import sign_ins
from diary.demo.operations import PASSWORD
from diary.demo.people import PROVIDERS, YEAR
from diary.infusions.models import (
    AdverseEvent,
    Checklist,
    ChecklistAnswer,
    Infusion,
    InfusionPain,
    Instructions,
    OwnEffect,
    OwnInfusion,
    VitalSigns,
)
from diary.infusions.operations import of_infusion
from diary.infusions.schemas import SCREENING
from diary.insights.queries import read_diary
from diary.medications.models import Dose
from diary.profile.models import Profile
from diary.revisions.models import Revision
from diary.revisions.rebuild import differing
from diary.sync.collections import KINDS
from tests.databases import opened
from tests.factories import a_patient


def run(app, *words, expects=0):
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == expects, result.output
    return result.output


def count(session, table):
    return session.scalar(sa.select(sa.func.count()).select_from(table))


def test_the_cast_of_the_tests_can_sign_in(app):
    said = run(app, "demo", "--cast")
    assert f"ana@demo.lull   {PASSWORD}" in said
    with app.app_context():
        session = db.session
        assert set(session.scalars(sa.select(User.email))) == {
            f"{name}@demo.lull" for name in ("ana", "ben", "nora", "odd")
        }
        assert set(session.scalars(sa.select(Clinic.name))) == {"North Clinic", "South Clinic"}
        sharing = sa.select(Patient.name, Clinic.name).join(Consent, Consent.patient_id == Patient.id).join(Clinic)
        assert session.execute(sharing).all() == [("Ana", "North Clinic")]
        working = sa.select(Staff.name, Clinic.name).join(Clinic).order_by(Staff.name)
        assert session.execute(working).all() == [("Nora", "North Clinic"), ("Odd", "South Clinic")]
        assert count(session, Day) > 25
        for patient in session.scalars(sa.select(Patient.id)).all():
            assert differing(session, patient, KINDS) == []
    assert re.fullmatch(r"\d{6}\n", run(app, "demo-code"))
    assert re.fullmatch(r"\d{6}\n", run(app, "demo-code", "odd@demo.lull"))


def test_a_code_is_told_for_the_demo_s_providers_only(app):
    run(app, "demo", "--cast")
    assert "no provider of the demo" in run(app, "demo-code", "ana@demo.lull", expects=1)


def test_asked_twice_it_says_that_it_is_there(sqlite_app):
    run(sqlite_app, "demo", "--cast")
    with sqlite_app.app_context():
        before = count(db.session, Revision)
    assert run(sqlite_app, "demo", "--cast").startswith("The demo is already there.")
    with sqlite_app.app_context():
        assert count(db.session, Revision) == before


def test_a_load_that_was_interrupted_goes_on_where_it_was(sqlite_app, monkeypatch):
    whole = sqlite_app
    monkeypatch.setattr("diary.demo.commands.CAST", ())
    run(whole, "demo", "--cast")
    monkeypatch.undo()
    assert "2 patients" in run(whole, "demo", "--cast")


def test_it_stays_away_from_real_people_unless_told(sqlite_app):
    with sqlite_app.app_context():
        a_patient(db.session, "Somebody real")
        db.session.commit()
    assert "there are real accounts here" in run(sqlite_app, "demo", "--cast")
    with sqlite_app.app_context():
        assert (count(db.session, User), sign_ins(db.session)) == (1, [])
    run(sqlite_app, "demo", "--cast", "--yes")
    with sqlite_app.app_context():
        assert count(db.session, User) == 1 + 2 + len(PROVIDERS)


@pytest.fixture(scope="module")
def year(sqlite_original, tmp_path_factory):
    """A session on the whole demo, loaded once for this file, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "lull.sqlite"
    file.write_bytes(sqlite_original.read_bytes())
    with opened(f"sqlite:///{file}", folder) as app:
        begun = time.process_time()
        run(app, "demo")
        with app.app_context(), Session(db.engine) as session:
            session.info["seconds"] = time.process_time() - begun
            yield session


def patient_called(session, name):
    return session.scalars(sa.select(Patient).where(Patient.name == name)).one()


def days_of(session, name):
    """The days of somebody's diary to yesterday, by the analysis itself."""
    patient = patient_called(session, name)
    diary = read_diary(session, patient.id, patient.zone)
    yesterday = local_date(now(), patient.zone) - timedelta(days=1)
    return analysis.classify(diary, yesterday - timedelta(days=363), yesterday, now())


def rates(session, name, *, days=28):
    """Headache days of each 28 days, the earliest first."""
    found = days_of(session, name)
    return [sum(day.headache is True for day in found[start : start + days]) for start in range(0, len(found), days)]


def test_a_year_of_fourteen_people_is_quick(year):
    assert count(year, Patient) == len(YEAR) == 14
    assert year.info["seconds"] < 20


def test_the_diaries_end_yesterday(year):
    last = {name: max(day.date for day in days_of(year, name) if day.recorded) for name in ("Ana", "Ines Duarte")}
    for name, day in last.items():
        today = local_date(now(), patient_called(year, name).zone)
        assert today - timedelta(days=4) <= day < today


def test_about_one_day_in_eight_is_silent(year):
    found = [
        day for person in YEAR if not person.stopped_ago and person.days == 365 for day in days_of(year, person.name)
    ]
    assert 0.08 < sum(not day.recorded for day in found) / len(found) < 0.16


def test_ana_s_relief_fades_three_times(year):
    """A month before the first course, and the month after each."""
    person = next(person for person in YEAR if person.name == "Ana")
    days = days_of(year, "Ana")

    def headaches(first_ago, last_ago):
        return sum(day.headache is True for day in days[363 - first_ago : 364 - last_ago])

    before = headaches(295, 268)
    for course in person.courses:
        assert headaches(course.ago - 1, course.ago - 28) < 0.75 * before
    assert headaches(27, 0) > headaches(65, 38), "it comes back"
    assert count_of(year, Infusion, "Ana") == 6


def count_of(session, table, name):
    patient = patient_called(session, name)
    return session.scalar(sa.select(sa.func.count()).where(table.patient_id == patient.id))


def test_each_story_shows_in_the_diary(year):
    assert min(rates(year, "Elif Kaya")) >= 17, "nearly every day"
    dana = rates(year, "Dana Okafor")
    assert max(dana[-6:]) > 0.8 * sum(dana[:6]) / 6, "no response"
    assert sum(rates(year, "Greta Lind")[-2:]) == 0, "stopped recording"
    assert count_of(year, Aura, "Hana Sato") > 15
    alone = sa.select(sa.func.count()).where(
        Aura.patient_id == patient_called(year, "Hana Sato").id, Aura.attack_id.is_(None)
    )
    assert year.scalar(alone) > 5
    assert sum(day.recall for day in days_of(year, "Jonas Weber")) > 20, "filled in late"
    assert count_of(year, OwnInfusion, "Ben") == 5
    assert year.scalar(sa.select(sa.func.count()).where(Membership.patient_id == patient_called(year, "Ben").id)) == 0


def test_farid_takes_triptans_on_ten_days_of_thirty_or_more(year):
    days = [bool("triptan" in day.acute_classes) for day in days_of(year, "Farid Nasser")]
    assert sum(days[-30:]) >= 10


def test_ines_has_days_in_five_zones_and_none_that_never_was(year):
    days = days_of(year, "Ines Duarte")
    assert len(Counter(day.zone for day in days)) == 5
    skipped = days[363 - 114]
    assert not skipped.recorded


def test_lena_s_attacks_come_with_her_period(year):
    days = days_of(year, "Lena Novak")
    at_period = [day for place, day in enumerate(days) if (363 - place) % 28 in (0, 1, 2, 27) and day.recorded]
    others = [day for place, day in enumerate(days) if (363 - place) % 28 not in (0, 1, 2, 27) and day.recorded]
    share = [sum(day.headache for day in some) / len(some) for some in (at_period, others)]
    assert share[0] > 2 * share[1]


def test_everything_a_clinic_records_is_there(year):
    for table, least in ((Infusion, 20), (VitalSigns, 80), (InfusionPain, 100), (AdverseEvent, 3), (OwnEffect, 3)):
        assert count(year, table) >= least
    assert count(year, Attack) > 300
    assert count(year, Dose) > 300
    stopped = year.scalars(sa.select(Infusion.stop_reason).where(Infusion.status == "stopped")).all()
    assert stopped == ["Blood pressure"]


def test_ana_s_next_infusion_has_instructions_and_a_checklist_half_answered(year):
    ana = patient_called(year, "Ana")
    planned = year.scalars(sa.select(Infusion).where(Infusion.patient_id == ana.id, Infusion.planned_at.is_not(None)))
    infusion = planned.one()
    assert timedelta(days=1) < infusion.planned_at - now() < timedelta(days=5)
    told = year.get(Instructions, (ana.id, of_infusion("instructions", infusion.id)))
    assert (told.solid_food_minutes, told.clear_liquids_minutes) == (360, 120)
    checklist = year.get(Checklist, (ana.id, of_infusion("checklists", infusion.id)))
    assert checklist.driver is None
    answered = set(year.scalars(sa.select(ChecklistAnswer.name).where(ChecklistAnswer.part == "screening")))
    assert answered < set(SCREENING) and answered
    assert count_of(year, Instructions, "Ana") == count_of(year, Infusion, "Ana")


def test_ana_s_profile_was_completed_by_the_clinic(year):
    (profile,) = year.scalars(sa.select(Profile)).all()
    assert profile.patient_id == patient_called(year, "Ana").id
    assert (profile.diagnosis, profile.versions) == ("Chronic migraine with aura", 1)
    written = year.scalars(sa.select(Revision.by).where(Revision.record_id == profile.id).order_by(Revision.seq)).all()
    assert written == ["patient", "clinic"]


def test_nothing_is_in_the_future_but_what_is_planned(year):
    moment = now() + timedelta(seconds=1)
    for table, column in ((Attack, "ended_at"), (Dose, "taken_at"), (Day, "answered_at"), (VitalSigns, "at")):
        assert year.scalar(sa.select(sa.func.max(getattr(table, column)))) < moment
    assert year.scalar(sa.select(sa.func.max(Day.date))) <= local_date(now(), "Asia/Tokyo")
    assert year.scalar(sa.select(sa.func.max(Infusion.planned_at))) > moment


def test_every_row_is_as_its_revisions_say(year):
    for patient in year.scalars(sa.select(Patient.id)).all():
        assert differing(year, patient, KINDS) == []
