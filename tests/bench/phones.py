"""A browser and a server for the benches of the phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.figures import Figure
from tests.browser import PHONE, find
from tests.journeys.people import ready_for_offline, sign_in_ana
from tests.server import Server

Part = Callable[[Browser, Server], Iterator[Figure]]


def figures_of(folder: Path, *parts: Part) -> Iterator[Figure]:
    """What each part measures, one after the other, with one browser and one server that has the cast."""
    server = Server(folder / "instance")
    server.command("setup")
    server.command("demo", "--cast")
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find())
            for part in parts:
                yield from part(browser, server)
            browser.close()
    finally:
        server.stop()


def anas(browser: Browser, server: Server) -> Page:
    """Ana's phone, ready to be offline."""
    return ready(browser.new_context(**{**PHONE, "base_url": server.url}).new_page())


def ready(page: Page) -> Page:
    """The same page, Ana signed in on it and her phone ready to be offline."""
    sign_in_ana(page)
    ready_for_offline(page)
    return page
