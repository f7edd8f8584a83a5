"""The faults of docs/sync.md in a real browser with the real worker: power cut, no network, a new build."""

import shutil
import signal
import time

import pytest
from playwright.sync_api import expect

from tests import server as served
from tests.journeys.people import ANA, ready_for_offline, sign_in
from tests.js.wire import until
from tests.sync.phones import AT, ZONE, asked, attack, synced, with_modules, write

MANY = 250  # three batches
WRITES = """async ([many, at, zone]) => {
  for (let n = 0; n < many; n += 1) await store.write("attacks", null, {started_at: at, zone, note: `fault ${n}`});
}"""
HELD = "SELECT count(*), count(DISTINCT rev_id) FROM revision WHERE body LIKE ?"
BUILD = "document.querySelector('link[rel=stylesheet]').href"


@pytest.fixture
def ana(phone, watch):
    """Ana's phone, kept by the worker, on a page without a screen."""
    for words in ("Failed to load resource", "ERR_", "error occurred when fetching the script"):
        watch.expect(words)
    sign_in(phone, ANA)
    until(phone, "localStorage.getItem('lull.account')")
    ready_for_offline(phone)
    return with_modules(phone)


def fills_her_queue(page):
    """Many records, written without a network; it stays off."""
    page.context.set_offline(True)
    page.evaluate(WRITES, [MANY, AT, ZONE])


def held(server, words):
    """How many versions with these words the server keeps, and how many different ones."""
    return asked(server.instance / "lull.sqlite", HELD, f"%{words}%")


def gaps(server):
    """How many numbers of a seq are missing, over all diaries."""
    numbers = "SELECT coalesce(sum(last - many), 0) FROM (SELECT max(seq) last, count(*) many FROM revision GROUP BY patient_id)"
    return asked(server.instance / "lull.sqlite", numbers)[0]


def test_a_server_killed_between_commit_and_answer_keeps_everything_once(ana, server):
    fills_her_queue(ana)
    cut = []

    def power_cut(route):
        if not cut:
            cut.append(route.fetch().status)  # it was kept, and the phone never hears so
            server.stop(signal.SIGKILL)
        route.abort()

    ana.context.route("**/api/v1/sync/push", power_cut)
    ana.context.set_offline(False)
    ana.evaluate("exchange.now()")
    until(ana, "lull.sync.syncState().state === 'offline'")
    ana.context.unroute("**/api/v1/sync/push")
    assert cut == [200] and held(server, "fault") == (100, 100)
    assert ana.evaluate("store.pending()") == MANY, "nothing leaves the queue without an answer"
    server.start()
    synced(ana)
    assert held(server, "fault") == (MANY, MANY) and gaps(server) == 0
    assert ana.evaluate("store.quarantined()") == []


def test_a_server_killed_while_batches_fly_keeps_everything_once(ana, server):
    before = held(server, "fault")[0]
    fills_her_queue(ana)
    ana.context.set_offline(False)
    ana.evaluate("() => { exchange.now(); }")
    until_moment = time.monotonic() + 30
    while held(server, "fault")[0] == before and time.monotonic() < until_moment:
        time.sleep(0.002)
    server.stop(signal.SIGKILL)
    server.start()
    assert held(server, "fault")[0] > before
    synced(ana)
    assert held(server, "fault") == (before + MANY, before + MANY) and gaps(server) == 0


def test_the_network_goes_in_the_middle_of_a_navigation(ana, server):
    write(ana, "attacks", None, attack(note="on the way"))
    ana.context.set_offline(True)
    write(ana, "attacks", None, attack(note="on the way too"))
    for address in ("/calendar", "/security"):
        ana.evaluate("(address) => { setTimeout(() => location.assign(address)); }", address)
        ana.wait_for_url(f"**{address}")
        expect(ana.locator("h1").first).to_be_attached()
    ana.context.set_offline(False)
    synced(with_modules(ana))
    assert held(server, "on the way") == (2, 2)


def opened_anew(context, old):
    """Today, in the build that takes over once the last page of the old one is gone, which takes the browser a while."""
    end = time.monotonic() + 40
    page = context.new_page()
    page.goto("/")
    while page.evaluate(BUILD) == old and time.monotonic() < end:
        page.close()
        time.sleep(0.5)
        page = context.new_page()
        page.goto("/")
    assert page.evaluate(BUILD) != old
    return page


def test_an_update_of_the_app_finds_the_queue_as_it_was(ana, server, monkeypatch, tmp_path):
    context, old = ana.context, ana.evaluate(BUILD)
    server.stop()
    ana.evaluate(WRITES, [MANY // 2, AT, ZONE])
    queue = "store.reading('outbox').store.getAll().then((rows) => rows.map((row) => row.operation))"
    waiting = ana.evaluate(queue)
    for folder in ("diary", "static", "templates"):
        shutil.copytree(served.ROOT / folder, tmp_path / "next" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(served.ROOT / "wsgi.py", tmp_path / "next")
    (tmp_path / "next" / "static" / "next.txt").write_text("A later Lull.")
    monkeypatch.setattr(served, "ROOT", tmp_path / "next")
    before = held(server, "fault")[0]
    context.route("**/api/v1/sync/push", lambda route: route.abort())
    server.start()
    ana.goto("/")
    until(
        ana,
        "navigator.serviceWorker.getRegistration().then((found) => found.update()).then((found) => found.waiting !== null)",
    )
    ana.close()
    page = with_modules(opened_anew(context, old))
    assert page.evaluate(queue) == waiting, "the newer app rewrites nothing that waits"
    context.unroute("**/api/v1/sync/push")
    synced(page)
    assert held(server, "fault") == (before + len(waiting), before + len(waiting))
