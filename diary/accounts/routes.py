"""The addresses of accounts: pages to join and to sign up, and what scripts ask about the signed-in patient."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_security.confirmable import send_confirmation_instructions
from flask_security.utils import hash_password, login_user, logout_user

from diary import clock
from diary.accounts import queries, staff
from diary.accounts.access import own_patient, places_of
from diary.accounts.forms import CodeForm, SignUpForm, invitation_for, mails
from diary.accounts.guards import briefly, is_fresh, looked_at, patient_only, signed_in
from diary.accounts.invitations import UNKNOWN, invitation_now, redeem
from diary.accounts.models import Clinic, Invitation, User
from diary.accounts.operations import (
    AddressTaken,
    end_sign_in,
    give_consent,
    queue_mail,
    sign_up_patient,
    withdraw_consent,
)
from diary.accounts.schemas import (
    AccountSchema,
    ConsentGivenSchema,
    LogPageSchema,
    LogSchema,
    LookedAtSchema,
    NothingSchema,
    RedemptionSchema,
    WhoseSchema,
)
from diary.accounts.session import session_id
from diary.db import db, transact
from diary.fields import Refused
from diary.openapi import described
from diary.web import answer, json_body, load, same_origin_json

bp = Blueprint("accounts", __name__)
bp.register_blueprint(staff.bp)
api = Blueprint("account", __name__, url_prefix="/api/v1")

REDEMPTION, CONSENT, LOG_PAGE = RedemptionSchema(), ConsentGivenSchema(), LogPageSchema()
REFUSED = {422: "It cannot be done as it is."}


@bp.get("/welcome")
@signed_in
def welcome() -> Any:
    """Where somebody goes who has just signed in."""
    if briefly(lambda session: places_of(session, current_user)):
        missing = not current_user.mf_recovery_codes
        return redirect(url_for("security.mf_recovery_codes") if missing else "/clinic/patients")
    return redirect(url_for(".consent") if looked_at() else "/")


@bp.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Any:
    """Make a patient's account. With a code, the clinic that gave it is asked about next."""
    if current_user.is_authenticated:
        return redirect(url_for(".welcome"))
    form = SignUpForm()
    if not form.validate_on_submit():
        return _sign_up_page(form, 422 if form.is_submitted() else 200)
    # Without end, tries would tell who has an account, and fill the database or somebody's mailbox.
    mails(form.email.data)
    if form.invitation is not None:
        session["invitation"] = str(form.invitation.id)
    user = _signed_up(form)
    return _begin(user) if user else _address_taken(form)


@bp.route("/join", methods=["GET", "POST"])
def join() -> Any:
    """Look at an invitation: a code from a clinic, or its link."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/join.html", form=form), 422 if form.is_submitted() else 200
    assert form.invitation is not None
    session["invitation"] = str(form.invitation.id)
    return redirect(url_for(".consent" if current_user.is_authenticated else ".sign_up"))


@bp.get("/join/consent")
@patient_only
def consent() -> Any:
    """Say what is shared with whom, and ask."""
    invitation = _looked_at_invitation()
    if invitation is None:
        return redirect(url_for(".join"))
    if not is_fresh():
        return redirect(url_for("security.verify", next=url_for(".consent")))
    clinic = briefly(lambda session: session.get_one(Clinic, invitation.clinic_id))
    return render_template("accounts/consent.html", clinic=clinic)


@bp.post("/join/consent")
@patient_only
def agree() -> Any:
    """Share with the clinic, or leave it."""
    invitation_id = looked_at()
    if invitation_id is None or request.form.get("answer") != "share":
        session.pop("invitation", None)
        return redirect("/")
    if not is_fresh():
        return redirect(url_for("security.verify", next=url_for(".consent")))
    transact(lambda session: _redeem(session, UUID(invitation_id)))
    session.pop("invitation", None)
    return redirect("/sharing")


@bp.get("/security")
@signed_in
def security() -> Any:
    """The browsers that are signed in, the password and the second factor."""
    return render_template(
        "accounts/security.html",
        sign_ins=briefly(lambda reader: queries.sign_ins_of(reader, current_user, clock.now())),
        this=session_id(session),
        works=bool(briefly(lambda reader: places_of(reader, current_user))),
    )


@bp.post("/security/sign-ins/<uuid:sign_in_id>/ending")
@signed_in
def end(sign_in_id: UUID) -> Any:
    """Sign out one other browser."""
    transact(lambda session: end_sign_in(session, user=current_user, sign_in_id=sign_in_id, now=clock.now()))
    return redirect(url_for(".security"))


@api.get("/whose")
@described("Who is signed in, if anybody", answer=WhoseSchema())
@same_origin_json
def whose() -> Any:
    """The id of the signed-in patient, or null: a first visit is no fault, and no browser is to call it one."""
    return answer({"account": briefly(lambda session: queries.own_id(session, current_user))})


@api.get("/account")
@described("Whose diary this is", answer=AccountSchema(), errors={404: "No patient is signed in."})
@same_origin_json
@patient_only
def account() -> Any:
    """The signed-in patient."""
    return answer(_account())


@api.post("/sign-out")
@described("Sign out", body=NothingSchema(), answer=NothingSchema())
@same_origin_json
@signed_in
def sign_out() -> Any:
    """End this session."""
    logout_user()
    gone = answer({})
    gone.headers["Clear-Site-Data"] = '"cache"'
    return gone


@api.post("/invitations/redemption")
@described(
    "Look at an invitation", body=REDEMPTION, answer=LookedAtSchema(), errors={**REFUSED, 429: "Too many tries."}
)
@same_origin_json
@patient_only
def look_at_invitation() -> Any:
    """The clinic that a code belongs to. Nothing is shared yet."""
    invitation = invitation_for(json_body(REDEMPTION)["code"], wanted=lambda found: found.role is None)
    session["invitation"] = str(invitation.id)
    clinic = briefly(lambda session: session.get_one(Clinic, invitation.clinic_id))
    return answer({"invitation": str(invitation.id), "clinic": {"id": str(clinic.id), "name": clinic.name}})


@api.post("/consents")
@described("Share the diary with a clinic", body=CONSENT, answer=AccountSchema(), errors=REFUSED)
@same_origin_json
@patient_only
def share() -> Any:
    """Consent, by the invitation that this browser looked at or for a clinic one was shared with before."""
    wanted = json_body(CONSENT)
    if not is_fresh():
        raise Refused("Confirm your password first.", {"password": ["Open /verify, then try again."]})
    if "invitation" in wanted and str(wanted["invitation"]) != looked_at():
        raise Refused(UNKNOWN, {"invitation": [UNKNOWN]})
    transact(lambda session: _share(session, wanted))
    session.pop("invitation", None)
    return answer(_account())


@api.post("/consents/<uuid:consent_id>/withdrawal")
@described("Stop sharing", body=NothingSchema(), answer=AccountSchema(), errors={404: "Not one of yours."})
@same_origin_json
@patient_only
def withdraw(consent_id: UUID) -> Any:
    """Withdraw a consent: the clinic's next request finds nothing."""
    transact(
        lambda session: withdraw_consent(
            session, patient=g.patient, consent_id=consent_id, by=current_user, now=clock.now()
        )
    )
    return answer(_account())


@api.get("/access-log")
@described("Who looked, and what changed", query=LOG_PAGE, answer=LogSchema())
@same_origin_json
@patient_only
def access_log() -> Any:
    """The patient's own access log, newest first."""
    page = load(LOG_PAGE, request.args.to_dict())
    return answer({"lines": briefly(lambda session: queries.access_log(session, g.patient, **page))})


def _account() -> dict[str, Any]:
    # Asked anew: an invitation for the clinic's own record may just have made it this patient's.
    patient = briefly(lambda session: own_patient(session, current_user))
    told = briefly(lambda session: queries.account_of(session, patient))
    return {**told, "epoch": briefly(queries.installation_epoch)}


def _share(session: Any, wanted: dict[str, Any]) -> None:
    if "invitation" in wanted:
        _redeem(session, wanted["invitation"])
    else:
        give_consent(session, patient=g.patient, clinic_id=wanted["clinic"], by=current_user, now=clock.now())


def _redeem(session: Any, invitation_id: UUID) -> None:
    patient = own_patient(session, current_user)
    redeem(session, invitation_id=invitation_id, patient=patient, by=current_user, now=clock.now())


def _looked_at_invitation() -> Invitation | None:
    looked = looked_at()
    return briefly(lambda session: invitation_now(session, UUID(looked), clock.now())) if looked else None


def _sign_up_page(form: SignUpForm, status: int) -> Any:
    invitation = _looked_at_invitation()
    clinic = invitation and briefly(lambda session: session.get_one(Clinic, invitation.clinic_id))
    return render_template("accounts/sign_up.html", form=form, clinic=clinic), status


def _signed_up(form: SignUpForm) -> User | None:
    """The new patient's user; None when the address has an account."""
    given = {name: form[name].data for name in ("email", "name", "zone")}
    password_hash, confirmed = hash_password(form.password.data), not _confirms()
    with suppress(AddressTaken):
        patient = transact(
            lambda session: sign_up_patient(
                session, **given, password_hash=password_hash, confirmed=confirmed, now=clock.now()
            )
        )
        return db.session.get_one(User, patient.user_id)
    return None


def _confirms() -> bool:
    """Whether addresses are confirmed by mail; without a way to send mail they cannot be."""
    return current_app.extensions["security"].confirmable


def _begin(user: User) -> Any:
    if _confirms():
        send_confirmation_instructions(user)
        return render_template("accounts/look_at_mail.html")
    login_user(user, authn_via=["password"])
    return redirect(url_for(".welcome"))


def _address_taken(form: SignUpForm) -> Any:
    """The same answer as for a new address where that is possible; where no mail is sent, a hint that it may be."""
    if _confirms():
        text = render_template("accounts/mail/have_account.txt")
        to = form.email.data
        transact(lambda session: queue_mail(session, recipient=to, subject="Your account", text=text, now=clock.now()))
        return render_template("accounts/look_at_mail.html")
    form.email.errors = ["We could not make an account for this address. If it is yours already, sign in."]
    return _sign_up_page(form, 422)
