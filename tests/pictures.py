"""Take the README's pictures of the real screens, with the demo's people in them: `make pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import PHONE, find
from tests.journeys.people import DESK, NORA, ready_for_offline, sign_in_ana, sign_in_staff
from tests.server import Server

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main() -> None:
    """Serve a fresh demo clinic and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.command("setup", "--demo")
        server.start()
        browser = playwright.chromium.launch(executable_path=find())
        _desk(browser, server)
        _phone(browser, server)
        browser.close()
        server.stop()


def _phone(browser: Browser, server: Server) -> None:
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


def _desk(browser: Browser, server: Server) -> None:
    page = browser.new_context(**DESK, base_url=server.url).new_page()
    sign_in_staff(page, NORA, server)
    _take(page, "patients")
    page.get_by_role("link", name="Ana", exact=False).first.click()
    page.wait_for_timeout(4000)
    _take(page, "glance")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
