"""How long a phone takes to open: from the icon to an answer it can take, and the calendar of ten years."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.figures import Figure
from tests.bench.phones import anas, figures_of
from tests.server import Server

SLOWER = 4  # times, as DevTools slows a processor for a middling phone
STARTS = 9
DAYS, ATTACKS, INFUSIONS = 3650, 1500, 60
FILL = Path(__file__).with_name("own_history.js").read_text()

# Milliseconds after the navigation began, by the page's clock: when a tap on "Headache now" is answered by the
# page itself, when this month and when the first screen of the calendar is drawn; and what moved meanwhile.
# It looks when something changes, for looking costs time that would be measured as Lull's.
WATCH = """(() => {
  const seen = { shifts: 0, paint: 0 };
  globalThis.seen = seen;
  const note = (name) => { seen[name] ??= performance.now(); };
  const frame = (name) => seen[name] ?? requestAnimationFrame(() => setTimeout(() => note(name)));
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { seen.paint = one.startTime; }))
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { seen.shifts += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  const look = () => {
    if (document.querySelector("lull-answer")?.store) note("usable");
    if (document.querySelectorAll("[data-newest] [data-kind]").length >= 28) frame("month");
    if (document.querySelector("[data-earlier] [data-kind]")) frame("months");
    if (document.querySelectorAll("lull-strip button[data-kind]").length >= 14) note("strip");
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["data-account", "data-kind"] });
})()"""
# What own_history.js works with, asked for while there is a network; pages load it joined.
MODULES = """() => {
  const build = document.querySelector("link[rel=stylesheet]").getAttribute("href").split("/")[2];
  return Promise.all(["store", "records"].map((name) => import(`/static/${build}/js/${name}.js`))).then(() => true);
}"""


def measure(folder: Path) -> Iterator[Figure]:
    """The start of an empty diary and of one of ten years, without network, and the paint of the first screen."""
    return figures_of(folder, _signed_in)


def _signed_in(browser: Browser, server: Server) -> Iterator[Figure]:
    page = anas(browser, server)
    context = page.context
    page.evaluate(MODULES)
    page.wait_for_timeout(3000)
    server.stop()
    context.set_offline(True)
    context.add_init_script(WATCH)
    slowed = context.new_cdp_session(page)
    how = f"offline, cache warm, processor {SLOWER}× slower; median of {STARTS}"
    yield from _today(page, slowed, "", how)
    _fill(page)
    how = f"{DAYS:,} days and {ATTACKS:,} attacks on the phone, {how}"
    yield from _today(page, slowed, ", ten years", how)
    seen = _opened(page, slowed, "/calendar", "months")
    yield Figure("calendar of ten years", _median(seen, "month"), 300, "ms", f"tap to this month drawn, {how}")
    yield Figure("calendar of ten years, full screen", _median(seen, "months"), 500, "ms", f"and the one below, {how}")
    yield Figure("what moves in the calendar meanwhile", max(each["shifts"] for each in seen), 0, "CLS", how)
    context.close()


def _today(page: Page, slowed: CDPSession, which: str, how: str) -> Iterator[Figure]:
    seen = _opened(page, slowed, "/", "strip")
    answered = f"until the page itself answers Headache now, {how}"
    yield Figure(f"from the icon to usable{which}", _median(seen, "usable"), 1000, "ms", answered)
    yield Figure(f"largest paint of Today{which}", _median(seen, "paint"), 1000, "ms", how)
    yield Figure(f"what moves on Today meanwhile{which}", max(each["shifts"] for each in seen), 0, "CLS", how)


def _opened(page: Page, slowed: CDPSession, address: str, until: str) -> list[dict[str, float]]:
    """What was seen at each of so many openings of `address`."""
    times = []
    for _ in range(STARTS + 1):  # the first finds cold files
        page.goto("about:blank")
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        page.wait_for_timeout(1500)
        assert page.evaluate(f"seen.{until}"), f"{address} was not drawn"
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        times.append(page.evaluate("seen"))
    return times[1:]


def _median(seen: list[dict[str, float]], name: str) -> float:
    return statistics.median(each[name] for each in seen)


def _fill(page: Page) -> None:
    page.goto("/")
    build = page.locator("link[rel=stylesheet]").get_attribute("href").split("/")[2]
    account = page.evaluate("localStorage.getItem('lull.account')")
    given = {"days": DAYS, "attacks": ATTACKS, "infusions": INFUSIONS}
    page.evaluate(FILL, {"account": account, "build": build, **given})
