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
from typing import Any

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

# Ends what is still connected and empties every table, whatever its triggers say. Far quicker than a new
# database, which copies some three hundred files.
WASH = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM public.%I', name); END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    LOOP EXECUTE format('ALTER SEQUENCE public.%I RESTART', name); END LOOP;
END $$
"""


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
    """A PostgreSQL server, and the making of databases in it."""

    def __init__(self, admin: URL) -> None:
        self.admin = admin
        self._names = (f"lull_{os.getpid()}_{number}" for number in itertools.count())
        self._clean: list[Database] = []
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
        name = next(self._names)
        self._do("CREATE DATABASE {} OWNER {} TEMPLATE template0", name, OWNER)
        self._do("GRANT USAGE ON SCHEMA public TO {}", APPLICATION, database=name)
        for granted in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
            grant = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} GRANT {granted} TO {{}}"
            self._do(grant, OWNER, APPLICATION, database=name)
        try:
            yield Database(self.url(name, APPLICATION), self.url(name, OWNER))
        finally:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    @contextlib.contextmanager
    def migrated(self, migrate: Callable[[Database], None]) -> Iterator[Database]:
        """A database with every table and no row. `migrate` makes it, unless an earlier test's can be washed."""
        if not self._clean:
            database = self._kept.enter_context(self.empty())
            migrate(database)
            self._clean.append(database)
        database = self._clean.pop()
        yield database
        self._do(WASH, database=make_url(database.url).database)
        self._clean.append(database)

    def forget(self) -> None:
        """Drop the databases that were kept."""
        self._kept.close()

    def _do(self, statement: str, *words: str | sql.Composable, database: str | None = None) -> None:
        url = self.admin.set(drivername="postgresql", database=database or self.admin.database)
        names = [word if isinstance(word, sql.Composable) else sql.Identifier(word) for word in words]
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*names) if names else statement)


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
    other: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to be root
        names = {user.pw_name for user in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(program: str, *words: str) -> None:
        command = [str(at / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **other)

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
