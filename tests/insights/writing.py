"""Somebody writes in a diary: bodies as they travel, saved as a phone's or a clinic's, one call for each."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from diary.clock import instant
from diary.db import db
from diary.medications.operations import DOSE, MEDICATION
from diary.revisions.kinds import Kind
from diary.revisions.operations import Ledger, close_ledger, open_ledger, record
from diary.sync.collections import COLLECTIONS
from tests.factories import NOW, ZONE


@dataclass
class Writer:
    """Writes one patient's records and remembers the bodies by collection. Needs an application context."""

    patient_id: UUID
    zone: str = ZONE
    device: UUID = field(default_factory=uuid4)
    written: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    ledger: Ledger | None = None

    def writes(
        self,
        collection: str,
        body: dict[str, Any] | None,
        *,
        record_id: UUID | None = None,
        by: str = "patient",
        at: datetime | None = None,
        parents: list[str] | None = None,
    ) -> UUID:
        """Save one version and commit; the record's id."""
        self.count += 1
        kind: Kind = COLLECTIONS[collection]
        ledger = self.ledger or self._ledger(by)
        given = {"at": at or _about(body) or NOW, "zone": self.zone, "device": self.device, "device_n": self.count}
        ledger.by = by
        outcome = record(ledger, kind, body=body, record_id=record_id, parents=parents, **given)
        if ledger is not self.ledger:
            _close(ledger)
        if body is not None:
            self.written[collection].append({"id": str(outcome.record_id), "body": body})
        return outcome.record_id

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Save what is written in this block in one transaction, as a phone's push does."""
        self.ledger = self._ledger("patient")
        yield
        _close(self.ledger)
        self.ledger = None

    def _ledger(self, by: str) -> Ledger:
        return open_ledger(db.session, patient_id=self.patient_id, by=by, actor_id=None, now=NOW)

    def attack(self, started: datetime, hours: float | None = 5, **more: Any) -> UUID:
        """An attack; without `hours` it goes on."""
        end = {} if hours is None else {"ended_at": instant(started + timedelta(hours=hours))}
        return self.writes("attacks", {"started_at": instant(started), "zone": self.zone, **end, **more})

    def pain(self, attack: UUID, at: datetime, pain: int) -> UUID:
        """A pain reading."""
        return self.writes(
            "pain_readings", {"attack_id": str(attack), "at": instant(at), "zone": self.zone, "pain": pain}
        )

    def day(self, on: date, headache: str | None = "no", **more: Any) -> UUID:
        """The answer about a day, given that evening."""
        answered = datetime.combine(on, time(19), UTC)
        body = {"date": str(on), "zone": self.zone, "answered_at": instant(answered), **more}
        return self.writes("days", {**body, "headache": headache} if headache else body)

    def medication(self, name: str = "Sumatriptan", drug_class: str = "triptan", kind: str = "acute") -> UUID:
        """A medicine."""
        return self.writes(MEDICATION.collection, {"name": name, "kind": kind, "drug_class": drug_class})

    def dose(self, medication: UUID, at: datetime, **more: Any) -> UUID:
        """An intake."""
        body = {"medication_id": str(medication), "taken_at": instant(at), "zone": self.zone, **more}
        return self.writes(DOSE.collection, body)

    def infusion(self, started: datetime, before: int | None = None, end: int | None = None, **more: Any) -> UUID:
        """An infusion as the clinic records it, with pain before and at the end."""
        body = {"route": "IV", "status": "completed", "zone": self.zone, "started_at": instant(started), **more}
        infusion = self.writes("infusions", body, by="clinic")
        for slot, pain in (("before", before), ("end", end)):
            if pain is not None:
                self.slot(infusion, slot, started, pain)
        return infusion

    def slot(self, infusion: UUID, slot: str, at: datetime, pain: int) -> UUID:
        """Pain around an infusion, by the patient."""
        body = {"infusion_id": str(infusion), "slot": slot, "at": instant(at), "zone": self.zone, "pain": pain}
        return self.writes("infusion_pains", body)


def _close(ledger: Ledger) -> None:
    close_ledger(ledger)
    db.session.commit()


def noon(on: date) -> datetime:
    """12:00 UTC of a date."""
    return datetime.combine(on, time(12), UTC)


def _about(body: dict[str, Any] | None) -> datetime | None:
    """The moment that a body tells of: when it is written down unless a test says otherwise."""
    for name in ("started_at", "at", "taken_at", "answered_at"):
        if body and name in body:
            return datetime.fromisoformat(body[name])
    return None
