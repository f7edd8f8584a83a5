"""The page Reminders in a real browser: chosen, delivered by a push service, answered in the notification."""

import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ready_for_offline, sign_in_ana
from tests.js.wire import until
from tests.pwa.screens import new_ana, signed_in
from tests.reminders.push_service import PushService
from tests.reminders.test_notification import Pushed
from tests.server import Server

__all__ = ["new_ana", "signed_in"]

# No push service of a browser's maker can be reached from here, so the browser's part of subscribing is ours.
SUBSCRIBES = """(given) => {
  const subscription = { endpoint: given.endpoint, toJSON: () => ({ endpoint: given.endpoint, keys: given }),
                         unsubscribe: async () => { localStorage.removeItem("subscribed"); } };
  PushManager.prototype.subscribe = async () => { localStorage.setItem("subscribed", "1"); return subscription; };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? subscription : null);
}"""


@pytest.fixture(scope="module")
def service():
    """A push service on this machine, for the whole file."""
    service = PushService()
    yield service
    service.close()


@pytest.fixture(scope="module")
def server(instance_with_cast, tmp_path_factory):
    """Lull with the cast, which sends mail to nowhere and may call a push service on this machine."""
    instance = shutil.copytree(instance_with_cast, tmp_path_factory.mktemp("served") / "instance")
    server = Server(instance, DIARY_SMTP_URL="smtp://localhost:1", DIARY_PUSH_LOCALHOST="1")
    server.start()
    yield server
    server.stop()


ANSWERED = """async (date) => {
  const { whenStore } = await import(document.querySelector("script[src*='/js/pages/']").src);
  const days = await (await whenStore()).all("days");
  return days.some(({ body }) => body.date === date && body.headache === "yes");
}"""


SENDS = """async (address, body) => {
  const headers = { "X-Lull": "1", "Content-Type": "application/json" };
  await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
}"""


def said(page, words):
    expect(page.locator("[data-said]")).to_contain_text(words)


def subscribes(page, browser):
    """From its next page on, this browser's push service is ours; its worker is there."""
    page.context.grant_permissions(["notifications"])
    page.context.add_init_script(f"({SUBSCRIBES})({browser.subscription!r})")
    ready_for_offline(page)


def test_ana_chooses_an_hour_and_e_mail_and_finds_it_again(new_ana):
    page = new_ana("/reminders")
    page.get_by_label("By e‑mail").check()
    page.get_by_label("Ask me every day").check()
    page.get_by_label("At", exact=True).fill("07:05")
    page.get_by_label("At", exact=True).blur()
    said(page, "Saved. You are asked every day at 07:05, by e‑mail.")
    page.reload()
    expect(page.get_by_label("At", exact=True)).to_have_value("07:05")
    said(page, "You are asked every day at 07:05, by e‑mail.")
    page.get_by_label("Ask me every day").uncheck()
    said(page, "You are not asked.")


def test_without_an_hour_nothing_is_saved_and_the_field_says_so(new_ana):
    page = new_ana("/reminders")
    expect(page.locator("[data-said]")).not_to_be_empty()
    hour = page.get_by_label("At", exact=True)
    hour.fill("")
    hour.blur()
    expect(hour).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Choose a time of day, such as 20:00.")).to_be_visible()
    hour.fill("20:00")
    hour.blur()
    expect(hour).not_to_have_attribute("aria-invalid", "true")


def test_without_a_network_it_shows_what_was_true_and_changes_nothing(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/reminders")
    expect(page.locator("[data-said]")).not_to_be_empty()
    ready_for_offline(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("This is what was true when there was one")).to_be_visible()
    wanted = page.get_by_label("Ask me every day")
    before = wanted.is_checked()
    wanted.click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    assert wanted.is_checked() is before


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })", "open the browser's settings"),
        ("delete window.PushManager", "This browser cannot show Lull's notifications. E‑mail works on every phone."),
        ("delete window.PushManager; navigator.standalone = false", "tap Share, then Add to Home Screen"),
    ],
)
def test_where_notifications_cannot_be_it_says_what_to_do(new_ana, made, words):
    page = new_ana("/more")
    page.context.add_init_script(made)
    page.goto("/reminders")
    page.get_by_label("By notification").check()
    expect(page.locator("[data-here]")).to_contain_text(words)
    expect(page.get_by_role("button", name="Allow them")).to_be_hidden()


def test_a_question_goes_all_the_way_and_its_answer_comes_back(new_ana, service, server):
    """Chosen on the screen, sealed and sent by the background work, opened, answered, and on another phone."""
    page = new_ana("/more")
    browser = service.browser("phone")
    subscribes(page, browser)
    page.goto("/reminders")
    page.get_by_label("By notification").check()
    page.get_by_role("button", name="Allow them on this phone").click()
    expect(page.get_by_role("button", name="Stop them on this phone")).to_be_visible()
    page.get_by_label("Ask me every day").check()
    page.get_by_label("At", exact=True).fill(datetime.now(ZoneInfo("Europe/Berlin")).strftime("%H:%M"))
    page.get_by_label("At", exact=True).blur()
    said(page, "Saved. You are asked every day at")
    server.command("work", "--once")
    today = datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()
    assert browser.reads() in ([f'{{"ask": "{today}"}}'], []), "asked, unless today is in her diary already"
    phone = Pushed(page)
    # The worker asks its browser by which address it is reached; a real one would say the same.
    phone.worker.evaluate(
        "(endpoint) => { PushManager.prototype.getSubscription = async () => ({ endpoint }); }", browser.endpoint
    )
    phone.delivers(f'{{"ask": "{today}"}}')
    phone.tap("yes")
    until(new_ana("/more"), f"({ANSWERED})('{today}')")


def test_a_phone_that_is_stopped_is_not_reached_any_more(new_ana, service):
    page = new_ana("/more")
    subscribes(page, service.browser("other"))
    page.goto("/reminders")
    page.get_by_label("By notification").check()
    page.get_by_role("button", name="Allow them on this phone").click()
    page.get_by_role("button", name="Stop them on this phone").click()
    expect(page.get_by_role("button", name="Allow them on this phone")).to_be_visible()


KNOWN = """async () => {
  const { devices } = await (await fetch("/api/v1/reminders", { headers: { "X-Lull": "1" } })).json();
  return devices.length;
}"""
SIGN_OUT = f"async () => {{ await ({SENDS})('/api/v1/sign-out', {{}}); }}"
SIGNED_OUT = """async () => {
  const { syncState } = await import(document.querySelector("script[src*='/js/pages/']").src);
  return syncState().state === "signin";
}"""


def test_a_phone_that_was_signed_out_elsewhere_is_reached_again_after_signing_in(new_phone, service, watch):
    watch.expect("401")
    watch.expect("net::ERR")
    page = new_phone()
    sign_in_ana(page)
    subscribes(page, service.browser("back"))
    page.goto("/reminders")
    page.get_by_label("By notification").check()
    allow = page.get_by_role("button", name="Allow them on this phone")
    stop = page.get_by_role("button", name="Stop them on this phone")
    expect(allow.or_(stop)).to_be_visible()  # Who is asked already is subscribed by the choice itself.
    if allow.is_visible():
        allow.click()
    expect(stop).to_be_visible()
    before = page.evaluate(KNOWN)
    page.evaluate(SIGN_OUT)
    page.goto("/my-data")
    until(page, f"({SIGNED_OUT})()")
    sign_in_ana(page)
    until(page, f"({KNOWN})().then((count) => count === {before})")
    page.goto("/reminders")
    expect(stop).to_be_visible()
