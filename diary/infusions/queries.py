"""Questions about the checklist of an infusion."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.infusions.models import Checklist, ChecklistAnswer, Clearance, Infusion
from diary.infusions.operations import of_infusion
from diary.infusions.schemas import PLANNED
from diary.revisions import queries
from diary.revisions.winner import Version, leaves

#: Whether a checklist may hold a yes. Where two versions of it stand, the yes may be in the one that has no rows.
MAY_ASK = sa.or_(
    sa.exists().where(
        ChecklistAnswer.patient_id == Checklist.patient_id,
        ChecklistAnswer.checklist_id == Checklist.id,
        ChecklistAnswer.part == "screening",
        ChecklistAnswer.yes,
    ),
    Checklist.versions > 1,
)


class Unseen(NamedTuple):
    """A planned infusion before which something was answered yes that no clinician has looked at."""

    infusion_id: UUID
    planned_at: datetime
    zone: str
    names: tuple[str, ...]


def uncleared(session: Session, patient_id: UUID, infusion_id: UUID) -> tuple[str, ...]:
    """The questions answered yes in an infusion's checklist that no clinician has looked at, in their order.

    A clearance names the version it looked at: a yes that came later asks again, and one that stood there does not,
    whatever else was changed since. Where two versions stand side by side, a yes in either asks until each of them
    was looked at. Whether the infusion was cleared is the clearance's own to say.
    """
    return tuple(dict.fromkeys(name for _, names in _unseen(session, patient_id, infusion_id) for name in names))


def to_look_at(session: Session, patient_id: UUID, infusion_id: UUID) -> str | None:
    """The version of an infusion's checklist that a sign-off is about: the first that stands with something in it
    that nobody has looked at, else the one that is shown; None where nothing was answered.
    """
    found = _unseen(session, patient_id, infusion_id)
    unseen = (rev_id for rev_id, names in found if names)
    return next(unseen, found[0][0] if found else None)


def unseen_ahead(session: Session, patient_id: UUID, since: datetime) -> list[Unseen]:
    """The infusions planned from `since` on for which something is uncleared, the soonest first."""
    asked = sa.exists().where(
        Checklist.patient_id == Infusion.patient_id, Checklist.infusion_id == Infusion.id, MAY_ASK
    )
    planned = (
        sa.select(Infusion)
        .where(Infusion.patient_id == patient_id, Infusion.status == PLANNED, Infusion.planned_at >= since, asked)
        .order_by(Infusion.planned_at, Infusion.id)
    )
    found = [(one, uncleared(session, patient_id, one.id)) for one in session.scalars(planned).all()]
    return [Unseen(one.id, one.planned_at, one.zone, names) for one, names in found if names and one.planned_at]


def _unseen(session: Session, patient_id: UUID, infusion_id: UUID) -> list[tuple[str, list[str]]]:
    """For each version of the checklist that stands, the one that is shown first: what nobody has looked at in it."""
    kept = {row.rev_id: row for row in queries.history(session, patient_id, of_infusion("checklists", infusion_id))}
    standing = [leaf.rev_id for leaf in leaves(_version(row) for row in kept.values()) if not leaf.deleted]
    if not any(_yeses(kept[rev_id]) for rev_id in standing):
        return [(rev_id, []) for rev_id in standing]
    looked_at = _looked_at(session, patient_id, infusion_id, standing)
    seen = {name for rev_id in looked_at & kept.keys() for name in _yeses(kept[rev_id])}
    return [(rev_id, [name for name in _yeses(kept[rev_id]) if name not in seen]) for rev_id in standing]


def _looked_at(session: Session, patient_id: UUID, infusion_id: UUID, standing: Iterable[str]) -> set[str]:
    """The version that the clearance names, and those still standing that an earlier version of it named."""
    record_id = of_infusion("clearances", infusion_id)
    clearance = session.get(Clearance, (patient_id, record_id))
    if clearance is None:
        return set()
    said = [orjson.loads(row.body) for row in queries.history(session, patient_id, record_id) if row.body]
    earlier = {body.get("checklist_rev") for body in said}
    return {clearance.checklist_rev or ""} | (earlier & set(standing))


def _version(row: Any) -> Version:
    return Version(row.rev_id, tuple(row.parents.split()), row.generation, row.deleted)


def _yeses(row: Any) -> tuple[str, ...]:
    """The questions of the screening that are answered yes in this version."""
    body = orjson.loads(row.body) if row.body else {}
    return tuple(dict.fromkeys(answer["name"] for answer in body.get("screening") or () if answer["yes"]))
