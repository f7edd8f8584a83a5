"""Ana's phone for the tests of her screens: signed in once for a file, her diary fetched anew for every test."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.journeys.people import ANA, sign_in
from tests.js.wire import until

BERLIN = ZoneInfo("Europe/Berlin")  # the cast lives there
SCREENS = (
    "/calendar",
    "/medicines",
    "/infusions",
    "/trends",
    "/my-data",
    "/sharing",
    "/reminders",
    "/about",
    "/more",
    "/get-help",
    "/offline",
)


@pytest.fixture(scope="module")
def signed_in(browser, server) -> Any:
    """What a browser remembers after Ana signed in."""
    context = browser.new_context(**{**PHONE, "base_url": server.url})
    page = context.new_page()
    sign_in(page, ANA)
    expect(page.get_by_role("link", name="Calendar")).to_be_visible()
    # The session alone: each phone finds out by itself whose it is.
    state = {"cookies": context.cookies(), "origins": []}
    context.close()
    return state


@pytest.fixture
def new_ana(new_phone, signed_in, watch) -> Callable[..., Page]:
    """Opens phones of Ana's with her diary on them: `new_ana("/calendar", viewport={…})`."""

    def opened(address: str, **differences: Any) -> Page:
        watch.expect("net::ERR")  # a page that is left behind drops what it was loading
        page = new_phone(storage_state=signed_in, **differences)
        page.goto("/more")
        # The first exchange is over.
        expect(page.locator("[data-last]")).to_have_text(re.compile(r"\d"), timeout=20_000)
        page.goto(address)
        return page

    return opened


@pytest.fixture
def ana(new_ana) -> Callable[..., Page]:
    """Opens one of Ana's screens: `ana("/calendar")`. Without the worker, which fetches everything that is kept for
    offline, and is not in question where the network stays; else `new_ana`.
    """
    return partial(new_ana, service_workers="block")


def at_hour(page: Page, hour: int, days: int = 0) -> str:
    """The phone's clock shows this hour of today, or so many days later, and a half; answers with the date."""
    now = datetime.now(BERLIN).replace(hour=hour, minute=30, second=0, microsecond=0) + timedelta(days=days)
    page.context.clock.set_fixed_time(now)
    return now.date().isoformat()


def with_sheet(page: Page, address: str) -> None:
    """Go to a screen from which a sheet is opened: the evening's question, on Today in an evening still to come.

    It is far enough for an attack that another test left open to say nothing about it.
    """
    if address == "/":
        at_hour(page, 18, days=3)
    page.goto(address)


def of_store(script: str) -> str:
    """A script for `page.evaluate`, made of a function of the phone's store and of what it is given."""
    return f"""async (given) => {{
      const {{ whenStore }} = await import(document.querySelector("script[src*='/js/pages/']").src);
      return ({script})(await whenStore(), given);
    }}"""


#: Writes a new record, given its collection and body, and answers with its id.
WRITE = of_store("async (store, [collection, body]) => (await store.write(collection, null, body)).id")


# Asks IndexedDB itself: the page's own store would wait its turn behind what is being written.
TYPED = """async (text) => {
  const asked = indexedDB.open(`lull-${localStorage.getItem("lull.account")}`);
  await new Promise((resolve) => { asked.onsuccess = resolve; });
  const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  asked.result.close();
  return JSON.stringify(all.result).includes(text);
}"""


def on_the_disk(page: Page, text: str) -> None:
    """Come back when what was typed, and is not saved, has just been kept."""
    until(page, f"({TYPED})({json.dumps(text)})")


def saved(page: Page, words: str) -> None:
    """The line over the tab bar says what was saved."""
    expect(page.locator("footer lull-saved [role=status]")).to_contain_text(words)


def undo(page: Page) -> None:
    """Take back what was saved last."""
    page.locator("footer").get_by_role("button", name="Undo").click()
    saved(page, "Undone")


def as_high_as_its_content(page: Page) -> None:
    """Nothing is under the tab bar then, and axe sees all of the page."""
    width = PHONE["viewport"]["width"]
    for _ in range(2):  # charts are drawn when they come into sight
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
