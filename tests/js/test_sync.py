"""The exchange with the server, and everything that can stand in its way."""

import json

import pytest
from werkzeug.wrappers import Response

from tests.js.wire import ANA, BEN, said, until

OPEN = "async (account) => { window.store = await lull.store.openStore(account); }"
NOTE = "(note) => store.write('attacks', null, {started_at: '2026-11-22T10:00:00.000Z', zone: 'Europe/Berlin', note})"
# Exchange once, without the listeners of a page, and say what was told last.
SYNC = """async () => {
  const {push} = lull.outbox, {pull} = lull.inbox;
  try { await push(store); await pull(store); return "done"; } catch (failure) { return failure.kind ?? String(failure); }
}"""


@pytest.fixture
def diary(page):
    """A phone with Ana's store open in it."""
    page.evaluate(OPEN, ANA)
    return page


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


def test_what_was_saved_is_sent_once_and_then_known_to_be_there(diary, clinic):
    diary.evaluate(NOTE, "one")
    assert diary.evaluate(SYNC) == "done"
    assert diary.evaluate(SYNC) == "done"
    assert len(clinic.revisions) == 1
    assert diary.evaluate("store.pending()") == 0
    assert diary.evaluate("store.all('attacks')")[0]["pending"] is False
    assert diary.evaluate("store.meta('cursor')") == 1
    assert diary.evaluate("store.meta('account')")["name"] == "Ana"


def test_an_answer_lost_after_the_server_kept_it_makes_no_second_copy(diary, clinic):
    diary.evaluate(NOTE, "one")
    rows = diary.evaluate("store.reading('outbox').store.getAll()")
    clinic.put(rows[0]["operation"])
    assert diary.evaluate(SYNC) == "done"
    assert len(clinic.revisions) == 1 and diary.evaluate("store.pending()") == 0


def test_a_long_queue_goes_in_batches_of_a_hundred_in_order(diary, clinic):
    diary.evaluate("async () => { for (let i = 0; i < 230; i += 1) await store.write('doses', null, {amount: String(i)}); }")
    assert diary.evaluate(SYNC) == "done"
    assert clinic.batches == [100, 100, 30]
    assert [int(revision["body"]["amount"]) for revision in clinic.revisions] == list(range(230))


def test_what_another_device_wrote_comes_in_pages_with_its_cursor(diary, clinic, new_phone, open_modules):
    for number in range(1203):
        clinic.put(foreign(number))
    assert diary.evaluate(SYNC) == "done"
    assert len(diary.evaluate("store.all('doses')")) == 1203
    assert diary.evaluate("store.meta('cursor')") == 1203
    assert clinic.asked.count("GET /api/v1/sync/pull") == 3


def foreign(number, **changes):
    return {
        "rev_id": f"{number + 1:032x}",
        "record_id": f"00000000-0000-4000-8000-{number:012}",
        "collection": "doses",
        "parents": [],
        "generation": 1,
        "deleted": False,
        "body": {"amount": str(number)},
        "device": BEN,
        "device_n": number + 1,
        **changes,
    }


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


def test_a_refused_row_is_set_apart_and_holds_up_nothing(diary, clinic):
    clinic.refuse = lambda operation: (operation["body"] or {}).get("note") == "bad"
    for note in ("good", "bad", "fine"):
        diary.evaluate(NOTE, note)
    assert diary.evaluate(SYNC) == "done"
    assert [revision["body"]["note"] for revision in clinic.revisions] == ["good", "fine"]
    [row] = diary.evaluate("store.quarantined()")
    assert row["operation"]["body"]["note"] == "bad"
    assert row["error"] == "Cannot be kept." and row["fields"] == {"note": ["No."]}
    shown = {attack["body"]["note"]: attack["refused"] for attack in diary.evaluate("store.all('attacks')")}
    assert shown == {"good": False, "bad": True, "fine": False}, "what the person wrote stays in sight"
    diary.evaluate(SYNC)
    assert len(diary.evaluate("store.quarantined()")) == 1, "and is never dropped"


def test_mending_a_refused_row_sends_a_version_the_server_can_place(diary, clinic):
    clinic.refuse = lambda operation: (operation["body"] or {}).get("note") == "bad"
    first = diary.evaluate(NOTE, "good")
    diary.evaluate(SYNC)
    diary.evaluate("(id) => store.write('attacks', id, {note: 'bad'})", first["id"])
    diary.evaluate(SYNC)
    diary.evaluate("(id) => store.write('attacks', id, {note: 'better'})", first["id"])
    assert diary.evaluate(SYNC) == "done"
    assert clinic.revisions[-1]["parents"] == [first["revId"]] and clinic.revisions[-1]["generation"] == 2
    [attack] = diary.evaluate("store.all('attacks')")
    assert attack["body"]["note"] == "better" and attack["twoVersions"] is False and attack["refused"] is False
    assert diary.evaluate("store.quarantined()") == []
    assert len(diary.evaluate("store.reading('quarantine').store.getAll()")) == 1, "kept for the export"


def test_giving_up_a_refused_row_shows_what_the_server_has(diary, clinic):
    clinic.refuse = lambda operation: (operation["body"] or {}).get("note") == "bad"
    first = diary.evaluate(NOTE, "good")
    diary.evaluate("(id) => store.write('attacks', id, {note: 'bad'})", first["id"])
    diary.evaluate(SYNC)
    [row] = diary.evaluate("store.quarantined()")
    diary.evaluate("(rev) => store.discard(rev)", row["revId"])
    [attack] = diary.evaluate("store.all('attacks')")
    assert attack["body"]["note"] == "good" and diary.evaluate("store.quarantined()") == []


def test_an_edit_made_on_top_of_a_refused_one_is_seen_as_the_server_sees_it(diary, clinic):
    clinic.refuse = lambda operation: (operation["body"] or {}).get("note") == "bad"
    first = diary.evaluate(NOTE, "good")
    diary.evaluate("(id) => store.write('attacks', id, {note: 'bad'})", first["id"])
    diary.evaluate("(id) => store.write('attacks', id, {note: 'on top'})", first["id"])
    diary.evaluate(SYNC)
    [attack] = diary.evaluate("store.all('attacks')")
    assert attack["body"]["note"] == "on top" and attack["twoVersions"] is True


@pytest.mark.parametrize(
    "answer",
    [
        Response("<!doctype html><title>Hotel</title>", mimetype="text/html"),
        Response("<!doctype html>", mimetype="text/html", status=403),
        Response(status=204),
        Response('{"answers": [', mimetype="application/json"),
        Response("{}", mimetype="application/json"),
        Response("[]", mimetype="application/json"),
        Response('{"ok": true}', mimetype="application/json", status=401),
        Response(status=302, headers={"Location": "/somewhere"}),
        Response("oops", status=502),
    ],
    ids=["portal", "portal that forbids", "no content", "truncated", "empty", "a list", "not our 401", "away", "bad gateway"],
)
def test_an_answer_that_is_not_ours_is_no_answer(diary, clinic, watch, answer):
    watch.expect("Failed to load resource")
    diary.evaluate(NOTE, "one")
    clinic.fault = lambda request: answer
    assert diary.evaluate(SYNC) == "unreachable"
    assert diary.evaluate("store.pending()") == 1 and diary.evaluate("store.quarantined()") == []
    clinic.fault = lambda request: None
    assert diary.evaluate(SYNC) == "done"
    assert diary.evaluate("store.pending()") == 0


def test_a_batch_the_server_cannot_read_costs_only_its_poison(diary, clinic, watch):
    watch.expect("Failed to load resource")
    for number in range(7):
        diary.evaluate(NOTE, "poison" if number == 3 else "good")
    clinic.fault = lambda request: said({"error": "Not JSON."}, 422) if b"poison" in request.get_data() else None
    assert diary.evaluate(SYNC) == "done"
    assert len(clinic.revisions) == 6
    assert diary.evaluate("store.pending()") == 1


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
    assert diary.evaluate("(async () => { try { await lull.inbox.pull(store); } catch (failure) { return failure.kind; } })()") == "other"
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


def test_rows_slipped_in_behind_the_cursor_are_found_out(diary, clinic):
    clinic.put(foreign(0))
    diary.evaluate(SYNC)
    clinic.revisions.insert(0, foreign(1))
    clinic.put(foreign(2))
    diary.evaluate("() => { window.said = []; addEventListener('lull:mismatch', ({detail}) => said.push(detail.afresh)); }")
    assert diary.evaluate(SYNC) == "done"
    assert diary.evaluate("said") == [False]
    assert len(diary.evaluate("store.all('doses')")) == 3


def test_a_server_that_cannot_count_is_not_asked_for_ever(diary, clinic):
    clinic.put(foreign(0))
    clinic.lie = "f" * 32
    assert diary.evaluate(SYNC) == "done"
    assert clinic.asked.count("GET /api/v1/sync/pull") == 2


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
