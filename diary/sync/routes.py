"""The two addresses a device speaks to, and the document that describes them."""

from typing import Any

from flask import Blueprint, current_app, g, request
from flask_login import current_user

from diary import clock, openapi
from diary.accounts.guards import briefly, patient_only
from diary.accounts.queries import account_of, installation_epoch
from diary.db import db, reading, transact
from diary.openapi import described
from diary.sync import operations, queries
from diary.sync.collections import KINDS
from diary.sync.schemas import PulledSchema, PullSchema, PushedSchema, PushSchema
from diary.web import answer, json_body, load, refusal, same_origin_json

bp = Blueprint("openapi", __name__)
api = Blueprint("sync", __name__, url_prefix="/api/v1/sync")

PUSH, PULL = PushSchema(), PullSchema()


@api.post("/push")
@described(
    "Send versions that this device wrote",
    body=PUSH,
    answer=PushedSchema(),
    errors={409: "The server was restored: start again from cursor 0.", 415: "Not JSON.", 422: "Not a batch."},
)
@same_origin_json
@patient_only
def push() -> Any:
    """Answer for each version: accepted, duplicate or rejected."""
    batch, patient_id = json_body(PUSH), g.patient.id
    if patient_id != batch["account"]:
        return refusal(409, "account", {"account": ["Another diary is signed in on this device."]})
    epoch, now, actor_id = briefly(installation_epoch), clock.now(), current_user.id
    if batch["epoch"] not in ("", epoch):
        return answer({"error": "reset", "fields": {}, "epoch": epoch}, 409)
    answers = transact(
        lambda session: operations.push(
            session, patient_id=patient_id, operations=batch["operations"], actor_id=actor_id, now=now
        )
    )
    return answer({**_told(epoch), "answers": answers})


@api.get("/pull")
@described(
    "Fetch what changed after a cursor",
    query=PULL,
    answer=PulledSchema(),
    errors={409: "The server was restored: start again from cursor 0.", 422: "Not a cursor."},
)
@same_origin_json
@patient_only
def pull() -> Any:
    """Answer with revisions by seq, and how the whole account stands."""
    wanted = load(PULL, request.args.to_dict())
    session = reading(db.session)
    patient, epoch = g.patient, installation_epoch(session)
    if wanted["epoch"] not in ("", epoch):
        return answer({"error": "reset", "fields": {}, "epoch": epoch}, 409)
    page = queries.pull(session, patient_id=patient.id, after=wanted["after"], limit=wanted["limit"])
    return answer({**_told(epoch), "account": account_of(session, patient), **page})


@bp.get("/openapi.json")
def document() -> Any:
    """Answer with the OpenAPI document, record bodies included."""
    bodies = {kind.table.__name__: kind.schema for kind in KINDS}
    return answer(openapi.document(current_app, bodies))


def _told(epoch: str) -> dict[str, Any]:
    return {"epoch": epoch, "build": queries.build(), "server_time": clock.instant(clock.now())}
