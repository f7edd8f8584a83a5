"""Who has not signed in leaves nothing behind, and what is over is taken away."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from diary.accounts.session import ANONYMOUS
from diary.accounts.setup import PATIENT_LASTS
from diary.reminders.work import once
from tests.accounts.people import token_in
from tests.accounts.test_sessions import NOON, SECOND, rows


@pytest.fixture
def clock():
    """Noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def here_and_now(clock, here):
    return here


def test_looking_around_leaves_no_row_and_no_cookie(here):
    for address in ("/", "/get-help", "/nothing-here", "/security", "/api/v1/account"):
        answer = here.nobody.opens(address)
        assert "Set-Cookie" not in answer.headers
    assert rows(here.app) == []


@pytest.mark.parametrize("address", ["/sign-in", "/sign-up", "/join", "/reset"])
def test_whoever_only_looks_at_a_form_leaves_no_row(here, address):
    page = here.nobody.opens(address)
    assert page.status_code == 200 and "." in here.nobody.cookie()
    here.nobody.client.post(address, data={"csrf_token": token_in(page), "email": "who@example.org", "code": "no"})
    assert rows(here.app) == []


def test_what_a_visitor_is_told_to_keep_cannot_be_changed_or_kept_for_ever(here_and_now, clock):
    here = here_and_now
    here.nobody.opens("/sign-in")
    sealed = here.nobody.cookie()
    field = token_in(here.nobody.opens("/sign-in"))
    sent = {"csrf_token": field, "email": "ana@example.org", "password": "wrong"}
    assert here.nobody.client.post("/sign-in", data=sent).status_code == 200
    here.nobody.takes(f"{sealed[:-2]}AA")
    assert here.nobody.client.post("/sign-in", data=sent).status_code == 400
    here.nobody.takes(sealed)
    clock.shift(ANONYMOUS + 2 * SECOND)
    assert here.nobody.client.post("/sign-in", data=sent).status_code == 400


def test_sessions_that_are_over_are_taken_away_by_the_work(here_and_now, clock):
    here = here_and_now
    here.nora.signs_in()  # and never gives the second factor
    here.ana.signs_in(), here.ben.signs_in()
    here.ben.asks("/api/v1/sign-out", {})
    once(here.app, NOON)
    assert len(rows(here.app)) == 3
    clock.shift(ANONYMOUS + SECOND)
    once(here.app, datetime.now(UTC))
    assert len(rows(here.app)) == 2
    clock.shift(timedelta(days=1))
    once(here.app, datetime.now(UTC))
    assert [row.revoked_at for row in rows(here.app)] == [None]
    clock.shift(PATIENT_LASTS)
    once(here.app, datetime.now(UTC))
    assert rows(here.app) == [] and not here.ana.is_signed_in()
