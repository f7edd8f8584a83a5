"""Who may come to an address at all. Whose diary they then see is for the door, `access`, to say."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g, redirect, session, url_for
from flask_login import current_user
from flask_security.utils import check_and_update_authn_fresh

from diary.accounts import access
from diary.accounts.settings import FRESH
from diary.accounts.setup import to_sign_in
from diary.db import db, reading
from diary.web import refusal, wants_json

T = TypeVar("T")
View = Callable[..., Any]


def signed_in(view: View) -> View:
    """Let anybody in who is signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if current_user.is_authenticated else to_sign_in()

    return guarded


def patient_only(view: View) -> View:
    """Let a patient in; to anybody else who is signed in the address does not exist. Sets `g.patient`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return to_sign_in()
        g.patient = briefly(lambda session: access.own_patient(session, current_user))
        return view(*args, **kwargs)

    return guarded


def staff_only(*roles: Any) -> Any:
    """Let staff in who have their second factor: `@staff_only`, or `@staff_only("admin", …)` for some roles.

    To anybody else who is signed in the address does not exist. Sets `g.staff`, the first fitting place.
    """
    if len(roles) == 1 and callable(roles[0]):
        return staff_only()(roles[0])

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return to_sign_in()
            places = briefly(lambda session: access.places_of(session, current_user))
            if not places:
                abort(404)
            if not has_second_factor(current_user):
                if wants_json():
                    return refusal(403, "Set up your second step first.")
                return redirect(url_for("security.two_factor_setup"))
            fitting = [place for place in places if not roles or place.role in roles]
            if not fitting:
                abort(403)
            g.staff = fitting[0]
            return view(*args, **kwargs)

        return guarded

    return guard


def has_second_factor(user: Any) -> bool:
    """Whether this user has an authenticator set up."""
    return bool(user.tf_totp_secret and user.tf_primary_method)


def is_fresh() -> bool:
    """Whether the password was given within the last five minutes."""
    return current_user.is_authenticated and check_and_update_authn_fresh(FRESH, FRESH, "session")


def briefly(question: Callable[[Any], T]) -> T:
    """The answer to a question to the database, with the view's own transaction left as it was."""
    begun = db.session.in_transaction()
    answer = question(reading(db.session))
    if not begun:
        db.session.commit()
    return answer


def looked_at() -> str | None:
    """The invitation that this browser has looked at and not used yet."""
    return session.get("invitation")
