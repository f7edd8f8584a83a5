"""Sessions that live in the database: the cookie holds a random key, the table its hash.

Each can be ended alone. A key is new at every sign-in and after every change of rights, so that one planted
before is worth nothing. A public page, whatever cookie comes with it, never opens the session at all.

Whoever has not shown who they are leaves no row: what a form needs to know until then is sealed into the cookie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask, Request, Response, current_app
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import codes
from diary.accounts.models import SignIn
from diary.accounts.operations import forget_sign_ins
from diary.db import db, transact

# Blueprints whose pages are the same bytes for everybody.
PUBLIC = {"pwa", "openapi"}
# Addresses that a page calls by itself. They never keep anybody signed in (OpenEMR CVE-2026-25476).
PASSIVE = ("/api/v1/sync/",)
PASSIVE_VIEWS = {"clinic_chair_api.state"}
PASSIVE_HEADER = "X-Lull-Passive"

# Minutes that staff may do nothing: at a desk, and while the chair's page is open, where watching is the work.
STAFF_IDLE, CHAIR_IDLE = 15, 30
CHAIR_VIEWS = {"clinic_chair.live", "clinic_chair_api.entries", *PASSIVE_VIEWS}

ANONYMOUS = timedelta(hours=1)
# What a visitor's session may hold: a form's token and state, the invitation looked at, a sentence for the next page.
SEALED = {"csrf_token", "fs_cc", "invitation", "_flashes"}
# How often a person's presence is written down: often enough for what depends on it.
STAFF_NOTICE, PATIENT_NOTICE = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class Terms:
    """How long somebody stays signed in: `lasts` altogether, and `idle` minutes without doing anything."""

    user_id: int
    lasts: timedelta
    idle: int | None


class BrowserSession(SessionMixin):
    """One browser's session, read from the database when somebody first asks for it."""

    def __init__(self, request: Request, key: str | None) -> None:
        self._request = request
        self._values: dict[str, Any] | None = None
        self.key = key
        self.row: Any = None
        self.terms: Terms | None = None  # set when somebody signs in
        self.renewed = False  # set when rights change: the same session under a new key
        self.ended = False
        self.is_sealed = False  # its values came with the cookie
        self.opened = self.modified = False  # Flask sets `accessed` even where nothing was read

    @property
    def values_(self) -> dict[str, Any]:
        """What the session holds; nothing for a public page."""
        if self._values is None:
            self._values = {}
            if self._request.blueprint not in PUBLIC:
                self.opened = True
                if self.key and SEAL_MARK in self.key:
                    self._values = _unsealed(self.key)
                    self.is_sealed = bool(self._values)
                elif self.key:
                    self.row = _find(self.key, clock.now())
                    self._values = _serializer.loads(self.row.data) if self.row is not None else {}
        return self._values

    @property
    def user_id(self) -> int | None:
        """The user whose session this is, as the database has it."""
        return self.row.user_id if self.values_ is not None and self.row is not None else None

    @property
    def is_passive(self) -> bool:
        """Whether this request came without anybody doing anything."""
        is_polled = self._request.path.startswith(PASSIVE) or self._request.endpoint in PASSIVE_VIEWS
        return is_polled or PASSIVE_HEADER in self._request.headers

    @property
    def idle_minutes(self) -> int | None:
        """How long whoever is signed in may do nothing from now on: longer while a page of the chair is open."""
        if self.row is None or self.row.idle_minutes is None:
            return None
        if self._request.endpoint in CHAIR_VIEWS:
            return CHAIR_IDLE
        return self.row.idle_minutes if self.is_passive else STAFF_IDLE

    @property
    def is_visitors(self) -> bool:
        """Whether nobody has shown who they are, and the cookie can hold all there is to know."""
        return bool(self.values_) and self.row is None and not self.terms and self.values_.keys() <= SEALED

    def begin(self, terms: Terms) -> None:
        """Somebody signed in: when this request ends, the session gets a new row and a new key."""
        self.values_.pop("csrf_token", None)
        self.terms, self.ended = terms, False

    def renew(self) -> None:
        """Rights changed: when this request ends, the session gets a new key."""
        self.renewed = self.modified = True

    def end(self) -> None:
        """When this request ends, the session is over, here and in the database."""
        self.ended = True

    def __getitem__(self, name: str) -> Any:
        return self.values_[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.values_[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.values_[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


class DatabaseSessions(SessionInterface):
    """Opens and saves sessions of the `sign_in` table."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """The session of this browser; nothing is read yet."""
        return BrowserSession(request, request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write down what changed, and give the browser its new key if it has one."""
        assert isinstance(session, BrowserSession)
        if not session.opened:
            return
        response.vary.add("Cookie")
        now = clock.now()
        if session.ended:
            transact(lambda writer: _end(writer, session, now))
            self._forget_cookie(app, response)
        elif session.modified and session.is_visitors:
            self._send_cookie(app, response, _sealed(session), None)
        elif session.terms or session.renewed or (session.modified and session.row is None and session.values_):
            key = codes.new_token()
            expires_at = transact(lambda writer: _under_new_key(writer, session, key, now))
            self._send_cookie(app, response, key, expires_at if session.terms and not session.terms.idle else None)
        elif session.modified and session.row is not None:
            transact(lambda writer: _write(writer, session, now))
        elif session.row is not None and (noticed := _noticed(session, now, response.status_code)):
            transact(lambda writer: writer.execute(_this(session).values(**noticed)))
        elif session.row is None and session.key and not (session.is_sealed and session.values_):
            self._forget_cookie(app, response)

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-` ties the cookie to this host over https; plain http on localhost cannot have it."""
        return "__Host-lull" if app.config["DIARY_SECURE"] else "lull"

    def _send_cookie(self, app: Flask, response: Response, key: str, expires: datetime | None) -> None:
        name, secure = self.get_cookie_name(app), app.config["DIARY_SECURE"]
        response.set_cookie(name, key, expires=expires, secure=secure, httponly=True, samesite="Lax")

    def _forget_cookie(self, app: Flask, response: Response) -> None:
        name, secure = self.get_cookie_name(app), app.config["DIARY_SECURE"]
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")


SEAL_MARK = "."  # stands in every sealed value, and in no random key
_serializer = TaggedJSONSerializer()
_COLUMNS = (SignIn.id, SignIn.user_id, SignIn.data, SignIn.idle_minutes, SignIn.seen_at, SignIn.expires_at)


def _find(key: str, now: datetime) -> Any:
    """The open session under this key. Read on a connection of its own: the view's transaction stays its own."""
    open_row = sa.select(*_COLUMNS).where(
        SignIn.key_hash == codes.digest(key), SignIn.revoked_at.is_(None), SignIn.expires_at > now
    )
    with db.engine.connect().execution_options(readonly=True) as connection:
        row = connection.execute(open_row).one_or_none()
    if row is not None and row.idle_minutes and row.seen_at + timedelta(minutes=row.idle_minutes) <= now:
        return None
    return row


def _under_new_key(writer: Session, session: BrowserSession, key: str, now: datetime) -> datetime:
    """Move the session to a new row under `key`, and end the old one. When the new one expires."""
    terms, old = session.terms, session.row
    if terms is None and old is not None:
        writer.execute(_this(session).values(key_hash=codes.digest(key), data=_dumped(session), seen_at=now))
        return old.expires_at
    if old is not None:
        writer.execute(sa.delete(SignIn).where(SignIn.id == old.id))
    forget_sign_ins(writer, now=now)
    row = SignIn(
        id=uuid4(),
        key_hash=codes.digest(key),
        user_id=terms.user_id if terms else None,
        data=_dumped(session),
        device=device_of(session._request.user_agent.string),
        idle_minutes=terms.idle if terms else None,
        created_at=now,
        seen_at=now,
        expires_at=now + (terms.lasts if terms else ANONYMOUS),
    )
    writer.add(row)
    return row.expires_at


def _write(writer: Session, session: BrowserSession, now: datetime) -> None:
    seen: dict[str, Any] = {"idle_minutes": session.idle_minutes}
    seen |= {} if session.is_passive else {"seen_at": now}
    writer.execute(_this(session).values(data=_dumped(session), **seen))


def _end(writer: Session, session: BrowserSession, now: datetime) -> None:
    if session.values_ is not None and session.row is not None:
        writer.execute(_this(session).values(revoked_at=now, data="{}"))


def _this(session: BrowserSession) -> sa.Update:
    assert session.row is not None
    return sa.update(SignIn).where(SignIn.id == session.row.id, SignIn.revoked_at.is_(None))


def _noticed(session: BrowserSession, now: datetime, status: int) -> dict[str, Any]:
    """What this request changes about how long the session lasts; nothing where it is not worth writing down."""
    row = session.row
    found: dict[str, Any] = {}
    if row.user_id is None:
        return found
    # A chair that is not there is not open.
    if session.idle_minutes != row.idle_minutes and status != HTTPStatus.NOT_FOUND:
        found["idle_minutes"] = session.idle_minutes
    notice = STAFF_NOTICE if row.idle_minutes else PATIENT_NOTICE
    if not session.is_passive and (found or now - row.seen_at >= notice):
        found["seen_at"] = now
    return found


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="visitor", serializer=_serializer)


def _sealed(session: BrowserSession) -> str:
    return str(_seal().dumps(session.values_))


def _unsealed(key: str) -> dict[str, Any]:
    """What was sealed within the last hour; nothing when the seal is broken or old."""
    try:
        values: dict[str, Any] = _seal().loads(key, max_age=int(ANONYMOUS.total_seconds()))
    except BadSignature:
        return {}
    return values


def _dumped(session: BrowserSession) -> str:
    return _serializer.dumps(session.values_)


def device_of(user_agent: str) -> str:
    """A browser and a system, in our words: what it says of itself is never shown."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    browser = next((name for mark, name in browsers.items() if mark in user_agent), "Browser")
    system = next((name for mark, name in systems.items() if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def session_id(session: Any) -> UUID | None:
    """The row of the session at hand, to be told apart from a user's other ones."""
    return session.row.id if session.values_ is not None and session.row is not None else None
