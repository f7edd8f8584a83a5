// What waits to be sent. A row leaves on the server's answer for that very row, and on nothing else:
// accepted or duplicate, it is there; rejected, it moves to the quarantine with the reason.

import { absorb } from "./records.js";
import { Failed, ask } from "./wire.js";

const BATCH = 100;
// Characters of JSON, well under the server's 2 MB even if each takes three bytes.
const LARGEST = 400_000;

const ADDRESS = "/api/v1/sync/push";
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

async function next(store, last) {
  const range = last && IDBKeyRange.lowerBound(last, true);
  const rows = await store.reading("outbox").store.getAll(range, BATCH);
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
  await settle(store, rows, said.answers);
}

async function batch(store, rows) {
  const [device, epoch] = await Promise.all([store.meta("device"), store.meta("epoch")]);
  return { account: store.account, device, epoch: epoch ?? "", operations: rows.map((row) => row.operation) };
}

async function settle(store, rows, answers) {
  const device = await store.meta("device");
  const given = new Map(answers.map((answer) => [answer.rev_id, answer]));
  const answered = rows.filter(({ rev_id }) => ["accepted", "duplicate", "rejected"].includes(given.get(rev_id)?.answer));
  const at = new Date().toISOString();
  await store.change(["outbox", "quarantine", "revisions", "records"], async (tx) => {
    const changed = [];
    for (const { device_n, rev_id, operation } of answered) {
      const { answer, seq, marks, error = "", fields = {} } = given.get(rev_id);
      tx.objectStore("outbox").delete([device_n, rev_id]);
      if (answer !== "rejected") {
        changed.push({ ...operation, ...(seq && { seq }), ...(marks && { marks }) });
      } else if (operation.device === device) {
        tx.objectStore("quarantine").put({ rev_id, operation, error, fields, at });
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

// The server has lost some of what it had (a backup was restored): start again from nothing seen,
// and offer every version this device knows. What the server still has, it answers "duplicate".
export function offerAllAgain(store, epoch) {
  return store.change(["meta", "revisions", "outbox"], async (tx) => {
    forgetSeen(tx.objectStore("meta"));
    tx.objectStore("meta").put(epoch, "epoch");
    for (const revision of await tx.objectStore("revisions").getAll()) {
      if (revision.refused) continue;
      const { device_n, rev_id } = revision;
      tx.objectStore("outbox").put({ device_n, rev_id, operation: asSent(revision) });
    }
  });
}

export function forgetSeen(meta) {
  meta.put(0, "cursor");
  meta.put(0, "count");
  meta.put("0".repeat(32), "xor");
}

function asSent(revision) {
  return Object.fromEntries(Object.entries(revision).filter(([name]) => !LOCAL.includes(name)));
}
