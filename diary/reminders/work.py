"""The one background process: ask who is due, send the mail that waits, count anew what the turn of a day made old,
take away sessions that are over.

Every part may run beside another one of its kind, on this machine or elsewhere, and may be killed at any moment.
"""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPException
from threading import Event, Thread

import sqlalchemy as sa
from flask import Flask, current_app
from flask_babel import gettext

from diary import clock
from diary.accounts.models import Patient
from diary.accounts.operations import forget_sign_ins
from diary.accounts.post import send_waiting
from diary.clock import local_date
from diary.db import db, reading, transact
from diary.insights.models import PatientSummary
from diary.insights.operations import refresh_all
from diary.reminders import operations
from diary.reminders.asking import Sender, ask_all

PAUSE = 30  # seconds between two rounds
# Somewhere a day begins at every quarter of an hour (Nepal keeps such a zone).
TURNS = timedelta(minutes=15)
CHUNK = 10  # summaries counted in one transaction, so that nobody's save waits long

log = logging.getLogger(__name__)


def work(app: Flask, stopped: Event) -> None:
    """Do rounds until `stopped` is set. What goes wrong in one is logged by its kind, and tried in the next."""
    counted = datetime.min.replace(tzinfo=clock.now().tzinfo)
    while not stopped.is_set():
        began = time.monotonic()
        now = clock.now()
        turned = now - counted >= TURNS
        if once(app, now, count_days=turned, stopped=stopped) and turned:
            counted = now
        stopped.wait(max(0.0, PAUSE - (time.monotonic() - began)))


def in_background(app: Flask) -> Event:
    """Work beside the server in this process; set what is answered to stop."""
    stopped = Event()
    Thread(target=work, args=(app, stopped), name="work", daemon=True).start()
    return stopped


def once(app: Flask, now: datetime, *, count_days: bool = True, stopped: Event | None = None) -> bool:
    """One round. False: part of it went wrong and was logged."""
    parts = [_ask, _send_mail, *([_count_days, _forget] if count_days else [])]
    done = True
    for part in parts:
        if stopped and stopped.is_set():
            break
        try:
            # A context for each part: none inherits a session that another one has left in pieces.
            with app.app_context():
                part(now)
        except Exception as problem:
            # The kind alone: an error's text may quote a diary.
            log.error("work: %s ended with %s", part.__name__.strip("_"), type(problem).__name__)
            done = False
    return done


def _ask(now: datetime) -> None:
    ask_all(sender(), now)


def _send_mail(now: datetime) -> None:
    address = current_app.config["DIARY_SMTP_URL"]
    if not address:
        return
    try:
        send_waiting(db.session, smtp_url=address, sender=current_app.config["DIARY_MAIL_FROM"], now=now)
    except (OSError, SMTPException) as problem:
        log.warning("work: the mail server did not take them (%s); they wait", type(problem).__name__)


def _count_days(now: datetime) -> None:
    """Count anew the summaries of those for whom another day has begun. Others are counted when a list is opened."""
    session = reading(db.session)
    kept = sa.select(PatientSummary.patient_id, PatientSummary.day, Patient.zone).join(
        Patient, Patient.id == PatientSummary.patient_id
    )
    rows = session.execute(kept.where(Patient.closed_at.is_(None), Patient.user_id.is_not(None))).all()
    session.commit()
    old = [row.patient_id for row in rows if row.day != local_date(now, row.zone)]
    for start in range(0, len(old), CHUNK):
        transact(lambda writer, ids=old[start : start + CHUNK]: refresh_all(writer, ids, now))  # type: ignore[misc]


def _forget(now: datetime) -> None:
    """Sessions that are over, the browsers that were reached by them, and what other slices keep for a while only."""
    transact(operations.forget_signed_out)
    transact(lambda writer: forget_sign_ins(writer, now=now))
    for forget in current_app.extensions["forget"]:
        transact(lambda writer, forget=forget: forget(writer, now=now))  # type: ignore[misc]


def sender() -> Sender:
    """How this installation sends. Needs an application's context."""
    given = current_app.config
    home = given["DIARY_PUBLIC_URL"].rstrip("/") + "/"
    return Sender(
        # Apple refuses a name without a place; an https address is one.
        contact=home.rstrip("/") if home.startswith("https://") else f"mailto:{given['DIARY_MAIL_FROM']}",
        key=given["DIARY_PUSH_KEY"],
        letter=(lambda at: _letter(home, at)) if given["DIARY_SMTP_URL"] else None,
        localhost=given["DIARY_PUSH_LOCALHOST"],
    )


def _letter(home: str, at: str) -> tuple[str, str]:
    # Not render_template: outside a request its context processors find nobody to look at.
    text = current_app.jinja_env.get_template("reminders/mail.txt").render(home=home, at=at)
    return gettext("Today's question"), text
