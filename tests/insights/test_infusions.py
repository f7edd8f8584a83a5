"""Infusions are read once each: the clinic's, and the patient's own where no clinic has them."""

from datetime import UTC, date, datetime, timedelta

from diary.analysis import AdverseEvent, outcomes
from diary.analysis.outcomes import Share
from diary.clock import instant
from diary.db import db, reading
from diary.insights.infusions import read_events, read_infusions
from diary.insights.queries import read_diary
from tests.factories import NOW, ZONE
from tests.insights.writing import Writer

THEN = NOW - timedelta(days=10)


def read(patient):
    return read_infusions(reading(db.session), patient.id)


def an_own_infusion(writer, **more):
    return writer.writes("own_infusions", {"date": "2026-11-12", "zone": ZONE, "route": "IV", **more})


def test_the_clinics_infusion_has_its_course_and_its_pains(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        course = writer.writes(
            "courses", {"kind": "initial", "route": "IV", "started_on": "2026-11-12", "zone": ZONE}, by="clinic"
        )
        infusion = writer.infusion(THEN, 7, 3, course_id=str(course))
        writer.slot(infusion, "24h", THEN, 4)
        (one,) = read(people.ana)
    assert (one.id, one.date, one.course_kind) == (infusion.hex, date(2026, 11, 12), "initial")
    assert (one.pain_before, one.pain_end, one.pains["24h"]) == (7, 3, 4)


def test_an_infusion_whose_course_was_deleted_stands_alone(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        course = writer.writes(
            "courses", {"kind": "initial", "route": "IV", "started_on": "2026-11-12", "zone": ZONE}, by="clinic"
        )
        writer.infusion(THEN, course_id=str(course))
        writer.writes("courses", None, record_id=course, by="clinic")
        (one,) = read(people.ana)
    assert (one.course_id, one.course_kind) == (None, None)


def test_an_own_infusion_has_the_patients_two_numbers(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        infusion = an_own_infusion(writer, pain_before=8, pain_after=0)
        writer.slot(infusion, "7d", THEN, 2)
        (one,) = read(people.ana)
    assert (one.status, one.pain_before, one.pain_end, one.pains["7d"]) == ("completed", 8, 0, 2)


def test_what_both_noted_is_one_infusion_and_the_clinics_readings_stand(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        own = an_own_infusion(writer, pain_before=8, pain_after=5)
        infusion = writer.infusion(THEN, before=7, own_infusion_id=str(own))
        (one,) = read(people.ana)
    assert (one.id, one.pain_before, one.pain_end) == (infusion.hex, 7, 5)


def test_a_mistaken_record_is_not_read_and_gives_the_own_one_back(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        own = an_own_infusion(writer, pain_before=8)
        writer.infusion(THEN, own_infusion_id=str(own), status="entered-in-error")
        (one,) = read(people.ana)
    assert one.id == own.hex


def test_a_planned_infusion_stands_on_the_day_it_is_planned_for(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        planned = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": instant(NOW + timedelta(days=3))}
        writer.writes("infusions", planned, by="clinic")
        (one,) = read(people.ana)
    assert (one.date, one.status) == (date(2026, 11, 25), "preparation")


def seen(writer, infusion, name, **more):
    """Staff see something during an infusion."""
    body = {"infusion_id": str(infusion), "name": name, "onset_at": instant(THEN), "zone": ZONE, **more}
    return writer.writes("adverse_events", body, by="clinic")


def test_the_table_of_a_clinic_is_what_was_planted_in_its_database(people, app):
    """Ana: one course, pain 8 → 3, then a 6 on each day; Ben: 7 → 6. Three events, one of a mistaken record."""
    with app.app_context():
        for patient, before, end in ((people.ana, 8, 3), (people.ben, 7, 6)):
            writer = Writer(patient.id)
            course = {"kind": "initial", "route": "IV", "started_on": "2026-10-01", "zone": ZONE}
            course_id = str(writer.writes("courses", course, by="clinic"))
            began = datetime(2026, 10, 1, 9, tzinfo=UTC)
            infusion = writer.infusion(began, before, end, course_id=course_id)
            for ago in range(1, 8):
                writer.day(date(2026, 10, 1) - timedelta(days=ago), "yes", worst_pain=8)
                writer.day(date(2026, 11, 9) - timedelta(days=ago), "yes", worst_pain=5 if end == 3 else 7)
            seen(writer, infusion, "nausea", severity="mild", seriousness="non_serious")
            if end == 3:
                seen(writer, infusion, "nausea", severity="severe", seriousness="serious")
                mistaken = writer.infusion(THEN, status="entered-in-error")
                seen(writer, mistaken, "hallucination")
        diaries = [read_diary(reading(db.session), one.id, ZONE) for one in (people.ana, people.ben)]
        table = outcomes(diaries, NOW, days=(38,))
    assert (table.patients, table.courses, table.infusions, table.immediate) == (2, 2, 2, Share(1, 2))
    assert (table.change.before, table.change.after) == (7.5, 4.5)
    (follow_up,) = table.follow_ups
    assert (follow_up.sustained, follow_up.reached) == (Share(1, 2), 2)
    (event,) = table.events
    assert (event.name, event.infusions, event.patients) == ("nausea", Share(2, 2), 2)
    assert (event.severities, event.serious) == ({"mild": 2, "severe": 1}, 1)


def test_an_event_that_was_taken_back_or_is_somebody_else_s_is_not_read(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        infusion = writer.infusion(THEN)
        seen(writer, infusion, "dizziness")
        writer.writes("adverse_events", None, record_id=seen(writer, infusion, "rash"), by="clinic")
        (one,) = read_events(reading(db.session), people.ana.id)
        assert read_events(db.session, people.ben.id) == ()
    assert one == AdverseEvent(infusion_id=infusion.hex, name="dizziness")
