"""What an administrator types about reminders: the key that signs notifications, and the background work."""

import signal
from pathlib import Path
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from diary import clock, config
from diary.reminders import push
from diary.reminders.work import once
from diary.reminders.work import work as do_work


@click.command("reminder-keys")
@with_appcontext
def reminder_keys() -> None:
    """Make the key that signs notifications, unless there is one. Browsers know us by it: never change it."""
    click.echo(f"Notifications are signed as {push.public_part(push_key())}.")


def push_key() -> str:
    """This installation's key, made and kept now if it has none."""
    given = current_app.config["DIARY_PUSH_KEY"]
    if given:
        return given
    key = push.new_key()
    config.keep(Path(current_app.config["DIARY_INSTANCE"]) / config.PUSH_KEY, key)
    current_app.config["DIARY_PUSH_KEY"] = key
    return key


@click.command("work")
@click.option("--once", "only_once", is_flag=True, help="One round, then end; 1 when part of it went wrong.")
@with_appcontext
def work(only_once: bool) -> None:
    """Ask who is due, send mail, count new days: every half minute until it is told to stop.

    `flask serve` does this too, unless it is told --no-work.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if only_once:
        if not once(app, clock.now()):
            raise SystemExit(1)
        return
    stopped = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stopped.set())
    click.echo("Working. Stop with Ctrl+C.")
    do_work(app, stopped)


commands = [reminder_keys, work]
