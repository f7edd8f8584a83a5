"""Databases for tests: migrated once, then copied or washed, so that every test begins with an empty one."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.utils import import_string

from diary import migrations
from diary.db import db, engine_options, prepare
from tests.postgres import Cluster, Database

SETTINGS = {"TESTING": True, "DIARY_PASSWORD_HASH": "plaintext", "DIARY_SECRET": "known to everybody who reads this"}


@contextlib.contextmanager
def opened(url: str, instance: Path, **settings: object) -> Iterator[Flask]:
    """An application on the database at `url`; its connections are closed when the block ends."""
    # Looked up when it is asked for: tests of one slice start without the whole application.
    create_app = import_string("diary.app:create_app")
    app = create_app({**SETTINGS, "DIARY_DATABASE_URL": url, "DIARY_INSTANCE": str(instance), **settings})
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what every application would make anew and none would make differently."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def lull(tmp_path: Path, made_once: Path) -> Iterator[Callable[..., Flask]]:
    """Opens applications: `lull(database_url, DIARY_PUBLIC_URL="https://lull.example")`."""
    (made_once / "templates").mkdir(exist_ok=True)
    compiled = FileSystemBytecodeCache(str(made_once / "templates"))

    def open_app(url: str, **settings: object) -> Flask:
        app = undo.enter_context(opened(url, tmp_path, **{"PWA_ASSETS": str(made_once / "assets"), **settings}))
        app.jinja_env.bytecode_cache = compiled
        return app

    with contextlib.ExitStack() as undo:
        yield open_app


@pytest.fixture(scope="session")
def sqlite_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that every test's SQLite database is a copy of."""
    folder = tmp_path_factory.mktemp("sqlite")
    migrations.upgrade(Database.file(folder / "lull.sqlite").owner_url)
    return folder / "lull.sqlite"


@pytest.fixture
def sqlite_url(sqlite_original: Path, tmp_path: Path) -> str:
    """A migrated SQLite database without rows."""
    return Database.file(shutil.copy(sqlite_original, tmp_path)).url


@pytest.fixture
def postgresql_url(postgres: Cluster) -> Iterator[str]:
    """The same on PostgreSQL, reached as the application: neither owner nor superuser."""
    with postgres.migrated(lambda database: migrations.upgrade(database.owner_url)) as database:
        yield database.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows: the test runs once on either."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on either database without an application: operations and queries need no more."""
    engine = sa.create_engine(**engine_options(database_url, threads=1))
    prepare(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, of either kind: for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield Database.file(tmp_path / "empty.sqlite")
    else:
        with request.getfixturevalue("postgres").empty() as database:
            yield database
