"""A question that comes by push to the real worker, in a real browser: answered, stored and sent without a page."""

import json
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ready_for_offline
from tests.pwa.screens import ana, new_ana, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

# As the browser would, when somebody taps: CDP can deliver a push but not a tap. An event that is made by a
# script cannot be waited for, so it brings the waiting along.
TAP = """async (action) => {
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification, action });
  const waits = [];
  event.waitUntil = (promise) => waits.push(promise);
  self.dispatchEvent(event);
  await Promise.all(waits);
}"""
SHOWN = """async () => (await self.registration.getNotifications()).map(
  ({ title, body, data, actions }) => [title, body, data.date, actions.map(({ action, title }) => `${action}: ${title}`)])"""
OPENED = "() => { self.opened = []; self.clients.openWindow = async (address) => { self.opened.push(address); }; }"


class Pushed:
    """Ana's phone: no page of Lull is open on it, and its worker is given what a push service delivers."""

    def __init__(self, page):
        self.page = page
        self.context = page.context
        self.origin = re.match(r"https?://[^/]+", page.url).group()
        self._cdp = self.context.new_cdp_session(page)
        registrations = []
        self._cdp.on(
            "ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"])
        )
        self._cdp.send("ServiceWorker.enable")
        ready_for_offline(page)
        while not registrations:
            page.wait_for_timeout(100)
        self._registration = registrations[-1]["registrationId"]
        page.goto("about:blank")

    def delivers(self, told):
        data = told if isinstance(told, str) else json.dumps(told)
        given = {"origin": self.origin, "registrationId": self._registration, "data": data}
        self._cdp.send("ServiceWorker.deliverPushMessage", given)

    @property
    def worker(self):
        return self.context.service_workers[0]

    def shows(self):
        """What notifications are there, once one is; a busy machine takes its time."""
        until = time.monotonic() + 8
        while not (shown := self.worker.evaluate(SHOWN)) and time.monotonic() < until:
            self.page.wait_for_timeout(200)
        return shown

    @property
    def is_quiet(self):
        self.page.wait_for_timeout(1500)
        return self.worker.evaluate(SHOWN) == []

    def tap(self, action):
        assert self.shows()
        self.worker.evaluate(OPENED)
        self.worker.evaluate(TAP, action)
        return self.worker.evaluate("self.opened")


@pytest.fixture
def pushed(new_ana):
    """Ana's phone, on which she turned reminders on."""
    page = new_ana("/reminders")
    page.context.grant_permissions(["notifications"])
    page.evaluate("""async () => {
      const { whenStore } = await import(document.querySelector("script[src*='/js/pages/']").src);
      await (await whenStore()).meta("reminder", { on: true, at: "20:00", way: "push", endpoint: null });
    }""")
    return Pushed(page)


def test_the_question_says_nothing_of_health(pushed):
    pushed.delivers({"ask": "2023-05-06"})
    assert pushed.shows() == [["Lull", "Today's question", "2023-05-06", ["no: No", "yes: Yes"]]]


@pytest.mark.parametrize(("action", "date"), [("no", "2023-06-07"), ("yes", "2023-06-08")])
def test_an_answer_is_stored_and_sent_without_opening_lull(pushed, new_ana, action, date):
    pushed.delivers({"ask": date})
    assert pushed.tap(action) == [], "nothing was opened"
    assert pushed.is_quiet
    kept = new_ana("/more").evaluate(
        """async (date) => {
      const { whenStore } = await import(document.querySelector("script[src*='/js/pages/']").src);
      const days = await (await whenStore()).all("days");
      return days.filter(({ body }) => body.date === date).map(({ body, pending }) => [body.headache, pending]);
    }""",
        date,
    )
    assert kept == [[action, False]], "the server has it, and another phone fetched it"


def test_without_a_network_the_answer_waits_on_the_phone(pushed, watch):
    watch.expect("Failed to load resource")
    pushed.delivers({"ask": "2023-06-09"})
    assert pushed.shows()
    pushed.context.set_offline(True)
    assert pushed.tap("no") == []
    pushed.page.goto("/more")
    expect(pushed.page.locator("[data-waiting]")).to_contain_text("1 entry")
    pushed.context.set_offline(False)
    expect(pushed.page.locator("[data-waiting]")).not_to_contain_text("1 entry", timeout=20_000)


def test_a_day_this_phone_knows_already_makes_no_noise(pushed):
    pushed.delivers({"ask": "2023-06-10"})
    pushed.tap("no")
    pushed.delivers({"ask": "2023-06-10"})
    assert pushed.is_quiet


def test_a_tap_beside_the_answers_opens_lull(pushed):
    pushed.delivers({"ask": "2023-06-11"})
    assert pushed.tap("") == ["/"]


@pytest.mark.parametrize("told", ["", "not JSON", '{"ask": "<b>"}', '{"ask": null}', "[]"])
def test_what_cannot_be_read_asks_about_today(pushed, told):
    pushed.delivers(told)
    today = datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()
    assert [(body, date) for _, body, date, _ in pushed.shows()] == [("Today's question", today)]


# The last one: it ends the session that all phones of this file share.
def test_where_nobody_is_signed_in_the_notification_opens_lull(pushed, watch):
    watch.expect("connection is closing")  # what the page was reading when its diary went
    pushed.page.goto("/more")
    pushed.page.evaluate("""async () => {
      const { signOut } = await import(document.querySelector("script[src*='/js/pages/']").src);
      await signOut({ discard: true });
    }""")
    pushed.page.wait_for_timeout(500)
    pushed.delivers({"ask": "2023-06-12"})
    pushed.page.goto("about:blank")
    assert pushed.tap("no") == ["/"]
    names = pushed.worker.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
    assert [name for name in names if re.match(r"lull-\w{8}-", name)] == [], "no store is made by the worker"
