"""The clinic's own page: an administrator changes what patients are told, everybody at the desk reads it."""

import re
from html import unescape
from uuid import UUID

import pytest
import sqlalchemy as sa

from diary.accounts.models import Consent, Staff
from diary.clinic.settings import preview
from diary.db import db
from diary.infusions.models import Instructions
from diary.infusions.settings import DEFAULTS, altered, current_settings, settings_log
from tests.accounts.people import Person, token_in, words_of
from tests.factories import NOW, ZONE, a_provider, shares, sign_in
from tests.insights.writing import Writer

PAGE = "/clinic/settings"
PLANNED = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": "2026-11-25T09:00:00.000Z"}


@pytest.fixture
def admin(here):
    """Nora, who is an administrator of her clinic."""
    as_role(here, "admin")
    return here.nora


def as_role(here, role):
    with here.app.app_context():
        db.session.execute(sa.update(Staff).where(Staff.user_id == here.cast.nora.id).values(role=role))
        db.session.commit()


def at_the_desk(here, clinic, name, role):
    """The browser of somebody who works at this clinic too."""
    with here.app.app_context():
        user = a_provider(db.session, db.session.merge(clinic), name, role)
        db.session.commit()
    return Person(sign_in(here.app.test_client(), user))


def fields_of(page):
    """What the form of this page would send if nobody touched it."""
    found = {"csrf_token": token_in(page), "version": re.search(r'name="version" value="(\d+)"', page.text)[1]}
    for name, value in re.findall(r'<input class="in"[^>]*name="(\w+)"[^>]*? value="([^"]*)"', page.text):
        found[name] = unescape(value)
    for name, text in re.findall(r'<textarea class="in"[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page.text):
        found[name] = unescape(text)
    found["driver_needed"] = re.search(r'<option value="(\w*)" selected', page.text)[1]
    return found


def saves(person, page=None, **typed):
    return person.client.post(PAGE, data={**fields_of(page or person.opens(PAGE)), **typed})


def kept(here, clinic=None):
    with here.app.app_context():
        return current_settings(db.session, (clinic or here.cast.clinic).id)


def versions(here):
    with here.app.app_context():
        return len(settings_log(db.session, here.cast.clinic.id))


def planned_for(here, patient, **changed):
    with here.app.app_context():
        return Writer(patient.id).writes("infusions", PLANNED | changed, by="clinic")


def instructed(here):
    with here.app.app_context():
        return {row.infusion_id: row.solid_food_minutes for row in db.session.scalars(sa.select(Instructions))}


def test_what_nobody_touched_is_no_version(here, admin):
    assert saves(admin).status_code == 303
    assert (versions(here), kept(here)) == (0, DEFAULTS)


def test_times_are_typed_in_their_unit_and_texts_as_they_are(here, admin):
    page = admin.opens(PAGE)
    assert re.search(r'name="solid_food_minutes"[^>]*value="360".*?<span>min</span>', page.text, re.DOTALL)
    assert re.search(r'name="no_driving_hours"[^>]*value="24".*?<span>h</span>', page.text, re.DOTALL)
    typed = {"solid_food_minutes": "480", "no_driving_hours": "12", "driver_needed": "", "drink_text": ""}
    texts = {"clinic_phone": "+49 30 1", "crisis_text": "Call us.\r\nAt any hour."}
    assert saves(admin, **typed, **texts).status_code == 303
    expected = {"solid_food_minutes": 480, "no_driving_hours": 12, "driver_needed": None, "drink_text": None}
    assert kept(here) == altered(DEFAULTS, **expected, clinic_phone="+49 30 1", crisis_text="Call us.\nAt any hour.")


def test_what_was_typed_stays_when_refused_with_the_sentence_beside_its_field(here, admin):
    answer = saves(admin, clear_liquids_minutes="two hours", observation_minutes="30")
    assert answer.status_code == 422
    assert fields_of(answer)["clear_liquids_minutes"] == "two hours"
    assert fields_of(answer)["observation_minutes"] == "30"
    beside = re.search(r'id="clear_liquids_minutes-error">.*?</p>', answer.text, re.DOTALL)[0]
    assert "Must be a whole number." in beside
    assert versions(here) == 0


def test_the_preview_follows_what_was_typed_and_saves_nothing(here, admin):
    assert "No solid food from 08:00" in words_of(admin.opens(PAGE))
    shown = saves(admin, solid_food_minutes="900", clothes_text="A soft shirt.", preview="1")
    assert shown.status_code == 200
    assert "No solid food from the day before 23:00" in words_of(shown)
    assert words_of(shown).count("A soft shirt.") == 2
    assert fields_of(shown)["solid_food_minutes"] == "900"
    assert versions(here) == 0
    assert saves(admin, shown).status_code == 303
    assert kept(here).solid_food_minutes == 900


def test_a_preview_says_the_day_where_it_is_another():
    told = preview(altered(DEFAULTS, solid_food_minutes=2000, no_alcohol_hours=72), NOW)
    assert [(one.name, one.clock, one.days) for one in (*told.before, *told.after)] == [
        ("no_solid_food_from", "04:40", -1),
        ("clear_liquids_until", "12:00", 0),
        ("arrive_at", "13:30", 0),
        ("planned_end", "14:45", 0),
        ("observation_until", "15:45", 0),
        ("no_driving_until", "14:45", 1),
        ("no_alcohol_until", "14:45", 3),
    ]


def test_the_log_says_when_who_and_what_from_what_to_what(here, admin):
    saves(admin, observation_minutes="30", reviewer="Dr Winter")
    saves(admin, reviewer="")
    log = words_of(admin.opens(PAGE)).split("Changes", 1)[1]
    assert log.count("22 Nov 2026, 12:00 UTC · Nora") == 2
    assert "Watched for: 60 min → 30 min" in log
    assert log.index("Dr Winter → nothing") < log.index("nothing → Dr Winter")


def test_what_a_colleague_changed_meanwhile_stays(here, admin):
    page = admin.opens(PAGE)
    other = at_the_desk(here, here.cast.clinic, "Max", "admin")
    saves(other, arrive_minutes_before="15", planned_minutes="200")
    saves(admin, page, planned_minutes="240")
    assert (kept(here).arrive_minutes_before, kept(here).planned_minutes) == (15, 240)


def test_half_a_form_and_a_version_that_never_was_change_nothing(here, admin):
    whole = fields_of(admin.opens(PAGE))
    half = {name: whole[name] for name in ("csrf_token", "version")}
    assert admin.client.post(PAGE, data={**half, "planned_minutes": "50"}).status_code == 303
    assert kept(here) == altered(DEFAULTS, planned_minutes=50)
    assert admin.client.post(PAGE, data={**whole, "version": "7"}).status_code == 422
    assert versions(here) == 1


@pytest.mark.parametrize("role", ["provider", "chair"])
def test_who_is_no_administrator_reads_and_cannot_change(here, admin, role):
    typed = fields_of(admin.opens(PAGE)) | {"planned_minutes": "240"}
    as_role(here, role)
    page = here.nora.opens(PAGE)
    assert "360 min" in words_of(page) and "No solid food from 08:00" in words_of(page)
    assert 'name="solid_food_minutes"' not in page.text
    assert here.nora.client.post(PAGE, data=typed).status_code == 403
    assert here.nora.sends(f"{PAGE}/instructions", "/clinic/invite").status_code == 403
    assert versions(here) == 0


def test_a_clinic_sees_and_changes_its_own(here, admin):
    head = at_the_desk(here, here.cast.elsewhere, "Head", "admin")
    saves(head, planned_minutes="240", clinic_phone="+47 1")
    assert (kept(here), kept(here, here.cast.elsewhere).planned_minutes) == (DEFAULTS, 240)
    assert "+47 1" not in admin.opens(PAGE).text


def test_nothing_is_changed_without_the_token(here, admin):
    typed = fields_of(admin.opens(PAGE)) | {"planned_minutes": "240"}
    del typed["csrf_token"]
    assert admin.client.post(PAGE, data=typed).status_code == 400
    assert versions(here) == 0


def test_planned_infusions_keep_theirs_until_the_button_is_pressed(here, admin):
    planned, done = planned_for(here, here.cast.ana), planned_for(here, here.cast.ana, status="not-done")
    hidden = planned_for(here, here.cast.ben)
    admin.sends(f"{PAGE}/instructions", PAGE)
    assert instructed(here) == {planned: 360}, "Ben shares with nobody, and what is over is over"
    saves(admin, solid_food_minutes="480")
    assert instructed(here) == {planned: 360}
    page = admin.opens(PAGE)
    assert "Also for the 1 infusion that is still planned" in words_of(page)
    assert admin.sends(f"{PAGE}/instructions", PAGE).status_code == 303
    assert instructed(here) == {planned: 480}
    after = words_of(admin.opens(f"{PAGE}?instructed="))
    assert "Every planned infusion is under these settings." in after and "Also for the" not in after
    assert {done, hidden}.isdisjoint(instructed(here))


def test_pressing_it_again_writes_nothing_more(here, admin):
    planned_for(here, here.cast.ana)

    def saved():
        with here.app.app_context():
            return db.session.execute(sa.text("select count(*) from revision")).scalar()

    admin.sends(f"{PAGE}/instructions", PAGE)
    before = saved()
    admin.sends(f"{PAGE}/instructions", PAGE)
    assert saved() == before


def test_what_another_clinic_planned_is_the_other_ones_to_change(here, admin):
    with here.app.app_context():
        session = db.session
        shares(session, session.merge(here.cast.ana), session.merge(here.cast.elsewhere), NOW)
        session.commit()
    address = f"/clinic/patients/{here.cast.ana.id}/infusions/new"
    page = here.odd.opens(address)
    assert page.status_code == 200
    infusion = re.search(r'name="sheet.infusion_id" value="([^"]+)"', page.text)[1]
    from_page = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    typed = {"infusion.status": "preparation", "infusion.route": "IV", "infusion.planned_at": "2026-11-25T10:00"}
    assert here.odd.client.post(address, data={**from_page, **typed}).status_code == 303
    saves(admin, solid_food_minutes="480")
    admin.sends(f"{PAGE}/instructions", PAGE)
    assert instructed(here) == {UUID(infusion): 360}


def test_who_stopped_sharing_is_left_alone(here, admin):
    planned_for(here, here.cast.ana)
    with here.app.app_context():
        db.session.execute(sa.update(Consent).values(withdrawn_at=NOW))
        db.session.commit()
    admin.sends(f"{PAGE}/instructions", PAGE)
    assert instructed(here) == {}
