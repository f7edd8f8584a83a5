// One IndexedDB database per account, `lull-<account>`: opening it, and noticing its loss.
//
// revisions   every saved version this device knows, by rev_id
// records     what is shown of each record now, derived from its revisions (records.js); found by
//             their moment, by their attack, and attacks without an end by `ongoing`
// outbox      what the server has not answered for, by device_n; never migrated in place,
//             so that an update of the app can never touch what is waiting
// quarantine  what the server refused, with its reason; only a person removes a row
// meta        device id, device_n, cursor, epoch, account, trends
// drafts      half-filled forms

import { openDB } from "../vendor/idb@8.0.4/index.js";
import { uuid4 } from "./canonical.js";
import { ongoing } from "./records.js";

const VERSION = 2;

export const databaseName = (account) => `lull-${account}`;
const markerName = (account) => `lull.kept.${account}`;

// A worker has no localStorage, and a page may be forbidden it; both can do without.
function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {}
}

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

async function upgrade(db, before, _, tx) {
  if (before < 1) create(db);
  if (before < 2) await find(tx.objectStore("records"));
}

// Rows that have no such text are left out of an index by themselves.
async function find(records) {
  for (const name of ["started_at", "at", "taken_at", "date", "attack_id"]) records.createIndex(name, ["collection", `body.${name}`]);
  records.createIndex("ongoing", "ongoing");
  const attacks = IDBKeyRange.bound(["attacks"], ["attacks", []]);
  for (let cursor = await records.openCursor(attacks); cursor; cursor = await cursor.continue()) {
    await cursor.update({ ...cursor.value, ...ongoing(cursor.value) });
  }
}

function create(db) {
  const revisions = db.createObjectStore("revisions", { keyPath: "rev_id" });
  revisions.createIndex("record", ["collection", "record_id"]);
  db.createObjectStore("records", { keyPath: ["collection", "id"] });
  db.createObjectStore("outbox", { keyPath: ["device_n", "rev_id"] });
  db.createObjectStore("quarantine", { keyPath: "rev_id" });
  db.createObjectStore("meta");
  db.createObjectStore("drafts");
}

// The open database of `account`. `lost` is called when the browser takes it away while open, `outdated`
// when another page brings a newer version of it, which this page's scripts do not know.
export async function openDatabase(account, { lost = () => {}, outdated = () => {} } = {}) {
  const db = await openDB(databaseName(account), VERSION, {
    upgrade,
    // Another page signs out (no version), or brings a newer one: let go, so that it is not held up.
    // What was being written is written.
    blocking: (_, version) => {
      db.close();
      if (version !== null) outdated();
    },
    terminated: lost,
  });
  const evicted = await settle(db, account);
  return { db, evicted };
}

// A new database gets a device id of its own, so numbers used before can never be used again.
// A marker without a database means the browser threw the store away: say so, with what was unsent.
async function settle(db, account) {
  const known = await settled(db.transaction("meta"));
  if (known) return known.evicted;
  const tx = db.transaction("meta", "readwrite", { durability: "strict" });
  const byAnother = await settled(tx); // another tab opened it first
  if (byAnother) return byAnother.evicted;
  const marker = kept(markerName(account));
  const evicted = marker && { found_at: new Date().toISOString(), unsent: marker.unsent ?? 0 };
  const device = uuid4();
  tx.store.put(device, "device");
  tx.store.put(0, "device_n");
  if (evicted) tx.store.put(evicted, "evicted");
  await tx.done;
  markUnsent(account, 0);
  return evicted;
}

// {evicted} of a database that has its device id, or null. Only reads: every page begins with it.
async function settled(tx) {
  const [device, evicted = null] = await Promise.all([tx.objectStore("meta").get("device"), tx.objectStore("meta").get("evicted")]);
  return device ? { evicted } : null;
}

// The marker outlives the database; it holds a count, nothing of the diary.
export function markUnsent(account, unsent) {
  keep(markerName(account), { unsent });
}

export function forgetMarker(account) {
  keep(markerName(account), null);
}

// Half-filled forms: kept on this device only, never sent.
export function drafts(db) {
  return {
    get: (key) => db.get("drafts", key),
    put: (key, value) => db.put("drafts", value, key),
    remove: (key) => db.delete("drafts", key),
  };
}
