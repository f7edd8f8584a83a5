"""The forms of sign-in, sign-up and joining. Each try at a secret is counted; too many are turned away unread."""

from collections.abc import Callable
from typing import Any

from flask import abort, after_this_request, current_app, request
from flask_login import current_user
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    MfRecoveryForm,
    ResetPasswordForm,
    SendConfirmationForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.utils import hash_password
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from diary import clock
from diary.accounts import codes, throttle
from diary.accounts.invitations import UNKNOWN, find_invitation
from diary.accounts.models import Invitation, User
from diary.accounts.operations import ROLES
from diary.accounts.passwords import ALONE, LONGEST, WITH_SECOND_FACTOR, weakness
from diary.db import db, reading, transact
from diary.fields import WORD, ZONES, Refused

REMEMBERED = 365 * 24 * 3600  # seconds that a browser is known to an account it signed in to

needed = DataRequired("Write something here.")
password_length = Length(max=LONGEST, message=f"At most {LONGEST} characters.")


def key() -> str:
    """The installation's secret, under which codes, tokens and counts are hashed."""
    return current_app.config["DIARY_SECRET"]


def attempt(kind: str, account: str) -> throttle.Attempt:
    """This request as a try at `account`, from its network and, if it has signed in here before, its browser."""
    account = codes.keyed(key(), "account", account.strip().lower())
    network = codes.keyed(key(), "network", throttle.network_of(request.remote_addr))
    nonce, _, seal = request.cookies.get(device_cookie(), "").partition(".")
    known = bool(nonce) and codes.same(seal, codes.keyed(key(), "device", f"{nonce}:{account}"))
    return throttle.Attempt(kind, account, network, codes.keyed(key(), "device", nonce) if known else None)


def admitted(kind: str, account: str) -> throttle.Attempt:
    """The attempt, if it may be made now. Answers 429 otherwise, the same for an account that does not exist."""
    tried = attempt(kind, account)
    begun = db.session.in_transaction()
    allowed = throttle.may_try(reading(db.session), tried, clock.now())
    if not begun:
        db.session.commit()
    if not allowed:
        abort(429)
    return tried


def failed(tried: throttle.Attempt) -> None:
    """Count this attempt as a failure."""
    transact(lambda session: throttle.note_failure(session, tried, clock.now()))


def device_cookie() -> str:
    """The name of the cookie by which an account knows a browser."""
    return "__Host-lull-device" if current_app.config["DIARY_SECURE"] else "lull-device"


def remember_device(email: str) -> None:
    """Let this browser be known to the account that just signed in here. It opens nothing by itself."""
    if attempt("", email).device:
        return
    nonce = codes.new_token()
    seal = codes.keyed(key(), "device", f"{nonce}:{codes.keyed(key(), 'account', email.strip().lower())}")

    @after_this_request
    def send(response: Response) -> Response:
        secure = current_app.config["DIARY_SECURE"]
        response.set_cookie(
            device_cookie(), f"{nonce}.{seal}", max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax"
        )
        return response


class Counted:
    """A form of Flask-Security that tries a secret: admitted first, counted when it fails."""

    counts = "password"

    def validate(self, **kwargs: Any) -> bool:
        user = getattr(self, "user", None) or current_user
        tried = admitted(self.counts, getattr(user, "email", ""))
        if super().validate(**kwargs):  # type: ignore[misc]
            return True
        failed(tried)
        return False


class SignInForm(LoginForm):
    """Address and password. The database is only read while the password is hashed."""

    remember = None
    password = PasswordField(validators=[DataRequired("Write your password."), password_length])

    def validate(self, **kwargs: Any) -> bool:
        tried = admitted("password", self.email.data or "")
        reading(db.session)
        good = super().validate(**kwargs)
        db.session.commit()
        if not good and not self.user_authenticated:
            failed(tried)
        return good


class SecondFactorForm(Counted, TwoFactorVerifyCodeForm):
    """The code of the authenticator app."""

    counts = "factor"


class RecoveryForm(Counted, MfRecoveryForm):
    """A recovery code, where the app is lost."""

    counts = "factor"

    def validate(self, **kwargs: Any) -> bool:
        # Locked until the code is struck off the list, so that it cannot be used twice at once.
        assert self.user is not None, "set by the view"
        db.session.get(User, self.user.id, with_for_update=True, populate_existing=True)
        return super().validate(**kwargs)


class ConfirmForm(Counted, VerifyForm):
    """The password once more, before something that matters."""

    password = PasswordField(validators=[DataRequired("Write your password."), password_length])


class NewPasswordForm(Counted, ChangePasswordForm):
    """The old password and the new one."""

    password = PasswordField(validators=[DataRequired("Write your password."), password_length])


def mails(email: str) -> None:
    """Count a message to this address, whoever has it. Answers 429 beyond that: a mailbox is not to be flooded."""
    failed(admitted("mail", email))


class ForgottenForm(ForgotPasswordForm):
    """The address to send a link to."""

    def validate(self, **kwargs: Any) -> bool:
        mails(self.email.data or "")
        found = super().validate(**kwargs)
        if found:
            hash_password("as long as for an address without an account")
        return found


class ConfirmAgainForm(SendConfirmationForm):
    """The address to send the link of a new account to once more."""

    def validate(self, **kwargs: Any) -> bool:
        mails(self.email.data or "")
        return super().validate(**kwargs)


class ResetForm(ResetPasswordForm):
    """The new password, behind a link from a message."""


class SecondFactorSetupForm(TwoFactorSetupForm):
    """Set up an authenticator app, or set it up anew. It cannot be switched off: a short password rests on it."""

    setup = StringField()

    def validate(self, **kwargs: Any) -> bool:
        return self.setup.data != "disable" and super().validate(**kwargs)


class RescueForm(TwoFactorRescueForm):
    """Wanted by Flask-Security and never shown: who has lost the app has recovery codes."""

    help_setup = RadioField(choices=[])


class CodeForm(FlaskForm):
    """A code from a clinic, typed, or the token of its link. `invitation` is what it belongs to."""

    invitation: Invitation | None = None
    code = StringField(validators=[needed, Length(max=200)])

    def validate_code(self, field: Any) -> None:
        self.invitation = _beside_field(field.data, wanted=lambda found: found.role is None)


class SignUpForm(FlaskForm):
    """A patient's own account."""

    invitation: Invitation | None = None
    name = StringField(validators=[needed, Length(max=WORD)])
    email = EmailField(validators=[needed, Length(max=255)])
    password = PasswordField(validators=[needed])
    zone = StringField(validators=[needed, Length(max=64)])
    code = StringField(validators=[Optional(), Length(max=200)])

    def validate_email(self, field: Any) -> None:
        field.data = address(field.data)

    def validate_password(self, field: Any) -> None:
        field.data = new_password(field.data, ALONE, self.email.data, self.name.data)

    def validate_zone(self, field: Any) -> None:
        if field.data not in ZONES:
            raise ValidationError("We do not know this time zone; use a name such as Europe/Berlin.")

    def validate_code(self, field: Any) -> None:
        self.invitation = _beside_field(field.data, wanted=lambda found: found.role is None)


class StaffJoinForm(FlaskForm):
    """Someone who was invited to work at a clinic. The address is the one that was invited."""

    invitation: Invitation | None = None
    token = StringField(validators=[needed, Length(max=400)])
    name = StringField(validators=[needed, Length(max=WORD)])
    password = PasswordField()

    def validate_token(self, field: Any) -> None:
        self.invitation = _beside_field(field.data, wanted=lambda found: found.role is not None)

    def validate_password(self, field: Any) -> None:
        if current_user.is_authenticated:
            field.data = None  # whoever is signed in keeps their password
            return
        email = self.invitation.email if self.invitation else ""
        field.data = new_password(field.data, WITH_SECOND_FACTOR, email, self.name.data)


class StaffInviteForm(FlaskForm):
    """Whom to invite to work here."""

    email = EmailField(validators=[needed, Length(max=255)])
    role = SelectField(choices=list(ROLES), default="provider")

    def validate_email(self, field: Any) -> None:
        field.data = address(field.data)


def invitation_for(text: str, *, wanted: Callable[[Invitation], bool]) -> Invitation:
    """The open invitation that `text` belongs to. A wrong guess is counted. Raises Refused with one sentence."""
    tried = admitted("code", getattr(current_user, "email", "") or f"network:{request.remote_addr}")
    found = transact(lambda session: find_invitation(session, text=text, key=key(), now=clock.now()))
    if found is None or not wanted(found):
        failed(tried)
        raise Refused(UNKNOWN, {"code": [UNKNOWN]})
    return found


def _beside_field(text: str, *, wanted: Callable[[Invitation], bool]) -> Invitation:
    try:
        return invitation_for(text, wanted=wanted)
    except Refused as problem:
        raise ValidationError(problem.error) from None


def address(text: str) -> str:
    """The e-mail address that is meant, in its normal form."""
    try:
        return current_app.extensions["security"].mail_util.normalize(text).lower()
    except ValueError:
        raise ValidationError("This does not look like an e-mail address.") from None


def new_password(text: str | None, shortest: int, *about: str | None) -> str:
    """The password as it will be hashed, if it is good enough."""
    password = current_app.extensions["security"].password_util.normalize(text or "")
    known = tuple(word for part in about if part for word in part.replace("@", " ").split())
    problem = weakness(password, shortest=shortest, about=known)
    if problem:
        raise ValidationError(problem)
    return password
