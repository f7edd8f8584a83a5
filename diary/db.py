"""The database: SQLite by default, PostgreSQL when a clinic grows; one way to change it, `transact`."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

# Named from the first migration: SQLite can only drop a constraint that has a name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# PostgreSQL says by these that a whole unit of work may be tried again: serialization failure, deadlock,
# server going away (class 57P) and a broken connection (class 08).
RETRIED = ("40001", "40P01", "57P01", "57P02", "57P03", "08")
TRIES = 3

T = TypeVar("T")


class Base(DeclarativeBase):
    """Every table of Lull. A record's key begins with its patient."""

    metadata = sa.MetaData(naming_convention=NAMING)


class UTCDateTime(sa.TypeDecorator[datetime]):
    """A moment in UTC. SQLite would silently drop an offset, so naive values are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Decimals(sa.TypeDecorator[Decimal]):
    """A decimal number kept as its digits: SQLite has no decimals, and a dose must not become a float."""

    impl = sa.String(24)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


db = SQLAlchemy(session_options={"expire_on_commit": False})


def engine_options(url: str, *, threads: int) -> dict[str, Any]:
    """Options for the engine of `url`; the pool is as large as the server's threads."""
    # An error of the database is not to repeat in a log what somebody wrote.
    options: dict[str, Any] = {"url": url, "pool_size": threads, "pool_pre_ping": True, "hide_parameters": True}
    if url.startswith("postgresql"):
        options["connect_args"] = {"options": "-c statement_timeout=20000 -c lock_timeout=10000 -c timezone=UTC"}
    return options


def prepare(engine: Engine) -> None:
    """Give a SQLite engine its pragmas and immediate transactions; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once, whatever the time-out; see docs/decisions.
    reading = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def reading(session: Session) -> Session:
    """`session` in a transaction that only reads, so that on SQLite it never waits for a writer."""
    if not session.in_transaction():
        session.connection(execution_options={"readonly": True})
    return session


def transact(work: Callable[[Session], T]) -> T:
    """Do `work` in one transaction and commit it; try again where the database says that it may help.

    `work` is given the session, and must be safe to run twice: nothing of a failed try is kept.
    """
    for attempt in range(1, TRIES + 1):
        session = db.session
        if session.in_transaction():
            session.rollback()
        try:
            result = work(session)
            session.commit()
            return result
        except DBAPIError as problem:
            session.rollback()
            if attempt == TRIES or not _may_retry(problem):
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - spreads writers, hides nothing
        except BaseException:
            session.rollback()
            raise
    raise AssertionError("unreachable")


def _may_retry(problem: DBAPIError) -> bool:
    state = getattr(problem.orig, "sqlstate", None) or ""
    return problem.connection_invalidated or state.startswith(RETRIED)


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for any other."""
    name = engine.url.database if engine.dialect.name == "sqlite" else None
    return Path(name) if name and name != ":memory:" else None
