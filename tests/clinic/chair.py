"""The chair's page as a browser has it: what the state said, and entries written from it as the page writes them."""

from itertools import count
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from diary.db import db
from diary.infusions.operations import of_infusion, slot_id
from diary.infusions.schemas import CRITERIA, SCREENING
from diary.revisions.canonical import rev_id
from diary.revisions.models import Revision
from tests.accounts.people import API
from tests.factories import ZONE
from tests.insights.writing import Writer

AT = "2026-11-22T12:00:00.000Z"
PLANNED = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": "2026-11-22T12:30:00.000Z", "number": 1}


class Chair:
    """Somebody at the page of one infusion of a patient; it remembers what it wrote, as parents of what follows."""

    def __init__(self, who, infusion_id, *, staff=None, patient=None):
        self.who, self.infusion_id = who, UUID(str(infusion_id))
        self.staff, self.patient = staff or who.nora, patient or who.cast.ana
        self.root = f"/clinic/chair/{self.patient.id}/{self.infusion_id}"
        self.numbers = count(1)
        self.state = self.staff.asks(f"{self.root}/state").json

    def ids(self, key):
        """The collection and the record id of a key of the state."""
        name, _, slot = key.partition(".")
        if name == "infusion":
            return "infusions", self.infusion_id
        if name in ("vital_signs", "infusion_pains"):
            return name, slot_id(name, self.infusion_id, slot)
        if name == "adverse_events":
            return name, UUID(slot)
        return f"{name}s", of_infusion(f"{name}s", self.infusion_id)

    def versions(self, key):
        """The standing versions of a record, the winner first."""
        return self.state["records"].get(key, {}).get("versions", [])

    def body(self, key):
        """What is shown of a record."""
        return self.versions(key)[0]["body"] if self.versions(key) else None

    def entry(self, key, body=None, *, parents=None, deleted=False, **more):
        """An entry as the page writes it: the body over what stands there, made from every version it showed."""
        collection, record_id = self.ids(key)
        _, _, slot = key.partition(".")
        fixed = {} if key == "infusion" else {"infusion_id": str(self.infusion_id)}
        if slot and collection != "adverse_events":
            fixed["slot"] = slot
        moment = {"at": AT} if collection not in ("infusions", "adverse_events") else {}
        told = None if deleted else {**moment, "zone": ZONE, **(self.body(key) or {}), **fixed, **(body or {})}
        named = {
            "record_id": record_id,
            "collection": collection,
            "parents": sorted(parents if parents is not None else [one["rev_id"] for one in self.versions(key)]),
            "deleted": deleted,
            "body": told,
            "device": UUID(self.state["device"]),
            "device_n": self.state["number"] * 1024 + next(self.numbers),
            **more,
        }
        texts = {"record_id": str(named["record_id"]), "device": str(named["device"])}
        return {"rev_id": rev_id(**named), "at": AT, "zone": ZONE, **named, **texts}

    def sends(self, *entries):
        """The answer to these entries; where it is one, the state that it brought is the page's."""
        body = {"device": self.state["device"], "entries": list(entries)}
        answer = self.staff.client.post(f"{self.root}/entries", json=body, headers=API)
        if answer.status_code == 200:
            self.state = answer.json["state"]
        return answer

    def writes(self, key, body=None, **more):
        """The answer to one entry."""
        answer = self.sends(self.entry(key, body, **more))
        assert answer.status_code == 200, answer.text
        return answer.json["answers"][0]

    def starts(self, at="2026-11-22T11:30:00.000Z"):
        """The answer to the start."""
        return self.writes("infusion", {"status": "in-progress", "started_at": at})

    def leaves(self, **body):
        """The answer to a discharge with everybody well and somebody to take them home."""
        well = [{"name": name, "yes": True} for name in CRITERIA]
        return self.writes("discharge", {"criteria": well, "escort": "Zoë", **body})

    def completes(self):
        """The answer to the end of it all."""
        return self.writes("infusion", {"status": "completed", "ended_at": AT})

    def kept(self):
        """Every version of Ana's that the server keeps."""
        with self.who.app.app_context():
            return list(db.session.scalars(sa.select(Revision).where(Revision.patient_id == self.patient.id)))


def an_infusion(who, *, patient=None, **changed):
    """The id of an infusion that a clinic has planned for today; some of its fields changed."""
    with who.app.app_context():
        writer = Writer((patient or who.cast.ana).id)
        return writer.writes("infusions", {**PLANNED, **changed}, record_id=uuid4(), by="clinic")


def answers(who, infusion_id, *yes, patient=None, but=()):
    """The patient answers the checklist: yes to these questions, no to the others but some."""
    said = [{"name": name, "yes": name in yes} for name in SCREENING if name not in but]
    body = {"infusion_id": str(infusion_id), "zone": ZONE, "answered_at": AT, "driver": "Zoë", "screening": said}
    writes(who, "checklists", body, patient=patient)


def writes(who, collection, body, *, patient=None, by="patient", **more):
    """Save one version in a diary."""
    with who.app.app_context():
        return Writer((patient or who.cast.ana).id).writes(collection, body, by=by, **more)


@pytest.fixture
def chair(who):
    """Nora at the page of the infusion that Ana has today; on either database."""
    return Chair(who, an_infusion(who))


@pytest.fixture
def chair_here(here):
    """The same on SQLite alone."""
    return Chair(here, an_infusion(here))
