"""The phone's modules in a real Chromium, each test with a clinic of its own."""

import pytest

from tests.js.wire import ANA, Clinic, Served

# What every test may call in the page: the modules, imported from where they are served.
MODULES = """async () => {
  const names = ["canonical", "sha256", "database", "records", "store", "moment", "outbox", "inbox", "sync", "account", "wire", "days"];
  const all = await Promise.all(names.map((name) => import(`/static/test/js/${name}.js`)));
  window.lull = Object.fromEntries(names.map((name, place) => [name, all[place]]));
}"""


@pytest.fixture(scope="module")
def server():
    served = Served(Clinic())
    yield served
    served.stop()


@pytest.fixture
def clinic(server):
    """The other end of the wire, new for every test."""
    server.clinic = Clinic()
    return server.clinic


@pytest.fixture
def open_modules():
    """Opens the empty page with the modules in `window.lull`."""

    def opened(page):
        page.goto("/")
        page.evaluate(MODULES)
        return page

    return opened


@pytest.fixture
def page(clinic, phone, open_modules):
    """A phone with the modules at hand."""
    return open_modules(phone)


@pytest.fixture
def diary(page):
    """A phone with Ana's store open in it."""
    page.evaluate("async (account) => { window.store = await lull.store.openStore(account); }", ANA)
    return page
