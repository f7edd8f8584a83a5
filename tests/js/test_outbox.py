"""What waits to be sent: it leaves on the server's answer for that very row, and on nothing else."""

import pytest
from werkzeug.wrappers import Response

from tests.js.wire import NOTE, SYNC, foreign, said

# An exchange as sync.js does it.
AGAIN = """async () => {
  const {push, pushRefused} = lull.outbox, {pull} = lull.inbox;
  await push(store); await pull(store); if (await pushRefused(store)) await pull(store);
}"""


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
    diary.evaluate(
        "async () => { for (let i = 0; i < 230; i += 1) await store.write('doses', null, {amount: String(i)}); }"
    )
    assert diary.evaluate(SYNC) == "done"
    assert clinic.batches == [100, 100, 30]
    assert [int(revision["body"]["amount"]) for revision in clinic.revisions] == list(range(230))


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


def is_bad(operation):
    return (operation["body"] or {}).get("note") == "bad"


def test_a_refused_row_is_tried_once_more_by_every_new_build_until_it_is_taken(diary, clinic):
    clinic.refuse = is_bad
    first = diary.evaluate(NOTE, "bad")
    for _ in range(3):
        diary.evaluate(AGAIN)
    assert sum(clinic.batches) == 1, "the build that refused it is not asked again"
    clinic.build = "two"
    for _ in range(3):
        diary.evaluate(AGAIN)
    assert sum(clinic.batches) == 2 and len(diary.evaluate("store.quarantined()")) == 1
    clinic.build, clinic.refuse = "three", lambda operation: False
    diary.evaluate(AGAIN)
    assert diary.evaluate("store.quarantined()") == [] and diary.evaluate("store.pending()") == 0
    [attack] = diary.evaluate("store.all('attacks')")
    assert (attack["id"], attack["refused"]) == (first["id"], False)
    assert clinic.revisions[0]["body"]["note"] == "bad" and diary.evaluate("store.meta('cursor')") == 1
    diary.evaluate("(id) => store.write('attacks', id, {note: 'after'})", first["id"])
    diary.evaluate(AGAIN)
    assert clinic.revisions[-1]["parents"] == [first["revId"]], "later versions are built on it"


def test_what_a_person_dealt_with_is_not_sent_behind_their_back(diary, clinic):
    clinic.refuse = is_bad
    first = diary.evaluate(NOTE, "bad")
    let_go = diary.evaluate(NOTE, "bad")
    diary.evaluate(AGAIN)
    diary.evaluate("(id) => store.write('attacks', id, {note: 'mended'})", first["id"])
    diary.evaluate("(rev) => store.discard(rev)", let_go["revId"])
    clinic.build, clinic.refuse = "two", lambda operation: False
    diary.evaluate(AGAIN)
    assert [revision["body"]["note"] for revision in clinic.revisions] == ["mended"]


def test_a_refused_row_that_was_kept_before_this_rule_is_tried_too_and_a_long_row_of_them_in_batches(diary, clinic):
    clinic.refuse = lambda operation: True
    diary.evaluate(
        "async () => { for (let i = 0; i < 150; i += 1) await store.write('doses', null, {amount: String(i)}); }"
    )
    diary.evaluate(AGAIN)
    diary.evaluate("""() => store.change(["quarantine"], async (tx) => {
      for (const {build, ...row} of await tx.objectStore("quarantine").getAll()) tx.objectStore("quarantine").put(row);
    })""")
    clinic.refuse, clinic.batches = (lambda operation: False), []
    clinic.put(foreign(1))
    diary.evaluate(AGAIN)
    assert clinic.batches == [100, 50]
    assert [int(revision["body"]["amount"]) for revision in clinic.revisions[1:]] == list(range(150)), "in their order"


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
    ids=[
        "portal",
        "portal that forbids",
        "no content",
        "truncated",
        "empty",
        "a list",
        "not our 401",
        "away",
        "bad gateway",
    ],
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
