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
from tests.js.wire import until

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


def types(page, slot, **numbers):
    """Into the open row, without saving."""
    for name, number in numbers.items():
        page.locator(f"tbody[data-slot='{slot}'] [name={name}]").fill(str(number))


def row(page, slot):
    return page.locator(f"tbody[data-slot='{slot}'] [data-taken-row]")


def saved(page):
    """Nothing waits any more, and nothing says so."""
    until(page, "document.querySelector('lull-chair').chair.waiting === 0")
    expect(page.get_by_text("not saved yet").locator("visible=true")).to_have_count(0)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def starts(page, minutes_ago=0):
    """Start, and where it began earlier, say so."""
    press(page, "Start")
    expect(page.get_by_text(re.compile("in progress, "))).to_be_visible()
    if minutes_ago:
        page.get_by_text("Site, times, other drugs").click()
        page.get_by_label("Started").fill(on_the_wall(page, minutes=-minutes_ago).strftime("%H:%M"))
        page.get_by_label("Started").blur()
        expect(
            page.get_by_text(re.compile(f"in progress, {minutes_ago}|in progress, {minutes_ago + 1}"))
        ).to_be_visible()
        page.get_by_text("Site, times, other drugs").click()


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
        return [body for body, _ in self._told(collection)]

    def parents(self, collection):
        """What each of them was made from."""
        return [row["parents"].split() for _, row in self._told(collection)]

    def _told(self, collection):
        rows = self.rows("SELECT * FROM revision WHERE collection = ? AND body IS NOT NULL ORDER BY seq", collection)
        told = [(orjson.loads(row["body"]), row) for row in rows]
        ours = str(self.infusion)
        return [(body, row) for body, row in told if ours in (body.get("infusion_id"), str(_uuid(row["record_id"])))]


def _uuid(value):
    return UUID(bytes=value) if isinstance(value, bytes) else UUID(str(value))
