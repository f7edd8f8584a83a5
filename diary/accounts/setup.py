"""Flask-Security as Lull uses it: our addresses, our templates, our sessions, our mail."""

import base64
import hashlib
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import segno
import sqlalchemy as sa
from flask import Flask, Response, abort, after_this_request, current_app, redirect, request, session, url_for
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security import FSQLALiteUserDatastore, MailUtil, Security, Totp
from flask_security.signals import password_changed, password_reset, tf_profile_changed
from flask_security.utils import set_request_attr
from passlib.exc import TokenError
from passlib.totp import TOTP, TotpMatch
from werkzeug.exceptions import Forbidden

from diary import clock
from diary.accounts import access, forms
from diary.accounts.models import FsRefreshTracker, Role, User, WebAuthn
from diary.accounts.operations import end_sign_ins, name_installation, queue_mail
from diary.accounts.passwords import Passwords
from diary.accounts.session import PUBLIC, STAFF_IDLE, DatabaseSessions, Terms
from diary.accounts.settings import SETTINGS
from diary.db import db, reading, transact
from diary.web import absent, refusal, told, wants_json

PATIENT_LASTS, STAFF_LASTS = timedelta(days=30), timedelta(hours=12)

# Views of Flask-Security that Lull does not use; their addresses answer as if they did not exist.
UNUSED = ("tf_select", "two_factor_rescue", "two_factor_setup_validate")


class OneUseTotp(Totp):
    """The second factor. A code that was accepted is not accepted again, in a race neither."""

    def get_last_counter(self, user: Any) -> int | None:
        return user.totp_last_counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        later = sa.or_(User.totp_last_counter.is_(None), User.totp_last_counter < tmatch.counter)
        used = sa.update(User).where(User.id == user.id, later).values(totp_last_counter=tmatch.counter)
        if db.session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
            raise TokenError("used")

    def generate_qrcode(self, username: str, totp: str) -> str:
        # Dark on light whatever the theme: cameras do not read it the other way round.
        return segno.make(self.get_totp_uri(username, totp)).svg_data_uri(dark="#000", light="#fff", border=4, scale=5)


class QueuedMail(MailUtil):
    """Mail goes to a table: sending it inside the request would tell who has an account."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: Any, **kwargs: Any
    ) -> None:
        queue_mail(db.session, recipient=str(recipient), subject=subject, text=body or "", now=clock.now())

        @after_this_request
        def commit(response: Response) -> Response:
            db.session.commit()
            return response


def install(app: Flask) -> None:
    """Give `app` its sessions, its sign-in, and the rule that a look at a diary is written down."""
    secret = app.config["DIARY_SECRET"]
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    app.config.update(
        SECURITY_PASSWORD_HASH=app.config["DIARY_PASSWORD_HASH"],
        SECURITY_PASSWORD_SCHEMES=["argon2", "plaintext"] if app.testing else ["argon2"],
        SECURITY_PASSWORD_SALT=_derived(secret, "password"),
        SECURITY_TOTP_SECRETS={"1": _derived(secret, "second factor")},
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[_derived(secret, "recovery codes").encode()],
        SECURITY_CONFIRMABLE=bool(app.config["DIARY_SMTP_URL"]),
        SECURITY_EMAIL_SENDER=app.config["DIARY_MAIL_FROM"],
        SESSION_PROTECTION=None,
    )
    app.config.setdefault("TRUSTED_HOSTS", None)
    app.config["TRUSTED_HOSTS"] = app.config["TRUSTED_HOSTS"] or _hosts(app.config["DIARY_PUBLIC_URL"])
    app.session_interface = DatabaseSessions()
    security = Security(
        login_form=forms.SignInForm,
        verify_form=forms.ConfirmForm,
        forgot_password_form=forms.ForgottenForm,
        reset_password_form=forms.ResetForm,
        send_confirmation_form=forms.ConfirmAgainForm,
        change_password_form=forms.NewPasswordForm,
        two_factor_verify_code_form=forms.SecondFactorForm,
        two_factor_setup_form=forms.SecondFactorSetupForm,
        two_factor_rescue_form=forms.RescueForm,
        mf_recovery_form=forms.RecoveryForm,
        mail_util_cls=QueuedMail,
        password_util_cls=Passwords,
        totp_cls=OneUseTotp,
    )
    security.init_app(app, FSQLALiteUserDatastore(db, User, Role, WebAuthn, FsRefreshTracker))
    security.want_json(lambda request: False)
    security.unauthn_handler(_unauthenticated)
    security.login_manager.user_loader(_user_of_session)
    security.login_manager._request_callback = None  # a session is the only way in: no tokens
    for view in UNUSED:
        app.view_functions[f"security.{view}"] = _unused
    second_step = "security.two_factor_token_validation"
    app.view_functions[second_step] = _only_when_asked(app.view_functions[second_step])
    app.before_request(_forms_only)
    app.before_request(_name_once)
    app.after_request(_write_looks)
    app.register_error_handler(access.NoSuchDiary, lambda problem: absent())
    app.register_error_handler(access.AccountClosed, lambda problem: _closed())
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    tf_profile_changed.connect(_rights_changed, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_changed, app)


def to_sign_in() -> Any:
    """Where nobody is signed in: the way to sign in and, for a page, back."""
    if wants_json():
        return refusal(401, "Sign in again to go on.")
    back = request.path if request.method == "GET" else None
    return redirect(url_for("security.login", next=back))


def current_code(user: User) -> str:
    """The code that this user's authenticator shows now; for the demo and for tests."""
    return _security().totp_factory.generate_totp_password(user.tf_totp_secret)


def set_second_factor(user: User, secret: str | None = None) -> None:
    """Give this user an authenticator with this base-32 `secret`, or with a new one. The caller commits."""
    maker: type[TOTP] = _security().totp_factory._totp
    authenticator = maker(key=secret, format="base32") if secret else maker.new()
    user.tf_totp_secret = authenticator.to_json(encrypt=True)
    user.tf_primary_method = "authenticator"


def terms_for(user: Any) -> Terms:
    """How long this user stays signed in."""
    if not access.places_of(db.session, user):
        return Terms(user.id, PATIENT_LASTS, None)
    return Terms(user.id, STAFF_LASTS, STAFF_IDLE)


def _user_of_session(uniquifier: str) -> User | None:
    """The signed-in user: the one of the session's row, active, and unchanged since the sign-in."""
    if session.user_id is None:  # type: ignore[attr-defined]
        return None
    begun = db.session.in_transaction()
    user = reading(db.session).get(User, session.user_id)  # type: ignore[attr-defined]
    if user is not None:
        # Roles of Flask-Security are not used; said here, they are never asked of the database.
        sa.orm.attributes.set_committed_value(user, "roles", [])
    if not begun:
        db.session.commit()
    if user is None or not user.active or user.fs_uniquifier != uniquifier:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _signed_in(app: Flask, user: User, **extra: Any) -> None:
    session.begin(terms_for(user))  # type: ignore[attr-defined]
    forms.remember_device(user.email)


def _signed_out(app: Flask, **extra: Any) -> None:
    if session.user_id is not None:  # type: ignore[attr-defined]
        session.end()  # type: ignore[attr-defined]


def _rights_changed(app: Flask, user: User, **extra: Any) -> None:
    end_sign_ins(db.session, user_id=user.id, now=clock.now(), but=session.row and session.row.id)  # type: ignore[attr-defined]
    session.renew()  # type: ignore[attr-defined]


def _password_changed(app: Flask, user: User, **extra: Any) -> None:
    end_sign_ins(db.session, user_id=user.id, now=clock.now())


def _forms_only() -> None:
    if request.blueprint == "security" and request.is_json:
        abort(415)


def _name_once() -> None:
    """Give a new database its epoch. The first request that is not for a public page finds out."""
    if current_app.extensions.get("lull.named") or request.blueprint in PUBLIC:
        return
    transact(lambda writer: name_installation(writer, now=clock.now()))
    current_app.extensions["lull.named"] = True


def _write_looks(response: Response) -> Response:
    """No look without its line in the access log: if it cannot be written, there is no answer either."""
    if access.pending_looks(db.session):
        try:
            transact(lambda writer: access.write_looks(writer, clock.now()))
        finally:
            access.looks_are_written(db.session)
    return response


def _unauthenticated(methods: Any, headers: Any = None) -> Any:
    return to_sign_in()


def _only_when_asked(view: Any) -> Any:
    """Flask-Security signs out whoever opens the second step out of turn: a link would be enough for that."""

    @wraps(view)
    def guarded() -> Any:
        if current_user.is_authenticated and session.get("tf_state") != "validating_profile":
            return redirect(url_for("accounts.welcome"))
        return view()

    return guarded


def _unused(**names: str) -> Any:
    return abort(404)


def _closed() -> Any:
    sentence = "This account is closed. What is on your device stays there."
    return refusal(403, sentence) if wants_json() else told(Forbidden())


def _security() -> Any:
    return current_app.extensions["security"]


def _hosts(public_url: str) -> list[str]:
    host = urlsplit(public_url).hostname or "localhost"
    return [host] if public_url.startswith("https://") else [host, "localhost", "127.0.0.1"]


def _derived(secret: str, purpose: str) -> str:
    """A key for one purpose. Whoever changes DIARY_SECRET sets up every second factor anew."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret}".encode()).digest()).decode()
