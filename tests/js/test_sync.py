"""When the phone exchanges with the server, what it says of it, and whose rows they are."""

import json

import pytest
from werkzeug.wrappers import Response

from tests.js.wire import ANA, BEN, NOTE, SYNC, foreign, said, until


def start(diary):
    """Begin to exchange as a page does, and keep every state that is told."""
    diary.evaluate("""() => {
      window.told = [];
      addEventListener("lull:sync", ({detail}) => told.push(detail.state));
      window.exchange = lull.sync.startSync(store);
    }""")


def states(diary, *wanted):
    until(diary, f"told.at(-1) === {json.dumps(wanted[-1])}")
    return diary.evaluate("told")


def test_what_another_device_wrote_comes_in_pages_with_its_cursor(diary, clinic, new_phone, open_modules):
    for number in range(1203):
        clinic.put(foreign(number))
    assert diary.evaluate(SYNC) == "done"
    assert len(diary.evaluate("store.all('doses')")) == 1203
    assert diary.evaluate("store.meta('cursor')") == 1203
    assert clinic.asked.count("GET /api/v1/sync/pull") == 3


def test_the_cursor_never_passes_a_row_that_could_not_be_kept(diary, clinic):
    clinic.put(foreign(0))
    diary.evaluate("""() => {
      const real = IDBObjectStore.prototype.put;
      window.heal = () => { IDBObjectStore.prototype.put = real; };
      IDBObjectStore.prototype.put = function (...rest) {
        if (this.name === "records") throw new DOMException("full", "QuotaExceededError");
        return real.apply(this, rest);
      };
    }""")
    diary.evaluate(SYNC)
    diary.evaluate("heal()")
    assert not diary.evaluate("store.meta('cursor')")
    assert diary.evaluate(SYNC) == "done"
    assert len(diary.evaluate("store.all('doses')")) == 1


def test_signed_out_by_time_the_queue_waits(diary, clinic, watch):
    watch.expect("401")
    clinic.account = None
    diary.evaluate(NOTE, "one")
    start(diary)
    assert states(diary, "signin")[-1] == "signin"
    assert diary.evaluate("store.pending()") == 1
    clinic.account = ANA
    diary.evaluate("exchange.now()")
    states(diary, "idle")
    assert diary.evaluate("store.pending()") == 0 and len(clinic.revisions) == 1


def test_a_closed_account_stops_the_pulling_and_keeps_the_outbox(diary, clinic, watch):
    watch.expect("403")
    clinic.fault = lambda request: said({"error": "This account is closed."}, 403)
    diary.evaluate(NOTE, "one")
    start(diary)
    states(diary, "closed")
    asked = len(clinic.asked)
    diary.evaluate("exchange.now()")
    assert len(clinic.asked) == asked
    assert diary.evaluate("store.pending()") == 1


def test_the_rows_of_two_accounts_never_mix(diary, clinic, watch):
    watch.expect("409")
    clinic.account = BEN
    clinic.put(foreign(1))
    diary.evaluate(NOTE, "Ana's")
    assert diary.evaluate(SYNC) == "other"
    assert (
        diary.evaluate(
            "(async () => { try { await lull.inbox.pull(store); } catch (failure) { return failure.kind; } })()"
        )
        == "other"
    )
    assert len(clinic.revisions) == 1 and diary.evaluate("store.pending()") == 1
    assert diary.evaluate("store.all('doses')") == []
    heard = "() => { window.heard = new Promise((resolve) => addEventListener('lull:account', ({detail}) => resolve(detail))); }"
    diary.evaluate(heard)
    start(diary)
    assert diary.evaluate("heard") == {"account": BEN}
    states(diary, "signin")


def test_a_server_back_from_a_backup_is_given_everything_again(diary, clinic, watch):
    watch.expect("409")
    for note in ("one", "two"):
        diary.evaluate(NOTE, note)
    clinic.put(foreign(5))
    start(diary)
    states(diary, "idle")
    assert len(clinic.revisions) == 3
    clinic.revisions, clinic.epoch = clinic.revisions[:1], "second"
    diary.evaluate("exchange.now()")
    states(diary, "idle")
    until(diary, "store.meta('epoch').then((epoch) => epoch === 'second')")
    assert len(clinic.revisions) == 3
    assert diary.evaluate("store.pending()") == 0 and diary.evaluate("store.meta('cursor')") == 3


def listening(diary):
    """Keep what is said of the two sides not holding the same."""
    diary.evaluate(
        "() => { window.said = []; addEventListener('lull:mismatch', ({detail}) => said.push(detail.afresh)); }"
    )


def exchanged(diary):
    diary.evaluate("exchange.now()")
    states(diary, "idle")


def test_rows_slipped_in_behind_the_cursor_are_found_out(diary, clinic):
    clinic.put(foreign(0))
    start(diary)
    states(diary, "idle")
    clinic.revisions.insert(0, foreign(1))
    clinic.put(foreign(2))
    listening(diary)
    exchanged(diary)
    assert diary.evaluate("said") == [False]
    assert len(diary.evaluate("store.all('doses')")) == 3 and len(clinic.revisions) == 3


@pytest.mark.parametrize("after", [0, 1, 3], ids=["fewer", "as many", "more"])
def test_a_server_back_from_a_backup_that_nobody_told_of_is_given_everything_again(diary, clinic, after):
    """The same epoch, and the cursor of this phone beyond, at or before the end of what the server has by now."""
    start(diary)
    states(diary, "idle")
    clinic.put(foreign(50))
    exchanged(diary)
    diary.evaluate(NOTE, "after the backup")
    exchanged(diary)
    assert len(clinic.revisions) == 2
    clinic.revisions = clinic.revisions[:1]
    for number in range(after):
        clinic.put(foreign(number))
    listening(diary)
    exchanged(diary)
    assert diary.evaluate("said") == [False]
    assert len(clinic.revisions) == 2 + after
    assert "after the backup" in [revision["body"].get("note") for revision in clinic.revisions]
    assert diary.evaluate("store.pending()") == 0 and diary.evaluate("store.meta('cursor')") == 2 + after
    assert len(diary.evaluate("store.all('doses')")) == 1 + after
    exchanged(diary)
    assert diary.evaluate("said") == [False], "and is not offered it once more"


@pytest.mark.parametrize("after", [0, 1, 3], ids=["fewer", "as many", "more"])
def test_what_was_answered_for_and_not_yet_read_again_is_missed_too(diary, clinic, watch, after):
    """The connection breaks between sending and reading; then the server goes back to where this phone had come."""
    watch.expect("502")
    start(diary)
    states(diary, "idle")
    clinic.fault = lambda request: Response("oops", status=502) if "pull" in request.path else None
    diary.evaluate(NOTE, "answered for")
    until(diary, "store.pending().then((count) => count === 0)")
    assert len(clinic.revisions) == 1
    clinic.fault, clinic.revisions = (lambda request: None), []
    for number in range(after):
        clinic.put(foreign(number))
    exchanged(diary)
    until(diary, "lull.sync.syncState().state === 'idle'")
    assert len(clinic.revisions) == 1 + after
    assert "answered for" in [revision["body"].get("note") for revision in clinic.revisions]


def test_what_was_to_be_offered_again_is_offered_after_a_broken_connection_too(diary, clinic, watch):
    watch.expect("502")
    start(diary)
    diary.evaluate(
        "async () => { for (let i = 0; i < 230; i += 1) await store.write('doses', null, {amount: `${i}`}); }"
    )
    until(diary, "store.pending().then((count) => count === 0)")
    exchanged(diary)
    clinic.revisions = clinic.revisions[:50]
    before = len(clinic.batches)
    clinic.fault = lambda request: Response("oops", status=502) if len(clinic.batches) > before else None
    diary.evaluate("exchange.now()")
    until(diary, "lull.sync.syncState().state === 'offline'")
    clinic.fault = lambda request: None
    exchanged(diary)
    until(diary, "store.pending().then((count) => count === 0)")
    assert len({revision["rev_id"] for revision in clinic.revisions}) == len(clinic.revisions) == 230


def test_a_server_that_cannot_count_is_not_asked_for_ever(diary, clinic):
    clinic.put(foreign(0))
    clinic.lie = "f" * 32
    listening(diary)
    start(diary)
    states(diary, "idle")
    assert (clinic.asked.count("GET /api/v1/sync/pull"), clinic.asked.count("POST /api/v1/sync/push")) == (2, 1)
    for _ in range(3):
        exchanged(diary)
    assert diary.evaluate("said")[:2] == [False, True]
    assert clinic.asked.count("POST /api/v1/sync/push") == 1, "nor offered everything at every turn"


def test_a_busy_server_is_asked_again_when_it_said_and_not_before(diary, clinic, watch):
    watch.expect("503")
    busy = said({"error": "busy"}, 503)
    busy.headers["Retry-After"] = "3600"
    clinic.fault = lambda request: busy
    start(diary)
    states(diary, "offline")
    asked = len(clinic.asked)
    diary.evaluate(NOTE, "in the meantime")
    diary.evaluate("dispatchEvent(new Event('online'))")
    diary.wait_for_timeout(1200)
    assert len(clinic.asked) == asked


def test_an_unreachable_server_is_tried_again_by_itself(diary, clinic, watch):
    watch.expect("502")
    clinic.fault = lambda request: Response("oops", status=502)
    diary.evaluate(NOTE, "one")
    start(diary)
    states(diary, "offline")
    clinic.fault = lambda request: None
    states(diary, "idle")
    assert len(clinic.revisions) == 1


def test_a_save_is_sent_without_being_asked(diary, clinic):
    start(diary)
    states(diary, "idle")
    diary.evaluate(NOTE, "one")
    until(diary, "store.pending().then((count) => count === 0)")
    assert len(clinic.revisions) == 1


def test_without_a_network_the_queue_waits_for_it(diary, clinic, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    diary.context.set_offline(True)
    diary.evaluate(NOTE, "in the tunnel")
    start(diary)
    states(diary, "offline")
    assert diary.evaluate("store.pending()") == 1
    diary.context.set_offline(False)
    states(diary, "idle")
    assert len(clinic.revisions) == 1


def test_figures_are_kept_for_reading_offline(diary, clinic):
    start(diary)
    states(diary, "idle")
    assert diary.evaluate("store.meta('trends')")["as_of"] == "2026-11-22"
    diary.evaluate("exchange.now()")
    states(diary, "idle")
    assert clinic.asked.count("GET /api/v1/trends") == 1, "and fetched again only when something changed"


def test_a_screen_is_not_told_of_what_looks_the_same(diary, clinic):
    diary.evaluate("() => { window.heard = []; store.onChange(({origin}) => heard.push(origin)); }")
    diary.evaluate(NOTE, "one")
    diary.evaluate(SYNC)
    assert diary.evaluate("heard") == ["write", "sync"], "saved, then sent; its coming back by the pull is no news"
    clinic.put(foreign(7))
    diary.evaluate(SYNC)
    assert diary.evaluate("heard") == ["write", "sync", "sync"]


def test_figures_are_not_fetched_again_after_every_save(diary, clinic):
    start(diary)
    states(diary, "idle")
    diary.evaluate(NOTE, "one")
    until(diary, "store.pending().then((count) => count === 0)")
    states(diary, "idle")
    assert clinic.asked.count("GET /api/v1/trends") == 1
    diary.evaluate("lull.inbox.refreshTrends(store, true)")
    assert clinic.asked.count("GET /api/v1/trends") == 2, "unless somebody is looking at them"
