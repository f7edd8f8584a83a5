"""The clinic's outcomes: counts of its own diaries alone, small numbers without a percentage, and only for its staff."""

from datetime import date, timedelta

from diary.db import db
from tests.accounts.people import words_of
from tests.factories import an_unclaimed_patient
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def a_course(patient, *, back=20, event=None):
    """Forty loud days, an infusion 100 days ago, quiet for `back` days, and loud again."""
    writer = Writer(patient.id)
    with writer.at_once():
        for day in range(140, 0, -1):
            loud = day > 100 or day < 100 - back
            writer.day(ago(day), "yes" if loud and day % 2 else "no")
        infusion = writer.infusion(noon(ago(100)), 8, 4)
        if event:
            body = {"infusion_id": str(infusion), "name": event, "onset_at": "2026-08-14T13:00:00.000Z"}
            writer.writes("adverse_events", {**body, "severity": "mild", "zone": writer.zone}, by="clinic")


def page(who, person="nora", query=""):
    return getattr(who, person).opens(f"/clinic/outcomes{query}")


def test_nora_sees_what_followed_the_courses_of_her_patients(who):
    with who.app.app_context():
        a_course(who.cast.ana, event="nausea")
    text = words_of(page(who))
    assert "Pain was at least 2 points lower at the end of 1 of 1 courses." in text
    assert "patients: 1, courses: 1, infusions: 1" in text
    assert "Nausea 1 — n under 5" in text
    assert "returned: 1" in text and "8.0 → 4.0" in text


def test_a_diary_that_the_clinic_may_not_read_is_in_no_number(who):
    with who.app.app_context():
        a_course(who.cast.ben)
    assert "No course in this span." in words_of(page(who))


def test_a_percentage_needs_five(here):
    with here.app.app_context():
        for _ in range(4):
            a_course(an_unclaimed_patient(db.session, here.cast.clinic))
        few = words_of(page(here))
        a_course(an_unclaimed_patient(db.session, here.cast.clinic))
        enough = words_of(page(here))
    assert "4 of 4 — n under 5" in few and "100.0 %" not in few
    assert "5 of 5 100.0 %" in enough


def test_the_choices_stand_in_the_address(here):
    with here.app.app_context():
        a_course(here.cast.ana)
    assert "No course in this span." in words_of(page(here, query="?kind=maintenance"))
    assert "courses: 1" in words_of(page(here, query="?span=1y"))
    assert page(here, query="?span=forever&kind=luck").status_code == 200


def test_the_caveat_is_part_of_the_page(here):
    with here.app.app_context():
        a_course(here.cast.ana)
    text = words_of(page(here))
    assert "Infusions are given again because headache comes back" in text
    assert "no comparison with patients who had no infusion" in text


def test_nobody_but_staff_finds_it(here):
    for person in ("ana", "ben"):
        assert page(here, person).status_code == 404
    assert page(here, "odd").status_code == 200


def test_it_reads_without_scripts(here):
    with here.app.app_context():
        a_course(here.cast.ana)
    assert "Courses without return of baseline frequency, by day after the last infusion" in words_of(page(here))
