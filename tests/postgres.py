"""A real PostgreSQL for the tests: a given one, the system's, or one that is installed now. Never skipped.

`python -m tests.postgres` sees to it that there is one, and says which. Migrations run as the owner of
the tables; the application signs in as a role that is neither owner nor superuser, because only such a
role is held back by row-level security.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

OWNER = "lull_owner"
APPLICATION = "lull_application"
PASSWORD = "only for tests"

ADVICE = """\
The tests need PostgreSQL 13 or later, and none was found. Either of these helps:
  apt-get install postgresql               (as root; nothing needs to be started)
  DIARY_TEST_POSTGRES_URL=postgresql://…   (a server to use; its role must be a superuser)"""


@dataclass(frozen=True)
class Database:
    """One database: how the application reaches it, and how its owner, who migrates it, does."""

    url: str
    owner_url: str

    @classmethod
    def file(cls, path: str | Path) -> "Database":
        """The SQLite database in one file, which has no roles."""
        return cls(f"sqlite:///{path}", f"sqlite:///{path}")


class Cluster:
    """A PostgreSQL server, and the making of databases in it. Databases are copies of a migrated one."""

    def __init__(self, admin: URL) -> None:
        self.admin = admin
        self._names = (f"lull_{os.getpid()}_{number}" for number in itertools.count())
        self._template: str | None = None
        self._kept = contextlib.ExitStack()
        for role in (OWNER, APPLICATION):
            with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                self._do("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}", role, sql.Literal(PASSWORD))

    def url(self, database: str, role: str) -> str:
        """Where `role` finds `database`, as SQLAlchemy spells it."""
        url = self.admin.set(drivername="postgresql+psycopg", username=role, password=PASSWORD, database=database)
        return url.render_as_string(hide_password=False)

    @contextlib.contextmanager
    def empty(self) -> Iterator[Database]:
        """A database without tables, for as long as the block lasts."""
        with self._database("template0") as database:
            name = make_url(database.url).database
            self._do("GRANT USAGE ON SCHEMA public TO {}", APPLICATION, database=name)
            for granted in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
                grant = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} GRANT {granted} TO {{}}"
                self._do(grant, OWNER, APPLICATION, database=name)
            yield database

    @contextlib.contextmanager
    def migrated(self, migrate: Callable[[Database], None]) -> Iterator[Database]:
        """A database with every table and no row. `migrate` makes the first; all are copies of that one."""
        if self._template is None:
            original = self._kept.enter_context(self.empty())
            migrate(original)
            self._template = make_url(original.url).database
        with self._database(self._template) as database:
            yield database

    def forget(self) -> None:
        """Drop the database the others are copied from."""
        self._kept.close()

    @contextlib.contextmanager
    def _database(self, template: str) -> Iterator[Database]:
        name = next(self._names)
        self._do("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, OWNER, template)
        try:
            yield Database(self.url(name, APPLICATION), self.url(name, OWNER))
        finally:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _do(self, statement: str, *words: str | sql.Composable, database: str | None = None) -> None:
        url = self.admin.set(drivername="postgresql", database=database or self.admin.database)
        names = [word if isinstance(word, sql.Composable) else sql.Identifier(word) for word in words]
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*names))


def binaries() -> Path | None:
    """Where this machine keeps initdb and pg_ctl, or None. They are seldom on the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def install() -> Path | None:
    """The binaries, fetched by apt where we are root and it can be done, or None."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=sys.stderr, check=False)
    return binaries()


@contextlib.contextmanager
def started(at: Path) -> Iterator[URL]:
    """A server of our own in a temporary folder, on a socket only; it goes when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="lull-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to be root
        names = {user.pw_name for user in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["runuser", "-u", user.pw_name, "--"]

    def run(program: str, *words: str) -> None:
        command = [*as_user, str(at / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run("initdb", "--auth=trust", "--username=test", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -c max_connections=200 -c fsync=off -k {folder}"
        run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", options, "start")
        try:
            yield URL.create("postgresql", username="test", database="postgres", query={"host": str(folder)})
        finally:
            run("pg_ctl", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The cluster of this run; a test that needs a database asks for `database_url`."""
    with contextlib.ExitStack() as undo:
        if given := os.environ.get("DIARY_TEST_POSTGRES_URL"):
            admin = make_url(given)
        else:
            at = binaries()
            assert at, ADVICE
            admin = undo.enter_context(started(at))
        cluster = Cluster(admin)
        yield cluster
        cluster.forget()


if __name__ == "__main__":
    if os.environ.get("DIARY_TEST_POSTGRES_URL"):
        print("PostgreSQL: the one of DIARY_TEST_POSTGRES_URL")
    elif at := binaries() or install():
        print(f"PostgreSQL: {at}")
    else:
        sys.exit(ADVICE)
