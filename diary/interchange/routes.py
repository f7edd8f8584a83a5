"""*Bring my diary*: the addresses by which a patient's own page brings a file of days in."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask_login import current_user

from diary import clock
from diary.accounts.access import own_patient
from diary.accounts.guards import signed_in
from diary.db import db, reading, transact
from diary.interchange import files
from diary.interchange.schemas import (
    CheckedSchema,
    ChoicesSchema,
    FileAnswerSchema,
    FileSchema,
    ProgressSchema,
    RunSchema,
    choices_of,
)
from diary.openapi import described
from diary.web import LARGEST_UPLOAD, answer, json_body, same_origin_json

bp = Blueprint("interchange", __name__)
api = Blueprint("imports", __name__, url_prefix="/api/v1/imports")

FILE, CHOICES, RUN = FileSchema(), ChoicesSchema(), RunSchema()
NOT_YOURS = {404: "There is no such file, or it is a day old.", 422: "The file cannot answer these choices."}


@api.post("")
@described(
    "Send a file of days",
    body=FILE,
    answer=FileAnswerSchema(),
    status=201,
    errors={413: "Larger than 20 MB.", 415: "Not JSON.", 422: "Not a file with a table in it."},
)
@same_origin_json
@signed_in
def send() -> Any:
    """Keep the file for a day; answer with its columns and a preview."""
    request.max_content_length = LARGEST_UPLOAD
    sent, now = json_body(FILE), clock.now()
    patient = own_patient(db.session, current_user)
    file = transact(lambda session: files.take_in(session, patient=patient, now=now, **sent))
    return answer(files.described(file, zone=patient.zone, now=now), 201)


@api.post("/<uuid:file_id>/check")
@described("Report on every row, and change nothing", body=CHOICES, answer=CheckedSchema(), errors=NOT_YOURS)
@same_origin_json
@signed_in
def check(file_id: UUID) -> Any:
    """Answer with what would become of every row."""
    choices, now, session = choices_of(json_body(CHOICES)), clock.now(), reading(db.session)
    patient = own_patient(session, current_user)
    report, preview = files.check(session, patient=patient, file_id=file_id, choices=choices, now=now)
    return answer({"report": report.as_json(), "preview": preview})


@api.post("/<uuid:file_id>/run")
@described("Bring in the next part of a file", body=RUN, answer=ProgressSchema(), errors=NOT_YOURS)
@same_origin_json
@signed_in
def run(file_id: UUID) -> Any:
    """Answer with how far it is. The page asks again until everything is done."""
    given, now, actor_id = json_body(RUN), clock.now(), current_user.id
    patient, choices = own_patient(db.session, current_user), choices_of(given)
    progress = transact(
        lambda session: files.bring_file_in(
            session,
            patient=patient,
            file_id=file_id,
            choices=choices,
            after=given["after"],
            actor_id=actor_id,
            now=now,
        )
    )
    return answer({"done": progress.done, "total": progress.total, "report": progress.report})
