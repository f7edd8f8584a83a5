"""What lies between a phone and the server, and everything that can go wrong there.

A fault is planned for one push or pull. `dies …` are the server killed by a power cut: at its n-th statement, before
its commit or after it. What the database had not committed is gone, and the phone hears nothing.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.sync.device import Device, Failed, judged

API = {"X-Lull": "1"}
FAULTS = (
    *("request lost", "answer lost", "sent twice", "late", "half an answer", "a portal's page", "busy"),
    *("dies before commit", "dies after commit", "dies at 4", "dies at 9", "dies at 14", "dies at 22", "serialization"),
)


class Killed(BaseException):
    """The server stopped here. Nothing may catch it."""


class Serialization(Exception):
    """What PostgreSQL says to one of two transactions that cannot both be."""

    sqlstate = "40001"


class Moments(threading.local):
    """Where a request of this thread is to be interrupted."""

    dies_at = 0  # statement
    at_commit: Callable[[], None] | None = None  # called once, before the commit of what was written
    at_lock: Callable[[], None] | None = None  # called once, before waiting for the patient's lock
    statements = 0
    has_written = False

    def clear(self) -> None:
        """No interruption."""
        self.dies_at, self.at_commit, self.at_lock, self.statements, self.has_written = 0, None, None, 0, False


class Network:
    """Reaches one application's addresses for every phone, each with its own cookie."""

    def __init__(self, app: Flask, engine: sa.Engine) -> None:
        self.app, self.moments = app, Moments()
        self.clients: dict[Any, FlaskClient] = {}
        self.plans: dict[Any, deque[str]] = {}
        self.late: list[tuple[FlaskClient, str, Any]] = []
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        sa.event.listen(engine, "commit", self._commit)

    def ask(self, device: Device, path: str, body: Any = None) -> dict[str, Any]:
        """The server's answer as the phone's ask() would see it; Failed as wire.js would fail."""
        plan = self.plans.get(device.id)
        fault = plan.popleft() if plan and "/sync/" in path else ""
        client = self.clients[device.id]
        if fault == "late":
            self.late.append((client, path, body))
        if fault in ("request lost", "late"):
            raise Failed("unreachable")
        if fault == "busy":
            return judged(503, {"error": "busy", "fields": {}})
        if fault == "sent twice":
            self._send(client, path, body)
        status, value = self._interrupted(fault, client, path, body)
        if fault in ("answer lost", "half an answer", "dies after commit"):
            raise Failed("unreachable")
        return judged(status, None if fault == "a portal's page" else value)

    def deliver(self, place: int) -> None:
        """A late request arrives; nobody waits for its answer."""
        client, path, body = self.late.pop(place % len(self.late))
        self._send(client, path, body)

    def _interrupted(self, fault: str, client: FlaskClient, path: str, body: Any) -> tuple[int, Any]:
        if fault.startswith("dies at "):
            self.moments.dies_at = int(fault.removeprefix("dies at "))
        elif fault == "dies before commit":
            self.moments.at_commit = _kill
        elif fault == "serialization":
            self.moments.at_commit = _refuse_once
        try:
            return self._send(client, path, body)
        except Killed:
            raise Failed("unreachable") from None
        finally:
            self.moments.clear()

    def _send(self, client: FlaskClient, path: str, body: Any) -> tuple[int, Any]:
        if body is None:
            answer = client.get(path, headers=API)
        else:
            answer = client.post(path, data=orjson.dumps(body), content_type="application/json", headers=API)
        return answer.status_code, answer.get_json(silent=True)

    def _statement(self, _c: Any, _k: Any, statement: str, *_: Any) -> None:
        moments = self.moments
        moments.statements += 1
        if moments.statements == moments.dies_at:
            raise Killed
        if statement.startswith("INSERT INTO revision"):
            moments.has_written = True
        if statement.startswith("BEGIN IMMEDIATE") or "FOR UPDATE" in statement:
            _once(moments, "at_lock")

    def _commit(self, _connection: Any) -> None:
        if self.moments.has_written:
            self.moments.has_written = False
            _once(self.moments, "at_commit")


def _once(moments: Moments, name: str) -> None:
    act = getattr(moments, name)
    setattr(moments, name, None)
    if act:
        act()


def _kill() -> None:
    raise Killed


def _refuse_once() -> None:
    raise OperationalError("COMMIT", {}, Serialization())
