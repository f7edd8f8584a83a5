"""Signing in and out, with a password alone or with a second factor."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts import throttle
from diary.accounts.models import Mail, SignInFailure, User
from diary.accounts.passwords import weakness
from diary.accounts.setup import set_second_factor
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


# --- Throttle


def guesses(person, times, email="ana@example.org"):
    return [person.signs_in("not the password", email).status_code for _ in range(times)]


def test_ten_wrong_passwords_from_strangers_are_read_and_the_eleventh_is_not(who):
    assert guesses(who.nobody, throttle.ACCOUNT_TRIES + 1) == [200] * throttle.ACCOUNT_TRIES + [429]


def test_who_is_being_guessed_at_still_signs_in_from_her_own_phone(who):
    who.ana.signs_in()
    who.ana.asks("/api/v1/sign-out", {})
    guesses(who.nobody, throttle.ACCOUNT_TRIES + 2)
    assert Person(who.app.test_client(), who.ana.email).signs_in().status_code == 429
    assert who.ana.signs_in().status_code == 302


def test_her_own_phone_in_other_hands_has_a_budget_too(here):
    here.ana.signs_in()
    here.ana.asks("/api/v1/sign-out", {})
    assert 429 in guesses(here.ana, throttle.DEVICE_TRIES + throttle.ACCOUNT_TRIES + 1)


def test_a_phone_known_to_ben_is_a_stranger_to_ana(here):
    here.ben.signs_in()
    here.ben.asks("/api/v1/sign-out", {})
    assert guesses(here.ben, throttle.ACCOUNT_TRIES + 1)[-1] == 429


def test_an_account_that_does_not_exist_is_throttled_alike(here):
    assert guesses(here.nobody, throttle.ACCOUNT_TRIES + 1, "ghost@example.org")[-1] == 429


def test_after_a_quarter_of_an_hour_strangers_may_try_again(here):
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), tick=False) as clock:
        guesses(here.nobody, throttle.ACCOUNT_TRIES)
        clock.shift(throttle.SOON + timedelta(seconds=1))
        assert here.nobody.signs_in(email="ana@example.org").status_code == 302


def test_a_network_that_guesses_at_everybody_is_turned_away(here):
    last = [guesses(here.nobody, 1, f"someone{number}@example.org")[0] for number in range(throttle.NETWORK_TRIES + 1)]
    assert (last[-2], last[-1]) == (200, 429)


def test_wrong_codes_are_counted_as_passwords_are(here):
    here.nora.signs_in()
    statuses = [
        here.nora.client.post(
            "/two-factor", data={"code": "000000", "csrf_token": token_in(here.nora.opens("/two-factor"))}
        ).status_code
        for _ in range(11)
    ]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_the_table_of_failures_names_nobody(here):
    guesses(here.nobody, 1)
    with here.app.app_context():
        failure = db.session.scalars(sa.select(SignInFailure)).one()
        assert "ana" not in failure.account and "127" not in failure.network and failure.device is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("<script>", "unknown"),
        (None, "unknown"),
    ],
)
def test_what_counts_as_one_network(address, network):
    assert throttle.network_of(address) == network


# --- Passwords


@pytest.mark.parametrize(
    "password", ["short", "password12345678", "aaaaaaaaaaaaaaaaaaaa", "lull lull lull lull", "x" * 129]
)
def test_a_weak_password_is_refused_with_a_reason(password):
    assert weakness(password, shortest=15)


def test_a_few_words_are_a_good_password_and_words_about_oneself_are_not():
    assert weakness("four quiet rivers run", shortest=15) is None
    assert weakness("ana.sanchez.ana.sanchez", shortest=15, about=("ana.sanchez", "example.org"))


def test_a_new_password_signs_every_other_browser_out(who):
    other = Person(who.app.test_client(), who.ana.email)
    other.signs_in(), who.ana.signs_in()
    before = who.ana.cookie()
    answer = who.ana.sends("/password", password=PASSWORD, new_password=NEW_PASSWORD, new_password_confirm=NEW_PASSWORD)
    assert answer.location == "/security"
    assert who.ana.is_signed_in() and not other.is_signed_in()
    assert who.ana.cookie() != before
    assert not Person(who.app.test_client()).takes(before).is_signed_in()
    assert other.signs_in().status_code == 200 and other.signs_in(NEW_PASSWORD).status_code == 302


def test_the_old_password_is_needed_for_a_new_one_and_guesses_are_counted(here):
    here.ana.signs_in()
    fields = {"password": "not it", "new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD}
    assert here.ana.sends("/password", **fields).status_code == 200
    with here.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInFailure)) == 1


def test_eight_characters_are_enough_with_a_second_factor_only(here):
    with here.app.app_context():
        set_second_factor(user(here, "ben"))
        db.session.commit()
    here.ana.signs_in(), here.ben.signs_in_fully()
    short = {"password": PASSWORD, "new_password": "vK3!rq9zT", "new_password_confirm": "vK3!rq9zT"}
    assert here.ana.sends("/password", **short).status_code == 200
    assert here.ben.sends("/password", **short).status_code == 302


def test_the_second_factor_cannot_be_switched_off(here):
    here.nora.signs_in_fully()
    here.nora.sends("/two-factor/set-up", setup="disable")
    with here.app.app_context():
        assert user(here, "nora").tf_primary_method == "authenticator"


# --- Forgotten passwords


def the_link(app):
    with app.app_context():
        text = db.session.scalars(sa.select(Mail.text).order_by(Mail.queued_at.desc())).first()
    return next(word for word in text.split() if "/reset/" in word).split("localhost", 1)[1]


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(who):
    told = [words_of(who.nobody.sends("/reset", email=f"{name}@example.org")) for name in ("ana", "ghost")]
    assert told[0] == told[1].replace("ghost", "ana")
    with who.app.app_context():
        assert [mail.recipient for mail in db.session.scalars(sa.select(Mail))] == ["ana@example.org"]


def test_the_link_changes_the_password_once_and_ends_every_session(who):
    who.ana.signs_in()
    who.nobody.sends("/reset", email="ana@example.org")
    link = the_link(who.app)
    fields = {"password": NEW_PASSWORD, "password_confirm": NEW_PASSWORD}
    assert who.nobody.sends(link, **fields).location == "/sign-in"
    assert not who.ana.is_signed_in()
    assert who.nobody.opens(link).location == "/reset"
    assert who.nobody.signs_in(NEW_PASSWORD, "ana@example.org").status_code == 302


def test_a_new_password_by_mail_never_gets_past_the_second_factor(who):
    who.nobody.sends("/reset", email="nora@example.org")
    who.nobody.sends(the_link(who.app), password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    answer = who.nobody.signs_in(NEW_PASSWORD, "nora@example.org")
    assert answer.location.startswith("/two-factor") and not who.nobody.is_signed_in()


def test_a_link_is_never_made_of_the_name_that_a_request_came_with(here):
    answer = here.nobody.client.get("/reset", headers={"Host": "evil.example"})
    assert answer.status_code == 400 and "evil" not in answer.text


def test_a_mailbox_is_not_flooded(here):
    statuses = [here.nobody.sends("/reset", email="ana@example.org").status_code for _ in range(11)]
    assert statuses[-1] == 429
