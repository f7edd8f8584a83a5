"""Send the messages that wait. Nothing is ever sent inside a request: a lost mail server delays nobody."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import Mail
from diary.db import reading

TRIES = 10
PATIENCE = 20  # seconds for the mail server


def send_waiting(session: Session, *, smtp_url: str, sender: str, now: datetime) -> tuple[int, int]:
    """How many messages went out and how many still wait. Each is marked as it leaves, and that is committed.

    Nothing is held while the mail server is spoken to: on SQLite nobody could save meanwhile. Two that send at
    once do not send one message twice: who counts the try has it.
    """
    session.commit()
    waiting = sa.select(Mail).where(Mail.sent_at.is_(None), Mail.tries < TRIES).order_by(Mail.queued_at)
    found = reading(session).scalars(waiting).all()
    session.commit()
    if not found:
        return 0, 0
    sent = 0
    with connected(smtp_url) as server:
        for mail in found:
            if not _is_ours(session, mail):
                continue
            try:
                server.send_message(_message(mail, sender))
            except smtplib.SMTPRecipientsRefused:
                continue
            session.execute(sa.update(Mail).where(Mail.id == mail.id).values(sent_at=now))
            session.commit()
            sent += 1
    return sent, len(found) - sent


def _is_ours(session: Session, mail: Mail) -> bool:
    """Whether this try is ours; the row says how many tries there were when it was read."""
    mine = sa.update(Mail).where(Mail.id == mail.id, Mail.tries == mail.tries, Mail.sent_at.is_(None))
    done = session.execute(mine.values(tries=Mail.tries + 1), execution_options={"synchronize_session": False})
    session.commit()
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def connected(smtp_url: str) -> smtplib.SMTP:
    """A session with the mail server: smtps:// speaks TLS from the start, smtp:// turns it on where offered.

    A name and password are sent over TLS only. Raises OSError or smtplib.SMTPException.
    """
    parts = urlsplit(smtp_url)
    host, trust = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=trust)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trust)
        elif parts.username:
            raise smtplib.SMTPException("This mail server offers no TLS; a password is not sent to it.")
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    message.set_content(mail.text)
    return message
