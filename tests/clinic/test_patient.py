"""One patient at a glance: what Nora sees of Ana, and that nobody else sees anything."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from diary import clock
from diary.accounts.models import AccessLog, Consent
from diary.accounts.operations import withdraw_consent
from diary.db import db
from tests.accounts.people import words_of
from tests.factories import an_unclaimed_patient, user_of
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)
SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7 * 7 }}",
    "</script><svg onload=alert(1)>",
    "javascript:alert(1)",
)


def ago(days):
    return TODAY - timedelta(days=days)


def six_weeks(patient):
    """Headache on every third day, nothing said on every seventh, an infusion 20 days ago."""
    writer = Writer(patient.id)
    with writer.at_once():
        for back in range(42, 0, -1):
            if back % 3 == 0:
                attack = writer.attack(noon(ago(back)), 3)
                writer.pain(attack, noon(ago(back)), 5)
            elif back % 7:
                writer.day(ago(back))
        writer.infusion(noon(ago(20)), 7, 3)
    return writer


def glance(who, person="nora", patient=None, query=""):
    patient = patient or who.cast.ana
    return getattr(who, person).opens(f"/clinic/patients/{patient.id}{query}")


def test_nora_sees_anas_trend_with_silent_days_and_the_infusion(who):
    with who.app.app_context():
        six_weeks(who.cast.ana)
    page = glance(who)
    text = words_of(page)
    # Of the last 28 days 9 had headache; 7, 14 and 28 are silent, 21 is a headache day.
    assert "10.1 headache days per 28: 9 of 25 recorded days, since 25 Oct." in text
    assert "25 of the last 28 days recorded · whatever the other days were: 9 to 12 of 28" in text
    table = page.text.split("<caption>Each day", 1)[1].split("<tbody>", 1)[1].split("</table>", 1)[0]
    assert table.count("not recorded") == 4
    assert "no headache, infusion" in table  # 2 November
    assert "Infusion" in text and "2 Nov 2026" in text and "at least 2 lower: 1 of 1" in text


def test_the_page_reads_without_scripts(here):
    with here.app.app_context():
        six_weeks(here.cast.ana)
    page = glance(here)
    assert page.text.count("<table") > page.text.count("<lull-figure") >= 5
    assert "Headache days per 28, 11 Oct 2026 to 21 Nov 2026" in words_of(page)
    assert "Rule, constants, source" in words_of(page) and "van den Arend 2023" in words_of(page)


def test_the_choices_stand_in_the_address(here):
    with here.app.app_context():
        six_weeks(here.cast.ana)
    page = glance(here, query="?period=3m&measure=migraine")
    assert "migraine days" in words_of(page)
    assert f"/clinic/patients/{here.cast.ana.id}?period=all&amp;measure=migraine" in page.text
    assert glance(here, query="?period=forever&measure=luck").status_code == 200


@pytest.mark.parametrize("measure", ["headache", "migraine", "severe"])
@pytest.mark.parametrize("period", ["3m", "9m", "all"])
def test_an_empty_diary_has_a_page_too(here, period, measure):
    page = glance(here, query=f"?period={period}&measure={measure}")
    assert page.status_code == 200
    assert "Nothing is recorded yet." in words_of(page) and "No diary yet" in words_of(page)
    assert "<lull-figure" not in page.text


def test_a_diary_that_stopped_says_when(here):
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        for back in (90, 60):
            writer.day(ago(back))
    text = words_of(glance(here))
    assert "Nothing is recorded of the last 28 days; the latest record is of 23 Sep 2026." in text
    assert "Too few recorded days for a number" not in text


def test_odd_and_the_patients_find_nothing(who):
    absent = glance(who, "odd", patient=type("Nobody", (), {"id": "6fe1af64-f5aa-4bf5-a659-2ef344e3f227"}))
    for person in ("odd", "ana", "ben"):
        page = glance(who, person)
        assert (page.status_code, page.text) == (404, absent.text)
    assert glance(who, "nora", who.cast.ben).status_code == 404


def test_withdrawn_consent_closes_the_diary_at_the_next_request(who):
    assert glance(who).status_code == 200
    with who.app.app_context():
        (consent,) = db.session.scalars(sa.select(Consent)).all()
        ana = db.session.get(type(who.cast.ana), who.cast.ana.id)
        by = user_of(db.session, ana)
        withdraw_consent(db.session, patient=ana, consent_id=consent.id, by=by, now=clock.now())
        db.session.commit()
    assert glance(who).status_code == 404
    assert who.nora.opens(f"/clinic/patients/{who.cast.ana.id}/infusions/new").status_code == 404


def test_every_look_is_in_the_patients_access_log(who):
    glance(who)
    glance(who, "odd")
    with who.app.app_context():
        lines = db.session.scalars(sa.select(AccessLog).where(AccessLog.patient_id == who.cast.ana.id))
        looks = [(line.actor_id, line.purpose, line.outcome) for line in lines if line.purpose == "glance"]
    assert looks == [(who.cast.nora.id, "glance", "opened"), (who.cast.odd.id, "glance", "refused")]


def test_the_page_says_since_when_it_is_shared(here):
    assert "shares since 22 Nov 2026" in words_of(glance(here))


def test_an_imported_record_is_called_so_and_can_be_offered_to_its_patient(here):
    with here.app.app_context():
        record = an_unclaimed_patient(db.session, here.cast.clinic)
        db.session.commit()
        record_id = record.id
    page = here.nora.opens(f"/clinic/patients/{record_id}")
    assert "imported, not claimed" in words_of(page)
    assert f"/clinic/invite?patient={record_id}" in page.text


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_patients_write_is_text(here, text):
    with here.app.app_context():
        ana = db.session.get(type(here.cast.ana), here.cast.ana.id)
        ana.name = text[:120]
        writer = six_weeks(ana)
        writer.attack(noon(ago(1)), 3, note=text, most_bothersome=text)
        writer.day(ago(2), "no", note=text)
        writer.medication(name=text)
        writer.writes("own_infusions", {"date": "2026-11-01", "zone": writer.zone, "route": "IV", "place": text})
        infusion = writer.infusion(noon(ago(4)), note=text, product=text, indication=text)
        body = {"infusion_id": str(infusion), "name": text, "onset_at": "2026-11-18T13:00:00.000Z", "zone": writer.zone}
        writer.writes("adverse_events", body, by="clinic")
    pages = [
        glance(here),
        here.nora.opens("/clinic/patients"),
        here.nora.opens(f"/clinic/patients/{here.cast.ana.id}/infusions/{infusion}"),
        here.nora.sends("/clinic/patients", name=text),
    ]
    for page in pages:
        assert page.status_code == 200
        assert scripts_in(page) == []
    assert "{{ 7 * 7 }}" not in text or "{{ 7 * 7 }}" in pages[0].text


class Markup(HTMLParser):
    """What a browser would run: scripts without an address, handlers, addresses that are code."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        data = given.get("type") == "application/json"
        self.found += [tag] if tag == "script" and "src" not in given and not data else []
        self.found += [name for name in given if name.startswith("on")]
        self.found += [
            link for link in (given.get("href"), given.get("src")) if link and link.startswith("javascript:")
        ]


def scripts_in(page):
    markup = Markup()
    markup.feed(page.text)
    return markup.found
