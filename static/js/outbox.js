// What waits to be sent. A row leaves on the server's answer for that very row, and on nothing else:
// accepted or duplicate, it is there; rejected, it moves to the quarantine with the reason. What a newer
// server may take after all is sent from there once more.

import { absorb } from "./records.js";
import { Failed, ask } from "./wire.js";

const BATCH = 100;
// Characters of JSON, well under the server's 2 MB even if each takes three bytes.
const LARGEST = 400_000;

const ADDRESS = "/api/v1/sync/push";
// What the server has is not refused, whatever was thought of it here before.
const KNOWN = { refused: false, set_aside: false };
const LOCAL = ["seq", "received_at", "refused", "set_aside", "marks"];

// Send everything that waits, oldest first. Throws Failed when the server could not be asked.
export async function push(store) {
  let last = null;
  for (;;) {
    const rows = await next(store, last);
    if (rows.length === 0) return;
    // An unanswered row waits for the next time; it must not hold up those behind it.
    last = [rows.at(-1).device_n, rows.at(-1).rev_id];
    await offer(store, rows);
  }
}

// Offer what was refused once more when the server is another build than the one that refused it: rules
// change, and a phone may be ahead of its server. Answers whether anything was offered.
export async function pushRefused(store) {
  const build = await store.meta("build");
  if (!build) return false;
  const rows = (await store.reading("quarantine").store.getAll()).filter((row) => !row.dealt_with_at && row.build !== build);
  rows.sort((one, other) => one.operation.device_n - other.operation.device_n);
  let left = rows.map(({ rev_id, operation }) => ({ rev_id, device_n: operation.device_n, operation }));
  while (left.length > 0) {
    const some = fitting(left.slice(0, BATCH));
    left = left.slice(some.length);
    await offer(store, some);
  }
  return rows.length > 0;
}

async function next(store, last) {
  const range = last && IDBKeyRange.lowerBound(last, true);
  return fitting(await store.reading("outbox").store.getAll(range, BATCH));
}

// As many of `rows` as one request may hold.
function fitting(rows) {
  let size = 0;
  const fits = rows.findIndex((row, i) => (size += JSON.stringify(row.operation).length) > LARGEST && i > 0);
  return fits === -1 ? rows : rows.slice(0, fits);
}

async function offer(store, rows) {
  let said;
  try {
    said = await ask(ADDRESS, { body: await batch(store, rows), signal: store.closing });
  } catch (failure) {
    if (failure.kind !== "refused") throw failure;
    // The batch as a whole could not be read: one row of it is poison, and the others are not.
    if (rows.length === 1) return;
    const half = Math.ceil(rows.length / 2);
    await offer(store, rows.slice(0, half));
    await offer(store, rows.slice(half));
    return;
  }
  if (!Array.isArray(said.answers)) throw new Failed("unreachable", { status: 200 });
  await settle(store, rows, said);
}

async function batch(store, rows) {
  const [device, epoch] = await Promise.all([store.meta("device"), store.meta("epoch")]);
  return { account: store.account, device, epoch: epoch ?? "", operations: rows.map((row) => row.operation) };
}

async function settle(store, rows, { answers, build = null }) {
  const device = await store.meta("device");
  const given = new Map(answers.map((answer) => [answer.rev_id, answer]));
  const answered = rows.filter(({ rev_id }) => ["accepted", "duplicate", "rejected"].includes(given.get(rev_id)?.answer));
  const at = new Date().toISOString();
  await store.change(["outbox", "quarantine", "revisions", "records", "meta"], async (tx) => {
    const changed = [];
    await witness(tx.objectStore("meta"), answers);
    const held = new Map((await tx.objectStore("quarantine").getAll()).map((row) => [row.rev_id, row]));
    for (const { device_n, rev_id, operation } of answered) {
      const { answer, seq, marks, error = "", fields = {} } = given.get(rev_id);
      tx.objectStore("outbox").delete([device_n, rev_id]);
      const refused = held.get(rev_id);
      if (answer !== "rejected") {
        if (refused) tx.objectStore("quarantine").delete(rev_id);
        changed.push({ ...operation, ...(seq && { seq }), ...(marks && { marks }), ...(refused && KNOWN) });
      } else if (operation.device === device) {
        tx.objectStore("quarantine").put({ at, ...refused, rev_id, operation, error, fields, build });
        changed.push({ ...operation, refused: true });
      }
      // What is left: another device's version, offered again after a restore and refused. It is
      // not ours to mend, and it is not lost here.
    }
    return absorb(tx, changed);
  });
  // Told even of those that look the same, for they no longer wait.
  store.announce(answered.map(({ operation }) => ({ collection: operation.collection, id: operation.record_id })), "sync");
}

// The last of what one answer says is on the server, until the cursor comes to it (inbox.js).
async function witness(meta, answers) {
  const [cursor = 0, before = []] = await Promise.all([meta.get("cursor"), meta.get("witnesses")]);
  const last = answers.reduce((best, answer) => (answer.seq > (best?.seq ?? cursor) ? answer : best), null);
  if (last) meta.put([...before, { seq: last.seq, rev_id: last.rev_id }], "witnesses");
}

// What came from the server and lay in the quarantine is refused no more.
export async function takenAfterAll(tx, revisions) {
  const held = new Set(await tx.objectStore("quarantine").getAllKeys());
  if (held.size === 0) return;
  for (const revision of revisions.filter(({ rev_id }) => held.has(rev_id))) {
    tx.objectStore("quarantine").delete(revision.rev_id);
    Object.assign(revision, KNOWN);
  }
}

// The server has lost some of what it had (a backup was restored): start again from nothing seen,
// and offer every version this device knows. What the server still has, it answers "duplicate".
export function offerAllAgain(store, epoch) {
  return store.change(["meta", "revisions", "outbox"], async (tx) => {
    forgetSeen(tx.objectStore("meta"));
    tx.objectStore("meta").put(epoch, "epoch");
    tx.objectStore("meta").put(Date.now(), "offered_at");
    for (const revision of await tx.objectStore("revisions").getAll()) {
      if (revision.refused) continue;
      const { device_n, rev_id } = revision;
      tx.objectStore("outbox").put({ device_n, rev_id, operation: asSent(revision) });
    }
  });
}

function forgetSeen(meta) {
  meta.put(0, "cursor");
  meta.put(0, "count");
  meta.put("0".repeat(32), "xor");
  meta.put([], "witnesses");
}

function asSent(revision) {
  return Object.fromEntries(Object.entries(revision).filter(([name]) => !LOCAL.includes(name)));
}
