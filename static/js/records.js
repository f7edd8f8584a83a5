// What a record is now: a pure function of the set of its revisions, whatever order they came in.
//
// Among revisions that are nobody's parent: live beats deleted, then higher generation, then
// higher rev_id. The server uses the same rule (diary/revisions). No clock orders anything.

function beats(one, other) {
  if (one.deleted !== other.deleted) return !one.deleted;
  if (one.generation !== other.generation) return one.generation > other.generation;
  return one.rev_id > other.rev_id;
}

export function leaves(revisions) {
  const parents = new Set(revisions.flatMap((revision) => revision.parents));
  return revisions.filter((revision) => !parents.has(revision.rev_id));
}

export function winner(revisions) {
  return leaves(revisions).reduce((best, next) => (best && beats(best, next) ? best : next), null);
}

// The server does not know a refused revision. Until its writer has dealt with it, it is still
// shown here; but never once something built on it was accepted, for then the server sees that
// and its older parent, and so must we.
function counted(revisions) {
  const named = new Set(revisions.filter((r) => !r.refused).flatMap((r) => r.parents));
  return revisions.filter((r) => !r.refused || (!r.set_aside && !named.has(r.rev_id)));
}

// {ongoing: 1} for an attack without an end, so that it is found among thousands (database.js).
export function ongoing({ collection, deleted, body }) {
  return collection === "attacks" && !deleted && !body.ended_at ? { ongoing: 1 } : {};
}

// The row of `records`, or null when every revision has been set aside.
export function shown(revisions) {
  const known = counted(revisions);
  const best = winner(known);
  if (!best) return null;
  const live = leaves(known).filter((revision) => !revision.deleted);
  return {
    collection: best.collection,
    id: best.record_id,
    rev_id: best.rev_id,
    body: best.body,
    deleted: best.deleted,
    at: best.at,
    refused: Boolean(best.refused),
    versions: live.map((revision) => revision.rev_id).sort(),
    ...ongoing(best),
  };
}

// What a new version of `base` must name as its parents: a refused one is unknown to the server,
// so its own parents stand in for it.
export function parentsOf(base, revisions) {
  if (!base) return [];
  if (!base.refused) return [base.rev_id];
  const known = new Map(revisions.map((revision) => [revision.rev_id, revision]));
  return [...new Set(base.parents.flatMap((id) => (known.has(id) ? parentsOf(known.get(id), revisions) : [id])))].sort();
}

export function generationAfter(parents, revisions) {
  return 1 + Math.max(0, ...revisions.filter((r) => parents.includes(r.rev_id)).map((r) => r.generation));
}

// Put `revisions` into an open transaction over ["revisions", "records"] and derive their records.
// Says which records are shown differently now. Putting the same revision twice changes nothing.
export async function absorb(tx, revisions) {
  const all = tx.objectStore("revisions");
  const before = await Promise.all(revisions.map((revision) => all.get(revision.rev_id)));
  // What only this device knows (refused, set aside) stays unless the news says otherwise.
  return add(tx, revisions.map((revision, place) => ({ ...before[place], ...revision })));
}

// The same for revisions that nobody has seen before.
export async function add(tx, revisions) {
  const touched = new Map();
  const kept = revisions.map((revision) => {
    touched.set(`${revision.collection} ${revision.record_id}`, [revision.collection, revision.record_id]);
    return put(tx, "revisions", revision);
  });
  const keys = [...touched.values()];
  const [differ] = await Promise.all([Promise.all(keys.map((key) => derive(tx, key))), ...kept]);
  return keys.filter((_, place) => differ[place]).map(([collection, id]) => ({ collection, id }));
}

// The first revision of a record: there is nothing to read before it.
export function begin(tx, revision) {
  return Promise.all([put(tx, "revisions", revision), put(tx, "records", shown([revision]))]);
}

// Where there is no room, put throws at once; as a promise that fails, it leaves no other unheard.
async function put(tx, name, ...row) {
  return tx.objectStore(name).put(...row);
}

// Revisions of this device, numbered one after another, with their places in the outbox; `replaces` are refused ones
// that they settle. All is asked for at once, for to wait for the number is to go there and back once more. When the
// first number is not the next one, `taken` is called, and nothing of it is kept.
export async function append(tx, prepared, taken) {
  const numbers = prepared.map(({ revision }) => revision.device_n);
  const look = (last) => {
    if (last === numbers[0] - 1) return;
    taken();
    throw new Error("another page was faster");
  };
  await Promise.all([
    tx.objectStore("meta").get("device_n").then(look),
    put(tx, "meta", numbers.at(-1), "device_n"),
    ...prepared.map(({ revision }) => put(tx, "outbox", { device_n: revision.device_n, rev_id: revision.rev_id, operation: revision })),
    ...prepared.map(({ revision, isNew }) => (isNew ? begin(tx, revision) : add(tx, [revision]))),
  ]);
  for (const old of prepared.flatMap(({ replaces }) => replaces)) await setAside(tx, old);
}

// A refused revision somebody has dealt with: no longer shown, kept in the quarantine's history.
export async function setAside(tx, revision) {
  const row = await tx.objectStore("quarantine").get(revision.rev_id);
  if (row) tx.objectStore("quarantine").put({ ...row, dealt_with_at: new Date().toISOString() });
  tx.objectStore("revisions").put({ ...revision, set_aside: true });
  await derive(tx, [revision.collection, revision.record_id]);
}

// Whether the record is shown differently now. A screen need not draw again what it has drawn.
async function derive(tx, key) {
  const records = tx.objectStore("records");
  const [before, all] = await Promise.all([records.get(key), tx.objectStore("revisions").index("record").getAll(key)]);
  const row = shown(all);
  if (alike(before, row)) return false;
  await (row ? records.put(row) : records.delete(key));
  return true;
}

function alike(one, other) {
  if (!one || !other) return !one && !other;
  return one.rev_id === other.rev_id && one.refused === other.refused && String(one.versions) === String(other.versions);
}
