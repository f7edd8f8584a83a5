"""What the chair's page knows of one infusion: every record of it as it stands, and what has to be asked first."""

import secrets
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.access import Diary, NoSuchDiary
from diary.clinic.queries import Stored, device_of, events_of, live, names_of, record_number, versions
from diary.clinic.sheets import NUMBERS
from diary.clock import instant
from diary.fields import bounds
from diary.infusions.clock_times import ClockTimes, clock_times
from diary.infusions.models import Course, Infusion, Instructions
from diary.infusions.operations import (
    ADVERSE_EVENT,
    CHECKLIST,
    CLEARANCE,
    DISCHARGE,
    INFUSION,
    INFUSION_PAIN,
    INSTRUCTIONS,
    VITAL_SIGNS,
    of_infusion,
    slot_id,
)
from diary.infusions.queries import to_look_at, uncleared
from diary.infusions.schemas import CHAIR_SLOTS, PAIN_SLOTS, RateStepSchema
from diary.revisions.kinds import Kind
from diary.revisions.schemas import PARENTS

# Of these there is one for each infusion; the last two are not written in the chair.
ONE_EACH = {"clearance": CLEARANCE, "discharge": DISCHARGE, "checklist": CHECKLIST, "instructions": INSTRUCTIONS}
READINGS = {"vital_signs": (VITAL_SIGNS, CHAIR_SLOTS), "infusion_pains": (INFUSION_PAIN, PAIN_SLOTS)}
# What is counted from the planned hour, even where the infusion started at another.
BEFOREHAND = ("no_solid_food_from", "light_meal_until", "clear_liquids_until", "arrive_at")
#: For each field of the page, the attributes of its input, by the first word of its record's key.
BOUNDS = {
    "infusion": {**bounds(INFUSION.schema), **bounds(RateStepSchema())},
    "vital_signs": bounds(VITAL_SIGNS.schema),
    "infusion_pains": bounds(INFUSION_PAIN.schema),
    "adverse_events": bounds(ADVERSE_EVENT.schema),
    "clearance": bounds(CLEARANCE.schema),
    "discharge": bounds(DISCHARGE.schema),
}


def fixed_records(infusion_id: UUID) -> dict[str, tuple[Kind, UUID]]:
    """The records of an infusion whose ids follow from its own, by their key in the state."""
    found: dict[str, tuple[Kind, UUID]] = {"infusion": (INFUSION, infusion_id)}
    for collection, (kind, slots) in READINGS.items():
        found |= {f"{collection}.{slot}": (kind, slot_id(collection, infusion_id, slot)) for slot in slots}
    return found | {key: (kind, of_infusion(kind.collection, infusion_id)) for key, kind in ONE_EACH.items()}


def chair_state(session: Session, diary: Diary, infusion_id: UUID, *, now: datetime) -> dict[str, Any]:
    """Everything the page shows of an infusion, as JSON. Raises NoSuchDiary where there is no such infusion, and
    where whoever asks is no staff of a clinic that reads this diary.
    """
    patient, staff = diary.patient, diary.staff
    row = session.get(Infusion, (patient.id, infusion_id))
    if row is None or staff is None:
        raise NoSuchDiary
    events = {f"adverse_events.{event}": (ADVERSE_EVENT, event) for event in events_of(session, patient.id, row.id)}
    wanted = {**fixed_records(infusion_id), **events}
    known = versions(session, patient.id, (record_id for _, record_id in wanted.values()))
    # No more than one entry settles; where there are more, the rest comes when these are settled.
    stand = {key: live(known.get(record_id, []))[:PARENTS] for key, (_, record_id) in wanted.items()}
    names = names_of(session, (stored for kept in stand.values() for stored in kept), staff.clinic_id)
    course = session.get(Course, (patient.id, row.course_id)) if row.course_id else None
    return {
        "server_time": instant(now),
        "device": str(device_of(staff.id)),
        "number": secrets.randbelow(NUMBERS),
        "zone": row.zone,
        "signed_in": staff.name,
        "patient": {"name": patient.name, "number": record_number(session, diary)},
        "infusion_id": str(infusion_id),
        "records": {
            key: {
                "collection": kind.collection,
                "record_id": str(record_id),
                "versions": [_told(stored, names) for stored in stand[key]],
            }
            for key, (kind, record_id) in wanted.items()
            if stand[key]
        },
        "uncleared": list(uncleared(session, patient.id, infusion_id)),
        "checklist_rev": to_look_at(session, patient.id, infusion_id),
        "planned": course.planned_infusions if course else None,
        "clock_times": _clock_times(session, row),
    }


def _told(stored: Stored, names: dict[str, str]) -> dict[str, Any]:
    rev_id = stored.version.rev_id
    return {
        "rev_id": rev_id,
        "body": stored.body,
        "by": stored.by,
        "who": names.get(rev_id),
        "at": instant(stored.at),
    }


def _clock_times(session: Session, row: Infusion) -> dict[str, str | None]:
    """The moments around this infusion as its instructions have them; what comes after it counts from its start."""
    times = session.get(Instructions, (row.patient_id, of_infusion("instructions", row.id)))
    planned, started = row.planned_at or row.started_at, row.started_at or row.planned_at
    if times is None or planned is None or started is None:
        return dict.fromkeys(field.name for field in fields(ClockTimes))
    told = asdict(clock_times(started, row.zone, times, ended_at=row.ended_at))
    ahead = asdict(clock_times(planned, row.zone, times))
    told |= {name: ahead[name] for name in BEFOREHAND}
    return {name: moment and instant(moment) for name, moment in told.items()}
