"""Ana's phone without a screen: her store and the modules at hand, on a page whose own scripts write nothing."""

import contextlib
import sqlite3

from tests.js.wire import until

OPEN = """async (base) => {
  const names = ["account", "store", "outbox", "inbox", "sync", "canonical"];
  const all = await Promise.all(names.map((name) => import(`${base}/js/${name}.js`)));
  window.lull = Object.fromEntries(names.map((name, place) => [name, all[place]]));
  window.store = await lull.store.openStore(await lull.account.findAccount());
  window.exchange = lull.sync.startSync(store);
  await exchange.now();
}"""
ZONE = "Europe/Berlin"
AT = "2026-11-20T14:05:00.000Z"


# The page's own scripts are another window, as it were: they would go to the first page in the middle of it.
STAY = "addEventListener('lull:signed-out', (event) => event.stopImmediatePropagation())"


def with_modules(page):
    # A page whose own scripts write nothing: what happens is what the test does.
    page.add_init_script(STAY)
    page.goto("/offline")
    base = page.evaluate("document.querySelector('link[rel=stylesheet]').href.replace('/css/phone.css', '')")
    page.evaluate(OPEN, base)
    return page


def synced(page):
    page.evaluate("exchange.now()")
    until(page, "store.pending().then((count) => count === 0)")
    page.evaluate("exchange.now()")


def write(page, collection, record_id, body):
    return page.evaluate("([collection, id, body]) => store.write(collection, id, body)", [collection, record_id, body])


def one(page, collection, record_id):
    return page.evaluate("([collection, id]) => store.get(collection, id)", [collection, record_id])


def attack(**more):
    return {"started_at": AT, "zone": ZONE, "ended_at": "2026-11-20T20:00:00.000Z", **more}


def asked(database, statement, *values):
    """The first row of an answer of the database, or None."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(statement, values).fetchone()
