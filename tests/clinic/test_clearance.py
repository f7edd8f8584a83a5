"""The sign-off before the day: Ana answers yes to something, Nora says whether her infusion may go ahead."""

import re

import pytest
import sqlalchemy as sa

from diary.db import db
from diary.fields import named_id
from diary.infusions.models import Clearance
from diary.infusions.queries import to_look_at, uncleared
from tests.accounts.people import token_in, words_of
from tests.factories import NOW, ZONE
from tests.insights.writing import Writer

THURSDAY = "2026-11-26T09:00:00.000Z"
PLANNED = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": THURSDAY}


class Signing:
    """Ana's planned infusion, her checklist, and Nora at her page."""

    def __init__(self, who):
        self.who, self.ana = who, who.cast.ana
        with who.app.app_context():
            self.infusion = Writer(self.ana.id).writes("infusions", PLANNED, by="clinic")
        self.page_address = f"/clinic/patients/{self.ana.id}"
        self.address = f"{self.page_address}/infusions/{self.infusion}/clearance"

    def answers(self, *yes, parents=None, **more):
        """Ana answers her checklist; the rev_id of this version."""
        body = {"infusion_id": str(self.infusion), "zone": ZONE, "answered_at": "2026-11-22T10:00:00.000Z", **more}
        asked = dict.fromkeys(("psychosis", *yes))
        body["screening"] = [{"name": name, "yes": name in yes} for name in asked]
        with self.who.app.app_context():
            Writer(self.ana.id).writes("checklists", body, parents=parents)
            latest = sa.text("select rev_id from revision where collection = 'checklists' order by seq desc limit 1")
            return db.session.execute(latest).scalar_one()

    def opens(self):
        return self.who.nora.opens(self.page_address)

    def signs(self, page=None, person=None, **typed):
        page = page or self.opens()
        form = page.text.split("/clearance", 1)[1].split("</form>", 1)[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', form))
        given = {**hidden, "csrf_token": token_in(page), "clinician": "Nora", "reason": "", "cleared": "yes", **typed}
        return (person or self.who.nora).client.post(self.address, data=given)

    def kept(self):
        with self.who.app.app_context():
            return db.session.scalars(sa.select(Clearance)).all()

    def unseen(self):
        with self.who.app.app_context():
            return uncleared(db.session, self.ana.id, self.infusion)


@pytest.fixture
def signing(who):
    return Signing(who)


@pytest.fixture
def signing_here(here):
    return Signing(here)


def test_a_yes_is_said_on_anas_page_and_signed_off_there(signing):
    rev = signing.answers("heart_disease", "a rash", note="since Monday")
    text = words_of(signing.opens())
    assert "Before the infusion of 26 Nov, 10:00" in text
    assert "Answered yes to heart disease, a rash." in text and "since Monday" in text
    answer = signing.signs(reason="Valve checked\r\nin June.")
    assert (answer.status_code, answer.location) == (303, f"{signing.page_address}#before")
    (row,) = signing.kept()
    assert (row.cleared, row.clinician, row.reason) == (True, "Nora", "Valve checked\nin June.")
    assert (row.checklist_rev, row.at, row.id) == (rev, NOW, named_id(f"clearances:{signing.infusion}"))
    assert signing.unseen() == ()
    assert "May go ahead : Nora, 22 Nov 2026, 13:00 . Valve checked" in words_of(signing.opens())


def test_no_needs_a_reason_and_what_was_typed_stays(signing_here):
    signing_here.answers("heart_disease")
    answer = signing_here.signs(cleared="no", clinician="Dr Winter")
    assert answer.status_code == 422
    assert "Say why the infusion is not cleared." in words_of(answer)
    assert 'value="Dr Winter"' in answer.text and re.search(r'value="no" checked', answer.text)
    nothing = signing_here.signs(cleared="", clinician="")
    assert "Choose one." in words_of(nothing) and "Say who looked at it." in words_of(nothing)
    assert signing_here.kept() == []
    assert signing_here.signs(answer, cleared="no", reason="First to the cardiologist").status_code == 303
    assert "Does not go ahead" in words_of(signing_here.opens())


def test_a_later_yes_asks_again_and_a_no_asks_nothing(signing_here):
    signing_here.answers()
    assert "Answered yes" not in words_of(signing_here.opens())
    signing_here.answers("heart_disease")
    signing_here.signs()
    signing_here.answers("heart_disease", medicines_today="none")
    assert signing_here.unseen() == ()
    signing_here.answers("heart_disease", "pregnancy")
    assert signing_here.unseen() == ("pregnancy",)
    assert "Answered yes to pregnancy." in words_of(signing_here.opens())
    assert signing_here.signs().status_code == 303
    assert (signing_here.unseen(), len(signing_here.kept())) == ((), 1)


def test_two_versions_of_a_checklist_are_looked_at_one_after_the_other(signing_here):
    first = signing_here.answers()
    here = signing_here.answers("heart_disease", parents=[first])
    there = signing_here.answers("pregnancy", parents=[first])
    assert set(signing_here.unseen()) == {"heart_disease", "pregnancy"}
    signing_here.signs()
    assert len(signing_here.unseen()) == 1
    with signing_here.who.app.app_context():
        assert to_look_at(db.session, signing_here.ana.id, signing_here.infusion) in {here, there}
    signing_here.signs()
    assert signing_here.unseen() == ()


def test_it_is_about_this_infusions_checklist_and_odd_finds_nothing(signing_here):
    signing_here.answers("heart_disease")
    page = signing_here.opens()
    assert signing_here.signs(page, checklist_rev="f" * 32).status_code == 422
    assert signing_here.signs(page, parents="f" * 32).status_code == 422
    assert signing_here.signs(page, person=signing_here.who.odd).status_code in (400, 404)
    assert signing_here.who.odd.sends(signing_here.address, "/join").status_code == 404
    assert signing_here.kept() == []


def test_signing_twice_is_signing_once(signing_here):
    signing_here.answers("heart_disease")
    page = signing_here.opens()
    for _ in range(2):
        assert signing_here.signs(page).status_code == 303
    with signing_here.who.app.app_context():
        count = sa.text("select count(*) from revision where collection = 'clearances'")
        assert db.session.execute(count).scalar() == 1


def test_the_list_says_why_to_look_until_somebody_has(signing):
    signing.answers("heart_disease")
    page = words_of(signing.who.nora.opens("/clinic/patients"))
    assert page.startswith("1 patient answered yes to something before an infusion.")
    assert "Answered yes to heart disease before Thursday’s infusion" in page
    assert "Answered yes before an infusion 1" in page
    signing.signs()
    page = words_of(signing.who.nora.opens("/clinic/patients"))
    assert "Answered yes to heart disease" not in page
    assert "Answered yes before an infusion" not in page
