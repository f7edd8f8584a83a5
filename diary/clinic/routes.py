"""The provider's screens. Every address here is for staff with a second factor, and every diary behind the door."""

from functools import partial
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from diary import clock
from diary.accounts.access import Diary, open_diary, patients_of
from diary.accounts.forms import key
from diary.accounts.guards import briefly, staff_only
from diary.accounts.invitations import Invited, invite, revoke_invitation
from diary.accounts.models import Clinic, Patient, Staff
from diary.accounts.queries import open_invitations
from diary.charts import ENGLISH
from diary.clinic.changes import typed_sheet
from diary.clinic.dosing import given_mg, warnings
from diary.clinic.entries import in_zone
from diary.clinic.glances import glance
from diary.clinic.histories import Correction, corrections
from diary.clinic.invitations import card
from diary.clinic.lists import listing, unclaimed
from diary.clinic.operations import instruct_planned, save_plan, save_sheet
from diary.clinic.plans import Plan, new_plan, typed_plan
from diary.clinic.queries import (
    courses,
    has_infusion,
    latest_indication,
    own_infusions,
    planned_otherwise,
    record_number,
)
from diary.clinic.settings import SettingsPage, save_settings, settings_page
from diary.clinic.sheets import Sheet, more_rows, new_sheet, read_sheet
from diary.db import db, reading, transact
from diary.fields import Refused, bounds
from diary.infusions import operations as kinds
from diary.infusions.settings import SCHEMA as SETTINGS
from diary.insights.operations import refresh_all
from diary.web import draws_charts

bp = Blueprint("clinic", __name__, url_prefix="/clinic")

BOUNDS = {
    "infusion": bounds(kinds.INFUSION.schema),
    "vital_signs": bounds(kinds.VITAL_SIGNS.schema),
    "adverse_events": bounds(kinds.ADVERSE_EVENT.schema),
    "course": bounds(kinds.COURSE.schema),
    "settings": bounds(SETTINGS),
}


@bp.route("/patients", methods=["GET", "POST"])
@staff_only
def patients() -> Any:
    """The clinic's patients by why to look at them; searched by POST, because a name is nothing for an address."""
    now = clock.now()
    wanted: dict[str, Any] = {"reason": request.args.get("reason"), "page": request.args.get("page", 1, type=int)}
    if request.method == "POST":
        wanted = {"asked": request.form.get("name", "")[:120]}
    found = briefly(lambda session: listing(session, current_user, now, **wanted))
    if behind := found.behind:
        transact(lambda session: refresh_all(session, behind, now))
        found = briefly(lambda session: listing(session, current_user, now, **wanted))
    return render_template("clinic/patients.html", listing=found)


@bp.get("/patients/<uuid:patient_id>")
@staff_only
def patient(patient_id: UUID) -> Any:
    """One patient at a glance."""
    now, session = clock.now(), reading(db.session)
    diary = _opened(patient_id, "glance")
    chosen = {name: request.args.get(name, "") for name in ("period", "measure")}
    draws_charts()
    return render_template("clinic/patient.html", glance=glance(session, diary, **chosen, now=now))


@bp.route("/patients/<uuid:patient_id>/infusions/new", methods=["GET", "POST"])
@staff_only
def new_infusion(patient_id: UUID) -> Any:
    """Record an infusion."""
    diary = _opened(patient_id, "infusion")
    if request.method == "GET":
        return _sheet_page(diary, new_sheet(db.session, patient_id, diary.patient.zone))
    return _sent(diary, _uuid_or_404(request.form.get("sheet.infusion_id", "")), is_new=True)


@bp.route("/patients/<uuid:patient_id>/infusions/<uuid:infusion_id>", methods=["GET", "POST"])
@staff_only
def infusion(patient_id: UUID, infusion_id: UUID) -> Any:
    """One infusion, to read and to edit."""
    diary = _opened(patient_id, "infusion")
    if not has_infusion(db.session, patient_id, infusion_id):
        abort(404)
    if request.method == "GET":
        return _sheet_page(diary, read_sheet(db.session, patient_id, infusion_id))
    return _sent(diary, infusion_id, is_new=False)


@bp.route("/patients/<uuid:patient_id>/courses/new", methods=["GET", "POST"])
@staff_only
def new_course(patient_id: UUID) -> Any:
    """Plan a course: its infusions, each with its date and time."""
    diary, now = _opened(patient_id, "infusion"), clock.now()
    patient, staff = diary.patient, diary.staff or g.staff
    if request.method == "GET":
        return _plan_page(diary, new_plan(patient.id, patient.zone, latest_indication(db.session, patient.id)))
    plan = typed_plan(patient.id, patient.zone, request.form, now)
    if plan.errors or "lay_out" in request.form:
        return _plan_page(diary, plan), 422 if plan.errors else 200
    transact(partial(save_plan, plan=plan, staff=staff, now=now))
    return redirect(url_for(".patient", patient_id=plan.patient_id), 303)


@bp.get("/invite")
@staff_only
def invitation() -> Any:
    """Whom to invite: somebody new, or one of the clinic's own records that nobody has claimed."""
    return _invite_page(chosen=request.args.get("patient", ""))


@bp.post("/invite")
@staff_only
def invited() -> Any:
    """Make an invitation and show it, once."""
    chosen, number = request.form.get("patient", ""), request.form.get("record_number", "").strip()[:64]
    record = _unclaimed_or_404(chosen) if chosen else None
    given = {"by": current_user, "key": key(), "now": clock.now(), "record_number": number}
    made = transact(lambda session: _invite(session, record, **given))
    return _invite_page(card=card(made, current_app.config["DIARY_PUBLIC_URL"]), record=record)


@bp.post("/invitations/<uuid:invitation_id>/revocation")
@staff_only
def revocation(invitation_id: UUID) -> Any:
    """End an invitation that was not used."""
    which = {"clinic_id": g.staff.clinic_id, "invitation_id": invitation_id, "for_staff": False}
    transact(lambda session: revoke_invitation(session, **which, now=clock.now()))
    return redirect(url_for(".invitation"), 303)


@bp.get("/settings")
@staff_only
def settings() -> Any:
    """The clinic's times and texts, to read; its administrators change them."""
    return _settings_page(briefly(lambda session: settings_page(session, g.staff.clinic_id, clock.now())))


@bp.post("/settings")
@staff_only
def settings_typed() -> Any:
    """What an administrator typed: kept as a new version, or shown as patients would see it."""
    _administrators_only()
    staff, typed, now = g.staff, request.form.to_dict(), clock.now()
    page = briefly(lambda session: settings_page(session, staff.clinic_id, now, typed))
    if page.errors or "preview" in typed:
        return _settings_page(page), 422 if page.errors else 200
    transact(lambda session: save_settings(session, staff, now, typed))
    return redirect(url_for(".settings", saved=""), 303)


@bp.post("/settings/instructions")
@staff_only
def instructed() -> Any:
    """Put the infusions that are still planned under the settings of today, patient by patient."""
    _administrators_only()
    staff, now = g.staff, clock.now()
    for patient_id in briefly(_planned_otherwise):
        transact(partial(instruct_planned, patient_id=patient_id, staff=staff, now=now))
    return redirect(url_for(".settings", instructed=""), 303)


@bp.context_processor
def words() -> dict[str, Any]:
    """What the clinic's templates may say of moments and of who is at the desk."""
    return {"words": ENGLISH, "local": in_zone, "embedded": embedded, "here": briefly(_here) if "staff" in g else None}


def embedded(value: Any) -> Markup:
    """A value as JSON that can stand inside a script element."""
    text = orjson.dumps(value).decode()
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _opened(patient_id: UUID, purpose: str) -> Diary:
    return open_diary(reading(db.session), current_user, patient_id, purpose=purpose, now=clock.now())


def _plan_page(diary: Diary, plan: Plan) -> str:
    number = record_number(db.session, diary)
    return render_template("clinic/plan.html", plan=plan, patient=diary.patient, number=number, bounds=BOUNDS["course"])


def _sheet_page(diary: Diary, sheet: Sheet) -> str:
    session, patient = db.session, diary.patient
    return render_template(
        "clinic/infusion.html",
        sheet=sheet,
        patient=patient,
        number=record_number(session, diary),
        bounds=BOUNDS,
        courses=courses(session, patient.id),
        own_infusions=own_infusions(session, patient.id),
        given=given_mg(sheet),
        warnings=warnings(sheet, clock.now()),
        history=_history(session, diary, sheet),
        saved="saved" in request.args,
    )


def _history(session: Any, diary: Diary, sheet: Sheet) -> tuple[Correction, ...]:
    if sheet.is_new or diary.clinic is None:
        return ()
    return corrections(session, sheet.patient_id, sheet.infusion_id, sheet.zone, diary.clinic.id)


def _sent(diary: Diary, infusion_id: UUID, *, is_new: bool) -> Any:
    """What was typed: saved, or shown again with what has to be mended."""
    patient = diary.patient
    sheet = typed_sheet(db.session, patient.id, patient.zone, infusion_id, request.form, is_new=is_new)
    if more := request.form.get("more"):
        return _sheet_page(diary, more_rows(sheet, more))
    if not _saved(sheet, diary.staff):
        return _sheet_page(diary, sheet), 422
    return redirect(url_for(".infusion", patient_id=sheet.patient_id, infusion_id=infusion_id, saved=""), 303)


def _saved(sheet: Sheet, staff: Staff | None) -> bool:
    assert staff is not None, "a diary at these addresses is somebody else's"
    now = clock.now()
    try:
        transact(lambda session: save_sheet(session, sheet, staff=staff, now=now))
    except Refused:
        if not sheet.errors:
            raise
    return not sheet.errors


def _invite(session: Any, record: UUID | None, **given: Any) -> Invited:
    patient = session.get_one(Patient, record) if record else None
    return invite(session, clinic=session.get_one(Clinic, g.staff.clinic_id), patient=patient, **given)


def _invite_page(record: UUID | None = None, **shown: Any) -> str:
    clinic_id, now = g.staff.clinic_id, clock.now()
    records = briefly(lambda session: unclaimed(session, current_user, clinic_id))
    waiting = briefly(lambda session: open_invitations(session, clinic_id, now))
    named = next((row.patient for row in records if row.patient.id == record), None)
    patients = {row.patient.id: row.patient for row in records}
    return render_template(
        "clinic/invite.html", records=records, waiting=waiting, named=named, patients=patients, **shown
    )


def _unclaimed_or_404(text: str) -> UUID:
    patient_id, clinic_id = _uuid_or_404(text), g.staff.clinic_id
    if all(row.patient.id != patient_id for row in briefly(lambda s: unclaimed(s, current_user, clinic_id))):
        abort(404)
    return patient_id


def _administrators_only() -> None:
    if g.staff.role != "admin":
        abort(403)


def _settings_page(page: SettingsPage) -> str:
    planned = sum(map(len, briefly(_planned_otherwise).values()))
    return render_template("clinic/settings.html", page=page, planned=planned, bounds=BOUNDS["settings"])


def _planned_otherwise(session: Any) -> dict[UUID, list[Any]]:
    """The planned infusions of the patients this clinic reads that are not under its settings of today."""
    clinic_id = g.staff.clinic_id
    readable = (patient.id for patient, place in patients_of(session, current_user) if place.clinic_id == clinic_id)
    return planned_otherwise(session, clinic_id, readable)


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        abort(404)


def _here(session: Any) -> dict[str, Any]:
    """The clinic at whose desk this is, and whether its staff may be invited from here."""
    return {"clinic": session.get_one(Clinic, g.staff.clinic_id).name, "admin": g.staff.role == "admin"}
