"""The chair's list: today by each patient's own clock, what runs since yesterday, what nobody closed, what asks."""

from datetime import UTC, datetime

import pytest
import time_machine

from diary.clinic.queries import device_of
from diary.db import db
from diary.infusions.operations import INFUSION
from diary.revisions.operations import close_ledger, open_ledger, record
from tests.accounts.people import words_of
from tests.clinic.chair import Chair, an_infusion, answers, writes
from tests.factories import NOW, ZONE, place_of, shares, sign_in
from tests.insights.writing import Writer

AT = "2026-11-{}:00.000Z"  # a day and an hour of November, such as 22T12:30


def at(moment):
    return AT.format(moment)


def says(who, person="nora"):
    """What the list says."""
    page = getattr(who, person).opens("/clinic/chair")
    assert page.status_code == 200
    return words_of(page)


def part(text, after, before="Times are on each patient's clock"):
    """What stands between two words of the page."""
    return text.split(after, 1)[-1].split(before, 1)[0]


def test_where_nobody_is_planned_the_page_says_what_to_do(here):
    text = says(here)
    assert text.startswith("Nobody is planned for today. Nobody in the chair today")
    assert "Plan a course" in text


def test_todays_infusions_stand_by_time_with_all_that_has_to_be_known(who):
    later = an_infusion(who, planned_at=at("22T15:00"), number=2, route="nasal")
    an_infusion(who, planned_at=at("22T12:30"))
    answers(who, later)
    text = says(who)
    assert text.startswith("2 infusions today.")
    first, second = part(text, "Next reading", "Times are").split("Ana")[1:]
    assert "Planned Intravenous, no. 1 not answered 13:30 before the start" in first
    assert "Planned Nasal, no. 2 all answered no 16:00 before the start" in second


def test_a_day_is_that_of_the_infusions_own_zone(here):
    an_infusion(here, planned_at=at("22T23:30"))  # half past midnight in Berlin
    assert says(here).startswith("Nobody is planned for today.")
    an_infusion(here, planned_at=at("22T23:30"), zone="Europe/London")
    an_infusion(here, planned_at=at("21T23:30"), status="completed", started_at=at("21T23:30"))
    text = says(here)
    assert "23:30 London Ana" in text and "00:30 Berlin Ana" in text and "2 infusions today" in text


def test_what_runs_since_before_midnight_is_still_in_the_chair(here):
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    an_infusion(here, status="in-progress", planned_at=at("22T22:00"), started_at=at("22T22:30"))
    an_infusion(here, status="completed", planned_at=at("22T20:00"), started_at=at("22T20:00"))
    with time_machine.travel(moment, tick=False):
        here.nora.client.delete_cookie("lull")
        text = says(_again(here))
    assert text.startswith("1 infusion today, 1 in the chair now.")
    assert "23:30 22 Nov" in text and "Never closed" not in text


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "in-progress", "planned_at": at("20T12:00"), "started_at": at("20T12:00")},
        {"status": "on-hold", "planned_at": at("20T12:00"), "started_at": at("20T12:00")},
        {"planned_at": at("21T12:00")},
    ],
)
def test_what_nobody_closed_stands_there_until_somebody_does(here, changed):
    infusion = an_infusion(here, **changed)
    text = says(here)
    assert "Say how each of these ended" in text and "Ana" in part(text, "Never closed")
    closed = {"status": "not-done", "stop_reason": "a cold", "started_at": None}
    assert Chair(here, infusion).writes("infusion", closed)["answer"] == "accepted"
    assert "Never closed" not in says(here)


def test_what_was_entered_in_error_stands_nowhere(here):
    an_infusion(here, status="entered-in-error", planned_at=at("22T12:30"))
    assert says(here).startswith("Nobody is planned")


CHECKLISTS = {
    "all answered no": {},
    "not all answered": {"but": ("pregnancy",)},
    "a yes nobody has looked at": {"yes": ("heart_disease",)},
}


@pytest.mark.parametrize("words", CHECKLISTS)
def test_how_the_checklist_stands_is_said_in_words(here, words):
    infusion, said = an_infusion(here), CHECKLISTS[words]
    answers(here, infusion, *said.get("yes", ()), but=said.get("but", ()))
    text = says(here)
    assert words in text
    assert ("1 needs an answer before it starts" in text) is ("yes" in said)


@pytest.mark.parametrize(
    ("sign_off", "words"),
    [({"cleared": True}, "a yes, looked at"), ({"cleared": False, "reason": "Wait"}, "looked at: not to be given")],
)
def test_what_somebody_decided_about_a_yes_is_said_too(here, sign_off, words):
    infusion = an_infusion(here)
    answers(here, infusion, "heart_disease")
    chair = Chair(here, infusion)
    chair.writes("clearance", {"clinician": "Nora", "checklist_rev": chair.state["checklist_rev"], **sign_off})
    assert words in says(here)


def test_the_next_reading_has_its_clock_time_and_what_is_late_says_so(here):
    infusion = an_infusion(here, planned_at=at("22T11:30"))
    chair = Chair(here, infusion)
    chair.starts(at("22T11:30"))
    chair.writes("vital_signs.15", {"spo2": 98})
    assert "13:00 reading at 30 min" in says(here)
    with time_machine.travel(datetime(2026, 11, 22, 12, 7, tzinfo=UTC), tick=False):
        assert "13:00 7 min late reading at 30 min" in says(here)


def test_an_id_that_two_patients_have_mixes_nothing(here):
    infusion = an_infusion(here)
    with here.app.app_context():
        shares(db.session, db.session.merge(here.cast.ben), db.session.merge(here.cast.clinic))
        db.session.commit()
        told = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": at("22T12:45")}
        Writer(here.cast.ben.id).writes("infusions", told, record_id=infusion, by="clinic")
    Chair(here, infusion).writes("vital_signs.before", {"spo2": 98})
    ana, ben = part(says(here), "Next reading").split("Ben")
    assert ("13:30 before the start" in ana, "13:45 before the start" in ben) == (False, True)


def test_what_is_coming_and_has_a_yes_needs_an_answer(who):
    asks, quiet = an_infusion(who, planned_at=at("30T08:00")), an_infusion(who, planned_at=at("29T08:00"))
    far = an_infusion(who, planned_at="2026-12-07T08:00:00.000Z")
    for infusion, yes in ((asks, ("heart_disease",)), (quiet, ()), (far, ("pregnancy",))):
        answers(who, infusion, *yes)
    text = part(says(who), "Coming, needs an answer")
    assert "30 Nov 09:00 Ana Intravenous no. 1 Heart disease" in text
    assert text.count("Ana") == 1
    chair = Chair(who, asks)
    told = {"clinician": "Nora", "cleared": True, "checklist_rev": chair.state["checklist_rev"]}
    chair.writes("clearance", told)
    assert "Coming, needs an answer" not in says(who)


def test_nobody_sees_the_chair_of_a_diary_that_is_not_shared(here):
    an_infusion(here, patient=here.cast.ben)
    an_infusion(here)
    assert "Ben" not in says(here)
    assert "Ana" not in says(here, "odd")


def test_what_another_clinic_plans_is_not_in_this_ones_chair(here):
    body = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": at("22T15:00")}
    with here.app.app_context():
        _writes_elsewhere(here, body)
    writes(here, "infusions", {**body, "route": "oral"}, by="clinic")
    assert "Oral" in says(here) and "Intravenous" not in says(here)


def _again(who):
    """The same cast, with Nora signed in once more."""
    who.nora = type(who.nora)(sign_in(who.app.test_client(), who.cast.nora), who.nora.email)
    return who


def _writes_elsewhere(who, body):
    """Odd's clinic plans an infusion for Ana."""
    place = place_of(db.session, who.cast.odd)
    ledger = open_ledger(
        db.session,
        patient_id=who.cast.ana.id,
        by="clinic",
        actor_id=who.cast.odd.id,
        clinic_id=place.clinic_id,
        now=NOW,
    )
    record(ledger, INFUSION, body=body, at=NOW, zone=ZONE, device=device_of(place.id), device_n=1)
    close_ledger(ledger)
    db.session.commit()
