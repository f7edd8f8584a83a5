"""The outcomes of a clinic: a table for its own staff, of the diaries that the clinic may read at this moment."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask_login import current_user

from diary import clock
from diary.accounts.access import patients_of
from diary.accounts.guards import briefly, staff_only
from diary.clinic.routes import words
from diary.insights.outcomes import ClinicOutcomes, clinic_outcomes
from diary.web import draws_charts

bp = Blueprint("clinic_outcomes", __name__, url_prefix="/clinic/outcomes")
bp.context_processor(words)


@bp.get("")
@staff_only
def outcomes() -> Any:
    """What followed the clinic's courses."""
    draws_charts()
    return render_template("clinic/outcomes.html", outcomes=briefly(_outcomes))


def _outcomes(session: Any) -> ClinicOutcomes:
    clinic_id, asked = g.staff.clinic_id, request.args
    readable = [patient for patient, place in patients_of(session, current_user) if place.clinic_id == clinic_id]
    return clinic_outcomes(session, readable, clock.now(), span=asked.get("span", ""), kind=asked.get("kind"))
