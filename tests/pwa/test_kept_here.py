"""What is only on Ana's phone, and what is wrong with it: said on every screen that can save, and never lost quietly."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import WRITE, ana, new_ana, of_store, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

CAN_SAVE = ("/", "/attack", "/attack/details", "/calendar", "/medicines", "/infusions", "/my-data", "/about", "/more")


def test_what_waits_is_listed_by_kind_and_time_and_can_be_taken_along(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/my-data")
    waiting = page.locator("lull-waiting")
    expect(waiting).to_contain_text("Nothing. All that is here has arrived.")
    page.context.set_offline(True)
    page.evaluate(WRITE, ["own_infusions", {"date": "2026-05-04", "zone": "Europe/Berlin", "route": "nasal"}])
    expect(waiting.locator(".item")).to_have_text(re.compile(r"Infusion\s*saved .*\d\d:\d\d"))
    with page.expect_download() as download:
        waiting.get_by_role("button", name="Save a copy of what waits").click()
    queue = json.loads(download.value.path().read_text())
    [operation] = queue["waiting"]
    assert operation["collection"] == "own_infusions"
    assert operation["body"]["route"] == "nasal"
    page.context.set_offline(False)
    expect(waiting).to_contain_text("Nothing. All that is here has arrived.", timeout=20_000)


@pytest.mark.parametrize(("granted", "words"), [(True, "has promised to keep"), (False, "has not promised to keep")])
def test_it_is_said_whether_the_browser_promised_to_keep_it(ana, granted, words):
    page = ana("/more")
    page.add_init_script(f"StorageManager.prototype.persisted = async () => {json.dumps(granted)}")
    page.goto("/my-data")
    expect(page.get_by_text(words)).to_be_visible()


@pytest.mark.parametrize("address", CAN_SAVE)
def test_no_room_and_a_difference_are_said_on_every_screen_that_can_save(ana, address):
    page = ana(address)
    expect(page.locator("html")).to_have_attribute("data-account", "here")
    page.wait_for_load_state("networkidle")
    page.evaluate("dispatchEvent(new CustomEvent('lull:full', {detail: {}}))")
    expect(page.locator("lull-loss")).to_contain_text("Not saved: this phone has no room left.")
    page.evaluate("dispatchEvent(new CustomEvent('lull:mismatch', {detail: {cursor: 1, afresh: true}}))")
    expect(page.locator("lull-loss")).to_contain_text("still do not hold the same")
    page.reload()
    expect(page.locator("lull-loss")).to_contain_text("still do not hold the same")
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator("lull-loss")).to_be_hidden()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-account", "here")
    expect(page.locator("lull-loss")).to_be_hidden()


def test_a_full_phone_says_so_on_today_until_a_save_succeeds(ana, watch):
    watch.expect("QuotaExceededError")
    page = ana("/")
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        if (window.roomy) return put.apply(this, given);
        throw new DOMException("full", "QuotaExceededError");
      };
    }""")
    page.locator("[data-kind=free]").first.click()
    page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True).click()
    expect(page.locator("lull-loss")).to_contain_text("Not saved: this phone has no room left.")
    expect(page.locator("footer lull-saved")).to_contain_text("this phone has no room left. Free some, then tap again.")
    page.evaluate("window.roomy = true")
    page.locator("[data-kind=free]").first.click()
    page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True).click()
    expect(page.locator("lull-loss")).to_be_hidden()


def test_a_tap_that_comes_as_the_diary_closes_says_what_to_do(ana, watch):
    watch.expect("InvalidStateError")
    page = ana("/")
    page.locator("[data-kind=free]").first.click()
    no_headache = page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True)
    expect(no_headache).to_be_visible()
    page.evaluate(of_store("(store) => store.close()"))
    no_headache.click()
    expect(page.locator("footer lull-saved")).to_contain_text("Reload this page, then tap again.")


def test_questionnaires_have_a_place_and_no_dead_link(ana):
    page = ana("/more")
    place = page.get_by_label("Questionnaires", exact=True)
    expect(place).to_contain_text("None are due.")
    expect(place.get_by_role("link")).to_have_count(0)


def test_security_lists_this_phone_and_is_kept_nowhere(ana):
    page = ana("/more")
    page.get_by_role("link", name="Security").click()
    expect(page.get_by_text("This one")).to_be_visible()
    expect(page.get_by_role("link", name="Change your password")).to_be_visible()
    answer = page.request.get("/security")
    assert answer.headers["cache-control"] == "no-store"
