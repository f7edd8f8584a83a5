"""Infusions as a clinic records them, with what surrounds them, those a patient keeps alone, and the profile."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.demo.pen import Pen
from diary.demo.people import Course
from diary.infusions.operations import (
    ADVERSE_EVENT,
    CHECKLIST,
    COURSE,
    INFUSION,
    INFUSION_PAIN,
    INSTRUCTIONS,
    OWN_EFFECT,
    OWN_INFUSION,
    VITAL_SIGNS,
)
from diary.infusions.schemas import SCREENING
from diary.infusions.settings import DEFAULTS, instructions_body
from diary.profile.operations import PROFILE

APART = 3  # days between the infusions of one course
MINUTES = 45
CHAIR = (("before", 0), ("15", 15), ("30", 30), ("45", 45), ("end", 47), ("discharge", 80))
# mg/kg/h from so many minutes on; over 45 minutes that is half a milligram per kilogram.
RATES = ((0, Decimal("0.5")), (15, Decimal("0.75")))


def write_courses(pen: Pen) -> None:
    """Write every course, and the infusion that is planned."""
    course_id = None
    for course in pen.person.courses:
        course_id = _course(pen, course)
    if pen.person.planned_in is None:
        return
    at = pen.moment(pen.last, 9.5) + timedelta(days=1 + pen.person.planned_in)
    if course_id is None:
        started = pen.day(6)
        body = {"kind": "initial", "route": "IV", "indication": "Chronic migraine", "started_on": started}
        course_id = pen.writes(COURSE, {**body, "planned_infusions": 3}, at=pen.moment(started, 11), by="clinic")
    number = pen.person.courses[-1].infusions + 1 if pen.person.courses else 1
    body = {"course_id": course_id, "number": number, "route": "IV", "status": "preparation", "planned_at": at}
    infusion_id = pen.writes(INFUSION, body, at=pen.moment(pen.day(5), 11), by="clinic")
    _instructed(pen, infusion_id, at, pen.moment(pen.day(5), 11))
    if pen.person.profile:
        _half_answered(pen, infusion_id)


def _instructed(pen: Pen, infusion_id: UUID, given: datetime, at: datetime) -> None:
    """What an infusion is given under: the demo's clinics never changed a setting."""
    zone = pen.zone(given.astimezone(ZoneInfo(pen.person.zone)).date())
    pen.writes(INSTRUCTIONS, instructions_body(infusion_id, zone, DEFAULTS), at=at, by="clinic")


def _half_answered(pen: Pen, infusion_id: UUID) -> None:
    """Last evening's beginning of a checklist: nobody to drive yet, and not every question answered."""
    evening = pen.moment(pen.last, 19.25)
    body = {"infusion_id": infusion_id, "answered_at": evening, "medicines_today": "Propranolol 80 mg in the morning"}
    ready = [{"name": "medicines", "yes": True}, {"name": "clothes", "yes": True}, {"name": "ride", "yes": False}]
    screening = [{"name": name, "yes": False} for name in SCREENING[:5]]
    pen.writes(CHECKLIST, {**body, "ready": ready, "screening": screening, "attack_now": False}, at=evening)


def _course(pen: Pen, course: Course) -> UUID:
    first = pen.day(course.ago + APART * (course.infusions - 1))
    body = {
        "kind": course.kind,
        "route": course.route,
        "indication": "Chronic migraine",
        "started_on": first,
        "planned_infusions": course.infusions,
    }
    course_id = pen.writes(COURSE, body, at=pen.moment(first, 9), by="clinic")
    for number in range(1, course.infusions + 1):
        day = pen.day(course.ago + APART * (course.infusions - number))
        _infusion(pen, course, course_id, number, day)
    return course_id


def _infusion(pen: Pen, course: Course, course_id: UUID, number: int, day: date) -> None:
    start = pen.moment(day, pen.chance.choice((9.5, 10.0, 11.0, 13.5)))
    stopped = course.stopped_early and number == course.infusions
    minutes = 20 if stopped else MINUTES
    end = start + timedelta(minutes=minutes)
    weight = Decimal(pen.person.weight_kg)
    body: dict[str, object] = {
        "course_id": course_id,
        "number": number,
        "indication": "Chronic migraine",
        "route": course.route,
        "status": "stopped" if stopped else "completed",
        "started_at": start,
        "ended_at": end,
        "weight_kg": str(weight),
        "product": "Ketamine",
        "total_mg": str((weight * _mg_per_kg(minutes)).quantize(Decimal("0.1"))),
        "stop_reason": "Blood pressure" if stopped else None,
    }
    if course.route == "IV":
        body["concentration_mg_per_ml"] = "2"
        body["iv_site"] = pen.chance.choice(("left forearm", "right forearm"))
        body["rate_steps"] = [
            {"from_at": start + timedelta(minutes=begins), "rate_mg_per_kg_h": str(rate)} for begins, rate in RATES
        ]
    infusion_id = pen.writes(INFUSION, body, at=end + timedelta(minutes=40), by="clinic")
    _instructed(pen, infusion_id, start, start - timedelta(days=7))
    _around(pen, infusion_id, start, course, minutes, stopped)


def _mg_per_kg(minutes: int) -> Decimal:
    """What the rate steps add up to in so many minutes."""
    ends = [begins for begins, _ in RATES[1:]] + [minutes]
    return sum(
        (rate * max(min(until, minutes) - begins, 0) / 60 for (begins, rate), until in zip(RATES, ends, strict=True)),
        Decimal(0),
    )


def _around(pen: Pen, infusion_id: UUID, start: datetime, course: Course, minutes: int, stopped: bool) -> None:
    """Pain and vital signs in the chair, what was unwanted, and pain a day and a week after."""
    before = pen.chance.randint(5, 8)
    lower = 0 if course.relief >= 1 else pen.chance.randint(2, 5) if course.relief < 0.6 else 1
    for slot, after in CHAIR:
        if stopped and minutes < after < MINUTES + 2:
            continue
        moment = start + timedelta(minutes=after)
        pain = max(before - round(lower * min(after / MINUTES, 1)) + pen.chance.choice((0, 0, 0, 1, -1)), 0)
        reading = {"infusion_id": infusion_id, "slot": slot, "at": moment}
        pen.writes(INFUSION_PAIN, {**reading, "pain": before if slot == "before" else pain}, at=moment, by="clinic")
        pen.writes(VITAL_SIGNS, {**reading, **_vital_signs(pen, after, stopped)}, at=moment, by="clinic")
    for slot, days in (("24h", 1), ("7d", 7)):
        moment = start + timedelta(days=days, hours=1)
        if moment < pen.now and not pen.happens(0.15):
            pain = max(before - lower + pen.chance.choice((-1, 0, 0, 1)), 0)
            body = {"infusion_id": infusion_id, "slot": slot, "at": moment, "pain": pain}
            pen.writes(INFUSION_PAIN, body, at=moment)
    _unwanted(pen, infusion_id, start, stopped)


def _vital_signs(pen: Pen, after: int, stopped: bool) -> dict[str, int]:
    running = 0 < after <= MINUTES
    raised = (40 if stopped else 12) if running else 0
    return {
        "systolic": 122 + raised + pen.chance.randint(-6, 6),
        "diastolic": 76 + raised // 2 + pen.chance.randint(-4, 4),
        "heart_rate": 72 + raised // 2 + pen.chance.randint(-5, 5),
        "spo2": pen.chance.randint(96, 99),
        "respiratory_rate": pen.chance.randint(12, 16),
        "sedation": pen.chance.randint(1, 3) if running else 0,
        "dissociation": pen.chance.randint(2, 5) if running else 0,
        "nausea": pen.chance.randint(0, 2) if running else 0,
    }


def _unwanted(pen: Pen, infusion_id: UUID, start: datetime, stopped: bool) -> None:
    if stopped or pen.happens(0.4):
        name = "blood_pressure_rise" if stopped else pen.chance.choice(("dissociation", "dizziness", "nausea"))
        onset = start + timedelta(minutes=18)
        body = {"infusion_id": infusion_id, "name": name, "onset_at": onset, "duration_minutes": 25}
        seen = {"severity": "severe" if stopped else "mild", "seriousness": "non_serious"}
        action = "Infusion stopped" if stopped else "Watched"
        pen.writes(ADVERSE_EVENT, {**body, **seen, "action": action}, at=onset + timedelta(minutes=5), by="clinic")
    evening = start + timedelta(hours=10)
    if evening < pen.now and pen.happens(0.4):
        name = pen.chance.choice(("vivid_dreams", "fatigue", "dizziness"))
        pen.writes(
            OWN_EFFECT, {"infusion_id": infusion_id, "name": name, "at": evening, "severity": "mild"}, at=evening
        )


def write_own_infusions(pen: Pen) -> None:
    """Infusions that only the patient keeps, with pain before and after and a day later."""
    for ago in pen.person.own_infusions:
        day = pen.day(ago)
        before = pen.chance.randint(5, 8)
        after = max(before - pen.chance.randint(1, 4), 0)
        evening = pen.moment(day, 18)
        body = {"date": day, "route": "nasal", "place": "At home", "pain_before": before, "pain_after": after}
        infusion_id = pen.writes(OWN_INFUSION, body, at=evening, day=day)
        moment = evening + timedelta(days=1)
        if moment < pen.now:
            pain = {"infusion_id": infusion_id, "slot": "24h", "at": moment, "pain": min(after + 1, 10)}
            pen.writes(INFUSION_PAIN, pain, at=moment)


def write_profile(pen: Pen) -> None:
    """What the consultation asks: the patient at home, and the clinic the diagnosis some days later."""
    said = pen.person.profile
    if said is None:
        return
    first = pen.day(pen.person.courses[0].ago + 20)
    told = {name: value for name, value in said.items() if name != "diagnosis"}
    pen.writes(PROFILE, told, at=pen.moment(first, 20))
    pen.writes(PROFILE, said, at=pen.moment(first + timedelta(days=4), 10), by="clinic")
