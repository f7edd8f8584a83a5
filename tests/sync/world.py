"""The server's side of a run: Ana, Ben and the clinic in a real database, its backup, and what it holds."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import access, audit
from diary.accounts.models import AccessLog, Clinic, Consent, Patient, SignIn, User
from diary.accounts.operations import create_user, give_consent, name_installation, new_epoch, withdraw_consent
from diary.db import Base, db, transact
from diary.fields import named_id
from diary.revisions.models import Revision
from diary.revisions.operations import close_ledger, open_ledger, record
from diary.revisions.rebuild import differing
from diary.sync.collections import COLLECTIONS, KINDS
from tests.factories import PASSWORD, a_clinic, a_provider, an_address, shares, sign_in

OWNED = [table for table in Base.metadata.sorted_tables if "patient_id" in table.c]
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

Row = dict[str, Any]


@dataclass
class World:
    """Who there is in one database. A run gets an Ana and a Ben of its own, and takes them away again."""

    app: Flask
    clinic: Clinic
    nora: User

    @classmethod
    def of(cls, app: Flask) -> "World":
        """A clinic with a provider in the database of `app`."""
        with app.app_context():
            name_installation(db.session, now=clock.now())
            clinic = a_clinic(db.session)
            nora = a_provider(db.session, clinic, now=clock.now())
            db.session.commit()
            return cls(app, clinic, nora)

    def patient(self, name: str, *, shared: bool) -> Patient:
        """A patient with an empty diary."""
        with self.app.app_context():
            now = clock.now()
            user = create_user(db.session, email=an_address("A patient"), password_hash=PASSWORD, now=now)
            # The same id in every run: what wins between equals must not depend on chance.
            patient = Patient(id=named_id(name), user_id=user.id, name=name, zone="Europe/Berlin", created_at=now)
            db.session.add(patient)
            db.session.flush()
            if shared:
                shares(db.session, patient, self.clinic, now=now)
            db.session.commit()
            return patient

    def sign_in(self, patient: Patient) -> Any:
        """A client on which this patient is signed in."""
        return sign_in(self.app.test_client(), patient)

    def sign_ins_end(self, patient: Patient) -> None:
        """Thirty days are over on every phone."""
        with self.app.app_context():
            past = clock.now() - timedelta(minutes=1)
            mine = sa.update(SignIn).where(SignIn.user_id == patient.user_id, SignIn.expires_at > past)
            transact(lambda session: session.execute(mine.values(expires_at=past)))

    def expiries(self, patient: Patient) -> list[datetime]:
        """When each of the patient's sessions ends."""
        return [row.expires_at for row in self._rows(SignIn.__table__, SignIn.user_id == patient.user_id)]

    def forget(self, *names: str) -> None:
        """Take everything of these patients away, so that the next run is as quick as the first."""
        with self.app.app_context():
            for patient in filter(None, [db.session.get(Patient, named_id(name)) for name in names]):
                for table in reversed(OWNED):
                    db.session.execute(sa.delete(table).where(table.c.patient_id == patient.id))
                db.session.execute(sa.delete(Patient).where(Patient.id == patient.id))
                db.session.execute(sa.delete(SignIn).where(SignIn.user_id == patient.user_id))
            db.session.commit()

    def backup(self, patient: Patient) -> dict[str, list[Row]]:
        """Every row of a patient, as it stands now."""
        tables = [*OWNED, Patient.__table__]
        return {table.name: self._dicts(table, _key(table) == patient.id) for table in tables}

    def restore(self, patient: Patient, kept: dict[str, list[Row]]) -> None:
        """Put a patient's rows back as they were, and say so as `flask restored` does."""
        with self.app.app_context():
            for table in reversed(OWNED):
                db.session.execute(sa.delete(table).where(table.c.patient_id == patient.id))
            [row] = kept[Patient.__tablename__]
            db.session.execute(sa.update(Patient).where(Patient.id == patient.id).values(**row))
            for table in OWNED:
                if kept[table.name]:
                    db.session.execute(sa.insert(table), kept[table.name])
            new_epoch(db.session, now=clock.now())
            db.session.commit()

    def consent(self, patient: Patient, *, withdrawn: bool) -> None:
        """The patient gives or withdraws their consent to the clinic."""
        with self.app.app_context():
            user, now = db.session.get_one(User, patient.user_id), clock.now()
            open_ones = sa.select(Consent).where(Consent.patient_id == patient.id, Consent.withdrawn_at.is_(None))
            consent = db.session.scalar(open_ones)
            if consent and withdrawn:
                withdraw_consent(db.session, patient=patient, consent_id=consent.id, by=user, now=now)
            elif not consent and not withdrawn:
                give_consent(db.session, patient=patient, clinic_id=self.clinic.id, by=user, now=now)
            db.session.commit()

    def clinic_reads(self, patient: Patient) -> bool:
        """Whether the clinic's provider may open this diary."""
        with self.app.app_context():
            try:
                access.open_diary(db.session, self.nora, patient.id, purpose="care", now=clock.now())
            except access.NoSuchDiary:
                return False
            return True

    def clinic_writes(self, patient: Patient, collection: str, record_id: uuid.UUID, body: Any, number: int) -> str:
        """The rev_id of what the clinic saved, made from what it saw."""

        def work(session: Session) -> str:
            ledger = open_ledger(
                session,
                patient_id=patient.id,
                by="clinic",
                actor_id=self.nora.id,
                clinic_id=self.clinic.id,
                now=clock.now(),
            )
            kind, desk = COLLECTIONS[collection], uuid.uuid5(patient.id, "desk")
            outcome = record(
                ledger, kind, body=body, record_id=record_id, at=NOW, zone="Europe/Berlin", device=desk, device_n=number
            )
            close_ledger(ledger)
            return outcome.rev_id

        with self.app.app_context():
            return transact(work)

    def revisions(self, patient: Patient) -> dict[str, Row]:
        """What the server holds, by rev_id in the order of seq."""
        rows = self._rows(Revision.__table__, Revision.patient_id == patient.id, order=Revision.seq)
        return {row.rev_id: {**row._mapping, "body": row.body and orjson.loads(row.body)} for row in rows}

    def shown(self, patient: Patient) -> dict[str, tuple[str, int]]:
        """What the typed tables show: rev_id and how many versions, by record."""
        found = {}
        for kind in KINDS:
            table = kind.table.__table__
            for row in self._rows(table, table.c.patient_id == patient.id):
                found[str(row.id)] = (row.rev_id, row.versions)
        return found

    def next_seq(self, patient: Patient) -> int:
        """The number that the next revision gets."""
        return self._rows(Patient.__table__, Patient.id == patient.id)[0].next_seq

    def logged(self, patient: Patient) -> int:
        """How many revisions the access log says were saved."""
        rows = self._rows(AccessLog.__table__, AccessLog.patient_id == patient.id)
        return sum(int(row.what.removeprefix("saved ")) for row in rows if row.what.startswith("saved "))

    def complaints(self, patient: Patient) -> list[Any]:
        """What is wrong with the access log, and the records whose rows are not as their revisions say."""
        with self.app.app_context():
            return [*audit.verify(db.session), *differing(db.session, patient.id, KINDS)]

    def _rows(self, table: Any, which: Any, order: Any = None) -> list[Any]:
        with self.app.app_context():
            return list(db.session.execute(sa.select(table).where(which).order_by(order)).all())

    def _dicts(self, table: Any, which: Any) -> list[Row]:
        return [dict(row._mapping) for row in self._rows(table, which)]


def _key(table: Any) -> Any:
    return table.c.id if table is Patient.__table__ else table.c.patient_id
