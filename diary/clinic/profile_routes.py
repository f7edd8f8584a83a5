"""What is known of a patient before an infusion: the profile that both sides write, and the sign-off of a checklist."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask_login import current_user

from diary import clock
from diary.accounts.access import Diary, open_diary
from diary.accounts.guards import staff_only
from diary.accounts.models import Staff
from diary.clinic.clearances import SignOff, save_clearance, typed_clearance
from diary.clinic.glances import glance
from diary.clinic.profiles import BOUNDS, ProfilePage, more_rows, read_profile, save_profile, typed_profile
from diary.clinic.queries import has_infusion, record_number
from diary.clinic.routes import words
from diary.db import db, reading, transact
from diary.fields import Refused
from diary.web import draws_charts

bp = Blueprint("clinic_profile", __name__, url_prefix="/clinic/patients/<uuid:patient_id>")
bp.context_processor(words)


@bp.route("/profile", methods=["GET", "POST"])
@staff_only
def profile(patient_id: UUID) -> Any:
    """The profile, to read and to complete."""
    diary = _opened(patient_id, "profile")
    if request.method == "GET":
        return _profile_page(diary, read_profile(db.session, diary))
    page = typed_profile(db.session, diary, request.form)
    if more := request.form.get("more"):
        return _profile_page(diary, more_rows(page, more))
    if not _saved(partial(save_profile, page=page), page, diary.staff or g.staff):
        return _profile_page(diary, page), 422
    return redirect(url_for(".profile", patient_id=page.patient_id, saved=""), 303)


@bp.post("/infusions/<uuid:infusion_id>/clearance")
@staff_only
def clearance(patient_id: UUID, infusion_id: UUID) -> Any:
    """Say whether an infusion may go ahead after what was answered before it."""
    diary = _opened(patient_id, "infusion")
    if not has_infusion(db.session, patient_id, infusion_id):
        abort(404)
    signed = typed_clearance(db.session, patient_id, infusion_id, request.form)
    if not _saved(partial(save_clearance, signed=signed), signed, diary.staff or g.staff):
        draws_charts()
        shown = glance(db.session, diary, period="", measure="", now=clock.now())
        return render_template("clinic/patient.html", glance=shown, signed=signed), 422
    return redirect(url_for("clinic.patient", patient_id=patient_id, _anchor="before"), 303)


def _opened(patient_id: UUID, purpose: str) -> Diary:
    return open_diary(reading(db.session), current_user, patient_id, purpose=purpose, now=clock.now())


def _profile_page(diary: Diary, page: ProfilePage) -> str:
    number, saved = record_number(db.session, diary), "saved" in request.args
    return render_template(
        "clinic/profile.html", page=page, patient=diary.patient, number=number, bounds=BOUNDS, saved=saved
    )


def _saved(save: Any, page: ProfilePage | SignOff, staff: Staff) -> bool:
    """Save what was typed; False, with its errors beside their inputs, where it cannot be kept as it is."""
    now = clock.now()
    try:
        transact(lambda session: save(session, staff=staff, now=now))
    except Refused:
        if not page.errors:
            raise
    return not page.errors
