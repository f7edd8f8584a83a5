// What changed elsewhere. The cursor is kept in the transaction of the rows it stands for, so it can
// never pass a row that is not on this device.

import { forgetSeen } from "./outbox.js";
import { absorb } from "./records.js";
import { Failed, ask } from "./wire.js";

const LIMIT = 500;

// Bring in all that is new. Answers how many revisions came. Throws Failed.
export async function pull(store) {
  let came = 0;
  let afresh = false;
  for (;;) {
    const [epoch = "", after = 0] = await Promise.all([store.meta("epoch"), store.meta("cursor")]);
    const query = new URLSearchParams({ epoch, after, limit: LIMIT });
    const said = await ask(`/api/v1/sync/pull?${query}`, { signal: store.closing });
    check(said, store);
    const agrees = await keep(store, said);
    came += said.revisions.length;
    if (!agrees) {
      // The two sides do not hold the same rows: say so, and read everything once more.
      globalThis.dispatchEvent(new CustomEvent("lull:mismatch", { detail: { cursor: said.cursor, afresh } }));
      if (afresh) return came;
      afresh = true;
      await startAfresh(store);
    } else if (!said.has_more || said.cursor <= after) {
      return came;
    }
  }
}

// Whose diary is this? Two people may share a phone, and the answer follows the cookie.
function check(said, store) {
  if (!Array.isArray(said.revisions) || !Number.isSafeInteger(said.cursor)) throw new Failed("unreachable", { status: 200 });
  if (said.account?.id !== store.account) throw new Failed("other", { account: said.account?.id ?? null });
}

async function keep(store, said) {
  const { records, agrees } = await store.change(["meta", "revisions", "records"], async (tx) => {
    const meta = tx.objectStore("meta");
    const [count = 0, xor = "0"] = await Promise.all([meta.get("count"), meta.get("xor")]);
    const seen = said.revisions.reduce((mixed, { rev_id }) => mixed ^ BigInt(`0x${rev_id}`), BigInt(`0x${xor}`));
    const now = { count: count + said.revisions.length, xor: seen.toString(16).padStart(32, "0") };
    const { cursor, epoch, account } = said;
    for (const [name, value] of Object.entries({ ...now, cursor, epoch, account })) meta.put(value, name);
    return { records: await absorb(tx, said.revisions), agrees: said.count === now.count && said.xor === now.xor };
  });
  if (records.length > 0) store.announce(records, "sync");
  return agrees;
}

function startAfresh(store) {
  return store.change("meta", async (tx) => forgetSeen(tx.store));
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
