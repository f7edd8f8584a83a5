"""The cast, and a clock that stands at noon."""

import pytest
import time_machine

from diary.db import db
from tests.factories import NOW, cast


@pytest.fixture(autouse=True)
def noon():
    """It is 22 November 2026, 12:00 UTC, all the time."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(app):
    """Ana, Ben, Nora, Odd and their clinics, on either database."""
    with app.app_context():
        return cast(db.session)


@pytest.fixture
def here(sqlite_app):
    """The application with the cast in it, on SQLite alone."""
    with sqlite_app.app_context():
        return sqlite_app, cast(db.session)
