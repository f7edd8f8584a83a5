"""The profile at the desk: what Ana said at home, who said it and when, completed by Nora, and nothing overwritten."""

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts.models import Consent
from diary.clinic.queries import standing, versions
from diary.db import db
from diary.fields import ITEMS
from diary.profile.models import Profile
from diary.profile.operations import profile_id
from diary.profile.schemas import CONTRAINDICATIONS
from tests.accounts.people import words_of
from tests.clinic.forms import fields_of
from tests.factories import NOW, ZONE
from tests.insights.writing import Writer

SAID = {
    "zone": ZONE,
    "weight_kg": "68.50",
    "sex": "female",
    "comorbidities": ["anxiety", "tinnitus"],
    "allergies": [],
    "no_allergies": True,
    "treatments_tried": [{"name": "Topiramate", "dose": None, "outcome": "not_tolerated", "note": "two\nlines"}],
    "contraindications": [
        {"name": "heart_disease", "yes": True, "note": "a valve, 2019"},
        {"name": "psychosis", "yes": False},
        {"name": "glaucoma surgery", "yes": True},
    ],
}


class Profiles:
    """Nora at the profile of one patient."""

    def __init__(self, who, patient):
        self.who, self.patient = who, patient
        self.address = f"/clinic/patients/{patient.id}/profile"

    def said(self, body, **more):
        """Ana says this on her phone."""
        with self.who.app.app_context():
            return Writer(self.patient.id).writes("profiles", body, **more)

    def opens(self):
        return self.who.nora.opens(self.address)

    def sends(self, page, *without, **typed):
        fields = {**ticked(page), **fields_of(page), **{name.replace("__", "."): text for name, text in typed.items()}}
        fields = {name: text for name, text in fields.items() if name not in without}
        return self.who.nora.client.post(self.address, data=fields)

    def live(self):
        """The bodies that stand, the one that is shown first."""
        with self.who.app.app_context():
            known = versions(db.session, self.patient.id, [profile_id(self.patient.id)])
            return [stored.body for stored in standing(known[profile_id(self.patient.id)])]

    def count(self):
        with self.who.app.app_context():
            return len(
                versions(db.session, self.patient.id, [profile_id(self.patient.id)])[profile_id(self.patient.id)]
            )


def ticked(page):
    """What is ticked, as a browser sends it."""
    return {unescape(name): "1" for name in re.findall(r'type="checkbox" name="([^"]+)" value="1" checked', page.text)}


def beside(page, name):
    """The sentence beside a field."""
    return unescape(re.search(rf'id="{re.escape(name)}-error">.*?<span>(.*?)</span>', page.text, re.DOTALL)[1])


@pytest.fixture
def profiles(who):
    return Profiles(who, who.cast.ana)


@pytest.fixture
def profiles_here(here):
    return Profiles(here, here.cast.ana)


def test_what_nobody_touched_is_no_version(profiles):
    profiles.said(SAID)
    assert profiles.sends(profiles.opens()).status_code == 303
    assert (profiles.count(), profiles.live()) == (1, [SAID])


def test_what_ana_said_is_marked_with_its_date_and_nora_completes_it(profiles):
    with time_machine.travel(NOW - timedelta(days=3), tick=False):
        profiles.said(SAID, at=NOW - timedelta(days=3))
    page = profiles.opens()
    assert "by the patient, 19 Nov 2026" in words_of(page)
    answer = profiles.sends(page, diagnosis="Chronic migraine", weight_kg="69,5", comorbidities__ptsd="1")
    assert answer.status_code == 303, answer.text
    (body,) = profiles.live()
    assert body["diagnosis"] == "Chronic migraine"
    assert (body["weight_kg"], body["comorbidities"]) == ("69.5", ["anxiety", "ptsd", "tinnitus"])
    untouched = ("treatments_tried", "contraindications", "allergies", "no_allergies", "sex")
    assert {name: body[name] for name in untouched} == {name: SAID[name] for name in untouched}
    page = profiles.opens()
    for name, told in (("weight_kg", "by Nora, 22 Nov 2026"), ("sex", "by the patient, 19 Nov 2026")):
        assert told in re.search(rf'id="{name}-hint">(.*?)<', page.text)[1]
    log = words_of(page).split("Versions", 1)[1]
    assert log.index("22 Nov 2026, 13:00 · by Nora") < log.index("19 Nov 2026, 13:00 · by the patient")
    assert "Weight: 68.50 → 69.5 Comorbidities: PTSD Diagnosis: Chronic migraine" in log


def test_rows_are_added_emptied_and_answered(profiles_here):
    profiles_here.said(SAID)
    page = profiles_here.opens()
    place = CONTRAINDICATIONS.index("pregnancy")
    new = {"treatments_tried__1__name": "Botox", "treatments_tried__1__started_on": "2024-05-01"}
    gone = {f"treatments_tried__0__{name}": "" for name in ("name", "dose", "outcome", "note")}
    assert "treatments_tried.2.name" in profiles_here.sends(page, more="treatments_tried").text
    answer = profiles_here.sends(page, **new, **gone, **{f"contraindications__{place}__yes": "no"})
    assert answer.status_code == 303
    (body,) = profiles_here.live()
    assert body["treatments_tried"] == [{"name": "Botox", "started_on": "2024-05-01"}]
    assert {"name": "pregnancy", "yes": False} in body["contraindications"]
    assert [one for one in body["contraindications"] if one["name"] != "pregnancy"] != []


def test_none_is_said_by_a_tick_and_not_beside_something_listed(profiles_here):
    profiles_here.said(SAID)
    page = profiles_here.opens()
    refused = profiles_here.sends(page, allergies__own="Penicillin")
    assert (refused.status_code, beside(refused, "allergies.own")[:19]) == (422, "Something is listed")
    assert fields_of(refused)["allergies.own"] == "Penicillin"
    assert profiles_here.sends(page, "allergies.none", allergies__own="Penicillin\r\n Latex ").status_code == 303
    (body,) = profiles_here.live()
    assert (body["allergies"], body["no_allergies"]) == (["Penicillin", "Latex"], None)


def test_what_was_typed_stays_when_refused_with_the_sentence_beside_its_field(profiles_here):
    page = profiles_here.opens()
    wrong = {"weight_kg": "680", "height_cm": "tall", "treatments_tried__0__dose": "50 mg", "birth_date": "1850-01-01"}
    answer = profiles_here.sends(page, **wrong, contraindications__1__note="a valve")
    assert answer.status_code == 422
    assert beside(answer, "weight_kg") == "Must be between 20 and 350."
    assert beside(answer, "height_cm") == "Must be a whole number."
    assert beside(answer, "birth_date") == "This year cannot be right."
    assert beside(answer, "treatments_tried.0.name") == "This is needed too."
    assert beside(answer, "contraindications.1.yes") == "Say yes or no."
    assert fields_of(answer)["height_cm"] == "tall" and fields_of(answer)["contraindications.1.note"] == "a valve"
    assert profiles_here.count() == 0


def test_a_stale_save_keeps_both_versions_and_shows_them_until_one_is_saved(profiles):
    profiles.said(SAID)
    page = profiles.opens()
    profiles.said({**SAID, "weight_kg": "71"})
    assert profiles.sends(page, weight_kg="70").status_code == 303
    assert sorted(body["weight_kg"] for body in profiles.live()) == ["70", "71"]
    page = profiles.opens()
    text = words_of(page)
    assert "Two versions of the profile." in text and "by the patient" in text and "by Nora" in text
    assert profiles.sends(page, weight_kg="72").status_code == 303
    assert [body["weight_kg"] for body in profiles.live()] == ["72"]
    assert "Two versions" not in words_of(profiles.opens())


def test_many_answers_of_one_evening_are_one_line_of_the_log(profiles_here):
    body = {"zone": ZONE}
    for name, value in (("sex", "female"), ("height_cm", 168), ("smoking", "current"), ("smoking", "never")):
        profiles_here.said(body := {**body, name: value})
    log = words_of(profiles_here.opens()).split("Versions", 1)[1]
    assert log.count("by the patient") == 1
    assert "Smoking: Never" in log and "Current" not in log


def test_sending_it_twice_saves_it_once(profiles_here):
    page = profiles_here.opens()
    for _ in range(2):
        assert profiles_here.sends(page, diagnosis="Migraine").status_code == 303
    assert profiles_here.count() == 1
    with profiles_here.who.app.app_context():
        assert db.session.scalars(sa.select(Profile.diagnosis)).all() == ["Migraine"]


LEFT_OUT = ["sheet.treatments_tried", "treatments_tried.0.dose", "sheet.contraindications", "contraindications.9.yes"]


@pytest.mark.parametrize("without", ["weight_kg", "comorbidities.own", "parents", "sheet.number", *LEFT_OUT])
def test_half_a_form_changes_nothing(profiles_here, without):
    profiles_here.said(SAID)
    assert profiles_here.sends(profiles_here.opens(), without, diagnosis="Migraine").status_code == 422
    assert profiles_here.sends(profiles_here.opens(), parents="f" * 32).status_code == 422
    assert profiles_here.live() == [SAID]


@pytest.mark.parametrize("name", ["comorbidities", "allergies"])
def test_words_with_odd_spaces_that_nobody_touched_are_no_version(profiles_here, name):
    profiles_here.said({"zone": ZONE, name: ["two  spaces", " before", "a\u2028line", "a\ttab"]})
    assert profiles_here.sends(profiles_here.opens()).status_code == 303
    assert profiles_here.count() == 1


def test_lines_as_a_browser_sends_them_are_no_version(profiles_here):
    profiles_here.said({"zone": ZONE, "note": "one\ntwo\n", "comorbidities": ["tinnitus", "asthma"]})
    page = profiles_here.opens()
    typed = {"note": "one\r\ntwo\r\n", "comorbidities__own": "tinnitus\r\nasthma"}
    assert profiles_here.sends(page, **typed).status_code == 303
    assert profiles_here.count() == 1


def test_all_that_a_phone_may_send_has_its_row(profiles_here):
    own = [{"name": f"own {number}", "yes": True} for number in range(ITEMS)]
    profiles_here.said({"zone": ZONE, "contraindications": own})
    assert profiles_here.sends(profiles_here.opens(), diagnosis="Migraine").status_code == 303
    (body,) = profiles_here.live()
    assert (body["diagnosis"], body["contraindications"]) == ("Migraine", own)


def test_it_does_not_exist_for_odd_and_no_more_for_nora_when_ana_stops_sharing(profiles_here):
    page, who = profiles_here.opens(), profiles_here.who
    assert who.odd.opens(profiles_here.address).status_code == 404
    with who.app.app_context():
        db.session.execute(sa.update(Consent).values(withdrawn_at=NOW))
        db.session.commit()
    assert profiles_here.sends(page, diagnosis="Migraine").status_code == 404
    assert profiles_here.count() == 0


def test_the_patients_page_leads_there_and_the_bounds_are_the_schemas(profiles_here):
    glance = profiles_here.who.nora.opens(f"/clinic/patients/{profiles_here.patient.id}")
    assert f'href="{profiles_here.address}"' in glance.text
    assert re.search(r'name="weight_kg"[^>]*data-low="20" data-high="350"', profiles_here.opens().text)
