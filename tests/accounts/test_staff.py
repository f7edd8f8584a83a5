"""A clinic's staff: made at the command line, invited by an administrator, let in with a second factor only."""

import pytest
import sqlalchemy as sa
from passlib.totp import TOTP

from diary.accounts import audit
from diary.accounts.models import AccessLog, Staff, User
from diary.accounts.queries import installation_epoch
from diary.db import db
from tests.accounts.people import Person, words_of
from tests.factories import PASSWORD, sign_in


def command(app, *words):
    done = app.test_cli_runner().invoke(args=words)
    return done.exit_code, done.output


def token_of(text):
    return next(word for word in text.split() if "/staff/join#" in word).split("#", 1)[1]


def as_admin(who):
    with who.app.app_context():
        db.session.execute(sa.update(Staff).where(Staff.user_id == who.cast.nora.id).values(role="admin"))
        db.session.commit()
    sign_in(who.nora.client, who.cast.nora)
    return who.nora


def set_up(person):
    """The first second factor, set up as the pages lead there."""
    page = person.sends("/two-factor/set-up", setup="authenticator")
    key = page.text.split('<code class="num">')[1].split("<")[0].replace("-", "").replace(" ", "")
    code = TOTP(key=key).generate().token
    return person.sends("/two-factor", token_from="/two-factor/set-up", code=code)


def test_a_clinic_is_made_at_the_command_line_and_its_administrator_joins_by_the_link(who):
    exit_code, output = command(who.app, "clinic", "create", "Harbour", "--admin", "Head@example.org")
    assert exit_code == 0 and "#" in output
    fields = {"token": token_of(output), "name": "Hed", "password": "vK3!rq9zT"}
    answer = who.nobody.sends("/staff/join", **fields)
    assert answer.location == "/two-factor/set-up"
    assert not who.nobody.is_signed_in()
    assert set_up(who.nobody).location == "/welcome"
    assert who.nobody.opens("/welcome").location == "/recovery-codes"
    assert "Staff of Harbour" in words_of(who.nobody.opens("/staff/"))
    assert Person(who.app.test_client()).sends("/staff/join", **fields).status_code == 422


def test_a_colleague_who_stops_before_the_second_factor_is_asked_for_it_next_time(here):
    output = command(here.app, "clinic", "create", "Harbour", "--admin", "head@example.org")[1]
    fields = {"token": token_of(output), "name": "Hed", "password": "vK3!rq9zT"}
    here.nobody.sends("/staff/join", **fields)
    later = Person(here.app.test_client(), "head@example.org")
    assert later.signs_in("vK3!rq9zT").location == "/two-factor/set-up"
    assert not later.is_signed_in()


def test_staff_whose_second_factor_is_missing_see_no_page_of_the_clinic(here):
    as_admin(here)
    with here.app.app_context():
        db.session.execute(sa.update(User).values(tf_totp_secret=None, tf_primary_method=None))
        db.session.commit()
    assert here.nora.opens("/staff/").location == "/two-factor/set-up"


def test_an_administrator_invites_and_the_link_is_shown_once(who):
    nora = as_admin(who)
    page = nora.sends("/staff/invitations", token_from="/staff/", email="New@example.org", role="chair")
    token = token_of(words_of(page))
    again = nora.opens("/staff/")
    assert token not in again.text and "new@example.org" in again.text
    who.nobody.sends("/staff/join", token=f"http://localhost:8000/staff/join#{token}", name="New", password="vK3!rq9zT")
    assert set_up(who.nobody).status_code == 302
    assert who.nobody.opens("/staff/").status_code == 403


def test_an_invitation_can_be_withdrawn(here):
    nora = as_admin(here)
    page = nora.sends("/staff/invitations", token_from="/staff/", email="new@example.org", role="chair")
    ending = page.text.split('action="/staff/invitations/')[1].split('"')[0]
    assert nora.sends(f"/staff/invitations/{ending}", token_from="/staff/").status_code == 302
    fields = {"token": token_of(words_of(page)), "name": "New", "password": "vK3!rq9zT"}
    assert here.nobody.sends("/staff/join", **fields).status_code == 422


@pytest.mark.parametrize("given", [{"email": "no", "role": "chair"}, {"email": "a@example.org", "role": "king"}])
def test_who_cannot_be_invited(here, given):
    assert as_admin(here).sends("/staff/invitations", token_from="/staff/", **given).status_code == 422


def test_a_provider_who_is_no_administrator_invites_nobody_and_a_patient_finds_no_such_page(here):
    sign_in(here.nora.client, here.cast.nora)
    sign_in(here.ana.client, here.cast.ana)
    assert here.nora.opens("/staff/").status_code == 403
    assert here.ana.opens("/staff/").status_code == 404


def test_an_administrator_ends_nobody_s_place_elsewhere_and_not_her_own(here):
    nora = as_admin(here)
    with here.app.app_context():
        places = {staff.name: staff.id for staff in db.session.scalars(sa.select(Staff))}
    assert nora.sends(f"/staff/{places['Odd']}/ending", token_from="/staff/").status_code == 404
    assert nora.sends(f"/staff/{places['Nora']}/ending", token_from="/staff/").status_code == 422
    sign_in(here.odd.client, here.cast.odd)
    assert here.odd.is_signed_in()


def test_an_existing_address_joins_by_signing_in_first(here):
    nora = as_admin(here)
    page = nora.sends("/staff/invitations", token_from="/staff/", email="odd@example.org", role="chair")
    fields = {"token": token_of(words_of(page)), "name": "Odd"}
    assert here.nobody.sends("/staff/join", **fields, password="vK3!rq9zT").location == "/sign-in"
    sign_in(here.ana.client, here.cast.ana)
    assert here.ana.sends("/staff/join", **fields).status_code == 422
    sign_in(here.odd.client, here.cast.odd)
    assert here.odd.sends("/staff/join", **fields).location == "/sign-in"
    with here.app.app_context():
        roles = db.session.scalars(sa.select(Staff.role).where(Staff.user_id == here.cast.odd.id)).all()
    assert sorted(roles) == ["chair", "provider"]


def test_the_wrong_password_for_an_invited_address_changes_nothing(here):
    before = Person(here.app.test_client(), "nora@example.org")
    assert before.signs_in(PASSWORD).status_code == 302


def test_audit_verify_says_when_a_log_was_changed(who):
    assert command(who.app, "audit", "verify") == (0, "Every access log is whole.\n")
    with who.app.app_context():
        db.session.execute(sa.update(AccessLog).values(purpose="nothing"))
        db.session.commit()
    exit_code, output = command(who.app, "audit", "verify")
    assert exit_code == 1 and str(who.cast.ana.id) in output


def test_audit_head_prints_one_line_for_each_clinic(here):
    exit_code, output = command(here.app, "audit", "head")
    assert exit_code == 0 and len(output.splitlines()) == 2
    assert command(here.app, "audit", "head")[1] == output
    with here.app.app_context():
        assert audit.verify(db.session) == []


def test_mail_that_waits_is_shown(here):
    here.nobody.sends("/reset", email="ana@example.org")
    output = command(here.app, "mail")[1]
    assert "To: ana@example.org" in output and "/reset/" in output and "1 waiting." in output


def test_a_restored_database_has_a_new_name(who):
    with who.app.app_context():
        before = installation_epoch(db.session)
        db.session.rollback()
    code, said = command(who.app, "restored")
    assert (code, "offers again" in said) == (0, True)
    with who.app.app_context():
        assert installation_epoch(db.session) != before
