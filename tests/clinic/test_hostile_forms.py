"""Forms that no page of ours would send: refused in a sentence, with nothing saved, and never a fault."""

import pytest
import sqlalchemy as sa

from diary import clock
from diary.accounts.models import Consent, Invitation, Membership, Patient
from diary.accounts.operations import withdraw_consent
from diary.clinic import routes
from diary.db import db
from diary.infusions.models import AdverseEvent, Infusion, InfusionStep
from tests.clinic.chair import an_infusion, answers
from tests.clinic.forms import fields_of, kept
from tests.factories import an_invitation, an_unclaimed_patient, user_of

GIVEN = {"infusion__started_at": "2026-11-20T10:00", "infusion__ended_at": "2026-11-20T11:00"}
A_STEP = {"infusion__rate_steps__0__from_at": "10:00", "infusion__weight_kg": "70", "infusion_pains__7d__pain": "3"}
EVENT = {
    "sheet__adverse_events": "1",
    "adverse_events__0__name": "nausea",
    "adverse_events__0__onset_at": "2026-11-20T10:30",
}


def count(who, table):
    with who.app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-12-31T00:00", "noon"])
@pytest.mark.parametrize("name", ["infusion__planned_at", "infusion__started_at", "infusion__ended_at"])
def test_a_year_that_cannot_be_is_refused_beside_its_field(sheets_here, name, moment):
    typed = {**GIVEN, **A_STEP, "infusion__rate_steps__0__rate_mg_per_kg_h": "0.3", name: moment}
    answer = sheets_here.sends(sheets_here.opens(), **typed)
    assert answer.status_code == 422
    assert count(sheets_here.who, Infusion) == 0


@pytest.mark.parametrize("rate", ["NaN", "sNaN", "Infinity", "1e400", "9" * 400, "1_0", "٣", "\0"])
def test_what_is_no_number_is_refused_beside_its_field(sheets_here, rate):
    typed = {**GIVEN, **A_STEP, "infusion__rate_steps__0__rate_mg_per_kg_h": rate, "infusion__bolus_mg": rate}
    answer = sheets_here.sends(sheets_here.opens(), **typed)
    assert answer.status_code == 422
    assert count(sheets_here.who, Infusion) == 0


def test_a_nul_in_any_text_is_refused(sheets):
    page = sheets.opens()
    for name in ("indication", "product", "iv_site", "clinician", "stop_reason", "note", "course", "status"):
        assert sheets.sends(page, **GIVEN, **{f"infusion__{name}": "a\0b"}).status_code == 422, name
    assert count(sheets.who, Infusion) == 0


def test_an_event_without_its_id_is_half_a_form(sheets_here):
    for event in ("", "nobody", "\0"):
        typed = {**GIVEN, **EVENT, "adverse_events__0__id": event}
        assert sheets_here.sends(sheets_here.opens(), **typed).status_code == 422
    assert count(sheets_here.who, Infusion) == 0


def test_an_event_is_changed_at_its_own_infusion_only(sheets_here):
    event = "5f2b7b6e-0000-4000-8000-000000000001"
    sheets_here.records(**EVENT, adverse_events__0__id=event)
    other = sheets_here.records()
    page = sheets_here.opens(other)
    assert sheets_here.sends(page, other, **EVENT, adverse_events__0__id=event).status_code == 404
    with sheets_here.who.app.app_context():
        row = db.session.scalars(sa.select(AdverseEvent)).one()
        assert (str(row.infusion_id) != other, row.versions) == (True, 1)


def test_a_consent_that_is_withdrawn_while_the_form_is_read_saves_nothing(sheets, monkeypatch):
    page, read = sheets.opens(), routes.typed_sheet

    def withdraw(*given, **named):
        sheet = read(*given, **named)
        with sheets.who.app.app_context():
            consent = db.session.scalars(sa.select(Consent).where(Consent.patient_id == sheets.patient.id)).one()
            patient = db.session.get_one(Patient, sheets.patient.id)
            by = user_of(db.session, patient)
            withdraw_consent(db.session, patient=patient, consent_id=consent.id, by=by, now=clock.now())
            db.session.commit()
        return sheet

    monkeypatch.setattr(routes, "typed_sheet", withdraw)
    fields = {**fields_of(page), "infusion.started_at": "2026-11-20T10:00"}
    assert sheets.who.nora.client.post(f"{sheets.root}/new", data=fields).status_code == 404
    assert count(sheets.who, Infusion) == 0


def test_a_sheet_without_its_lists_is_half_a_form(sheets_here):
    infusion = sheets_here.records(**A_STEP, infusion__rate_steps__0__rate_mg_per_kg_h="0.3")
    fields = {name: text for name, text in fields_of(sheets_here.opens(infusion)).items() if "rate_steps" not in name}
    answer = sheets_here.who.nora.client.post(f"{sheets_here.root}/{infusion}", data={**fields, "infusion.note": "x"})
    assert answer.status_code == 422
    assert count(sheets_here.who, InfusionStep) == 1


@pytest.mark.parametrize("way", ["without what it was made from", "as a new one", "after it was not done"])
def test_no_form_starts_an_infusion_that_somebody_has_to_look_at(sheets_here, way):
    status = "not-done" if way.startswith("after") else "preparation"
    infusion = an_infusion(sheets_here.who, status=status)
    answers(sheets_here.who, infusion, "heart_disease")
    new = way == "as a new one"
    page = sheets_here.opens("new" if new else infusion)
    typed = {"infusion__status": "in-progress", "infusion__started_at": "2026-11-22T12:30"}
    typed |= {"sheet__infusion_id": str(infusion)} if new else {}
    typed |= {"parents__infusion": ""} if way.startswith("without") else {}
    answer = sheets_here.sends(page, "new" if new else infusion, **typed)
    assert answer.status_code == 422
    with sheets_here.who.app.app_context():
        assert kept(db.session, sheets_here.patient, infusion).status == status


@pytest.mark.parametrize("number", ["a\0b", "a\x1fb", "a\nb", "a\u202eb"])
def test_a_record_number_is_one_line_of_text(who, number):
    assert who.nora.sends("/clinic/invite", record_number=number).status_code == 422
    assert count(who, sa.select(Invitation).where(Invitation.record_number.is_not(None)).subquery()) == 0


def test_two_patients_never_get_one_record_number(who):
    with who.app.app_context():
        clinic = db.session.merge(who.cast.clinic)
        code = an_invitation(db.session, clinic, now=clock.now(), record_number="1001").code
        an_unclaimed_patient(db.session, clinic, "1001")
        db.session.commit()
    assert who.nora.sends("/clinic/invite", record_number="1001").status_code == 422
    looked = who.ben.asks("/api/v1/invitations/redemption", {"code": code}).json
    assert who.ben.asks("/api/v1/consents", {"invitation": looked["invitation"]}).status_code == 200
    with who.app.app_context():
        assert db.session.get_one(Membership, (who.cast.ben.id, who.cast.clinic.id)).record_number is None
