"""What a patient's own pages ask about their trends."""

from typing import Any

from flask import Blueprint, g, request

from diary import clock
from diary.accounts.guards import patient_only
from diary.analysis.associations import followed_since
from diary.clock import instant
from diary.db import db, reading
from diary.insights.queries import current_diary
from diary.insights.schemas import TrendsQuerySchema, TrendsSchema
from diary.insights.trends import for_device
from diary.openapi import described
from diary.web import answer, load, refusal, same_origin_json

bp = Blueprint("insights", __name__)
api = Blueprint("trends", __name__, url_prefix="/api/v1")

QUERY = TrendsQuerySchema()
OTHERS = {404: "No patient is signed in.", 409: "Another diary is signed in on this device."}


@api.get("/trends")
@described("Rates over time, days and pain around infusions", query=QUERY, answer=TrendsSchema(), errors=OTHERS)
@same_origin_json
@patient_only
def trends() -> Any:
    """The signed-in patient's figures, tables and sentences."""
    wanted = load(QUERY, request.args.to_dict())
    if wanted.get("account", g.patient.id) != g.patient.id:
        return refusal(409, "account", {"account": ["Another diary is signed in on this device."]})
    now = clock.now()
    diary = current_diary(reading(db.session), g.patient, features=False, followed_since=followed_since(now))
    return answer({"account": str(g.patient.id), **for_device(diary, now), "as_of": instant(now)})
