"""The addresses of the page *Reminders*."""

from typing import Any

from flask import Blueprint, current_app, g

from diary import clock
from diary.accounts.guards import patient_only
from diary.db import db, reading, transact
from diary.openapi import described
from diary.reminders import operations, push, queries
from diary.reminders.schemas import DeviceSchema, EndpointSchema, ReminderSchema, StandingSchema, of_form, refuse_unless
from diary.web import answer, json_body, refusal, same_origin_json

bp = Blueprint("reminders_page", __name__)
api = Blueprint("reminders", __name__, url_prefix="/api/v1/reminders")

REMINDER, DEVICE, ENDPOINT = ReminderSchema(), DeviceSchema(), EndpointSchema()
OTHERS = {404: "No patient is signed in.", 409: "Another diary is signed in on this device."}


@api.get("")
@described("When and how the patient is asked", answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
def show() -> Any:
    """Answer with how the reminder stands."""
    return _standing()


@api.post("")
@described("Turn reminders on or off, choose when and how", body=REMINDER, answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
def choose() -> Any:
    """Keep the choice; answer with how the reminder stands."""
    chosen, patient_id, now = json_body(REMINDER), g.patient.id, clock.now()
    if chosen["account"] != patient_id:
        return _another()
    possible = chosen["way"] != "mail" or bool(current_app.config["DIARY_SMTP_URL"]) or not chosen["on"]
    refuse_unless(possible, "way", "No e-mail is sent from here. Choose a notification.")
    transact(lambda session: operations.choose(session, patient_id=patient_id, now=now, **of_form(chosen)))
    return _standing()


@api.post("/devices")
@described("Send notifications to this browser", body=DEVICE, answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
def add_device() -> Any:
    """Keep how this browser is reached; answer with how the reminder stands."""
    sent, patient_id, now = json_body(DEVICE), g.patient.id, clock.now()
    if sent["account"] != patient_id:
        return _another()
    allowed = push.is_allowed(sent["endpoint"], localhost=current_app.config["DIARY_PUSH_LOCALHOST"])
    refuse_unless(allowed, "endpoint", "Not the address of a push service.")
    transact(lambda session: operations.add_device(session, patient_id=patient_id, now=now, **of_form(sent)))
    return _standing()


@api.post("/devices/removal")
@described("Send no more notifications to this browser", body=ENDPOINT, answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
def remove_device() -> Any:
    """Forget how this browser is reached; answer with how the reminder stands."""
    sent, patient_id = json_body(ENDPOINT), g.patient.id
    if sent["account"] != patient_id:
        return _another()
    transact(lambda session: operations.remove_device(session, patient_id=patient_id, endpoint=sent["endpoint"]))
    return _standing()


def _standing() -> Any:
    key, session = current_app.config["DIARY_PUSH_KEY"], reading(db.session)
    told = queries.standing(session, g.patient, clock.now())
    mail = queries.address_of(session, g.patient) if current_app.config["DIARY_SMTP_URL"] else None
    return answer({**told, "key": push.public_part(key) if key else None, "mail": mail})


def _another() -> Any:
    return refusal(409, "account", {"account": ["Another diary is signed in on this device."]})
