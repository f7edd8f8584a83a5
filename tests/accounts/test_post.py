"""Mail waits in the database and leaves by a command."""

import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts import post
from diary.accounts.models import Mail
from diary.accounts.operations import queue_mail
from diary.accounts.post import send_waiting
from diary.db import engine_options, prepare
from tests.factories import NOW


class Postman(socketserver.StreamRequestHandler):
    """As much of SMTP as a message needs; it refuses whoever lives at nowhere.example."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                self.wfile.write(b"250 here\r\n")
            elif b"NOWHERE" in word:
                self.wfile.write(b"550 nobody\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def post_office():
    """A mail server on this machine that keeps what it is given in `letters`."""
    with socketserver.ThreadingTCPServer(("localhost", 0), Postman) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def waiting(session) -> int:
    """How many messages have not left."""
    return session.scalar(sa.select(sa.func.count()).select_from(Mail).where(Mail.sent_at.is_(None)))


def test_what_waits_leaves_once(session, post_office):
    address = f"smtp://localhost:{post_office.server_address[1]}"
    queue_mail(session, recipient="ana@example.org", subject="A new password", text="Here it is.", now=NOW)
    assert send_waiting(session, smtp_url=address, sender="lull@example.org", now=NOW) == (1, 0)
    assert send_waiting(session, smtp_url=address, sender="lull@example.org", now=NOW) == (0, 0)
    assert [letter.count("Here it is.") for letter in post_office.letters] == [1]


def test_one_refused_address_holds_up_nobody(session, post_office):
    address = f"smtp://localhost:{post_office.server_address[1]}"
    for recipient in ("gone@nowhere.example", "ana@example.org"):
        queue_mail(session, recipient=recipient, subject="Hello", text="Hello.", now=NOW)
    assert send_waiting(session, smtp_url=address, sender="lull@example.org", now=NOW) == (1, 1)
    assert waiting(session) == 1


def test_an_address_that_is_always_refused_is_given_up(session, post_office):
    address = f"smtp://localhost:{post_office.server_address[1]}"
    queue_mail(session, recipient="gone@nowhere.example", subject="Hello", text="Hello.", now=NOW)
    said = [send_waiting(session, smtp_url=address, sender="lull@example.org", now=NOW) for _ in range(post.TRIES + 1)]
    assert said == [(0, 1)] * post.TRIES + [(0, 0)]


def test_two_that_send_at_once_send_a_message_once(session, database_url, post_office, monkeypatch):
    address = f"smtp://localhost:{post_office.server_address[1]}"
    queue_mail(session, recipient="ana@example.org", subject="Hello", text="Hello.", now=NOW)
    session.commit()
    both_have_read, connect = threading.Barrier(2, timeout=20), post.connected
    monkeypatch.setattr(post, "connected", lambda url: both_have_read.wait() >= 0 and connect(url))
    engine = sa.create_engine(**engine_options(database_url, threads=2))
    prepare(engine)

    def send(_):
        with Session(engine, expire_on_commit=False) as own:
            return send_waiting(own, smtp_url=address, sender="lull@example.org", now=NOW)

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(send, range(2)))
    engine.dispose()
    assert (said, len(post_office.letters)) == ([(0, 1), (1, 0)], 1)


def test_a_mail_server_that_is_down_loses_nothing(session):
    queue_mail(session, recipient="ana@example.org", subject="Hello", text="Hello.", now=NOW)
    with pytest.raises(OSError):
        send_waiting(session, smtp_url="smtp://localhost:1", sender="lull@example.org", now=NOW)
    assert waiting(session) == 1
