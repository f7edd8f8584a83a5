"""What an administrator types: set an installation up, serve it, and the commands of the slices."""

import os
from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Any

import click
import waitress
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from diary import migrations
from diary.accounts.commands import commands as accounts_commands
from diary.db import db, file_of
from diary.demo.commands import commands as demo_commands
from diary.demo.commands import demo, sign_ins
from diary.interchange.commands import commands as interchange_commands
from diary.reminders.commands import commands as reminders_commands
from diary.reminders.commands import push_key
from diary.reminders.work import in_background
from diary.sync.commands import commands as sync_commands
from diary.web import LARGEST_UPLOAD

database = AppGroup("database", help="Bring the tables to the shape that this code needs.")


def install(app: Flask) -> None:
    """Register every command on `app`."""
    for command in (setup, serve, database, *SLICES):
        app.cli.add_command(command)


def _after_setup(command: click.Command) -> click.Command:
    """The command, which says what to do while the database is not what this code needs."""
    for one in command.commands.values() if isinstance(command, click.Group) else [command]:
        one.callback = _checked(one.callback)
    return command


def _checked(work: Callable[..., Any] | None) -> Callable[..., Any]:
    assert work is not None

    @wraps(work)
    @with_appcontext
    def checked(*given: Any, **named: Any) -> Any:
        needs_setup()
        return work(*given, **named)

    return checked


# Once, for a process may make many applications of the same commands.
SLICES = [
    _after_setup(command)
    for command in chain(accounts_commands, interchange_commands, reminders_commands, sync_commands, demo_commands)
]


def needs_setup() -> None:
    """Raise click's error, in words, unless the tables are those of this code."""
    stamp = migrations.stamp_of(owner_url())
    if stamp != migrations.head():
        raise click.ClickException(f"The database is at {stamp}, this code needs {migrations.head()}: run flask setup.")


@click.command("setup")
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo clinic, unless there is one.")
@click.pass_context
@with_appcontext
def setup(context: click.Context, with_demo: bool) -> None:
    """Make this installation ready: secrets, tables, static files. Safe to run again."""
    migrations.upgrade(owner_url())
    file = file_of(db.engine)
    if file is not None:
        file.chmod(0o600)
    push_key()
    click.echo("Database ready.")
    click.echo(f"Static files ready, build {current_app.extensions['assets'].build}.")
    if with_demo:
        context.invoke(demo)


@click.command("serve")
@click.option("--host", default=lambda: os.environ.get("HOST", "localhost"), help="Where to listen.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=int, help="Which port.")
@click.option("--work/--no-work", default=True, help="Do the background work too, as `flask work` does.")
@with_appcontext
def serve(host: str, port: int, work: bool) -> None:
    """Serve Lull with waitress, the production server, and say where."""
    needs_setup()
    click.echo(f"\nLull is at http://{host}:{port}")
    click.echo(f"  patients sign in at   http://{host}:{port}/sign-in")
    click.echo(f"  providers open        http://{host}:{port}/clinic/patients")
    for line in sign_ins(db.session):
        click.echo(f"  {line}")
    click.echo("Stop with Ctrl+C.\n")
    db.session.close()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if work:
        in_background(app)
    waitress.serve(app, **server_options(host, port))


def server_options(host: str, port: int) -> dict[str, object]:
    """How waitress runs: as many threads as the pool has connections, and it names itself to nobody.

    It keeps a body on the disk before anybody looks at who sent it, so it takes none that no address would.
    """
    threads = current_app.config["DIARY_THREADS"]
    return {"host": host, "port": port, "threads": threads, "ident": None, "max_request_body_size": LARGEST_UPLOAD}


@database.command("upgrade")
@click.option("--to", default="head", show_default=True)
def upgrade(to: str) -> None:
    """Bring the tables forward."""
    migrations.upgrade(owner_url(), to)
    click.echo(f"The database is at {migrations.stamp_of(owner_url())}.")


@database.command("downgrade")
@click.option("--to", required=True, help="The revision to go back to; base leaves no table.")
def downgrade(to: str) -> None:
    """Take the tables back. What the older shape cannot hold is lost: make a backup first."""
    migrations.downgrade(owner_url(), to)
    click.echo(f"The database is at {migrations.stamp_of(owner_url())}.")


@database.command("check")
def check() -> None:
    """Say whether the tables are those of the code."""
    found = migrations.differences(owner_url())
    for difference in found:
        click.echo(str(difference))
    if found:
        raise SystemExit(1)
    click.echo("The tables are those of the code.")


@database.command("migration")
@click.argument("message")
def migration(message: str) -> None:
    """Write a migration from what the models have and the database has not."""
    migrations.write(owner_url(), message)


def owner_url() -> str:
    """Where migrations sign in: as the owner of the tables, where that is not the application's own role."""
    return current_app.config["DIARY_DATABASE_OWNER_URL"] or current_app.config["DIARY_DATABASE_URL"]
