"""`flask demo` loads the demo, `flask demo-code` says what a demo provider's authenticator shows now."""

from functools import partial

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.accounts.setup import current_code
from diary.db import db, reading, transact
from diary.demo import operations
from diary.demo.operations import PASSWORD, TOTP_SECRET
from diary.demo.people import CAST, DOMAIN, PROVIDERS, YEAR, Person, address_of

REAL = "Nothing was loaded: there are real accounts here. `flask demo --yes` loads the demo beside them."


@click.command("demo")
@click.option("--cast", "cast_only", is_flag=True, help="Only Ana, Ben, Nora and Odd, with small diaries.")
@click.option("--yes", is_flag=True, help="Also where real people have accounts.")
@with_appcontext
def demo(cast_only: bool, yes: bool) -> None:
    """Load two clinics and a dozen patients with a plausible year. Anybody can sign in to it: see the passwords."""
    session = reading(db.session)
    loaded, people = operations.is_loaded(session), operations.missing(session, CAST if cast_only else YEAR)
    if loaded and not people:
        click.echo("The demo is already there.")
    elif operations.has_real_users(session) and not yes:
        click.echo(REAL, err=True)
        return
    else:
        _load(people, clinics_too=not loaded)
    click.echo("\n".join(sign_ins(db.session)))


@click.command("demo-code")
@click.argument("address", default=PROVIDERS[0].address)
@with_appcontext
def demo_code(address: str) -> None:
    """Say what the authenticator of a provider of the demo shows now. Each code opens the door once."""
    user = db.session.scalar(sa.select(User).where(User.email == address.strip().lower()))
    if user is None or user.email not in {provider.address for provider in PROVIDERS}:
        raise click.ClickException(f"{address} is no provider of the demo.")
    click.echo(current_code(user))


def sign_ins(session: Session) -> list[str]:
    """How to sign in to the demo, as lines; none where there is no demo."""
    if not operations.is_loaded(reading(session)):
        return []
    provider = PROVIDERS[0].address
    return [
        f"demo patient   {address_of('Ana')}   {PASSWORD}",
        f"demo provider  {provider}  {PASSWORD}   code: .venv/bin/flask --app wsgi demo-code {provider}",
        f"               or put {TOTP_SECRET} into an authenticator",
    ]


def _load(people: list[Person], *, clinics_too: bool) -> None:
    """Clinics, then each patient in a transaction of their own: an interrupted load goes on where it was."""
    now, key, password_hash = clock.now(), current_app.config["DIARY_SECRET"], hash_password(PASSWORD)
    if clinics_too:
        transact(partial(operations.open_clinics, password_hash=password_hash, now=now))
    add = partial(operations.add_patient, password_hash=password_hash, key=key, now=now)
    written = 0
    with click.progressbar(people, label="People", item_show_func=lambda person: person.name if person else "") as bar:
        for person in bar:
            written += transact(partial(add, person=person))
    click.echo(f"{len(people)} patients with {written:,} saved versions. All addresses end in @{DOMAIN}.")


commands = [demo, demo_code]
