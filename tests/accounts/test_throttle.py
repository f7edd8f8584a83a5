"""Who guesses is slowed down; who is ill is not locked out."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts import throttle
from diary.accounts.models import SignInFailure
from diary.db import db
from tests.accounts.people import Person, token_in

NEW_PASSWORD = "seven slow herons stand"


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


def test_accounts_are_not_made_without_end_from_one_network(here):
    cara = {"name": "Cara", "password": NEW_PASSWORD, "zone": "Europe/Berlin"}
    statuses = []
    for number in range(throttle.NETWORK_TRIES + 1):
        stranger = Person(here.app.test_client())
        statuses.append(stranger.sends("/sign-up", email=f"cara{number}@example.org", **cara).status_code)
    assert (statuses[-2], statuses[-1]) == (302, 429)


def test_a_mailbox_is_not_flooded_by_signing_up_or_asking_again(lull, sqlite_url):
    app = lull(sqlite_url, DIARY_SMTP_URL="smtp://localhost")
    cara = {"name": "Cara", "email": "cara@example.org", "password": NEW_PASSWORD, "zone": "Europe/Berlin"}
    for address in ("/sign-up", "/confirm"):
        fields = cara if address == "/sign-up" else {"email": "dora@example.org"}
        person = Person(app.test_client())
        statuses = [person.sends(address, **fields).status_code for _ in range(throttle.ACCOUNT_TRIES + 1)]
        assert (statuses[-2], statuses[-1]) == (200, 429), address
