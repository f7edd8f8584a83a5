"""Inviting a patient: shown once, for this clinic only, and read by a phone's camera."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import sqlalchemy as sa

from diary import clock
from diary.accounts.invitations import invite_staff
from diary.accounts.models import Invitation, Staff
from diary.db import db
from tests.accounts.people import words_of
from tests.factories import KEY, an_unclaimed_patient


def the_invitation(who):
    with who.app.app_context():
        return db.session.scalars(
            sa.select(Invitation).where(Invitation.redeemed_at.is_(None)).order_by(Invitation.made_at.desc())
        ).first()


def test_an_invitation_is_a_code_a_link_and_a_picture(who):
    page = who.nora.sends("/clinic/invite", record_number="0091")
    assert page.status_code == 200
    assert re.search(r'class="code num">[0-9A-Z]{5}-[0-9A-Z]{5}<', page.text)
    assert re.search(r"<code>http://localhost:8000/join#[\w-]{43}</code>", page.text)
    picture = unquote(unescape(re.search(r'<img src="([^"]+)"', page.text)[1]))
    assert picture.startswith("data:image/svg+xml") and "<script" not in picture
    assert (the_invitation(who).record_number, the_invitation(who).clinic_id) == ("0091", who.cast.clinic.id)


def test_the_secrets_are_shown_once(here):
    page = here.nora.sends("/clinic/invite")
    code = re.search(r'class="code num">([^<]+)<', page.text)[1]
    assert code not in here.nora.opens("/clinic/invite").text


def test_an_imported_record_is_offered_to_its_patient(here):
    with here.app.app_context():
        record = an_unclaimed_patient(db.session, here.cast.clinic)
        db.session.commit()
        record_id = record.id
    asked = here.nora.opens(f"/clinic/invite?patient={record_id}")
    assert f'value="{record_id}" selected' in asked.text
    page = here.nora.sends("/clinic/invite", patient=str(record_id))
    assert "On paper" in words_of(page)
    assert the_invitation(here).patient_id == record_id


def test_nobody_is_invited_for_somebody_elses_record(here):
    with here.app.app_context():
        record = an_unclaimed_patient(db.session, here.cast.clinic)
        db.session.commit()
        record_id = record.id
    for person, patient in ((here.odd, record_id), (here.nora, here.cast.ben.id), (here.nora, here.cast.ana.id)):
        assert person.sends("/clinic/invite", patient=str(patient)).status_code == 404
    assert here.nora.sends("/clinic/invite", patient="nobody").status_code == 404


def test_who_works_at_two_clinics_offers_the_records_of_this_one(here):
    with here.app.app_context():
        elsewhere, nora = here.cast.elsewhere.id, here.cast.nora.id
        later = clock.now() + timedelta(minutes=1)
        db.session.add(Staff(user_id=nora, clinic_id=elsewhere, name="Nora", role="provider", given_at=later))
        record_id = an_unclaimed_patient(db.session, db.session.merge(here.cast.elsewhere), "2002").id
        db.session.commit()
    assert here.nora.opens(f"/clinic/patients/{record_id}").status_code == 200
    assert str(record_id) not in here.nora.opens("/clinic/invite").text
    assert here.nora.sends("/clinic/invite", patient=str(record_id)).status_code == 404


def test_an_invitation_can_be_withdrawn(here):
    here.nora.sends("/clinic/invite", record_number="0091")
    invitation = the_invitation(here).id
    address = f"/clinic/invitations/{invitation}/revocation"
    here.odd.sends(address, token_from="/clinic/invite")
    assert the_invitation(here).revoked_at is None
    here.nora.sends(address, token_from="/clinic/invite")
    assert the_invitation(here).revoked_at is not None
    assert "0091" not in words_of(here.nora.opens("/clinic/invite"))


def test_who_is_no_administrator_cannot_withdraw_an_invitation_to_work_here(here):
    with here.app.app_context():
        clinic, nora = (db.session.merge(one) for one in (here.cast.clinic, here.cast.nora))
        made = invite_staff(
            db.session, clinic=clinic, by=nora, email="new@example.org", role="chair", key=KEY, now=clock.now()
        )
        db.session.commit()
        invitation_id = made.invitation.id
    here.nora.sends(f"/clinic/invitations/{invitation_id}/revocation", "/clinic/invite")
    with here.app.app_context():
        assert db.session.get_one(Invitation, invitation_id).revoked_at is None
