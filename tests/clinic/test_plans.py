"""Planning a course: its infusions are numbered, each on the patient's clock and under the clinic's settings."""

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from diary.accounts.models import Consent
from diary.clinic.plans import DOUBLED, PAST, SKIPPED, TWICE
from diary.db import db
from diary.infusions.models import Course, Infusion, Instructions
from diary.infusions.settings import change_settings
from diary.revisions.models import Revision
from tests.accounts.people import token_in, words_of
from tests.factories import NOW, ZONE

TYPED = {"kind": "initial", "route": "IV", "indication": "Chronic migraine", "planned_infusions": "3", "every": "2"}


@pytest.fixture
def plans(here):
    """Nora at the page for a new course of Ana's."""
    return Plans(here, here.cast.ana)


class Plans:
    """The page on which a course of one patient is planned."""

    def __init__(self, here, patient):
        self.here, self.patient = here, patient
        self.address = f"/clinic/patients/{patient.id}/courses/new"

    def opens(self):
        return self.here.nora.opens(self.address)

    def sends(self, page, **typed):
        fields = {**fields_of(page), **{name.replace("__", "."): text for name, text in typed.items()}}
        return self.here.nora.client.post(self.address, data=fields)

    def lays_out(self, **typed):
        """The page with the dates on it."""
        return self.sends(self.opens(), **{**TYPED, "first": "2026-12-01T10:00", **typed}, lay_out="1")

    def rows(self, model):
        with self.here.app.app_context():
            return list(db.session.scalars(sa.select(model).where(model.patient_id == self.patient.id)))

    def planned(self):
        return sorted((row.number, row.planned_at.isoformat()[:16]) for row in self.rows(Infusion))


def fields_of(page):
    """What the form of this page would send if nobody touched it."""
    form = page.text.split("<main", 1)[1].split("<form", 1)[1]
    found = {"csrf_token": token_in(page)}
    for name, value in re.findall(r'<input [^>]*name="([\w.]+)"[^>]*? value="([^"]*)"', form):
        found[name] = unescape(value)
    for name, inner in re.findall(r'<select class="in"[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = re.search(r'value="([^"]*)" selected', inner)[1]
    return found


def beside(page, name):
    """The sentence beside a field."""
    return unescape(re.search(rf'id="{re.escape(name)}-error">.*?<span>(.*?)</span>', page.text, re.DOTALL)[1])


def test_the_dates_are_laid_out_and_nothing_is_saved_yet(plans):
    page = plans.lays_out()
    assert page.status_code == 200
    laid_out = {name: text for name, text in fields_of(page).items() if name.startswith("planned.")}
    assert list(laid_out.values()) == ["2026-12-01T10:00", "2026-12-03T10:00", "2026-12-05T10:00"]
    assert plans.rows(Course) == []


def test_a_course_is_saved_with_its_infusions_on_the_patients_clock(plans):
    answer = plans.sends(plans.lays_out(), planned__2="2026-12-07T15:30")
    assert (answer.status_code, answer.location) == (303, f"/clinic/patients/{plans.patient.id}")
    (course,) = plans.rows(Course)
    told = (course.kind, course.route, course.indication, course.planned_infusions, str(course.started_on))
    assert told == ("initial", "IV", "Chronic migraine", 3, "2026-12-01")
    assert plans.planned() == [(1, "2026-12-01T09:00"), (2, "2026-12-03T09:00"), (3, "2026-12-07T14:30")]
    kept = {(row.course_id, row.status, row.route, row.zone) for row in plans.rows(Infusion)}
    assert kept == {(course.id, "preparation", "IV", ZONE)}
    page = words_of(plans.here.nora.opens(f"/clinic/patients/{plans.patient.id}"))
    assert "7 Dec 2026 Planned · Intravenous · initial course, no. 3" in page


def test_each_infusion_is_planned_under_the_clinics_settings(plans):
    with plans.here.app.app_context():
        change_settings(db.session, plans.here.cast.clinic.id, None, NOW, solid_food_minutes=480)
        db.session.commit()
    plans.sends(plans.lays_out())
    told = {row.infusion_id: row.solid_food_minutes for row in plans.rows(Instructions)}
    assert told == {row.id: 480 for row in plans.rows(Infusion)}


def test_infusions_are_numbered_as_they_come_whatever_the_order_they_were_typed_in(plans):
    plans.sends(plans.lays_out(), planned__0="2026-12-09T10:00")
    assert plans.planned() == [(1, "2026-12-03T09:00"), (2, "2026-12-05T09:00"), (3, "2026-12-09T09:00")]
    assert str(plans.rows(Course)[0].started_on) == "2026-12-03"


def test_dates_can_be_typed_one_by_one(plans):
    page = plans.lays_out(every="", planned_infusions="2")
    assert fields_of(page)["planned.1"] == ""
    refused = plans.sends(page)
    assert (refused.status_code, beside(refused, "planned.1")) == (422, "Say the day and the time.")
    assert plans.sends(refused, planned__1="2026-12-20T08:15").status_code == 303
    assert plans.planned() == [(1, "2026-12-01T09:00"), (2, "2026-12-20T07:15")]


def test_home_use_is_counted_in_days_per_28_and_only_for_what_is_used_at_home(plans):
    page = plans.lays_out(days_per_28="8", kind="maintenance")
    refused = plans.sends(page)
    assert "nasal or oral" in beside(refused, "days_per_28")
    assert plans.sends(refused, route="nasal").status_code == 303
    assert (plans.rows(Course)[0].days_per_28, plans.rows(Course)[0].kind) == (8, "maintenance")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-22T12:30", PAST),
        ("2027-03-28T02:30", SKIPPED),
        ("2027-10-31T02:30", DOUBLED),
        ("2026-12-03T10:00", TWICE),
        ("2029-12-03T10:00", "This is more than two years ahead. Check the year."),
        ("soon", "Say the day and the time."),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_its_field_and_stays_there(plans, typed, sentence):
    page = plans.sends(plans.lays_out(), planned__2=typed)
    assert (page.status_code, beside(page, "planned.2")) == (422, sentence)
    assert fields_of(page)["planned.2"] == typed
    assert plans.rows(Course) == plans.rows(Infusion) == []


@pytest.mark.parametrize("clock", ["01:59", "03:00"])
def test_a_time_beside_a_change_of_the_clocks_is_a_time(plans, clock):
    assert plans.sends(plans.lays_out(), planned__2=f"2027-03-28T{clock}").status_code == 303


@pytest.mark.parametrize(
    ("where", "typed"),
    [("first", ""), ("planned_infusions", "61"), ("planned_infusions", ""), ("every", "0"), ("every", "two")],
)
def test_what_cannot_be_laid_out_is_said_beside_its_field(plans, where, typed):
    page = plans.lays_out(**{where: typed})
    assert page.status_code == 422 and beside(page, where)
    assert fields_of(page)[where] == typed


def test_dates_laid_out_from_something_else_are_not_saved(plans):
    page = plans.sends(plans.lays_out(), planned_infusions="5")
    assert page.status_code == 422 and "laid out" in beside(page, "planned_infusions")
    assert plans.sends(page, lay_out="1").status_code == 200
    assert plans.rows(Course) == []


def test_sent_twice_it_is_saved_once(plans):
    page = plans.lays_out()
    assert [plans.sends(page).status_code for _ in range(2)] == [303, 303]
    assert (len(plans.rows(Course)), len(plans.rows(Infusion)), len(plans.rows(Revision))) == (1, 3, 7)


def test_sent_again_with_other_dates_it_is_refused(plans):
    page = plans.lays_out()
    plans.sends(page)
    assert plans.sends(page, planned__2="2026-12-20T10:00").status_code == 422
    assert plans.planned()[-1] == (3, "2026-12-05T09:00")
    assert {row.versions for row in plans.rows(Infusion)} == {1}


def test_half_a_form_plans_nothing(plans):
    whole = fields_of(plans.lays_out())
    for missing in ("course_id", "form_number", "first", "route"):
        half = {name: text for name, text in whole.items() if name != missing}
        assert plans.here.nora.client.post(plans.address, data=half).status_code == 422, missing
    assert plans.rows(Course) == []


def test_who_works_elsewhere_and_who_is_no_longer_shared_with_plan_nothing(plans):
    page = plans.lays_out()
    fields = fields_of(page) | {"csrf_token": token_in(plans.here.odd.opens("/clinic/invite"))}
    assert plans.here.odd.client.post(plans.address, data=fields).status_code == 404
    with plans.here.app.app_context():
        db.session.execute(sa.update(Consent).values(withdrawn_at=NOW + timedelta(seconds=1)))
        db.session.commit()
    assert plans.sends(page).status_code == 404
    assert plans.rows(Course) == []


def test_the_phone_is_told_of_the_infusions(plans):
    plans.sends(plans.lays_out())
    told = plans.here.ana.asks("/api/v1/sync/pull?epoch=&after=0&limit=500").json["revisions"]
    planned = [one["body"]["planned_at"] for one in told if one["collection"] == "infusions"]
    assert planned == ["2026-12-01T09:00:00.000Z", "2026-12-03T09:00:00.000Z", "2026-12-05T09:00:00.000Z"]
    assert sum(one["collection"] == "instructions" for one in told) == 3
