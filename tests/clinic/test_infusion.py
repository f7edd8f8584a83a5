"""An infusion on one sheet: recorded, edited, refused beside the fields, and never lost to somebody else's save."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

from diary.accounts.models import AccessLog
from diary.db import db
from diary.infusions.models import AdverseEvent, Course, Infusion, InfusionPain, InfusionStep, VitalSigns
from diary.infusions.operations import slot_id
from diary.revisions.models import Revision
from tests.accounts.people import words_of
from tests.clinic.forms import Sheets, fields_of
from tests.factories import ZONE
from tests.insights.writing import Writer


def rows(sheets, model):
    with sheets.who.app.app_context():
        return list(db.session.scalars(sa.select(model).where(model.patient_id == sheets.patient.id)))


def the(sheets, model):
    (row,) = rows(sheets, model)
    return row


def test_nora_records_everything_at_once(sheets):
    infusion = sheets.records(
        infusion__course="initial",
        course__planned_infusions="5",
        infusion__route="IV",
        infusion__indication="Chronic migraine",
        infusion__weight_kg="68,5",
        infusion__product="Ketamine",
        infusion__bolus_mg="10",
        infusion__rate_steps__0__from_at="10:00",
        infusion__rate_steps__0__rate_mg_per_kg_h="0.5",
        infusion__total_mg="44.3",
        infusion__note="went well",
        vital_signs__before__systolic="120",
        vital_signs__before__diastolic="80",
        readings__before__at="09:45",
        vital_signs__15__spo2="97",
        infusion_pains__before__pain="7",
        infusion_pains__end__pain="3",
        infusion_pains__24h__pain="4",
    )
    row, course = the(sheets, Infusion), the(sheets, Course)
    assert (str(row.id), row.course_id, row.number, row.status) == (infusion, course.id, 1, "completed")
    assert (str(row.weight_kg), str(row.bolus_mg), row.note) == ("68.5", "10", "went well")
    assert row.started_at == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # ten o'clock in Berlin
    assert (course.kind, course.planned_infusions, str(course.started_on)) == ("initial", 5, "2026-11-20")
    step = the(sheets, InfusionStep)
    assert (str(step.rate_mg_per_kg_h), step.from_at) == ("0.5", row.started_at)
    vital = {one.slot: one for one in rows(sheets, VitalSigns)}
    assert (vital["before"].systolic, vital["15"].spo2) == (120, 97)
    assert vital["before"].at == datetime(2026, 11, 20, 8, 45, tzinfo=UTC)
    assert vital["15"].at == datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
    pains = {one.slot: (one.pain, one.at.day, one.at.hour) for one in rows(sheets, InfusionPain)}
    assert pains == {"before": (7, 20, 8), "end": (3, 20, 10), "24h": (4, 21, 9)}


def test_the_next_infusion_continues_the_course(sheets_here):
    sheets_here.records(infusion__course="initial")
    page = sheets_here.opens()
    course = the(sheets_here, Course)
    assert fields_of(page)["infusion.course"] == str(course.id)
    assert fields_of(page)["infusion.number"] == "2"
    sheets_here.records()
    assert {one.course_id for one in rows(sheets_here, Infusion)} == {course.id}


def test_a_page_that_nobody_touched_saves_nothing(sheets):
    infusion = sheets.records(infusion__weight_kg="68.50", infusion_pains__before__pain="7", vital_signs__30__spo2="98")
    before = len(rows(sheets, Revision))
    assert sheets.sends(sheets.opens(infusion), infusion).status_code == 303
    assert len(rows(sheets, Revision)) == before


def test_only_what_was_changed_is_a_new_version(sheets_here):
    infusion = sheets_here.records(infusion__weight_kg="68", infusion_pains__before__pain="7")
    before = {one.rev_id for one in rows(sheets_here, Revision)}
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion_pains__before__pain="6")
    new = [one for one in rows(sheets_here, Revision) if one.rev_id not in before]
    assert [(one.collection, one.generation, one.by) for one in new] == [("infusion_pains", 2, "clinic")]


def test_sending_a_form_twice_records_one_infusion(sheets):
    page = sheets.opens()
    typed = {"infusion__started_at": "2026-11-20T10:00", "infusion_pains__before__pain": "5"}
    answers = [sheets.sends(page, **typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (the(sheets, Infusion).versions, the(sheets, InfusionPain).versions) == (1, 1)


REFUSED = {
    "no time at all": (
        {"infusion__started_at": ""},
        "infusion.started_at",
        "Say when it is planned or when it started.",
    ),
    "the end before the start": ({"infusion__ended_at": "2026-11-20T09:00"}, "infusion.ended_at", "before it started"),
    "a slip of the hand": ({"vital_signs__15__spo2": "9"}, "vital_signs.15.spo2", "between 50 and 100"),
    "a word for a number": ({"infusion__weight_kg": "heavy"}, "infusion.weight_kg", "Not a number."),
    "pain of eleven": ({"infusion_pains__end__pain": "11"}, "infusion_pains.end.pain", "between 0 and 10"),
    "half a rate": (
        {"infusion__rate_steps__0__from_at": "10:00"},
        "infusion.rate_steps.0.rate_mg_per_kg_h",
        "This is needed too.",
    ),
    "no clock time": (
        {"readings__15__at": "soon", "vital_signs__15__spo2": "97"},
        "readings.15.at",
        "Not a date and time",
    ),
    "an unlikely rate": (
        {"infusion__rate_steps__0__from_at": "10:00", "infusion__rate_steps__0__rate_mg_per_kg_h": "12"},
        "infusion.rate_steps.0.rate_mg_per_kg_h",
        "More than 7 mg/kg/h",
    ),
    "no such course": ({"infusion__course": "somewhere"}, "infusion.course_id", "There is no such thing here."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_kept_is_refused_beside_its_field_and_stays_typed(sheets_here, case):
    typed, name, sentence = REFUSED[case]
    given = {"infusion__started_at": "2026-11-20T10:00", "infusion__note": "typed before", **typed}
    answer = sheets_here.sends(sheets_here.opens(), **given)
    assert answer.status_code == 422
    line = re.search(rf'id="{re.escape(name)}-error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    assert sentence in (line[1] if line else answer.text)
    sent = {name.replace("__", "."): text for name, text in given.items()}
    assert {name: fields_of(answer)[name] for name in sent} == sent or case == "no such course"
    assert rows(sheets_here, Revision) == []


def test_an_unlikely_rate_is_kept_when_it_is_meant_and_explained(sheets_here):
    rate = {"infusion__rate_steps__0__from_at": "10:00", "infusion__rate_steps__0__rate_mg_per_kg_h": "8"}
    noted = {"infusion__started_at": "2026-11-20T10:00", **rate, "infusion__note": "research protocol"}
    asked = sheets_here.sends(sheets_here.opens(), **noted)
    assert (asked.status_code, "Say why this rate is meant." in words_of(asked)) == (422, True)
    saved = sheets_here.sends(asked, infusion__override_reason="research protocol")
    assert (saved.status_code, the(sheets_here, Infusion).override_reason) == (303, "research protocol")
    infusion = the(sheets_here, Infusion).id
    assert sheets_here.sends(sheets_here.opens(infusion), infusion, infusion__iv_site="left").status_code == 303


def test_a_total_that_does_not_fit_its_steps_is_pointed_out_and_kept(sheets_here):
    steps = {"infusion__rate_steps__0__from_at": "10:00", "infusion__rate_steps__0__rate_mg_per_kg_h": "0.5"}
    infusion = sheets_here.records(infusion__weight_kg="68", infusion__total_mg="41", **steps)
    assert "21 % over the sum of 34.0 mg." in words_of(sheets_here.opens(infusion))


def test_nothing_runs_while_it_is_interrupted(sheets_here):
    steps = {"infusion__rate_steps__0__from_at": "10:00", "infusion__rate_steps__0__rate_mg_per_kg_h": "0.5"}
    pause = {
        "sheet__interruptions": "1",
        "infusion__interruptions__0__at": "10:15",
        "infusion__interruptions__0__until": "10:30",
        "infusion__interruptions__0__reason": "nausea",
    }
    infusion = sheets_here.records(infusion__weight_kg="68", infusion__total_mg="34", **steps, **pause)
    assert "33 % over the sum of 25.5 mg." in words_of(sheets_here.opens(infusion))


def test_a_reading_that_is_emptied_is_taken_back(sheets_here):
    infusion = sheets_here.records(infusion_pains__before__pain="7", vital_signs__15__spo2="97")
    answer = sheets_here.sends(
        sheets_here.opens(infusion), infusion, infusion_pains__before__pain="", vital_signs__15__spo2=""
    )
    assert (answer.status_code, rows(sheets_here, InfusionPain), rows(sheets_here, VitalSigns)) == (303, [], [])
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion_pains__before__pain="5")
    assert (the(sheets_here, InfusionPain).pain, the(sheets_here, InfusionPain).versions) == (5, 1)


def test_more_rows_keep_what_was_typed(sheets_here):
    page = sheets_here.sends(sheets_here.opens(), more="adverse_events", infusion__note="typed")
    typed = {"adverse_events__0__name": "dizziness", "adverse_events__0__onset_at": "2026-11-20T10:20"}
    page = sheets_here.sends(page, more="minutes", **typed)
    assert page.status_code == 200
    assert fields_of(page)["infusion.note"] == "typed"
    assert "vital_signs.120.spo2" in fields_of(page)
    saved = sheets_here.sends(page, infusion__started_at="2026-11-20T10:00", adverse_events__0__severity="mild")
    event = the(sheets_here, AdverseEvent)
    assert saved.status_code == 303
    assert (event.name, event.severity, event.infusion_id) == ("dizziness", "mild", the(sheets_here, Infusion).id)
    again = sheets_here.opens(event.infusion_id)
    assert fields_of(again)["adverse_events.0.name"] == "dizziness"
    sheets_here.sends(again, event.infusion_id, adverse_events__0__name="")
    assert rows(sheets_here, AdverseEvent) == []


def test_an_event_in_own_words_is_one_too(sheets_here):
    page = sheets_here.sends(sheets_here.opens(), more="adverse_events")
    typed = {"adverse_events__0__own_name": "hiccups", "adverse_events__0__onset_at": "2026-11-20T10:20"}
    sheets_here.sends(page, infusion__started_at="2026-11-20T10:00", **typed)
    event = the(sheets_here, AdverseEvent)
    assert event.name == "hiccups"
    assert fields_of(sheets_here.opens(event.infusion_id))["adverse_events.0.name"] == "hiccups"


def test_an_event_without_a_name_is_refused(sheets_here):
    page = sheets_here.sends(sheets_here.opens(), more="adverse_events")
    answer = sheets_here.sends(page, infusion__started_at="2026-11-20T10:00", adverse_events__0__severity="mild")
    assert (answer.status_code, rows(sheets_here, Revision)) == (422, [])


def test_a_stale_save_becomes_a_second_version_and_nothing_is_lost(sheets):
    infusion = sheets.records(infusion__weight_kg="68", infusion__product="Ketamine")
    first, second = sheets.opens(infusion), sheets.opens(infusion)
    sheets.sends(first, infusion, infusion__weight_kg="70")
    answer = sheets.sends(second, infusion, infusion__weight_kg="72", infusion__iv_site="left arm")
    assert answer.status_code == 303
    assert the(sheets, Infusion).versions == 2
    page = sheets.opens(infusion)
    text = words_of(page)
    assert "Two versions of: infusion." in text
    assert "70" in text and "72" in text and "left arm" in text
    both = [one.body for one in rows(sheets, Revision) if one.collection == "infusions" and one.generation == 2]
    assert len(both) == 2


@pytest.mark.parametrize("typed", [{"infusion__weight_kg": "71"}, {}])
def test_saving_settles_two_versions(sheets, typed):
    infusion = sheets.records(infusion__weight_kg="68")
    pages = [sheets.opens(infusion) for _ in range(2)]
    for page, weight in zip(pages, ("70", "72"), strict=True):
        sheets.sends(page, infusion, infusion__weight_kg=weight)
    page = sheets.opens(infusion)
    weight = typed.get("infusion__weight_kg", fields_of(page)["infusion.weight_kg"])
    sheets.sends(page, infusion, **typed)
    row = the(sheets, Infusion)
    assert (row.versions, str(row.weight_kg)) == (1, weight)
    assert "Two versions" not in words_of(sheets.opens(infusion))


def test_the_patients_reading_is_told_apart_and_a_race_with_it_is_kept(sheets):
    infusion = sheets.records()
    page = sheets.opens(infusion)
    with sheets.who.app.app_context():
        at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        Writer(sheets.patient.id).slot(UUID(infusion), "24h", at, 4)
    assert "by the patient" in words_of(sheets.opens(infusion))
    sheets.sends(page, infusion, infusion_pains__24h__pain="6")
    (pain,) = rows(sheets, InfusionPain)
    assert (pain.id, pain.versions) == (slot_id("infusion_pains", UUID(infusion), "24h"), 2)
    assert "Two versions of: pain, 24 hours after." in words_of(sheets.opens(infusion))


def test_what_the_form_does_not_know_is_carried_along(sheets_here):
    with sheets_here.who.app.app_context():
        writer = Writer(sheets_here.patient.id)
        infusion = writer.infusion(
            datetime(2026, 11, 20, 9, 0, 30, tzinfo=UTC), total_mg="12.50", zone="America/New_York"
        )
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion__clinician="Dr. Ruiz")
    row = the(sheets_here, Infusion)
    assert (row.started_at.second, str(row.total_mg), row.zone) == (30, "12.50", "America/New_York")


def test_half_a_form_changes_nothing(sheets_here):
    infusion = sheets_here.records(infusion__weight_kg="68", infusion_pains__before__pain="7")
    token = fields_of(sheets_here.opens(infusion))["csrf_token"]
    answer = sheets_here.who.nora.client.post(f"{sheets_here.root}/{infusion}", data={"csrf_token": token})
    assert answer.status_code == 422
    assert (the(sheets_here, Infusion).versions, the(sheets_here, InfusionPain).pain) == (1, 7)


def test_another_patients_infusion_is_not_here(who):
    with who.app.app_context():
        theirs = Writer(who.cast.ben.id).infusion(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    sheets = Sheets(who, who.cast.ana)
    assert sheets.opens(theirs).status_code == 404
    stolen = sheets.sends(sheets.opens(), sheet__infusion_id=str(theirs), infusion__started_at="2026-11-20T10:00")
    assert stolen.status_code == 303  # the same id in Ana's diary is another record
    with who.app.app_context():
        rows_of = {row.patient_id: row.versions for row in db.session.scalars(sa.select(Infusion))}
    assert rows_of == {who.cast.ana.id: 1, who.cast.ben.id: 1}


def test_who_wrote_it_is_in_the_access_log(sheets):
    sheets.records()
    lines = [(line.purpose, line.actor_id) for line in rows(sheets, AccessLog)]
    nora = sheets.who.cast.nora.id
    assert ("written by clinic", nora) in lines
    assert ("infusion", nora) in lines


def test_times_are_on_the_patients_clock(sheets_here):
    assert ZONE in words_of(sheets_here.opens())
