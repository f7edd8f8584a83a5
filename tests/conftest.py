"""What every test may ask for. Databases, servers and phones are in the files named here."""

import pytest

pytest_plugins = ("tests.postgres", "tests.databases", "tests.server", "tests.browser")


@pytest.fixture
def app(lull, database_url):
    """Lull, once on SQLite and once on PostgreSQL."""
    return lull(database_url)


@pytest.fixture
def sqlite_app(lull, sqlite_url):
    """Lull on SQLite, for tests that would say nothing new on PostgreSQL."""
    return lull(sqlite_url)


@pytest.fixture
def client(app):
    """A browser without pictures, once on either database."""
    return app.test_client()
