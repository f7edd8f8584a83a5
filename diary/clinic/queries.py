"""What the clinic's pages ask: the list, a patient's infusions and courses, what was noted lately, versions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.access import Diary
from diary.accounts.models import Clinic, Consent, Membership, Staff
from diary.attacks.models import Attack, PainReading
from diary.days.models import Day
from diary.fields import named_id
from diary.infusions.models import AdverseEvent, Course, Infusion, Instructions, OwnInfusion
from diary.infusions.schemas import MISTAKEN, PLANNED
from diary.infusions.settings import INSTRUCTED, current_settings
from diary.insights.models import PatientSummary
from diary.medications.models import Medication
from diary.revisions.models import Revision
from diary.revisions.winner import Version, leaves

LATELY = 6  # rows of a panel
#: When an infusion started, or is planned for while it has not.
WHEN = sa.func.coalesce(Infusion.started_at, Infusion.planned_at)
#: Joins an infusion to the version of it that is shown.
SHOWN = sa.and_(Revision.patient_id == Infusion.patient_id, Revision.rev_id == Infusion.rev_id)
CHUNK = 500  # ids in one question; SQLite allows 32,766 and PostgreSQL slows down long before


class Stored(NamedTuple):
    """One version of a record as it was saved."""

    version: Version
    body: dict[str, Any] | None
    at: datetime
    by: str
    actor_id: int | None
    device: UUID
    seq: int


def summaries(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The kept summaries of these patients: seq, day, reason and figures of each."""
    kept = PatientSummary.__table__.c
    ids, found = list(patient_ids), {}
    for start in range(0, len(ids), CHUNK):
        chosen = sa.select(*kept).where(kept.patient_id.in_(ids[start : start + CHUNK]))
        found.update({row.patient_id: row for row in session.execute(chosen)})
    return found


def shares_since(session: Session, patient_id: UUID, clinic_id: UUID) -> datetime | None:
    """Since when the patient shares the diary with this clinic; None for an imported one."""
    open_consent = sa.select(Consent.given_at).where(
        Consent.patient_id == patient_id, Consent.clinic_id == clinic_id, Consent.withdrawn_at.is_(None)
    )
    return session.scalar(open_consent)


def record_number(session: Session, diary: Diary) -> str | None:
    """The clinic's own number for the patient."""
    membership = diary.clinic and session.get(Membership, (diary.patient.id, diary.clinic.id))
    return membership.record_number if membership else None


def has_infusion(session: Session, patient_id: UUID, infusion_id: UUID) -> bool:
    """Whether this patient has this infusion in the clinic's records."""
    return session.get(Infusion, (patient_id, infusion_id)) is not None


def infusions(session: Session, patient_id: UUID) -> list[Any]:
    """The clinic's infusions, newest first, each with the kind of its course; mistaken ones too."""
    told = (Infusion.id, Infusion.status, Infusion.route, Infusion.zone, Infusion.number, Infusion.versions)
    course = sa.and_(Course.patient_id == Infusion.patient_id, Course.id == Infusion.course_id)
    rows = (
        sa.select(*told, Infusion.own_infusion_id, Course.kind.label("course_kind"), WHEN.label("at"))
        .outerjoin(Course, course)
        .where(Infusion.patient_id == patient_id)
        .order_by(WHEN.desc())
    )
    return list(session.execute(rows))


def courses(session: Session, patient_id: UUID) -> list[Any]:
    """The clinic's courses, the latest first, each with how many infusions it has."""
    counted = (
        sa.select(sa.func.count())
        .where(Infusion.patient_id == Course.patient_id, Infusion.course_id == Course.id, Infusion.status != MISTAKEN)
        .scalar_subquery()
    )
    rows = sa.select(Course, counted.label("infusions")).where(Course.patient_id == patient_id)
    return list(session.execute(rows.order_by(Course.started_on.desc(), Course.id)))


def latest_indication(session: Session, patient_id: UUID) -> str | None:
    """What the patient's latest course was for."""
    rows = sa.select(Course.indication).where(Course.patient_id == patient_id)
    return session.scalar(rows.order_by(Course.started_on.desc(), Course.id).limit(1))


def planned_otherwise(session: Session, clinic_id: UUID, patient_ids: Iterable[UUID]) -> dict[UUID, list[Infusion]]:
    """The infusions of these patients that this clinic has planned and that are not under its settings of today.

    A patient may share with two clinics: what the other one planned is not this one's to change.
    """
    settings, ids = current_settings(session, clinic_id), list(patient_ids)
    found: dict[UUID, list[Infusion]] = defaultdict(list)
    given = sa.and_(Instructions.patient_id == Infusion.patient_id, Instructions.infusion_id == Infusion.id)
    planned = sa.select(Infusion, Instructions).outerjoin(Instructions, given)
    planned = planned.join(Revision, SHOWN).where(written_here(session, clinic_id), Infusion.status == PLANNED)
    for start in range(0, len(ids), CHUNK):
        chosen = Infusion.patient_id.in_(ids[start : start + CHUNK])
        for one, told in session.execute(planned.where(chosen)):
            if any(getattr(told, name, None) != getattr(settings, name) for name in INSTRUCTED) or told is None:
                found[one.patient_id].append(one)
    return found


def written_here(session: Session, clinic_id: UUID) -> sa.ColumnElement[bool]:
    """Whether the version that is shown was written for this clinic, or by nobody who acts for another one."""
    users = list(session.scalars(sa.select(Staff.user_id).where(Staff.clinic_id == clinic_id)))
    # Whoever works at two clinics acts for the one whose page it is.
    other_places = sa.select(Staff.id).where(Staff.user_id.in_(users), Staff.clinic_id != clinic_id)
    other_pages = [device_of(place) for place in session.scalars(other_places)]
    ours = sa.and_(Revision.actor_id.in_(users), Revision.device.not_in(other_pages))
    return sa.or_(Revision.actor_id.is_(None), ours)


def device_of(staff_id: UUID) -> UUID:
    """What stands for the device of a page of this member of staff: the clinic's pages are no device of their own."""
    return named_id(f"staff:{staff_id}")


def names_of(session: Session, known: Iterable[Stored], clinic_id: UUID) -> dict[str, str]:
    """Who wrote each of these versions, by its rev_id: a colleague by name, another clinic's staff as that clinic.

    Versions of patients, imports and commands are not in it. Whoever works at two clinics is told by the page.
    """
    written = [stored for stored in known if stored.by == "clinic" and stored.actor_id is not None]
    places = (
        sa.select(Staff, Clinic.name)
        .join(Clinic, Clinic.id == Staff.clinic_id)
        .where(Staff.user_id.in_({stored.actor_id for stored in written}))
        .order_by(Staff.given_at)
    )
    by_page: dict[Any, str] = {}
    for staff, clinic in session.execute(places):
        name = staff.name if staff.clinic_id == clinic_id else clinic
        by_page[device_of(staff.id)] = name
        by_page.setdefault(staff.user_id, name)
    named = {stored.version.rev_id: by_page.get(stored.device) or by_page.get(stored.actor_id) for stored in written}
    return {rev_id: name for rev_id, name in named.items() if name}


def own_infusions(session: Session, patient_id: UUID) -> list[OwnInfusion]:
    """Infusions as the patient noted them, newest first."""
    rows = sa.select(OwnInfusion).where(OwnInfusion.patient_id == patient_id).order_by(OwnInfusion.date.desc())
    return list(session.scalars(rows))


def latest_attacks(session: Session, patient_id: UUID) -> list[Any]:
    """The latest attacks as (attack, its highest pain reading)."""
    rows = sa.select(Attack).where(Attack.patient_id == patient_id)
    latest = session.scalars(rows.order_by(Attack.started_at.desc()).limit(LATELY)).all()
    peaks = (
        sa.select(PainReading.attack_id, sa.func.max(PainReading.pain))
        .where(PainReading.patient_id == patient_id, PainReading.attack_id.in_([one.id for one in latest]))
        .group_by(PainReading.attack_id)
    )
    highest = {row[0]: row[1] for row in session.execute(peaks)}
    return [(one, highest.get(one.id)) for one in latest]


def latest_notes(session: Session, patient_id: UUID) -> list[Day]:
    """The latest days about which the patient wrote something."""
    rows = sa.select(Day).where(Day.patient_id == patient_id, Day.note.is_not(None), Day.note != "")
    return list(session.scalars(rows.order_by(Day.date.desc()).limit(LATELY)))


def medicines(session: Session, patient_id: UUID, now: datetime) -> list[Medication]:
    """What the patient takes or took within the last quarter, acute first."""
    recent = sa.or_(Medication.stopped_on.is_(None), Medication.stopped_on > (now - timedelta(days=92)).date())
    rows = sa.select(Medication).where(Medication.patient_id == patient_id, recent)
    return list(session.scalars(rows.order_by(Medication.kind, Medication.name)))


def events_of(session: Session, patient_id: UUID, infusion_id: UUID) -> list[UUID]:
    """The adverse events of an infusion, by onset."""
    rows = sa.select(AdverseEvent.id).where(
        AdverseEvent.patient_id == patient_id, AdverseEvent.infusion_id == infusion_id
    )
    return list(session.scalars(rows.order_by(AdverseEvent.onset_at, AdverseEvent.id)))


def versions(session: Session, patient_id: UUID, record_ids: Iterable[UUID]) -> dict[UUID, list[Stored]]:
    """Every saved version of each of these records."""
    r = Revision.__table__.c
    columns = (
        r.record_id,
        r.rev_id,
        r.parents,
        r.generation,
        r.deleted,
        r.body,
        r.at,
        r.by,
        r.actor_id,
        r.device,
        r.seq,
    )
    rows = sa.select(*columns).where(r.patient_id == patient_id, r.record_id.in_(list(record_ids)))
    found: dict[UUID, list[Stored]] = defaultdict(list)
    for row in session.execute(rows.order_by(r.seq)):
        version = Version(row.rev_id, tuple(row.parents.split()), row.generation, row.deleted)
        body = orjson.loads(row.body) if row.body else None
        found[row.record_id].append(Stored(version, body, row.at, row.by, row.actor_id, row.device, row.seq))
    return found


def standing(known: list[Stored]) -> list[Stored]:
    """The versions that no other was made from, the one that is shown first."""
    by_name = {stored.version.rev_id: stored for stored in known}
    return [by_name[leaf.rev_id] for leaf in leaves(stored.version for stored in known)]


def live(known: list[Stored]) -> list[Stored]:
    """Of the versions that stand side by side those that say something: what was taken back is not among them."""
    return [stored for stored in standing(known) if stored.body is not None]
