"""How fast it is on a phone: a slowed-down processor, a cold cache, no network."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Locator, Page

from tests.bench.counting import Counting
from tests.bench.figures import Figure, p95
from tests.bench.phones import anas, figures_of
from tests.browser import PHONE
from tests.server import Server

SLOWER = 4  # times, as DevTools slows a processor for a middling phone
ATTACKS = 40
READINGS = 40
BETWEEN = 2000  # milliseconds between taps: the page is at rest
STARTS = 15


def measure(folder: Path) -> Iterator[Figure]:
    """A save, a first visit, and a start without the network."""
    return figures_of(folder, _first_visit, _signed_in)


def _first_visit(browser: Browser, server: Server) -> Iterator[Figure]:
    with Counting(server.port) as line:
        context = browser.new_context(**{**PHONE, "base_url": line.url})
        page, bodies = context.new_page(), []
        # What the worker fetches behind the page is for later; it is in the second figure.
        context.on("requestfinished", lambda sent: sent.service_worker or bodies.append(sent.sizes()))
        page.goto("/")
        page.wait_for_load_state("networkidle")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        _until_quiet(line)
        shown = sum(sizes["responseBodySize"] for sizes in bodies)
        everything = line.received
        context.close()
    how = f"brotli bodies of all {len(bodies)} answers the page asks for, cache empty"
    yield Figure("first visit to Today", shown / 1000, 50, "kB", how)
    how = "everything on the wire, headers included, with every page and script that is kept for offline"
    yield Figure("first visit, ready for weeks offline", everything / 1000, 200, "kB", how)


def _until_quiet(line: Counting) -> None:
    before = -1
    while line.received != before:
        before = line.received
        time.sleep(1.5)


def _signed_in(browser: Browser, server: Server) -> Iterator[Figure]:
    page = anas(browser, server)
    context = page.context
    page.wait_for_timeout(3000)
    yield from _saves(page)
    server.stop()
    context.set_offline(True)
    yield from _offline_starts(page)
    context.close()


def _saves(page: Page) -> Iterator[Figure]:
    slowed = page.context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    how = f"from the finger leaving to record and queue on disk, processor {SLOWER}× slower; p95 of"
    attacks = [_attack(page, slowed) for _ in range(ATTACKS)]
    yield Figure("save an attack on the phone", p95(attacks), 50, "ms", f"Headache now, {how} {ATTACKS}")
    _attack(page, slowed, keeps=True)
    page.evaluate(MINUTES_PASS)
    readings = [_reading(page, slowed, number % 11) for number in range(READINGS)]
    yield Figure("save pain on the phone", p95(readings), 50, "ms", f"during an attack, {how} {READINGS}")
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    slowed.detach()


# Milliseconds from when the finger leaves, by the event's own time, to the transaction being on disk, by the page's
# clock; kept for the next page, for an attack moves on to its own at once. Until the finger leaves it is no tap: it
# may yet be a scroll.
STOPWATCH = """() => {
    let tapped = 0;
    const once = { once: true, capture: true };
    addEventListener("pointerup", (event) => { tapped = event.timeStamp; }, once);
    document.addEventListener("lull:saved", () => sessionStorage.setItem("bench", performance.now() - tapped), once);
}"""


# Four minutes go by between two readings, or the second would correct the first; and the page looks at the clock, as
# it does every minute.
MINUTES_PASS = """() => {
    const RealDate = Date;
    let ahead = 0;
    addEventListener("four-minutes", () => {
        ahead += 240_000;
        document.dispatchEvent(new Event("visibilitychange"));
    });
    globalThis.Date = class extends RealDate {
        constructor(...given) { super(...(given.length ? given : [RealDate.now() + ahead])); }
        static now() { return RealDate.now() + ahead; }
    };
}"""


def _attack(page: Page, slowed: CDPSession, keeps: bool = False) -> float:
    page.goto("/")
    page.wait_for_timeout(BETWEEN)
    _tap(page, slowed, page.get_by_role("link", name="Headache now"))
    page.wait_for_url("**/attack#*")
    if not keeps:
        page.get_by_role("button", name="Undo").tap()
        page.wait_for_url("**/")
    return _stopped(page)


def _reading(page: Page, slowed: CDPSession, pain: int) -> float:
    page.evaluate("dispatchEvent(new Event('four-minutes'))")
    page.wait_for_timeout(BETWEEN)
    _tap(page, slowed, page.locator("lull-pain button").nth(pain))
    page.wait_for_timeout(BETWEEN)
    return _stopped(page)


def _tap(page: Page, slowed: CDPSession, place: Locator) -> None:
    """A finger, as the browser hears of it: Playwright's own has scripts run in the page that would be measured."""
    box = place.bounding_box()
    assert box is not None
    page.evaluate(STOPWATCH)
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    slowed.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
    slowed.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _stopped(page: Page) -> float:
    return float(
        page.evaluate("const taken = sessionStorage.getItem('bench'); sessionStorage.removeItem('bench'); taken")
    )


def _offline_starts(page: Page) -> Iterator[Figure]:
    paints = []
    for _ in range(STARTS):
        page.goto("about:blank")
        page.goto("/")
        page.wait_for_timeout(500)
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    how = f"navigation to first contentful paint from the service worker, server stopped; median of {STARTS}"
    yield Figure("start without network", statistics.median(paints), 150, "ms", how)
