"""The cast at its browsers, and a clock that stands at noon."""

from types import SimpleNamespace

import pytest
import time_machine

from diary.db import db
from tests.accounts.people import Person
from tests.clinic.desk import TABLET, plan, to_the_chair
from tests.clinic.forms import Sheets
from tests.factories import NOW, cast, sign_in
from tests.journeys.people import NORA, sign_in_ana, sign_in_staff


@pytest.fixture(autouse=True)
def noon():
    """It is 22 November 2026, 12:00 UTC, all the time."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def who(app):
    """Ana, Ben, Nora and Odd, signed in, and the clinics; on either database."""
    return _at_browsers(app)


@pytest.fixture
def here(sqlite_app):
    """The same on SQLite alone, where PostgreSQL would say nothing new."""
    return _at_browsers(sqlite_app)


@pytest.fixture
def sheets(who):
    """Nora at the sheets of Ana's infusions; on either database."""
    return Sheets(who, who.cast.ana)


@pytest.fixture
def sheets_here(here):
    """The same on SQLite alone."""
    return Sheets(here, here.cast.ana)


@pytest.fixture(scope="module")
def at_the_desk(browser, server):
    """What the browsers of Nora and Ana remember after they signed in."""
    found = {}
    for name, enter in (("nora", lambda page: sign_in_staff(page, NORA, server)), ("ana", sign_in_ana)):
        context = browser.new_context(base_url=server.url)
        enter(context.new_page())
        found[name] = {"cookies": context.cookies(), "origins": []}
        context.close()
    return found


@pytest.fixture
def tablet(browser, server, at_the_desk, watch):
    """Opens pages of Nora's, or Ana's: `tablet()`, `tablet("ana")`."""
    contexts = []

    def opened(who="nora", **differences):
        given = {**TABLET, "base_url": server.url, "storage_state": at_the_desk[who], **differences}
        contexts.append(browser.new_context(**given))
        watch.over(contexts[-1], server.url)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def chair(tablet):
    """Nora at the chair of an infusion that is planned for in a few minutes."""
    page = tablet()
    page.path = plan(page)
    return to_the_chair(page, page.path)


def _at_browsers(app):
    with app.app_context():
        made = cast(db.session)
    people = {
        name: Person(sign_in(app.test_client(), getattr(made, name)), f"{name}@example.org")
        for name in ("ana", "ben", "nora", "odd")
    }
    return SimpleNamespace(app=app, cast=made, **people)
