/* What is typed in the chair as revisions, and what the page shows while they wait. Pure but for the ids of readings. */

import { revId, uuid5 } from "../canonical.js";

/* Where a record of this kind has one for each infusion, or one for each slot. */
const COLLECTIONS = { infusion: "infusions", clearance: "clearances", discharge: "discharges" };
const MOST_AT_ONCE = 50;

/* {collection, record_id} of a key of the state, such as "vital_signs.15". */
export async function recordOf(key, infusion_id) {
  const [kind, rest] = [key.split(".")[0], key.slice(key.indexOf(".") + 1)];
  const collection = COLLECTIONS[kind] ?? kind;
  if (kind === "infusion") return { collection, record_id: infusion_id };
  if (kind === "adverse_events") return { collection, record_id: rest };
  return { collection, record_id: await uuid5(kind === key ? `${collection}:${infusion_id}` : `${collection}:${infusion_id}:${rest}`) };
}

/* A new version of a record, as it travels. What is null or empty is left out of the body; null deletes. */
export function entryOf({ collection, record_id, parents, body, device, device_n, at, zone }) {
  const said = { collection, record_id, parents: [...parents].sort(), deleted: body === null, body: body && whole(body), device, device_n };
  return { rev_id: revId(said), ...said, at, zone };
}

/* The records as the page shows them: what the server said, and upon it what waits, in its order. */
export function shownOf(records, waiting, { who }) {
  const shown = { ...records };
  waiting.forEach(({ key, entry }) => {
    const before = (shown[key]?.versions ?? []).filter(({ rev_id }) => !entry.parents.includes(rev_id) && rev_id !== entry.rev_id);
    const known = shown[key]?.versions.find(({ rev_id }) => rev_id === entry.rev_id);
    const { rev_id, body, at } = entry;
    const versions = entry.deleted ? before : [known ?? { rev_id, body, at, by: "clinic", who }, ...before];
    if (versions.length > 0) shown[key] = { collection: entry.collection, record_id: entry.record_id, versions };
    else delete shown[key];
  });
  return shown;
}

/* Entries after a refused one, as if it had never been: they stand on what it stood on. */
export function without(refused, waiting) {
  const names = new Map([[refused.entry.rev_id, refused.entry.parents]]);
  return waiting.filter((item) => item !== refused).map((item) => {
    if (!item.entry.parents.some((rev_id) => names.has(rev_id))) return item;
    const parents = [...new Set(item.entry.parents.flatMap((rev_id) => names.get(rev_id) ?? [rev_id]))];
    const entry = entryOf({ ...item.entry, parents });
    names.set(item.entry.rev_id, [entry.rev_id]);
    return { ...item, entry };
  });
}

/* The entries to send at once: up to the first that stands on another of them, since that one may be refused. */
export function batchOf(waiting) {
  const names = new Set();
  const end = waiting.findIndex(({ entry }) => {
    const stands = entry.parents.some((rev_id) => names.has(rev_id));
    names.add(entry.rev_id);
    return stands;
  });
  return waiting.slice(0, Math.min(end < 0 ? waiting.length : end, MOST_AT_ONCE));
}

/* The fields in which versions of one record differ. */
export function differences(versions) {
  const names = [...new Set(versions.flatMap(({ body }) => Object.keys(body)))].filter((name) => name !== "zone");
  return names.filter((name) => new Set(versions.map(({ body }) => JSON.stringify(body[name] ?? null))).size > 1);
}

function whole(body) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined && value !== ""));
}
