"""Nora's tablet in a real browser, and what she finds there: a planned infusion of Ana's, and Ana's own answers."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import orjson
from playwright.sync_api import expect

from diary.clock import instant
from diary.infusions.operations import of_infusion, slot_id
from diary.infusions.schemas import SCREENING
from diary.revisions.canonical import rev_id

ZONE = "Europe/Berlin"
TABLET = {
    "viewport": {"width": 1180, "height": 820},
    "has_touch": True,
    "color_scheme": "light",
    "locale": "en-GB",
    "timezone_id": ZONE,
}
API = {"X-Lull": "1", "Sec-Fetch-Site": "same-origin"}


def plan(page, route="IV"):
    """Nora plans one infusion for Ana in ten minutes; the address of its chair."""
    page.goto("/clinic/patients")
    page.get_by_role("link", name=re.compile("^Ana")).first.click()
    expect(page.get_by_role("heading", name=re.compile("^Ana"))).to_be_visible()
    known = _infusions(page)
    page.get_by_role("link", name="Plan a course").click()
    soon = on_the_wall(page, minutes=10 + next(_turns))
    page.get_by_label("How many").fill("1")
    page.get_by_label("Route").select_option(route)
    page.get_by_label("The first one").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Lay out the dates").click()
    expect(page.get_by_label("Infusion 1")).to_have_value(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Save the course").click()
    expect(page.get_by_role("heading", name=re.compile("^Ana"))).to_be_visible()
    (path,) = _infusions(page) - known
    return path.replace("/patients/", "/chair/").replace("/infusions/", "/")


_turns = count()


def now(page):
    """The moment on a page's clock; that of these tests stands still."""
    return datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC)


def on_the_wall(page, *, minutes):
    """What the clock shows in so many minutes."""
    return now(page).astimezone(ZoneInfo(ZONE)) + timedelta(minutes=minutes)


def _infusions(page):
    hrefs = page.eval_on_selector_all("a[href*='/infusions/']", "links => links.map((a) => a.getAttribute('href'))")
    return {href for href in hrefs if not href.endswith("/new")}


def to_the_chair(page, path):
    """The page of the infusion, with everything on it drawn."""
    page.goto(path)
    expect(page.locator("lull-chair[data-drawn]")).to_be_visible()
    return page


def ids(path):
    """The patient and the infusion of a chair's address."""
    return tuple(UUID(part) for part in path.split("/")[-2:])


class Phone:
    """Ana's phone, which writes to her diary by the wire."""

    def __init__(self, page, path):
        self.page, self.device, self.numbers = page, str(uuid4()), count(1)
        self.patient, self.infusion = ids(path)

    @property
    def now(self):
        """The moment, as the wire writes it."""
        return instant(now(self.page))

    def writes(self, collection, record_id, body):
        """One record of Ana's, sent."""
        named = {
            "record_id": str(record_id),
            "collection": collection,
            "parents": [],
            "deleted": False,
            "body": {"infusion_id": str(self.infusion), "zone": ZONE, **body},
            "device": self.device,
            "device_n": next(self.numbers),
        }
        moment = {"at": self.now, "zone": ZONE, "offset": 60, "local_date": self.now[:10]}
        hashed = {**named, "record_id": UUID(named["record_id"]), "device": UUID(named["device"])}
        told = {"rev_id": rev_id(**hashed), "generation": 1, "schema": 1, **named, **moment}
        sent = {"account": str(self.patient), "device": self.device, "epoch": "", "operations": [told]}
        answer = self.page.context.request.post("/api/v1/sync/push", data=sent, headers=API)
        assert answer.json()["answers"][0]["answer"] == "accepted", answer.text()

    def rates(self, slot, pain):
        """Pain in the chair."""
        record = slot_id("infusion_pains", self.infusion, slot)
        self.writes("infusion_pains", record, {"slot": slot, "at": self.now, "pain": pain})

    def answers(self, *yes, **more):
        """The whole checklist, yes to these questions."""
        said = [{"name": name, "yes": name in yes} for name in SCREENING]
        body = {"answered_at": self.now, "screening": said, "driver": "Paul", "attack_now": False, **more}
        self.writes("checklists", of_infusion("checklists", self.infusion), body)


class Kept:
    """What the database of a server holds of one infusion."""

    def __init__(self, server, path):
        self.file = server.instance / "lull.sqlite"
        self.patient, self.infusion = ids(path)

    def rows(self, query, *values):
        """What the query answers, as dictionaries."""
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def versions(self, collection):
        """The bodies of every version of this infusion's records of a collection, oldest first."""
        rows = self.rows(
            "SELECT seq, record_id, body, deleted FROM revision WHERE collection = ? ORDER BY seq", collection
        )
        bodies = [(row["record_id"], orjson.loads(row["body"])) for row in rows if row["body"]]
        ours = [
            (key, body)
            for key, body in bodies
            if body.get("infusion_id") == str(self.infusion) or _uuid(key) == self.infusion
        ]
        return [body for _, body in ours]


def _uuid(value):
    return UUID(bytes=value) if isinstance(value, bytes) else UUID(str(value))
