"""What people do on the pages, as they would: sign up, sign in, join; and a phone that is put away and taken out."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import PHONE, Watch, find
from tests.js.wire import until
from tests.server import Server

ANA, NORA, ODD = "ana@demo.lull", "nora@demo.lull", "odd@demo.lull"
PASSWORD = "four quiet rivers run"
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "locale": "en-GB"}


def sign_in(page: Page, address: str) -> None:
    """Fill in the door's form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_in_ana(page: Page) -> None:
    """Ana of the demo opens her diary on this phone."""
    sign_in(page, ANA)
    expect(page.get_by_role("link", name="Headache now")).to_be_visible()


def sign_in_staff(page: Page, address: str, server: Server) -> None:
    """A provider signs in with both factors and opens the list of patients."""
    sign_in(page, address)
    code = re.search(r"\b\d{6}\b", server.command("demo-code", address))
    assert code, "demo-code prints six digits"
    page.get_by_label("Code from your authenticator app").fill(code[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("two-factor"))
    page.goto("/clinic/patients")


def ready_for_offline(page: Page) -> None:
    """Come back when the worker keeps every page: from now on the network may go."""
    until(page, "navigator.serviceWorker.getRegistration().then((found) => found?.active)")


@contextlib.contextmanager
def taken_out(browser: Browser, server: Server, watch: Watch, folder: Path) -> Iterator[BrowserContext]:
    """A phone whose browser is opened, used and closed again; `folder` is what it remembers meanwhile."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=find(), base_url=server.url, **PHONE
    )
    watch.over(context, server.url)
    yield context
    context.close()
