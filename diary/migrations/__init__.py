"""Take a database from any released shape to this one, and back.

On PostgreSQL migrations run as the owner of the tables, which the application is not.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from diary.db import Base

HERE = Path(__file__).resolve().parent


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database at `url` forward to revision `to`."""
    with _connected(url) as connection:
        command.upgrade(_config(connection), to)
        _check_references(connection)


def downgrade(url: str, to: str) -> None:
    """Take the database at `url` back to revision `to`; `base` leaves no table."""
    with _connected(url) as connection:
        command.downgrade(_config(connection), to)
        _check_references(connection)


def stamp_of(url: str) -> str | None:
    """The revision that the database at `url` is at; None when it is empty."""
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision that this code needs."""
    return ScriptDirectory(str(HERE)).get_current_head()


def differences(url: str) -> list[object]:
    """What the tables at `url` lack or have too much, compared with the models. Empty when they agree."""
    with _connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def write(url: str, message: str) -> None:
    """Write the next migration file from what the models have and the database at `url` has not."""
    number = f"{int(head() or 0) + 1:04}"
    with _connected(url) as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=number)


def _connected(url: str) -> Connection:
    # Foreign keys stay off on SQLite here: rebuilding a parent table would delete every child row.
    return sa.create_engine(url, poolclass=sa.NullPool).connect()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"this migration broke {len(broken)} references")
