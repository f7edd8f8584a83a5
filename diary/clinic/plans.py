"""A course as it is planned: what kind, how many infusions, and the date and time of each, on the patient's clock.

A plan is a flat list of texts by the name of their input. The dates are laid out from the first one, every so many
days, and each can then be typed over.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from diary.clinic.changes import INCOMPLETE
from diary.clinic.entries import PLAIN, typed
from diary.clinic.sheets import NUMBERS
from diary.clock import instant
from diary.fields import Refused, named_id
from diary.infusions.operations import COURSE, INFUSION
from diary.infusions.schemas import PLANNED
from diary.revisions.kinds import Kind
from diary.revisions.operations import load

FIELDS = COURSE.schema.fields
# What is typed of a course, and the routes that are used at home.
TYPED = ("kind", "route", "indication", "planned_infusions", "days_per_28")
HOME = ("nasal", "oral")
EVERY_MOST = 365  # days between two infusions of a course
LAID_OUT_FROM = ("first", "every", "planned_infusions")
SKIPPED = "The clocks go forward then, and this time does not exist on that day. Choose another."
DOUBLED = "The clocks go back then, and this time comes twice on that day. Choose one outside that hour."
PAST = "This is in the past."
AHEAD, FAR = timedelta(days=731), "This is more than two years ahead. Check the year."
TWICE = "Two infusions at the same moment."
OTHERWISE = "The dates below were laid out from something else. Lay them out again, or put this back."


class Planned(NamedTuple):
    """One record of a plan."""

    kind: Kind
    record_id: UUID
    body: dict[str, Any]


@dataclass
class Plan:
    """The form as it is shown; `values` and `errors` are by the name of the input."""

    patient_id: UUID
    zone: str
    values: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def course_id(self) -> UUID:
        """The course that this form makes, however often it is sent."""
        return _uuid(self.values.get("course_id", ""))

    @property
    def number(self) -> int:
        """The number of the form, which it has as long as it is open."""
        text = self.values.get("form_number", "")
        if not text.isdecimal() or len(text) > 13 or int(text) >= NUMBERS:
            raise Refused(INCOMPLETE)
        return int(text)

    @property
    def rows(self) -> list[str]:
        """The inputs of the dates that are laid out."""
        return [name for name in (f"planned.{row}" for row in range(60)) if name in self.values]


def new_plan(patient_id: UUID, zone: str, indication: str | None) -> Plan:
    """An empty plan, of the indication that the patient was treated for before."""
    values = {"kind": "initial", "route": "IV", "indication": indication or "", "every": "2"}
    unseen = {"course_id": str(uuid4()), "form_number": str(secrets.randbelow(NUMBERS)), "laid_out": ""}
    return Plan(patient_id, zone, values | unseen)


def typed_plan(patient_id: UUID, zone: str, form: Mapping[str, str], now: datetime) -> Plan:
    """What was typed, with the dates laid out where they were asked for or are not there yet, and what has to be
    mended. Raises Refused for half a form.
    """
    plan = Plan(patient_id, zone, {name: text.strip() for name, text in form.items()})
    if not {*TYPED, *LAID_OUT_FROM} <= set(form) or plan.number < 0 or plan.course_id.int == 0:
        raise Refused(INCOMPLETE)
    asked = "lay_out" in form
    if not plan.rows or asked:
        _lay_out(plan)
    elif plan.values.get("laid_out") != _basis(plan):
        was = plan.values.get("laid_out", "").split("|")
        plan.errors.update(
            {name: [OTHERWISE] for name, text in zip(LAID_OUT_FROM, was, strict=False) if text != plan.values[name]}
        )
    if not asked or plan.errors:
        _check(plan, now)
    return plan


def records(plan: Plan) -> list[Planned]:
    """The course and its infusions, numbered from 1, as they are to be saved."""
    course = _course_body(plan)
    shared: dict[str, Any] = {name: course[name] for name in ("indication", "route", "zone") if name in course}
    found = [Planned(COURSE, plan.course_id, course)]
    moments = sorted(instant(moment) for moment in _moments(plan).values() if moment)
    for number, at in enumerate(moments, 1):
        body: dict[str, Any] = {
            **shared,
            "course_id": str(plan.course_id),
            "number": number,
            "status": PLANNED,
            "planned_at": at,
        }
        found.append(Planned(INFUSION, named_id(f"planned:{plan.course_id}:{number}"), body))
    return found


def _lay_out(plan: Plan) -> None:
    """The dates anew: as many as there are infusions, the first as typed, each so many days after the one before."""
    for name in plan.rows:
        del plan.values[name]
    plan.values["laid_out"] = ""
    count = _count(plan, "planned_infusions", 60)
    first = _local(plan.values["first"])
    every = _count(plan, "every", EVERY_MOST) if plan.values["every"] else None
    if first is None:
        plan.errors["first"] = ["Say the day and the time of the first infusion."]
    if plan.errors or count is None or first is None:
        return
    for row in range(count):
        on = first + timedelta(days=row * every) if every else first if row == 0 else None
        plan.values[f"planned.{row}"] = on.strftime("%Y-%m-%dT%H:%M") if on else ""
    plan.values["laid_out"] = _basis(plan)


def _basis(plan: Plan) -> str:
    return "|".join(plan.values[name] for name in LAID_OUT_FROM)


def _check(plan: Plan, now: datetime) -> None:
    """Note what cannot be planned, beside its input."""
    seen: set[datetime] = set()
    for name, moment in _moments(plan).items():
        wrong = _wrong_with(plan.values[name], moment, plan.zone, now) or (TWICE if moment in seen else None)
        if wrong:
            plan.errors.setdefault(name, [wrong])
        if moment:
            seen.add(moment)
    if plan.values.get("days_per_28") and plan.values.get("route") not in HOME:
        plan.errors["days_per_28"] = ["This is for use at home: nasal or oral."]
    try:
        load(COURSE, _course_body(plan))
    except Refused as problem:
        for name, told in problem.fields.items():
            if name in TYPED:
                plan.errors.setdefault(name, [PLAIN.get(each, each) for each in told])


def _moments(plan: Plan) -> dict[str, datetime | None]:
    """The moment of each date that is laid out, None for what is none, by the name of its input."""
    local = {name: _local(plan.values[name]) for name in plan.rows}
    zone = ZoneInfo(plan.zone)
    return {name: on.replace(tzinfo=zone).astimezone(UTC) if on else None for name, on in local.items()}


def _wrong_with(text: str, moment: datetime | None, zone: str, now: datetime) -> str | None:
    if moment is None:
        return "Say the day and the time."
    on = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    if on != _local(text):
        return SKIPPED
    early, late = (on.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    if early != late:
        return DOUBLED
    if moment > now + AHEAD:
        return FAR
    return PAST if moment <= now else None


def _course_body(plan: Plan) -> dict[str, Any]:
    body = {name: typed(FIELDS[name], plan.values.get(name, ""), plan.zone) for name in TYPED}
    days = sorted(on.date() for on in map(_local, (plan.values[name] for name in plan.rows)) if on)
    started = days[0].isoformat() if days else None
    body |= {"zone": plan.zone, "started_on": started}
    return {name: value for name, value in body.items() if value is not None}


def _count(plan: Plan, name: str, most: int) -> int | None:
    text = plan.values[name]
    if not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= most:
        plan.errors[name] = [f"A whole number from 1 to {most}."]
        return None
    return int(text)


def _local(text: str) -> datetime | None:
    """A local date and time as a browser sends it; None for what is none, or cannot be right."""
    try:
        on = datetime.strptime(text[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - it is local; its zone is the patient's
    except ValueError:
        return None
    return on if 1900 < on.year < 2200 else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(INCOMPLETE) from None
