// The diary on this device. Every screen reads from here and writes to here; nothing waits for
// the network. A write is one strict transaction: the revision, the record, the outbox row and
// the device's counter are on disk together, or none of them is.

import { drafts, openDatabase, markUnsent } from "./database.js";
import { revId, uuid7 } from "./canonical.js";
import { append, generationAfter, parentsOf, setAside, shown, winner } from "./records.js";
import { localTime } from "./moment.js";
import { allIn, aroundIn, oldestIn, oneIn } from "./reading.js";

const STORES = ["revisions", "records", "outbox", "quarantine", "meta"];
const READ = ["records", "outbox"];
const SCHEMA = 1;
const opened = new Map();

// The open store of `account` (a patient's id): the same object for every caller on this page.
export function openStore(account) {
  if (!opened.has(account)) opened.set(account, Store.open(account));
  return opened.get(account);
}

function tell(kind, detail) {
  globalThis.dispatchEvent(new CustomEvent(`lull:${kind}`, { detail }));
}

class Store {
  #db;
  #listeners = new Set();
  #counted = null;
  #channel;
  #closer = new AbortController();
  closed = false;
  // Aborted when the store closes: no request of this account outlives it.
  closing = this.#closer.signal;

  static async open(account) {
    const store = new Store();
    store.account = account;
    const { db, evicted } = await openDatabase(account, { lost: () => store.#lost(), outdated: () => store.#outdated() });
    store.#db = db;
    store.evicted = evicted;
    if (evicted) tell("evicted", evicted);
    store.#channel = new BroadcastChannel(`lull-${account}`);
    store.#channel.onmessage = ({ data }) => store.#heard(data);
    globalThis.navigator.storage?.persist?.();
    store.drafts = drafts(db);
    // Asked for ahead, so that the first tap need not wait for it.
    store.#counter().then((counted) => { store.#counted ??= counted; }, () => {});
    return store;
  }

  // The live records of a collection: [{id, body, revId, at, twoVersions, pending, refused}].
  all(collection) {
    return allIn(this.reading(READ), collection);
  }

  // One live record as in `all`, or null.
  get(collection, id) {
    return oneIn(this.reading(READ), collection, id);
  }

  // What the days from `first` to `last` are counted from, by collection: ten years are not read for a month.
  around(span) {
    return aroundIn(this.reading(READ), span);
  }

  // The date of the oldest attack, dose or answered day, or null.
  oldest() {
    return oldestIn(this.reading(READ));
  }

  // Save a version of a record: a new record when `id` is null. `basedOn` is the revId the person
  // was looking at; without it, what is shown now. Answers {id, revId} once it is on disk.
  write(collection, id, body, { basedOn = null } = {}) {
    return this.#one({ collection, id, body, basedOn });
  }

  // Several at once, each [collection, id, body] (body null removes): all of them are kept, or none is.
  writeAll(changes) {
    return this.#append(changes.map(([collection, id, body]) => ({ collection, id, body })));
  }

  remove(collection, id) {
    return this.#one({ collection, id, body: null });
  }

  // Settle two versions: `body` becomes the child of them all.
  resolve(collection, id, body) {
    return this.#one({ collection, id, body, settles: true });
  }

  // Take back what was saved together: new revisions with what stood before. Answers [{id, revId}], or null and
  // changes nothing when something newer has been written since, for that would be lost to sight.
  async undo(...revs) {
    const changes = await Promise.all(revs.map((rev) => this.#before(rev)));
    return changes.includes(null) ? null : this.#append(changes);
  }

  async #before(rev) {
    const revision = await this.#db.get("revisions", rev);
    if (!revision) return null;
    const { collection, record_id: id } = revision;
    const row = await this.#db.get("records", [collection, id]);
    if (row?.rev_id !== rev) return null;
    const before = await Promise.all(revision.parents.map((parent) => this.#db.get("revisions", parent)));
    const last = winner(before.filter(Boolean));
    return { collection, id, body: last && !last.deleted ? last.body : null, basedOn: rev };
  }

  // Every version of a record this device knows, newest generation first.
  async history(collection, id) {
    const all = await this.#known(collection, id);
    return all.sort((a, b) => b.generation - a.generation || (a.rev_id < b.rev_id ? 1 : -1));
  }

  // The live versions that stand side by side: [{revId, body, at}], one of them when all is well.
  async versions(collection, id) {
    const row = await this.#db.get("records", [collection, id]);
    const all = await Promise.all((row?.versions ?? []).map((rev) => this.#db.get("revisions", rev)));
    return all.map(({ rev_id, body, at }) => ({ revId: rev_id, body, at }));
  }

  // meta(key) reads, meta(key, value) keeps.
  async meta(key, ...value) {
    if (value.length === 0) return this.#db.get("meta", key);
    await this.#db.put("meta", value[0], key);
    return value[0];
  }

  // How many saved versions the server has not answered for.
  pending() {
    return this.#db.count("outbox");
  }

  // What the server refused and nobody has dealt with: [{revId, operation, error, fields, at}].
  async quarantined() {
    const rows = await this.#db.getAll("quarantine");
    return rows.filter((row) => !row.dealt_with_at).map(({ rev_id, ...row }) => ({ revId: rev_id, ...row }));
  }

  // The person gives up a refused version. Its row stays for the export, marked.
  async discard(rev) {
    const row = await this.change(STORES, async (tx) => {
      const found = await tx.objectStore("quarantine").get(rev);
      if (found) await setAside(tx, await tx.objectStore("revisions").get(rev));
      return found;
    });
    if (row) this.announce([{ collection: row.operation.collection, id: row.operation.record_id }], "write");
  }

  // fn({changes: [{collection, id}], origin: "write" | "sync" | "elsewhere"}); answers a way to stop.
  onChange(fn) {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  // For outbox, inbox and sync: one transaction to read from.
  reading(names) {
    return this.#db.transaction(names);
  }

  // What a save goes through, for nothing: everything is slow the first time, and the first time is in an attack.
  warm() {
    return this.#prepare({ collection: "attacks", id: uuid7(), isNew: true, body: {} }, this.account, 1);
  }

  // All that `work` does in one strict transaction, or nothing of it. What `work` waits for must
  // be the transaction's own requests, or it ends too early.
  async change(names, work) {
    const tx = this.#db.transaction(names, "readwrite", { durability: "strict" });
    tx.done.catch(() => {}); // Waited for below; a failure on the way there is told once.
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (problem) {
      const reason = tx.error ?? problem;
      // Without this, what was asked for before the failure would still be kept.
      if (!tx.error) abort(tx);
      // A full disk must never look like a saved entry.
      if (reason.name === "QuotaExceededError") tell("full", {});
      throw reason;
    }
  }

  announce(changes, origin) {
    this.#listeners.forEach((fn) => fn({ changes, origin }));
    this.#channel.postMessage({ changes });
    this.pending().then((unsent) => markUnsent(this.account, unsent), () => {});
  }

  close() {
    this.closed = true;
    this.#closer.abort();
    opened.delete(this.account);
    this.#channel.close();
    this.#db.close();
  }

  async #one(change) {
    const [written] = await this.#append([change]);
    return written;
  }

  // All pages share the device's counter; whoever finds the number taken prepares again.
  async #append(changes) {
    const named = changes.map((change) => ({ ...change, id: change.id ?? uuid7(), isNew: change.id === null }));
    for (;;) {
      const { device, last } = await this.#counter();
      const prepared = await Promise.all(named.map((change, place) => this.#prepare(change, device, last + 1 + place)));
      const isSaved = await this.#save(prepared);
      this.#counted = isSaved ? { device, last: last + prepared.length } : null;
      if (!isSaved) continue;
      this.announce(named.map(({ collection, id }) => ({ collection, id })), "write");
      return prepared.map(({ revision }) => ({ id: revision.record_id, revId: revision.rev_id }));
    }
  }

  // Everything slow happens here: an IndexedDB transaction ends by itself when it is kept waiting
  // for anything but its own requests.
  async #prepare({ collection, id: record_id, isNew, body, basedOn = null, settles = false }, device, device_n) {
    // A record that begins here has no history to read, and a tap in an attack has no time for it.
    const revisions = isNew ? [] : await this.#known(collection, record_id);
    const row = shown(revisions);
    const wanted = settles ? (row?.versions ?? []) : [basedOn ?? row?.rev_id];
    const bases = revisions.filter((revision) => wanted.includes(revision.rev_id));
    const parents = [...new Set(bases.flatMap((base) => parentsOf(base, revisions)))].sort();
    const named = {
      record_id, collection, parents, deleted: body === null, device, device_n,
      // Without what is undefined, as it will be on the wire.
      body: JSON.parse(JSON.stringify(body)),
    };
    const revision = {
      ...named,
      rev_id: revId(named),
      generation: generationAfter(parents, revisions),
      schema: SCHEMA,
      ...localTime(new Date()),
    };
    return { revision, isNew, replaces: bases.filter((base) => base.refused) };
  }

  // This device's name and the number of its last revision, as far as this page knows.
  async #counter() {
    if (this.#counted) return this.#counted;
    const meta = this.reading("meta").store;
    const [device, last] = await Promise.all([meta.get("device"), meta.get("device_n")]);
    return { device, last };
  }

  #known(collection, id) {
    return this.#db.getAllFromIndex("revisions", "record", [collection, id]);
  }

  // False, with nothing changed, when the number is no longer the next one.
  async #save(prepared) {
    let isNext = true;
    const taken = () => { isNext = false; };
    try {
      await this.change(STORES, (tx) => append(tx, prepared, taken));
    } catch (problem) {
      if (isNext) throw problem;
    }
    return isNext;
  }

  #heard({ changes, signedOut }) {
    if (signedOut) {
      this.close();
      tell("signed-out", { account: this.account });
      return;
    }
    this.#listeners.forEach((fn) => fn({ changes, origin: "elsewhere" }));
  }

  #lost() {
    if (this.closed) return;
    this.close();
    tell("evicted", { found_at: new Date().toISOString(), unsent: null });
  }

  // Another page has brought a newer version. This one can keep nothing more, and must say so.
  #outdated() {
    if (this.closed) return;
    this.close();
    tell("outdated", {});
  }

  // Tell the other pages of this account to let go before its database is deleted.
  leave() {
    this.#channel.postMessage({ signedOut: true });
    this.close();
  }
}

function abort(tx) {
  try {
    tx.abort();
  } catch {} // It had ended by itself.
}
