// What changed elsewhere. The cursor is kept in the transaction of the rows it stands for, so it can
// never pass a row that is not on this device.

import { takenAfterAll } from "./outbox.js";
import { absorb } from "./records.js";
import { Failed, ask } from "./wire.js";

const LIMIT = 500;
// A server that still counts differently, though it was offered everything, is not offered it at every turn.
const OFFERED_MS = 3_600_000;

// Bring in all that is new. Answers how many revisions came. Throws Failed: "reset" when the two sides do
// not hold the same rows, as after a restored backup that nobody told us of.
export async function pull(store) {
  let came = 0;
  let differs = false;
  for (;;) {
    const [epoch = "", after = 0] = await Promise.all([store.meta("epoch"), store.meta("cursor")]);
    const query = new URLSearchParams({ epoch, after, limit: LIMIT });
    const said = await ask(`/api/v1/sync/pull?${query}`, { signal: store.closing });
    check(said, store);
    const agrees = await keep(store, said);
    came += said.revisions.length;
    if (!agrees && !differs) {
      differs = true;
      const afresh = Math.abs(Date.now() - ((await store.meta("offered_at")) ?? 0)) < OFFERED_MS;
      globalThis.dispatchEvent(new CustomEvent("lull:mismatch", { detail: { cursor: said.cursor, afresh } }));
      if (!afresh) throw new Failed("reset", { epoch: said.epoch });
    }
    if (!said.has_more || said.cursor <= after) return came;
  }
}

// Whose diary is this? Two people may share a phone, and the answer follows the cookie.
function check(said, store) {
  if (!Array.isArray(said.revisions) || !Number.isSafeInteger(said.cursor)) throw new Failed("unreachable", { status: 200 });
  if (said.account?.id !== store.account) throw new Failed("other", { account: said.account?.id ?? null });
}

async function keep(store, said) {
  const { records, agrees } = await store.change(["meta", "revisions", "records", "quarantine"], async (tx) => {
    const meta = tx.objectStore("meta");
    const [count = 0, xor = "0"] = await Promise.all([meta.get("count"), meta.get("xor")]);
    const seen = said.revisions.reduce((mixed, { rev_id }) => mixed ^ BigInt(`0x${rev_id}`), BigInt(`0x${xor}`));
    const now = { count: count + said.revisions.length, xor: seen.toString(16).padStart(32, "0") };
    const { cursor, epoch, account, build = null } = said;
    for (const [name, value] of Object.entries({ ...now, cursor, epoch, account, build })) meta.put(value, name);
    const agrees = said.count === now.count && said.xor === now.xor && (await isWitnessed(meta, said));
    if (agrees && !said.has_more) meta.delete("offered_at");
    await takenAfterAll(tx, said.revisions);
    return { records: await absorb(tx, said.revisions), agrees };
  });
  if (records.length > 0) store.announce(records, "sync");
  return agrees;
}

// Whether what the server said it has taken (outbox.js) is where it said. A server put back to a backup behind
// which this phone had not come yet counts right, and has lost it all the same.
async function isWitnessed(meta, { revisions, cursor, has_more }) {
  const witnesses = (await meta.get("witnesses")) ?? [];
  const [due, later] = [witnesses.filter(({ seq }) => seq <= cursor), witnesses.filter(({ seq }) => seq > cursor)];
  if (due.length > 0) meta.put(later, "witnesses");
  return due.every((each) => revisions.some(({ seq, rev_id }) => seq === each.seq && rev_id === each.rev_id)) && (has_more || later.length === 0);
}

const FRESH = 10 * 60_000;
const STALE = 6 * 3_600_000;

// The figures the server computed, with the time they are as of. Kept for reading offline. They are
// large: while somebody is writing, and not looking at them, every ten minutes is enough.
export async function refreshTrends(store, looking = globalThis.location?.pathname === "/trends") {
  const [kept, cursor] = await Promise.all([store.meta("trends"), store.meta("cursor")]);
  const age = Math.abs(Date.now() - (kept?.fetched_at ?? 0));
  if (age < (kept?.cursor === cursor ? STALE : looking ? 0 : FRESH)) return;
  const said = await ask(`/api/v1/trends?${new URLSearchParams({ account: store.account })}`, { signal: store.closing });
  if (said.account !== undefined && (said.account?.id ?? said.account) !== store.account) throw new Failed("other");
  await store.meta("trends", { ...said, cursor, fetched_at: Date.now() });
  store.announce([{ collection: "meta", id: "trends" }], "sync");
}
