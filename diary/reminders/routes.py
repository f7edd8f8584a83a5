"""The addresses of the page *Reminders*."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, session

from diary import clock
from diary.accounts.guards import patient_only
from diary.accounts.session import session_id
from diary.db import db, reading, transact
from diary.fields import Body
from diary.openapi import described
from diary.reminders import operations, push, queries
from diary.reminders.schemas import DeviceSchema, EndpointSchema, ReminderSchema, StandingSchema, of_form, refuse_unless
from diary.web import answer, json_body, refusal, same_origin_json

api = Blueprint("reminders", __name__, url_prefix="/api/v1/reminders")

REMINDER, DEVICE, ENDPOINT = ReminderSchema(), DeviceSchema(), EndpointSchema()
OTHERS = {404: "No patient is signed in.", 409: "Another diary is signed in on this device."}


def for_own_diary(schema: Body) -> Callable[[Callable[..., Any]], Callable[[], Any]]:
    """Give the view what was sent, once it is known to be about the diary that is signed in; answer how it stands."""

    def guard(view: Callable[..., Any]) -> Callable[[], Any]:
        @wraps(view)
        def guarded() -> Any:
            sent = json_body(schema)
            if sent["account"] != g.patient.id:
                return refusal(409, "account", {"account": ["Another diary is signed in on this device."]})
            view(g.patient.id, clock.now(), **of_form(sent))
            return _standing()

        return guarded

    return guard


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
@for_own_diary(REMINDER)
def choose(patient_id: UUID, now: datetime, **chosen: Any) -> None:
    """Keep the choice; answer with how the reminder stands."""
    possible = chosen["way"] != "mail" or bool(current_app.config["DIARY_SMTP_URL"]) or not chosen["on"]
    refuse_unless(possible, "way", "No e-mail is sent from here. Choose a notification.")
    transact(lambda writer: operations.choose(writer, patient_id=patient_id, now=now, **chosen))


@api.post("/devices")
@described("Send notifications to this browser", body=DEVICE, answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
@for_own_diary(DEVICE)
def add_device(patient_id: UUID, now: datetime, **device: Any) -> None:
    """Keep how this browser is reached while it is signed in; answer with how the reminder stands."""
    allowed = push.is_allowed(device["endpoint"], localhost=current_app.config["DIARY_PUSH_LOCALHOST"])
    refuse_unless(allowed, "endpoint", "Not the address of a push service.")
    given = {"patient_id": patient_id, "now": now, "sign_in_id": session_id(session), **device}
    transact(lambda writer: operations.add_device(writer, **given))


@api.post("/devices/removal")
@described("Send no more notifications to this browser", body=ENDPOINT, answer=StandingSchema(), errors=OTHERS)
@same_origin_json
@patient_only
@for_own_diary(ENDPOINT)
def remove_device(patient_id: UUID, now: datetime, endpoint: str) -> None:
    """Forget how this browser is reached; answer with how the reminder stands."""
    transact(lambda writer: operations.remove_device(writer, patient_id=patient_id, endpoint=endpoint))


def _standing() -> Any:
    key, reader = current_app.config["DIARY_PUSH_KEY"], reading(db.session)
    told = queries.standing(reader, g.patient, clock.now())
    mail = queries.address_of(reader, g.patient) if current_app.config["DIARY_SMTP_URL"] else None
    return answer({**told, "key": push.public_part(key) if key else None, "mail": mail})
