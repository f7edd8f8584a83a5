"""Questions about the checklist of an infusion."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from diary.infusions.models import Clearance
from diary.infusions.operations import of_infusion
from diary.revisions import queries
from diary.revisions.winner import Version, leaves


def uncleared(session: Session, patient_id: UUID, infusion_id: UUID) -> tuple[str, ...]:
    """The questions answered yes in an infusion's checklist that no clinician has looked at, in their order.

    A clearance names the version it looked at: a yes that came later asks again, and one that stood there does not,
    whatever else was changed since. Where two versions stand side by side, a yes in either asks. Whether the
    infusion was cleared is the clearance's own to say.
    """
    kept = queries.history(session, patient_id, of_infusion("checklists", infusion_id))
    ends = leaves(Version(row.rev_id, tuple(row.parents.split()), row.generation, row.deleted) for row in kept)
    standing = {leaf.rev_id for leaf in ends if not leaf.deleted}
    found = _yeses(row for row in kept if row.rev_id in standing)
    if not found:
        return ()
    clearance = session.get(Clearance, (patient_id, of_infusion("clearances", infusion_id)))
    seen = _yeses(row for row in kept if clearance and row.rev_id == clearance.checklist_rev)
    return tuple(name for name in found if name not in seen)


def _yeses(versions: Iterable[Any]) -> tuple[str, ...]:
    """The questions of the screening that are answered yes in any of these versions."""
    bodies = [orjson.loads(row.body) for row in versions if row.body]
    return tuple(
        dict.fromkeys(answer["name"] for body in bodies for answer in body.get("screening") or () if answer["yes"])
    )
