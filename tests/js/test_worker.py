"""The service worker: pages from the device, and never anything of a person's."""

import json
import re

import pytest
from werkzeug.wrappers import Response

from tests.js.wire import ANA, POLICY, STATIC, said, until

PAGES = ["/", "/calendar", "/offline"]
PLOT = "/static/{build}/vendor/plotly.js-basic-dist-min@4.1.1/plotly-basic.min.js"


class Site:
    """A few shells and their worker, of a build that can change."""

    def __init__(self, clinic):
        self.clinic = clinic
        self.build = "one"
        self.broken = False
        self.cookies: list[str] = []
        self.fetched: list[str] = []
        self._otherwise = clinic.answer
        clinic.answer = self.answer

    def answer(self, request):
        self.fetched.append(request.path)
        if request.path in PAGES:
            headers = {"Content-Security-Policy": POLICY}
            return Response(self._shell(request.path), mimetype="text/html", headers=headers)
        if request.path == "/sw.js":
            return Response(self._worker(), mimetype="text/javascript", headers={"Cache-Control": "no-cache"})
        if request.path == "/parcel.json":
            self.cookies.append(request.headers.get("Cookie", ""))
            return Response(status=404) if self.broken else said({"build": self.build, "kept": self._parcel()})
        if request.path == "/clinic/patients":
            return Response("<!doctype html><title>Lull</title><h1>Patients</h1>", mimetype="text/html")
        return self._otherwise(request)

    def _shell(self, path):
        return (
            f"<!doctype html><html lang=en data-build={self.build}><title>Lull</title><h1>{path}</h1>"
            f'<script type="module" src="/static/{self.build}/js/app.js"></script>'
        )

    def _parcel(self):
        page = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
        script = {"Content-Type": "text/javascript"}
        files = [*STATIC.glob("js/*.js"), STATIC / "vendor/idb@8.0.4/index.js"]
        return [
            *([path, page, self._shell(path)] for path in PAGES),
            *([f"/static/{self.build}/{file.relative_to(STATIC)}", script, file.read_text()] for file in files),
        ]

    def _worker(self):
        lists = {"build": self.build, "shells": PAGES, "kept": [address for address, _, _ in self._parcel()]}
        lines = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in lists.items())
        return lines + (STATIC / "js" / "sw.js").read_text()


@pytest.fixture
def site(clinic, watch):
    # Offline, every try to sync is a failed load; that is what offline means.
    watch.expect("Failed to load resource")
    watch.expect("ERR_INTERNET_DISCONNECTED")
    return Site(clinic)


@pytest.fixture
def installed(site, phone):
    """A phone that has opened Lull once."""
    phone.goto("/")
    until(phone, "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)")
    return phone


def build_of(page):
    return page.evaluate("document.documentElement.dataset.build")


def test_after_one_visit_every_page_opens_without_a_network(installed, site):
    installed.context.set_offline(True)
    for path in ("/", "/calendar", "/calendar?month=2026-11#d"):
        installed.goto(path)
        assert installed.locator("h1").inner_text() == path.split("?")[0]
        assert installed.evaluate("import('/static/one/js/app.js').then(() => 'ran')") == "ran"


def test_a_page_that_is_not_on_the_phone_says_so(installed, site):
    installed.goto("/clinic/patients")
    assert installed.locator("h1").inner_text() == "Patients"
    installed.context.set_offline(True)
    installed.goto("/clinic/patients")
    assert installed.locator("h1").inner_text() == "/offline"


def test_the_caches_hold_shells_and_files_and_nothing_of_the_diary(installed, site, clinic):
    clinic.account = ANA
    installed.evaluate("fetch('/api/v1/account', {headers: {'X-Lull': '1'}})")
    held = installed.evaluate("""async () => {
      const all = [];
      for (const name of await caches.keys()) for (const {url} of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
      return all;
    }""")
    assert "/" in held and not [path for path in held if not re.match(r"^/$|^/calendar$|^/offline$|^/static/", path)]


def test_shells_are_fetched_as_nobody(site, phone):
    phone.goto("/clinic/patients")
    phone.evaluate("document.cookie = 'who=ana; path=/'")
    phone.goto("/")
    until(phone, "navigator.serviceWorker.ready.then(() => true)")
    assert site.cookies == [""]


def update(page, site, build):
    """Put a new build on the server, and see it wait on the phone."""
    site.build = build
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    until(page, "navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)")


def restart(page):
    """Close the app and open it again."""
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    return page


def test_a_new_build_takes_over_when_lull_is_opened_again_and_never_before(installed, site):
    update(installed, site, "two")
    for path in ("/calendar", "/"):
        installed.goto(path)
        assert build_of(installed) == "one"
    page = restart(installed)
    assert build_of(page) == "two"
    page.context.set_offline(True)
    page.goto("/calendar")
    assert build_of(page) == "two"


def test_old_builds_are_forgotten_all_but_the_one_before(installed, site):
    update(installed, site, "two")
    page = restart(installed)
    update(page, site, "three")
    page = restart(page)
    until(page, "caches.keys().then((names) => names.length === 2)")
    assert page.evaluate("caches.keys()") == ["lull-two", "lull-three"]


def test_an_update_that_cannot_be_fetched_whole_changes_nothing(installed, site):
    site.build, site.broken = "two", True
    installed.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    until(installed, "navigator.serviceWorker.getRegistration().then((found) => !found.installing && !found.waiting)")
    installed.context.set_offline(True)
    installed.goto("/calendar")
    assert build_of(installed) == "one"


def test_plotly_is_fetched_once_whatever_the_build(installed, site):
    installed.evaluate(f"fetch('{PLOT.format(build='one')}').then((answer) => answer.text())")
    until(installed, "caches.open('plot').then((cache) => cache.keys()).then((keys) => keys.length === 1)")
    installed.context.set_offline(True)
    size = installed.evaluate(
        f"fetch('{PLOT.format(build='two')}').then((answer) => answer.text()).then((text) => text.length)"
    )
    assert size > 1_000_000


def test_after_signing_out_the_shells_are_there_still(installed, site, clinic, open_modules):
    installed.evaluate("caches.open('lull-one').then((cache) => cache.delete('/calendar'))")
    installed.evaluate("import('/static/one/js/account.js').then(({signOut}) => signOut({discard: true}))")
    until(installed, "caches.open('lull-one').then((cache) => cache.match('/calendar')).then(Boolean)")
    installed.context.set_offline(True)
    installed.goto("/calendar")
    assert installed.locator("h1").inner_text() == "/calendar"


def test_no_other_address_can_become_a_script(installed, site, watch):
    watch.expect("TrustedScriptURL")
    watch.expect("Trusted")
    said = installed.evaluate("""async () => {
      const tries = [() => navigator.serviceWorker.register("/sw.js"), () => trustedTypes.createPolicy("own", {}),
                     () => trustedTypes.createPolicy("lull-worker", {})];
      const said = [];
      for (const attempt of tries) { try { await attempt(); said.push("done"); } catch (problem) { said.push(problem.name); } }
      return said;
    }""")
    assert said == ["TypeError"] * 3
