"""One patient's diary, and devices that write in it: for tests of what is saved and what is shown."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from diary.accounts.models import Patient
from diary.revisions.canonical import rev_id
from diary.revisions.kinds import Kind
from diary.revisions.operations import Outcome, close_ledger, open_ledger, save
from diary.revisions.schemas import RevisionSchema

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Device:
    """A phone that writes versions, as it would put them on the wire."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    written: int = 0

    def writes(self, collection: str, record_id: uuid.UUID, body: Any, *parents: dict[str, Any]) -> dict[str, Any]:
        """The next version of a record, made from `parents`; a body of None deletes."""
        self.written += 1
        named: dict[str, Any] = {
            "record_id": record_id,
            "collection": collection,
            "parents": sorted(parent["rev_id"] for parent in parents),
            "deleted": body is None,
            "body": body,
            "device": self.id,
            "device_n": self.written,
        }
        return {
            **named,
            "rev_id": rev_id(**named),
            "generation": 1 + max((parent["generation"] for parent in parents), default=0),
            "schema": 1,
            "record_id": str(record_id),
            "device": str(self.id),
            "at": "2026-11-22T12:00:00.000Z",
            "zone": "Europe/Berlin",
            "offset": 60,
            "local_date": "2026-11-22",
        }


@dataclass
class Diary:
    """A patient's diary on a server."""

    session: Session
    patient_id: uuid.UUID

    def saves(self, kind: Kind, *versions: dict[str, Any], by: str = "patient") -> list[Outcome]:
        """Save versions in the given order and commit."""
        ledger = open_ledger(self.session, patient_id=self.patient_id, by=by, actor_id=None, now=NOW)
        outcomes = [save(ledger, kind, RevisionSchema().load(version)) for version in versions]
        close_ledger(ledger)
        self.session.commit()
        return outcomes


def a_diary(session: Session, name: str = "Ana") -> Diary:
    """An empty diary."""
    patient = Patient(id=uuid.uuid4(), name=name, zone="Europe/Berlin", created_at=NOW)
    session.add(patient)
    session.commit()
    return Diary(session, patient.id)


def an_attack(**changes: Any) -> dict[str, Any]:
    """The body of an attack that has just begun."""
    return {"started_at": "2026-11-22T11:00:00.000Z", "zone": "Europe/Berlin", **changes}
