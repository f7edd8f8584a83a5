"""Signing in and out, with a password alone or with a second factor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from diary.accounts.models import User
from diary.db import db
from tests.accounts.people import Person, token_in, words_of
from tests.factories import PASSWORD

NEW_PASSWORD = "seven slow herons stand"


def user(who, name):
    return db.session.query(User).filter_by(email=f"{name}@example.org").one()


def test_ana_signs_in_with_her_password_and_goes_to_her_diary(who):
    answer = who.ana.signs_in()
    assert (answer.status_code, answer.location) == (302, "/welcome")
    assert who.ana.opens("/welcome").location == "/"
    assert who.ana.asks("/api/v1/account").json["name"] == "Ana"


def test_nora_s_password_alone_opens_nothing(who):
    assert who.nora.signs_in().location.startswith("/two-factor")
    assert not who.nora.is_signed_in()
    assert who.nora.opens("/staff/").location == "/sign-in?next=/staff/"


def test_nora_signs_in_with_both_and_is_asked_to_keep_recovery_codes(who):
    assert who.nora.signs_in_fully().location == "/welcome"
    assert who.nora.opens("/welcome").location == "/recovery-codes"
    codes = who.nora.sends("/recovery-codes")
    assert words_of(codes).count("-") >= 20
    assert who.nora.opens("/welcome").location == "/clinic/patients"


def test_a_code_opens_the_door_once(who):
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC), tick=False) as clock:
        assert who.nora.signs_in_fully().status_code == 302
        again = Person(who.app.test_client(), who.nora.email)
        assert again.signs_in_fully().status_code == 200
        assert not again.is_signed_in()
        clock.shift(timedelta(seconds=30))
        assert again.sends("/two-factor", code=again.code()).status_code == 302


def test_the_code_just_used_is_refused_in_another_browser_as_well(here):
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC), tick=False):
        one, two = (Person(here.app.test_client(), here.nora.email) for _ in range(2))
        code = one.code()
        for browser in (one, two):
            browser.signs_in()
        assert [browser.sends("/two-factor", code=code).status_code for browser in (one, two)] == [302, 200]


@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "1234567", "abcdef", "１２３４５６", "1 2 3", "\x00" * 6, "9" * 900]
)
def test_a_wrong_code_is_refused_whatever_it_is(here, code):
    here.nora.signs_in()
    assert here.nora.sends("/two-factor", code=code).status_code == 200
    assert not here.nora.is_signed_in()


def test_a_recovery_code_opens_the_door_once(who):
    who.nora.signs_in_fully()
    page = who.nora.sends("/recovery-codes")
    code = next(word for word in words_of(page).split() if word.count("-") == 2)
    for status in (302, 200):
        browser = Person(who.app.test_client(), who.nora.email)
        browser.signs_in()
        assert browser.sends("/two-factor/recovery", code=code).status_code == status
    with who.app.app_context():
        assert code not in str(user(who, "nora").mf_recovery_codes)


def test_of_eight_browsers_with_the_same_code_at_once_one_comes_in(who):
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC), tick=False):
        assert race(who, "/two-factor", who.nora.code()) == [200] * 7 + [302]


def test_of_eight_browsers_with_the_same_recovery_code_at_once_one_comes_in(who):
    with who.app.test_request_context():
        nora = user(who, "nora")
        code = who.app.extensions["security"].mf_recovery_codes_util.create_recovery_codes(nora)[0]
        db.session.commit()
    assert race(who, "/two-factor/recovery", code) == [200] * 7 + [302]


def race(who, address, code):
    """The sorted answers to the same code, sent by eight browsers of Nora's at once."""
    browsers = [Person(who.app.test_client(), who.nora.email) for _ in range(8)]
    for browser in browsers:
        browser.signs_in()
    tokens = [token_in(browser.opens(address)) for browser in browsers]
    with ThreadPoolExecutor(8) as threads:
        posts = [
            threads.submit(browser.client.post, address, data={"code": code, "csrf_token": token})
            for browser, token in zip(browsers, tokens, strict=True)
        ]
    return sorted(post.result().status_code for post in posts)


def test_the_second_step_cannot_be_begun_without_the_first(here):
    for address in ("/two-factor", "/two-factor/recovery", "/two-factor/set-up"):
        assert here.nobody.opens(address).location == "/sign-in"


def test_unknown_people_and_wrong_passwords_are_told_the_same(who):
    answers = [who.nobody.signs_in("not the password", email) for email in ("ana@example.org", "nobody@example.org")]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = [words_of(answer) for answer in answers]
    assert told[0] == told[1]
    assert "do not go together" in told[0]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", ""),
        ("ana@example.org", ""),
        ("' OR 1=1 --", "x"),
        ("a\x00@example.org", "x"),
        ("ana@example.org", "x" * 5000),
        ("ANA@EXAMPLE.ORG\r\nBcc: a@b.c", "x"),
        ("ana@example.org", "\x00"),
        ("🌙@example.org", "🌙"),
    ],
)
def test_junk_signs_nobody_in(who, email, password):
    assert who.nobody.signs_in(password, email).status_code == 200
    assert not who.nobody.is_signed_in()


def test_the_address_may_be_written_in_capitals(here):
    assert here.ana.signs_in(email="ANA@example.org").status_code == 302


def test_after_signing_in_people_go_where_they_wanted_and_never_elsewhere(here):
    assert here.ana.sends("/sign-in?next=/security", email=here.ana.email, password=PASSWORD).location == "/security"
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        browser = Person(here.app.test_client(), here.ana.email)
        answer = browser.sends("/sign-in", email=here.ana.email, password=PASSWORD, next=address)
        location = answer.headers.get("Location", "/")
        assert location.startswith("/") and location[1:2] not in ("/", "\\")


def test_a_form_without_its_token_or_with_somebody_else_s_is_refused(here):
    given = {"email": here.ana.email, "password": PASSWORD}
    assert here.ana.client.post("/sign-in", data=given).status_code == 400
    token = token_in(here.ben.opens("/sign-in"))
    here.ana.opens("/sign-in")
    assert here.ana.client.post("/sign-in", data={**given, "csrf_token": token}).status_code == 400


def test_the_token_of_a_page_from_before_signing_in_is_worth_nothing_after(here):
    token = token_in(here.ana.opens("/sign-in"))
    here.ana.signs_in()
    fields = {
        "csrf_token": token,
        "password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "new_password_confirm": NEW_PASSWORD,
    }
    assert here.ana.client.post("/password", data=fields).status_code == 400


def test_sign_in_pages_answer_no_script(here):
    answer = here.nobody.client.post("/sign-in", json={"email": here.ana.email, "password": PASSWORD})
    assert answer.status_code in (400, 415)
    assert not here.nobody.is_signed_in()


def test_no_token_in_an_address_or_a_header_stands_for_a_session(here):
    with here.app.test_request_context():
        token = user(here, "ana").get_auth_token()
    for headers, query in (({"Authentication-Token": token}, ""), ({}, f"?auth_token={token}")):
        answer = here.nobody.client.get(f"/api/v1/account{query}", headers={"X-Lull": "1", **headers})
        assert answer.status_code == 401
    basic = here.nobody.client.get("/api/v1/account", headers={"X-Lull": "1"}, auth=("ana@example.org", PASSWORD))
    assert basic.status_code == 401


def test_a_deactivated_user_is_nobody_at_the_next_request(here):
    here.ana.signs_in()
    with here.app.app_context():
        user(here, "ana").active = False
        db.session.commit()
    assert not here.ana.is_signed_in()
    assert here.ana.signs_in().status_code == 200
