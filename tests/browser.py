"""A real Chromium for the tests, and the phone it stands for. Never skipped.

`python -m tests.browser` sees to it that there is one, and says which. Every page a test opens is
watched: an error on the console, a broken content policy, a script that fails or a request to another
origin fails the test, unless it said beforehand what it expects.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

ADVICE = """\
The tests need Chromium, and none was found. Any of these helps:
  apt-get install chromium fonts-dejavu-core    (as root)
  .venv/bin/playwright install chromium         (from Playwright's own servers)
  DIARY_TEST_CHROMIUM=/path/to/chromium"""

# The commonest small Android phone, in the dark, held by somebody who cannot bear movement.
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "color_scheme": "dark",
    "reduced_motion": "reduce",
    "locale": "en-GB",
    "timezone_id": "Europe/Berlin",
    "service_workers": "allow",
}


def find() -> Path | None:
    """The Chromium of this machine: the one named by DIARY_TEST_CHROMIUM, the system's, or Playwright's."""
    if given := os.environ.get("DIARY_TEST_CHROMIUM"):
        return Path(given) if shutil.which(given) else None
    for name in NAMES:
        if (found := shutil.which(name)) and _runs(found):
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def _runs(program: str) -> bool:
    # Ubuntu has a chromium-browser that only says where to get the real one.
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


def install() -> Path | None:
    """Chromium, fetched by apt where we are root and it can be done, else by Playwright, or None."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    root = os.geteuid() == 0
    if root and shutil.which("apt-get"):
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=sys.stderr, check=False)
        if found := find():
            return found
    fetch = [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if root else []), "chromium"]
    subprocess.run(fetch, env=quiet, stdout=sys.stderr, check=False)
    return find()


class Watch:
    """What went wrong on the pages of one test."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._expected: list[str] = []

    def expect(self, words: str) -> None:
        """Let complaints that contain `words` pass: a test of being offline expects failed loads."""
        self._expected.append(words)

    def over(self, context: BrowserContext, origin: str) -> None:
        """Watch every page and worker of `context`, which belongs to `origin`."""

        def leaves(address: str) -> bool:
            parts = urlsplit(address)
            return parts.scheme in ("http", "https", "ws", "wss") and f"{parts.scheme}://{parts.netloc}" != origin

        context.on("weberror", lambda event: self.complaints.append(f"failed script: {event.error}"))
        context.on("console", self._heard)
        context.on("request", lambda event: leaves(event.url) and self.complaints.append(f"left for {event.url}"))

    def _heard(self, message: ConsoleMessage) -> None:
        # Only a test takes the network away, and what is asked for then fails.
        if message.type == "error" and "net::ERR_INTERNET_DISCONNECTED" not in message.text:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def unexpected(self) -> list[str]:
        """The complaints nobody expected."""
        return [said for said in self.complaints if not any(words in said for words in self._expected)]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come last: Playwright's event loop stays in the thread, and SQLAlchemy's extension
    cannot close an application's connections beside one. So such files speak to `server` alone.
    """
    with_browser = {item.path for item in items if "browser" in item.fixturenames}
    for item in items:
        if item.path in with_browser and "lull" in item.fixturenames:
            raise pytest.UsageError(f"{item.nodeid}: beside tests with a browser, speak to `server`, not to an app.")
    items.sort(key=lambda item: item.path in with_browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; every test opens contexts of its own in it."""
    found = find()
    assert found, ADVICE
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the pages of this test complain of: `watch.expect(words)` lets something pass."""
    watch = Watch()
    yield watch
    assert not watch.unexpected()


@pytest.fixture
def new_phone(browser: Browser, server, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens phones of their own, signed in nowhere: `new_phone(color_scheme="light")`."""
    contexts: list[BrowserContext] = []

    def open_phone(**differences: object) -> Page:
        context = browser.new_context(**{**PHONE, "base_url": server.url, **differences})
        contexts.append(context)
        watch.over(context, server.url)
        return context.new_page()

    yield open_phone
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_phone: Callable[..., Page]) -> Page:
    """A page on a phone of 360×740 in the dark. `phone.goto("/")` opens Lull."""
    return new_phone()


if __name__ == "__main__":
    print(f"Chromium: {find() or install() or sys.exit(ADVICE)}")
