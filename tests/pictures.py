"""Take the README's pictures of the real screens, with the demo's people in them: `make pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import PHONE, find
from tests.clinic.desk import TABLET, Phone, plan, press, row, saved, starts, to_the_chair, types
from tests.journeys.people import DESK, NORA, ready_for_offline, sign_in_ana, sign_in_staff
from tests.server import Server

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BEFORE = {"systolic": 128, "diastolic": 82, "heart_rate": 74, "spo2": 98, "respiratory_rate": 14}
BEFORE |= {"sedation": 0, "dissociation": 0, "nausea": 0, "pain": 7}
AFTER_15 = {**BEFORE, "systolic": 142, "diastolic": 88, "heart_rate": 81, "sedation": 1, "dissociation": 3}
AFTER_30 = {**AFTER_15, "systolic": 138, "diastolic": 86, "sedation": 2, "dissociation": 4, "nausea": 2}


def main() -> None:
    """Serve a fresh demo clinic and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.command("setup", "--demo")
        server.start()
        browser = playwright.chromium.launch(executable_path=find())
        _desk(browser, server)
        phone = _phone(browser, server)
        _chair(browser, server, phone)
        browser.close()
        server.stop()


def _phone(browser: Browser, server: Server) -> Page:
    page = browser.new_context(**PHONE, base_url=server.url).new_page()
    sign_in_ana(page)
    ready_for_offline(page)
    expect(page.get_by_text("Everything here is sent")).to_be_visible(timeout=30_000)
    _take(page, "today")
    for name in ("calendar", "medicines", "infusions", "trends"):
        page.goto(f"/{name}")
        page.wait_for_timeout(2500)  # the chart is drawn when everything else is
        _take(page, name)
    page.goto("/")
    page.get_by_role("link", name="Headache now").tap()
    page.get_by_role("group", name="Pain now").get_by_role("button", name="7", exact=True).tap()
    page.wait_for_timeout(500)
    _take(page, "attack")
    return page


def _desk(browser: Browser, server: Server) -> None:
    page = browser.new_context(**DESK, base_url=server.url).new_page()
    sign_in_staff(page, NORA, server)
    _take(page, "patients")
    page.get_by_role("link", name="Ana", exact=False).first.click()
    page.wait_for_timeout(4000)
    _take(page, "glance")


def _chair(browser: Browser, server: Server, phone: Page) -> None:
    """An infusion that has run for half an hour: planned, answered for, started and watched as it is done on the pages."""
    page = browser.new_context(**TABLET, base_url=server.url).new_page()
    sign_in_staff(page, NORA, server)
    path = plan(page)
    ana = Phone(phone, path)
    ana.answers()
    to_the_chair(page, path)
    page.get_by_label("Weight today").fill("68")
    page.get_by_label("Weight today").press("Enter")
    starts(page, minutes_ago=30)
    row(page, "before").click()
    _reads(page, "before", BEFORE)
    press(page, "Set rate")
    page.get_by_label("Rate", exact=True).fill("0.5")
    page.get_by_label("Rate", exact=True).press("Enter")
    row(page, "15").click()
    _reads(page, "15", {**AFTER_15, "pain": 5})
    ana.rates("30", 4)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("tbody[data-slot='30'] [name=pain]")).to_have_value("4")
    _reads(page, "30", {name: number for name, number in AFTER_30.items() if name != "pain"})
    press(page, "Nausea")
    press(page, "Mild")
    press(page, "Done")
    saved(page)
    page.evaluate("scrollTo(0, 0)")
    _take(page, "chair")


def _reads(page: Page, slot: str, numbers: dict[str, int]) -> None:
    types(page, slot, **numbers)
    page.keyboard.press("Enter")
    expect(row(page, slot)).to_contain_text(f"{numbers['systolic']}/{numbers['diastolic']}")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
