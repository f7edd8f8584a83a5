"""Passwords: which are good enough, how they are changed, and what happens to forgotten ones."""

import pytest
import sqlalchemy as sa

from diary.accounts.models import Mail, SignInFailure, User
from diary.accounts.passwords import weakness
from diary.accounts.setup import set_second_factor
from diary.db import db
from tests.accounts.people import Person, words_of
from tests.factories import PASSWORD

NEW_PASSWORD = "seven slow herons stand"


def user(who, name):
    return db.session.query(User).filter_by(email=f"{name}@example.org").one()


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
