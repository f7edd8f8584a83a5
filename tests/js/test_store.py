"""The diary on the phone: what was saved is on disk, whatever happens next."""

import itertools
import random

from tests.js.wire import ANA, BEN, NOTE, until

OPEN = "async (account) => { window.store = await lull.store.openStore(account); }"


def reopened(page, open_modules, account=ANA):
    page.reload()
    open_modules(page)
    page.evaluate(OPEN, account)
    return page


def test_a_saved_attack_is_there_after_a_reload(diary, open_modules):
    saved = diary.evaluate(NOTE, "left eye")
    reopened(diary, open_modules)
    [attack] = diary.evaluate("store.all('attacks')")
    assert attack["id"] == saved["id"] and attack["revId"] == saved["revId"]
    assert attack["body"]["note"] == "left eye"
    assert attack["pending"] is True and attack["twoVersions"] is False
    assert diary.evaluate("store.pending()") == 1


def test_every_write_is_strict_and_counts_the_device_up(diary):
    diary.evaluate("""() => {
      const real = IDBDatabase.prototype.transaction;
      window.loose = [];
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        if (mode === "readwrite" && options?.durability !== "strict") window.loose.push(String(names));
        return real.call(this, names, mode, options);
      };
    }""")
    for number in range(3):
        diary.evaluate(NOTE, str(number))
    assert diary.evaluate("loose") == []
    rows = diary.evaluate("store.reading('outbox').store.getAll()")
    assert [row["device_n"] for row in rows] == [1, 2, 3]
    assert rows[0]["operation"].keys() == {
        *("rev_id", "record_id", "collection", "parents", "generation", "deleted", "body"),
        *("schema", "device", "device_n", "at", "zone", "offset", "local_date"),
    }


def test_saves_at_the_same_moment_never_share_a_number(diary, open_modules):
    other = open_modules(diary.context.new_page())
    other.evaluate(OPEN, ANA)
    burst = "() => { window.done = Promise.all(Array.from({length: 20}, (_, i) => store.write('doses', null, {amount: String(i)}))); }"
    diary.evaluate(burst)
    other.evaluate(burst)
    diary.evaluate("done")
    other.evaluate("done")
    rows = diary.evaluate("store.reading('outbox').store.getAll()")
    assert [row["device_n"] for row in rows] == list(range(1, 41))
    assert len(diary.evaluate("store.all('doses')")) == 40


def test_a_save_that_fails_is_not_half_there(diary):
    said = diary.evaluate("""async () => {
      const real = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...rest) {
        const request = real.apply(this, rest);
        if (this.name === "records") {
          const full = new DOMException("full", "QuotaExceededError");
          Object.defineProperty(this.transaction, "error", { value: full });
          this.transaction.abort();
        }
        return request;
      };
      const told = new Promise((resolve) => addEventListener("lull:full", () => resolve("told"), {once: true}));
      const failed = await store.write("attacks", null, {note: "lost?"}).then(() => "saved", (problem) => problem.name);
      IDBObjectStore.prototype.put = real;
      return [failed, await told];
    }""")
    assert said == ["QuotaExceededError", "told"]
    assert diary.evaluate("store.pending()") == 0
    assert diary.evaluate("store.all('attacks')") == []
    diary.evaluate(NOTE, "and on it goes")
    assert diary.evaluate("store.pending()") == 1


def test_several_at_once_are_all_kept_or_none_is(diary):
    said = diary.evaluate("""async () => {
      const real = IDBObjectStore.prototype.put;
      let puts = 0;
      IDBObjectStore.prototype.put = function (...rest) {
        puts += this.name === "records" ? 1 : 0;
        if (puts === 2) throw new DOMException("full", "QuotaExceededError");
        return real.apply(this, rest);
      };
      const changes = ["one", "two", "three"].map((note) => ["attacks", null, { note }]);
      const failed = await store.writeAll(changes).then(() => "saved", (problem) => problem.name);
      IDBObjectStore.prototype.put = real;
      return [failed, await store.pending(), (await store.writeAll(changes)).length];
    }""")
    assert said == ["QuotaExceededError", 0, 3]
    assert len(diary.evaluate("store.all('attacks')")) == diary.evaluate("store.pending()") == 3
    numbers = diary.evaluate("store.reading('outbox').store.getAll().then((rows) => rows.map((row) => row.device_n))")
    assert numbers == [1, 2, 3]


def test_several_that_were_saved_together_are_undone_together_or_not_at_all(diary):
    diary.evaluate("""async () => {
      window.both = await store.writeAll([["attacks", null, { note: "one" }], ["attacks", null, { note: "two" }]]);
      window.revs = both.map(({ revId }) => revId);
      window.newer = await store.write("attacks", both[1].id, { note: "newer" });
    }""")
    assert diary.evaluate("store.undo(...revs)") is None
    assert len(diary.evaluate("store.all('attacks')")) == 2
    diary.evaluate("store.undo(newer.revId)")
    assert diary.evaluate("async () => (await store.undo(revs[0])).length") == 1
    assert [row["body"]["note"] for row in diary.evaluate("store.all('attacks')")] == ["two"]


def test_undo_restores_what_stood_before_and_forgets_nothing(diary):
    first = diary.evaluate(NOTE, "one")
    second = diary.evaluate("(id) => store.write('attacks', id, {note: 'two'})", first["id"])
    diary.evaluate("(rev) => store.undo(rev)", second["revId"])
    [attack] = diary.evaluate("store.all('attacks')")
    assert attack["body"]["note"] == "one"
    history = diary.evaluate("(id) => store.history('attacks', id)", first["id"])
    assert [version["generation"] for version in history] == [3, 2, 1]
    assert diary.evaluate("store.pending()") == 3


def test_undoing_the_first_save_takes_the_record_away(diary):
    saved = diary.evaluate(NOTE, "by mistake")
    [undone] = diary.evaluate("(rev) => store.undo(rev)", saved["revId"])
    assert diary.evaluate("store.all('attacks')") == []
    diary.evaluate("(rev) => store.undo(rev)", undone["revId"])
    assert len(diary.evaluate("store.all('attacks')")) == 1


def test_undo_never_hides_something_newer(diary):
    saved = diary.evaluate(NOTE, "one")
    diary.evaluate("(id) => store.write('attacks', id, {note: 'newer'})", saved["id"])
    assert diary.evaluate("(rev) => store.undo(rev)", saved["revId"]) is None
    assert diary.evaluate("store.all('attacks')")[0]["body"]["note"] == "newer"


def test_other_pages_hear_of_a_save(diary, open_modules):
    other = open_modules(diary.context.new_page())
    other.evaluate(OPEN, ANA)
    other.evaluate("() => { window.heard = new Promise((resolve) => store.onChange(resolve)); }")
    saved = diary.evaluate(NOTE, "here")
    assert other.evaluate("heard") == {
        "changes": [{"collection": "attacks", "id": saved["id"]}],
        "origin": "elsewhere",
    }


def test_a_store_the_browser_threw_away_is_missed_loudly(diary, open_modules):
    device = diary.evaluate("store.meta('device')")
    diary.evaluate(NOTE, "never sent")
    until(diary, f"localStorage.getItem('lull.kept.{ANA}').includes('1')")
    diary.evaluate("async (name) => { store.close(); indexedDB.deleteDatabase(name); }", f"lull-{ANA}")
    reopened(diary, open_modules)
    assert diary.evaluate("store.evicted.unsent") == 1
    assert diary.evaluate("store.meta('device')") != device
    reopened(diary, open_modules)
    assert diary.evaluate("store.evicted.unsent") == 1, "it stays said"


def test_a_new_account_is_not_called_a_loss(diary):
    assert diary.evaluate("store.evicted") is None
    assert diary.evaluate("async (ben) => (await lull.store.openStore(ben)).evicted", BEN) is None


def test_two_accounts_on_one_phone_never_meet(diary):
    diary.evaluate(NOTE, "Ana's")
    assert diary.evaluate("async (ben) => (await lull.store.openStore(ben)).all('attacks')", BEN) == []


def test_drafts_stay_on_the_device(diary, open_modules):
    diary.evaluate("store.drafts.put('attack', {note: 'half'})")
    reopened(diary, open_modules)
    assert diary.evaluate("store.drafts.get('attack')") == {"note": "half"}
    assert diary.evaluate("store.pending()") == 0


# One record, changed on two devices: an edit, a concurrent edit, a deletion of the one, both settled, one more.
def revision(name, *parents, generation, deleted=False):
    return {
        "rev_id": name * 32,
        "record_id": "r",
        "collection": "attacks",
        "parents": [parent * 32 for parent in parents],
        "generation": generation,
        "deleted": deleted,
        "body": None if deleted else {"note": name},
    }


HISTORY = [
    revision("a", generation=1),
    revision("b", "a", generation=2),
    revision("c", "a", generation=2),
    revision("d", "b", generation=3, deleted=True),
    revision("e", "a", generation=2),
]


def test_the_winner_does_not_depend_on_the_order_of_arrival(page):
    shown = page.evaluate(
        "(orders) => orders.map((order) => JSON.stringify(lull.records.shown(order)))",
        [list(order) for order in itertools.permutations(HISTORY)],
    )
    assert len(set(shown)) == 1
    assert '"note":"e"' in shown[0], "live beats deleted, then generation, then the higher rev_id"
    assert (
        f'"versions":["{"c" * 32}","{"e" * 32}"]' in shown[0] or f'"versions":["{"e" * 32}","{"c" * 32}"]' in shown[0]
    )


def test_stores_that_heard_the_same_in_any_order_and_twice_show_the_same(page):
    orders = []
    for seed in range(8):
        heard = HISTORY * 2
        random.Random(seed).shuffle(heard)
        cut = seed % len(heard)
        orders.append([heard[:cut], heard[cut:]])
    shown = page.evaluate(
        """async (orders) => {
          const all = [];
          for (const [place, batches] of orders.entries()) {
            const store = await lull.store.openStore(`order-${place}`);
            for (const batch of batches) {
              await store.change(["revisions", "records"], (tx) => lull.records.absorb(tx, batch));
            }
            const row = await store.reading("records").store.get(["attacks", "r"]);
            all.push(JSON.stringify({...row, versions: row.versions.sort()}));
          }
          return all;
        }""",
        orders,
    )
    assert len(set(shown)) == 1
    assert '"note":"e"' in shown[0]
