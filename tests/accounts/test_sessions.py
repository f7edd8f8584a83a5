"""How long somebody stays signed in, and what ends it."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts.models import SignIn, Staff, User
from diary.accounts.operations import add_staff, end_staff
from diary.accounts.session import ANONYMOUS, device_of
from diary.accounts.setup import PATIENT_LASTS, STAFF_IDLE, STAFF_LASTS
from diary.db import db, transact
from tests.accounts.people import Person
from tests.factories import sign_in

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def clock():
    """Noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def here_and_now(clock, here):
    return here


def rows(app):
    with app.app_context():
        return db.session.scalars(sa.select(SignIn).order_by(SignIn.created_at)).all()


def works_as(who, role):
    with who.app.app_context():
        db.session.execute(sa.update(Staff).where(Staff.user_id == who.cast.nora.id).values(role=role))
        db.session.commit()


def test_a_key_planted_before_signing_in_is_worth_nothing_after(who):
    who.nobody.opens("/sign-in")
    planted = who.nobody.cookie()
    who.ana.takes(planted).signs_in()
    assert who.ana.is_signed_in() and who.ana.cookie() != planted
    assert not who.nobody.is_signed_in()


def test_the_key_is_new_after_the_second_factor_too(here):
    here.nora.signs_in()
    between = here.nora.cookie()
    here.nora.sends("/two-factor", code=here.nora.code())
    assert here.nora.is_signed_in()
    assert not Person(here.app.test_client()).takes(between).is_signed_in()


def test_a_new_authenticator_ends_other_sessions_and_changes_the_key(here_and_now, clock):
    here = here_and_now
    other = Person(here.app.test_client(), here.nora.email)
    other.signs_in_fully()
    clock.shift(MINUTE)
    here.nora.signs_in_fully()
    clock.shift(MINUTE)
    before = here.nora.cookie()
    page = here.nora.sends("/two-factor/set-up", setup="authenticator")
    assert "data:image/svg+xml" in page.text
    with here.app.test_request_context():
        secret = here.app.session_interface.open_session(
            here.app, type("Asked", (), {"blueprint": None, "cookies": {"lull": before}})()
        )["tf_totp_secret"]
        code = here.app.extensions["security"].totp_factory.generate_totp_password(secret)
    fields = {"code": code}
    assert here.nora.sends("/two-factor", token_from="/two-factor/set-up", **fields).location == "/recovery-codes"
    assert here.nora.is_signed_in() and here.nora.cookie() != before
    assert not other.is_signed_in()
    assert not Person(here.app.test_client()).takes(before).is_signed_in()


def test_signing_out_ends_the_session_on_the_server(who):
    who.ana.signs_in()
    key = who.ana.cookie()
    answer = who.ana.asks("/api/v1/sign-out", {})
    assert answer.status_code == 200 and answer.headers["Clear-Site-Data"] == '"cache"'
    assert who.ana.cookie() is None
    assert not Person(who.app.test_client()).takes(key).is_signed_in()


def test_nora_signs_out_by_the_form(here):
    here.nora.signs_in_fully()
    key = here.nora.cookie()
    assert here.nora.sends("/sign-out", token_from="/security").location == "/"
    assert not Person(here.app.test_client()).takes(key).is_signed_in()


def test_signing_out_needs_a_post_of_our_own(here):
    here.ana.signs_in()
    assert here.ana.opens("/sign-out").status_code == 405
    assert here.ana.client.post("/sign-out").status_code == 400
    assert here.ana.client.post("/api/v1/sign-out", json={}).status_code == 403
    assert here.ana.is_signed_in()


def test_the_database_has_no_key(here):
    here.ana.signs_in()
    row = rows(here.app)[-1]
    assert row.user_id and here.ana.cookie() not in (row.key_hash, row.data, str(row.id))


def test_a_patient_stays_signed_in_for_30_days_and_not_a_second_longer(here_and_now, clock):
    here = here_and_now
    here.ana.signs_in()
    for _ in range(29):
        clock.shift(timedelta(days=1))
        assert here.ana.is_signed_in()
    clock.move_to(NOON + PATIENT_LASTS - SECOND)
    assert here.ana.is_signed_in()
    clock.shift(SECOND)
    assert not here.ana.is_signed_in()
    assert here.ana.asks("/api/v1/account").status_code == 401


@pytest.mark.parametrize("role", ["provider", "admin", "chair"])
def test_staff_who_do_nothing_are_signed_out(here_and_now, clock, role):
    here = here_and_now
    works_as(here, role)
    here.nora.signs_in_fully()
    clock.shift(STAFF_IDLE * MINUTE - SECOND)
    assert here.nora.is_signed_in()
    clock.shift(STAFF_IDLE * MINUTE)
    assert not here.nora.is_signed_in()


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(here_and_now, clock):
    here = here_and_now
    here.nora.signs_in_fully()
    while datetime.now(UTC) < NOON + STAFF_LASTS - 10 * MINUTE:
        clock.shift(10 * MINUTE)
        assert here.nora.is_signed_in()
    clock.shift(10 * MINUTE)
    assert not here.nora.is_signed_in()


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/api/v1/sync/pull?after=0", {}),
        ("/api/v1/account", {"X-Lull-Passive": "1"}),
        ("/security", {"X-Lull-Passive": "1"}),
    ],
)
def test_what_a_page_does_by_itself_keeps_nobody_signed_in(here_and_now, clock, address, headers):
    here = here_and_now
    here.nora.signs_in_fully()
    for _ in range(STAFF_IDLE):
        clock.shift(MINUTE)
        here.nora.client.get(address, headers={"X-Lull": "1", **headers})
    assert not here.nora.is_signed_in()


def test_public_pages_keep_nobody_signed_in_either(here_and_now, clock):
    here = here_and_now
    here.nora.signs_in_fully()
    for _ in range(STAFF_IDLE):
        clock.shift(MINUTE)
        assert here.nora.opens("/").status_code == 200
    assert not here.nora.is_signed_in()


def test_sync_does_not_move_a_patient_s_end_either(here_and_now, clock):
    here = here_and_now
    here.ana.signs_in()
    until = rows(here.app)[-1].expires_at
    clock.shift(timedelta(days=3))
    here.ana.asks("/api/v1/sync/pull?after=0")
    assert rows(here.app)[-1].expires_at == until


def test_whoever_loses_their_place_or_gets_another_role_signs_in_again(here):
    here.nora.signs_in_fully()
    with here.app.app_context():
        cast = here.cast
        transact(
            lambda session: add_staff(
                session,
                clinic=session.merge(cast.clinic),
                user=session.get_one(User, cast.nora.id),
                name="Nora",
                role="chair",
                now=datetime.now(UTC),
            )
        )
    assert not here.nora.is_signed_in()
    sign_in(here.nora.client, here.cast.nora)
    assert here.nora.is_signed_in()
    with here.app.app_context():
        transact(
            lambda session: end_staff(session, staff=session.scalars(sa.select(Staff)).first(), now=datetime.now(UTC))
        )
    assert not here.nora.is_signed_in()


def test_ana_ends_the_session_of_a_lost_phone_and_only_her_own(who):
    lost = Person(who.app.test_client(), who.ana.email)
    lost.signs_in(), who.ana.signs_in(), who.ben.signs_in()
    with who.app.app_context():
        users = {user.id: user.email for user in db.session.scalars(sa.select(User))}
    signed_in = [row for row in rows(who.app) if row.user_id]
    of_ana = next(row for row in signed_in if users[row.user_id] == "ana@example.org")
    of_ben = next(row for row in signed_in if users[row.user_id] == "ben@example.org")
    ending = "/security/sign-ins/{}/ending"
    assert who.ana.sends(ending.format(of_ana.id), token_from="/security").status_code == 302
    assert not lost.is_signed_in() and who.ana.is_signed_in()
    assert who.ana.sends(ending.format(of_ben.id), token_from="/password").status_code == 404
    assert who.ben.is_signed_in()


def test_an_unfinished_sign_in_is_forgotten_after_an_hour(here_and_now, clock):
    here = here_and_now
    here.nora.signs_in()
    clock.shift(ANONYMOUS)
    assert here.nora.opens("/two-factor").location == "/sign-in"


def test_old_rows_are_cleared_away(here_and_now, clock):
    here = here_and_now
    here.nora.signs_in()
    clock.shift(timedelta(days=3))
    here.ana.signs_in()
    assert [row for row in rows(here.app) if row.created_at < NOON + timedelta(days=1)] == []


@pytest.mark.parametrize("key", ["", "x", "a" * 4000, "%00", "' OR 1=1 --", "ünïcode"])
def test_a_cookie_that_is_no_key_is_nobody_s_and_goes_away(here, key):
    assert not here.nobody.takes(key).is_signed_in()


def test_over_https_the_cookie_is_tied_to_this_host(lull, sqlite_url):
    app = lull(sqlite_url, DIARY_PUBLIC_URL="https://lull.example")
    answer = app.test_client().get("/sign-in", base_url="https://lull.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lull=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_cookie_of_staff_ends_with_the_browser_and_a_patient_s_does_not(here):
    assert "Expires=" in _session_cookie(here.ana.signs_in())
    here.nora.signs_in()
    assert "Expires=" not in _session_cookie(here.nora.sends("/two-factor", code=here.nora.code()))


def _session_cookie(answer):
    return next(cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("lull="))


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1", "Safari on iPhone"),
        ("<script>alert(1)</script>", "Browser"),
        ("", "Browser"),
    ],
)
def test_a_device_is_named_in_our_words(says, shown):
    assert device_of(says) == shown
