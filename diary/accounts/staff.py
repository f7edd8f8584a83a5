"""The pages of a clinic's staff: who works here, and joining."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_security.utils import hash_password

from diary import clock
from diary.accounts import queries
from diary.accounts.access import NoSuchDiary
from diary.accounts.forms import StaffInviteForm, StaffJoinForm, key
from diary.accounts.guards import briefly, staff_only
from diary.accounts.invitations import invite_staff, redeem_as_staff, revoke_invitation
from diary.accounts.models import Clinic, Staff, User
from diary.accounts.operations import AddressTaken, end_staff
from diary.db import transact
from diary.fields import Refused

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("/")
@staff_only("admin")
def people() -> Any:
    """Who works at this clinic, and who is invited."""
    return _people(StaffInviteForm())


@bp.post("/invitations")
@staff_only("admin")
def invite() -> Any:
    """Make an invitation and show its link, once."""
    form = StaffInviteForm()
    if not form.validate_on_submit():
        return _people(form), 422
    invited = transact(
        lambda session: invite_staff(
            session,
            clinic=session.get_one(Clinic, g.staff.clinic_id),
            by=current_user,
            email=form.email.data,
            role=form.role.data,
            key=key(),
            now=clock.now(),
        )
    )
    return _people(StaffInviteForm(formdata=None), link=join_link(invited.token), email=form.email.data)


@bp.post("/invitations/<uuid:invitation_id>/revocation")
@staff_only("admin")
def revoke(invitation_id: UUID) -> Any:
    """End an invitation."""
    transact(
        lambda session: revoke_invitation(
            session, clinic_id=g.staff.clinic_id, invitation_id=invitation_id, for_staff=True, now=clock.now()
        )
    )
    return redirect(url_for(".people"))


@bp.post("/<uuid:staff_id>/ending")
@staff_only("admin")
def end(staff_id: UUID) -> Any:
    """End somebody's place here, and their sessions."""
    transact(lambda session: _end(session, staff_id))
    return redirect(url_for(".people"))


@bp.route("/join", methods=["GET", "POST"])
def join() -> Any:
    """Begin to work at a clinic: the link, a name, a password, and then the second factor."""
    form = StaffJoinForm()
    if not form.validate_on_submit():
        return render_template("accounts/staff_join.html", form=form), 422 if form.is_submitted() else 200
    user = _joined(form)
    if user is None or current_user.is_authenticated:
        return redirect(url_for("security.login"))
    # Nobody is signed in until the second factor works.
    return current_app.extensions["security"].two_factor_plugins.tf_enter(user, False, "register", next_loc=None)


def join_link(token: str) -> str:
    """The link of a staff invitation. What follows the # is never sent to a server or written to a log."""
    return f"{current_app.config['DIARY_PUBLIC_URL'].rstrip('/')}/staff/join#{token}"


def _joined(form: StaffJoinForm) -> User | None:
    """The new member of staff; None when the address has an account already, which then has to sign in first."""
    assert form.invitation is not None
    invitation_id, name = form.invitation.id, form.name.data
    password_hash = hash_password(form.password.data) if form.password.data else None
    with suppress(AddressTaken):
        return transact(
            lambda session: redeem_as_staff(
                session,
                invitation_id=invitation_id,
                name=name,
                password_hash=password_hash,
                user=session.get(User, current_user.id) if current_user.is_authenticated else None,
                now=clock.now(),
            )[0]
        )
    flash("This address has an account already. Sign in, then open the link again.", "error")
    return None


def _end(session: Any, staff_id: UUID) -> None:
    staff = session.get(Staff, staff_id)
    if staff is None or staff.clinic_id != g.staff.clinic_id:
        raise NoSuchDiary
    if staff.id == g.staff.id:
        raise Refused("You cannot end your own place. Ask another administrator.")
    end_staff(session, staff=staff, now=clock.now())


def _people(form: StaffInviteForm, **shown: Any) -> str:
    clinic_id = g.staff.clinic_id
    return render_template(
        "accounts/staff.html",
        form=form,
        clinic=briefly(lambda session: session.get_one(Clinic, clinic_id)),
        people=briefly(lambda session: queries.staff_of(session, clinic_id)),
        invitations=[
            invitation
            for invitation in briefly(lambda session: queries.open_invitations(session, clinic_id, clock.now()))
            if invitation.role
        ],
        me=g.staff,
        **shown,
    )
