"""The cast with browsers, for tests of what they see and send."""

from types import SimpleNamespace

import pytest

from diary.db import db
from tests.accounts.people import Person
from tests.factories import cast


@pytest.fixture
def who(app):
    """Ana, Ben, Nora and Odd with a browser each, `nobody` with another, and the clinics."""
    return _browsers(app)


@pytest.fixture
def here(sqlite_app):
    """The same on SQLite alone, where PostgreSQL would say nothing new."""
    return _browsers(sqlite_app)


def _browsers(app):
    with app.app_context():
        made = cast(db.session)
    people = {name: Person(app.test_client(), f"{name}@example.org") for name in ("ana", "ben", "nora", "odd")}
    return SimpleNamespace(app=app, cast=made, nobody=Person(app.test_client()), **people)
