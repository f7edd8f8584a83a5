"""The cast at its browsers, and a clock that stands at noon."""

from types import SimpleNamespace

import pytest
import time_machine

from diary.db import db
from tests.accounts.people import Person
from tests.clinic.forms import Sheets
from tests.factories import NOW, cast, sign_in


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


def _at_browsers(app):
    with app.app_context():
        made = cast(db.session)
    people = {
        name: Person(sign_in(app.test_client(), getattr(made, name)), f"{name}@example.org")
        for name in ("ana", "ben", "nora", "odd")
    }
    return SimpleNamespace(app=app, cast=made, **people)
