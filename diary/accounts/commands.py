"""What an administrator types about accounts: clinics, mail, the access log."""

from datetime import timedelta
from smtplib import SMTPException

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from diary import clock
from diary.accounts import audit, queries
from diary.accounts.forms import address
from diary.accounts.invitations import invite_staff
from diary.accounts.models import Clinic
from diary.accounts.operations import create_clinic, new_epoch
from diary.accounts.post import send_waiting
from diary.accounts.staff import join_link
from diary.db import db, reading, transact

clinic = AppGroup("clinic", help="Clinics of this installation.")
audited = AppGroup("audit", help="The access log.")


@clinic.command("create")
@click.argument("name")
@click.option("--admin", "email", required=True, help="The address of the first administrator.")
def create(name: str, email: str) -> None:
    """Make a clinic, and print the link by which its first administrator joins. It works once, for 72 hours."""
    try:
        email = address(email)
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None
    key, now = current_app.config["DIARY_SECRET"], clock.now()
    made = transact(lambda session: create_clinic(session, name=name, now=now))
    invited = transact(
        lambda session: invite_staff(
            session, clinic=session.merge(made), by=None, email=email, role="admin", key=key, now=now
        )
    )
    click.echo(f"{made.name} is made. {email} joins here, once, within 72 hours:")
    click.echo(join_link(invited.token))


@clinic.command("list")
def listed() -> None:
    """Name every clinic."""
    for place in reading(db.session).scalars(sa.select(Clinic).order_by(Clinic.name)):
        click.echo(f"{place.id}  {place.name}")


@audited.command("verify")
def verify() -> None:
    """Find lines of the access logs that were changed, removed, added or moved."""
    wrong = audit.verify(reading(db.session))
    for sentence in wrong:
        click.echo(sentence)
    if wrong:
        raise SystemExit(1)
    click.echo("Every access log is whole.")


@audited.command("head")
def close() -> None:
    """Close yesterday for every clinic and print its head. Keep what is printed somewhere else."""
    now = clock.now()
    day = (now - timedelta(days=1)).date()
    for head in transact(lambda session: audit.close_day_everywhere(session, day=day, now=now)):
        click.echo(f"{head.date} {head.clinic_id} {head.hash}")


@click.command("mail")
@click.option("--send", is_flag=True, help="Send them, by DIARY_SMTP_URL. Run this every minute.")
@with_appcontext
def mail(send: bool) -> None:
    """Show the messages that wait to be sent, or send them."""
    if send:
        _send()
        return
    waiting = queries.waiting_mail(reading(db.session))
    for message in waiting:
        click.echo(f"To: {message.recipient}\nSubject: {message.subject}\n\n{message.text.strip()}\n")
    click.echo(f"{len(waiting)} waiting.")


def _send() -> None:
    address, sender = current_app.config["DIARY_SMTP_URL"], current_app.config["DIARY_MAIL_FROM"]
    if not address:
        raise click.ClickException("Set DIARY_SMTP_URL first, such as smtps://name:password@mail.example.org.")
    try:
        sent, left = send_waiting(db.session, smtp_url=address, sender=sender, now=clock.now())
    except (OSError, SMTPException) as problem:
        raise click.ClickException(f"The mail server did not take them: {problem}. They wait.") from None
    click.echo(f"{sent} sent, {left} waiting.")


@click.command("restored")
@with_appcontext
def restored() -> None:
    """Say that a backup was put back: every phone then offers again what it holds. Nothing is lost by saying it."""
    transact(lambda session: new_epoch(session, now=clock.now()))
    click.echo("Every phone offers again what it holds, the next time it is online.")


commands = [clinic, audited, mail, restored]
