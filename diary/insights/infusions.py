"""Read a patient's infusions as the analysis counts them: the clinic's, and the patient's own that no clinic has.

And what staff saw go wrong in them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.analysis.record import AdverseEvent, Infusion
from diary.clock import local_date
from diary.infusions import models
from diary.infusions.schemas import MISTAKEN

Pains = Mapping[str, dict[str, int]]


def read_infusions(session: Session, patient_id: UUID) -> tuple[Infusion, ...]:
    """Every infusion once, in order of its date.

    Where the clinic's record links to the patient's own entry, the clinic's is given; pain that only the
    patient noted fills the slots that the clinic left empty.
    """
    pains = _pains(session, patient_id)
    own = _own_rows(session, patient_id)
    courses = _course_kinds(session, patient_id)
    c = models.Infusion.__table__.c
    columns = (c.id, c.course_id, c.route, c.status, c.zone, c.planned_at, c.started_at, c.ended_at, c.own_infusion_id)
    clinics = session.execute(sa.select(*columns).where(c.patient_id == patient_id, c.status != MISTAKEN)).all()
    linked = {row.own_infusion_id for row in clinics}
    found = [
        *(_given(row, courses, pains, own) for row in clinics),
        *(_own(row, pains) for row in own.values() if row.id not in linked),
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.id)))


def with_infusions(session: Session, patient_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these patients who have any infusion, the clinic's or their own."""
    wanted = set(patient_ids)
    clinics, own = models.Infusion.__table__.c, models.OwnInfusion.__table__.c
    noted = sa.union(sa.select(clinics.patient_id).where(clinics.status != MISTAKEN), sa.select(own.patient_id))
    return wanted & {patient_id for (patient_id,) in session.execute(noted)}


def read_events(session: Session, patient_id: UUID) -> tuple[AdverseEvent, ...]:
    """Every adverse event in order of its onset; that of an infusion which is not counted is counted nowhere."""
    c = models.AdverseEvent.__table__.c
    columns = (c.infusion_id, c.name, c.severity, c.seriousness)
    rows = session.execute(sa.select(*columns).where(c.patient_id == patient_id).order_by(c.onset_at, c.id))
    return tuple(
        AdverseEvent(
            infusion_id=row.infusion_id.hex,
            name=row.name,
            severity=row.severity,
            serious=None if row.seriousness is None else row.seriousness == "serious",
        )
        for row in rows
    )


def _given(row: Any, courses: Mapping[UUID, str], pains: Pains, own: Mapping[UUID, Any]) -> Infusion:
    at: datetime = row.started_at or row.planned_at
    entry = own.get(row.own_infusion_id)
    return Infusion(
        id=row.id.hex,
        date=local_date(at, row.zone),
        zone=row.zone,
        status=row.status,
        at=at,
        ended_at=row.ended_at,
        route=row.route,
        course_id=row.course_id.hex if row.course_id in courses else None,
        course_kind=courses.get(row.course_id),
        pains={**(_own_pains(entry, pains) if entry else {}), **pains.get(row.id.hex, {})},
    )


def _own(row: Any, pains: Pains) -> Infusion:
    on: date = row.date
    return Infusion(id=row.id.hex, date=on, zone=row.zone, route=row.route, pains=_own_pains(row, pains))


def _own_pains(row: Any, pains: Pains) -> dict[str, int]:
    """The patient's two numbers, and the slots noted around that infusion, which are more exact."""
    noted = {"before": row.pain_before, "end": row.pain_after}
    return {**{slot: pain for slot, pain in noted.items() if pain is not None}, **pains.get(row.id.hex, {})}


def _pains(session: Session, patient_id: UUID) -> Pains:
    c = models.InfusionPain.__table__.c
    found: dict[str, dict[str, int]] = defaultdict(dict)
    chosen = sa.select(c.infusion_id, c.slot, c.pain).where(c.patient_id == patient_id)
    for infusion_id, slot, pain in session.execute(chosen).all():
        found[infusion_id.hex][slot] = pain
    return found


def _own_rows(session: Session, patient_id: UUID) -> dict[UUID, Any]:
    c = models.OwnInfusion.__table__.c
    columns = (c.id, c.date, c.zone, c.route, c.pain_before, c.pain_after)
    return {row.id: row for row in session.execute(sa.select(*columns).where(c.patient_id == patient_id))}


def _course_kinds(session: Session, patient_id: UUID) -> dict[UUID, str]:
    c = models.Course.__table__.c
    rows = session.execute(sa.select(c.id, c.kind).where(c.patient_id == patient_id))
    return {row.id: row.kind for row in rows}
