"""The chair: who is in it today, and one infusion while it runs, written from a page that may lose its network."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template
from flask_login import current_user

from diary import clock
from diary.accounts.access import Diary, NoSuchDiary, open_again, open_diary
from diary.accounts.guards import briefly, staff_only
from diary.accounts.models import Staff
from diary.accounts.session import CHAIR_IDLE
from diary.clinic import chair_today
from diary.clinic.chair import BOUNDS, chair_state
from diary.clinic.chair_operations import take_entries
from diary.clinic.queries import record_number
from diary.clinic.routes import words
from diary.clinic.schemas import EntriesSchema
from diary.db import db, reading, transact
from diary.web import answer, json_body, same_origin_json

bp = Blueprint("clinic_chair", __name__, url_prefix="/clinic/chair")
api = Blueprint("clinic_chair_api", __name__, url_prefix="/clinic/chair")
bp.context_processor(words)

ENTRIES = EntriesSchema()
PURPOSE = "chair"


@bp.get("")
@staff_only
def today() -> Any:
    """Who is in the chair today."""
    now, clinic_id = clock.now(), g.staff.clinic_id
    found = briefly(lambda session: chair_today.today(session, current_user, clinic_id, now))
    return render_template("clinic/chair_today.html", today=found)


@bp.get("/<uuid:patient_id>/<uuid:infusion_id>")
@staff_only
def live(patient_id: UUID, infusion_id: UUID) -> Any:
    """One infusion while it is prepared, given and watched."""
    session, now = reading(db.session), clock.now()
    diary = open_diary(session, current_user, patient_id, purpose=PURPOSE, now=now)
    return render_template(
        "clinic/chair.html",
        state=chair_state(session, diary, infusion_id, now=now),
        patient=diary.patient,
        number=record_number(session, diary),
        bounds=BOUNDS,
        idle_minutes=CHAIR_IDLE,
        place="chair",
    )


@api.get("/<uuid:patient_id>/<uuid:infusion_id>/state")
@same_origin_json
@staff_only
def state(patient_id: UUID, infusion_id: UUID) -> Any:
    """The infusion as it stands now, asked for by the page itself: nobody's activity, and no second look."""
    return answer(chair_state(db.session, _opened(patient_id), infusion_id, now=clock.now()))


@api.post("/<uuid:patient_id>/<uuid:infusion_id>/entries")
@same_origin_json
@staff_only
def entries(patient_id: UUID, infusion_id: UUID) -> Any:
    """Answer for each version that the page wrote, and say how the infusion stands then."""
    staff, now = _staff(_opened(patient_id)), clock.now()
    sent = json_body(ENTRIES)["entries"]
    written: dict[str, Any] = {"patient_id": patient_id, "infusion_id": infusion_id, "entries": sent}
    answers = transact(partial(take_entries, **written, staff=staff, now=now))
    after = chair_state(db.session, _opened(patient_id), infusion_id, now=now)
    return answer({"answers": answers, "state": after})


def _opened(patient_id: UUID) -> Diary:
    return open_again(reading(db.session), current_user, patient_id, purpose=PURPOSE, now=clock.now())


def _staff(diary: Diary) -> Staff:
    if diary.staff is None:
        raise NoSuchDiary
    return diary.staff
