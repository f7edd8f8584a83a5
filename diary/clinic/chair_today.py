"""The chair's list: who is in it today, what was never closed, and what is coming that needs an answer first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.access import patients_of
from diary.accounts.models import Membership, Patient
from diary.clinic.queries import CHUNK, SHOWN, WHEN, written_here
from diary.clock import local_date
from diary.infusions.due import Due, next_due
from diary.infusions.models import Checklist, ChecklistAnswer, Clearance, Infusion, Instructions, VitalSigns
from diary.infusions.operations import of_infusion
from diary.infusions.queries import MAY_ASK, uncleared
from diary.infusions.schemas import MISTAKEN, PLANNED, RUNNING, SCREENING
from diary.revisions.models import Revision

AHEAD = timedelta(days=14)
# Longer than this nobody sits in a chair: what still runs then was never closed.
LONGEST = timedelta(hours=24)
AROUND = timedelta(days=2)  # wide enough for every zone's today


@dataclass(frozen=True)
class Seat:
    """One infusion in the list. `checklist` is a word of CHECKLIST, `asks` the questions nobody has looked at."""

    patient: Patient
    number: str | None
    infusion: Infusion
    at: datetime
    checklist: str
    asks: tuple[str, ...] = ()
    due: Due | None = None
    late: int = 0


@dataclass(frozen=True)
class Today:
    """The page: today's and what runs since yesterday, by time; what was never closed; what needs an answer."""

    now: datetime
    seats: tuple[Seat, ...]
    unclosed: tuple[Seat, ...]
    coming: tuple[Seat, ...]

    @property
    def waiting(self) -> int:
        """How many of today's have a yes that nobody has looked at, and are still to start."""
        return sum(seat.checklist == "to_look_at" and seat.infusion.status == PLANNED for seat in self.seats)

    @property
    def running(self) -> int:
        """How many are in the chair now."""
        return sum(seat.infusion.status in RUNNING for seat in self.seats)

    @property
    def zones(self) -> set[str]:
        """The zones on whose clocks the times are."""
        return {seat.infusion.zone for seat in (*self.seats, *self.unclosed, *self.coming)}


def today(session: Session, user: Any, clinic_id: UUID, now: datetime) -> Today:
    """The chair's list of the patients of this clinic who may be read. Each day is that of the infusion's own zone."""
    readable = {
        patient.id: (patient, place) for patient, place in patients_of(session, user) if place.clinic_id == clinic_id
    }
    placed: dict[str, list[Infusion]] = {"today": [], "unclosed": [], "coming": [], "nowhere": []}
    for infusion in _infusions(session, clinic_id, readable, now):
        placed[_place(infusion, now)].append(infusion)
    placed |= {"coming": _with_a_yes(session, placed["coming"]), "nowhere": []}
    seats = {place: tuple(_seats(session, readable, found, now)) for place, found in placed.items()}
    coming = tuple(seat for seat in seats["coming"] if seat.asks)
    return Today(now, seats["today"], seats["unclosed"], coming)


def _infusions(session: Session, clinic_id: UUID, patient_ids: Iterable[UUID], now: datetime) -> list[Infusion]:
    """What this clinic plans, gives or gave around now, and what it never closed, by time."""
    soon = WHEN.between(now - AROUND, now + AHEAD + AROUND)
    open_still = sa.or_(Infusion.status.in_(RUNNING), sa.and_(Infusion.status == PLANNED, now > WHEN))
    chosen = sa.select(Infusion).join(Revision, SHOWN).where(written_here(session, clinic_id))
    chosen = chosen.where(Infusion.status != MISTAKEN, sa.or_(soon, open_still))
    found: list[Infusion] = []
    ids = list(patient_ids)
    for start in range(0, len(ids), CHUNK):
        found += session.scalars(chosen.where(Infusion.patient_id.in_(ids[start : start + CHUNK])))
    return sorted(found, key=lambda one: (_at(one), str(one.id)))


def _place(infusion: Infusion, now: datetime) -> str:
    """In which part of the page it stands, or nowhere."""
    at, zone, status = _at(infusion), infusion.zone, infusion.status
    is_today = local_date(at, zone) == local_date(now, zone)
    if is_today or (status in RUNNING and at > now - LONGEST):
        return "today"
    if status in RUNNING or (status == PLANNED and at < now):
        return "unclosed"
    return "coming" if status == PLANNED and now < at <= now + AHEAD else "nowhere"


def _with_a_yes(session: Session, infusions: list[Infusion]) -> list[Infusion]:
    """Those before which somebody may have to look at the checklist."""
    patients, ids = {one.patient_id for one in infusions}, {one.id for one in infusions}
    chosen = sa.select(Checklist.infusion_id).where(Checklist.patient_id.in_(patients), Checklist.infusion_id.in_(ids))
    found = set(session.scalars(chosen.where(MAY_ASK)))
    return [one for one in infusions if one.id in found]


def _seats(
    session: Session, readable: dict[UUID, tuple[Patient, Membership]], infusions: list[Infusion], now: datetime
) -> Iterable[Seat]:
    taken = _taken(session, infusions)
    for one in infusions:
        patient, place = readable[one.patient_id]
        asks = uncleared(session, patient.id, one.id)
        due = _due(session, one, taken[one.patient_id, one.id], now)
        yield Seat(
            patient=patient,
            number=place.record_number,
            infusion=one,
            at=_at(one),
            checklist=_checklist(session, one, asks),
            asks=asks,
            due=due,
            late=due.late(now) if due else 0,
        )


def _taken(session: Session, infusions: list[Infusion]) -> dict[tuple[UUID, UUID], set[str]]:
    """The slots with vital signs of each infusion, by its patient and its id: an id alone is not one patient's."""
    found: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    patients, ids = {one.patient_id for one in infusions}, {one.id for one in infusions}
    chosen = sa.select(VitalSigns.patient_id, VitalSigns.infusion_id, VitalSigns.slot)
    for patient_id, infusion_id, slot in session.execute(
        chosen.where(VitalSigns.patient_id.in_(patients), VitalSigns.infusion_id.in_(ids))
    ):
        found[patient_id, infusion_id].add(slot)
    return found


def _due(session: Session, one: Infusion, taken: set[str], now: datetime) -> Due | None:
    """The next reading of what is planned for today or runs; what was never closed has none to come."""
    if one.status not in (PLANNED, *RUNNING) or _place(one, now) == "unclosed":
        return None
    told = session.get(Instructions, (one.patient_id, of_infusion("instructions", one.id)))
    times = {"planned_at": one.planned_at, "started_at": one.started_at, "ended_at": one.ended_at}
    return next_due(taken, now, **times, observation_minutes=told.observation_minutes if told else None)


def _checklist(session: Session, one: Infusion, asks: tuple[str, ...]) -> str:
    """How the checklist stands, in a word: not_answered, to_look_at, not_cleared, looked_at, partly or all_no."""
    clearance = session.get(Clearance, (one.patient_id, of_infusion("clearances", one.id)))
    if asks or (clearance and not clearance.cleared):
        return "to_look_at" if asks else "not_cleared"
    checklist = session.get(Checklist, (one.patient_id, of_infusion("checklists", one.id)))
    if checklist is None:
        return "not_answered"
    chosen = (ChecklistAnswer.patient_id == one.patient_id, ChecklistAnswer.checklist_id == checklist.id)
    answers = sa.select(ChecklistAnswer.name, ChecklistAnswer.yes).where(*chosen, ChecklistAnswer.part == "screening")
    said = {row.name: row.yes for row in session.execute(answers)}
    if any(said.values()):
        return "looked_at"
    return "all_no" if set(SCREENING) <= set(said) else "partly"


def _at(infusion: Infusion) -> datetime:
    at = infusion.started_at or infusion.planned_at
    assert at is not None, "an infusion has a time by its schema"
    return at
