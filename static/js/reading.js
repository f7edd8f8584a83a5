// What is read of the records in a transaction over ["records", "outbox"]: live ones only, each as
// {id, body, revId, at, twoVersions, pending, refused}. `pending`: what is shown has not been answered
// for by the server yet.

import { addDays } from "./moment.js";

export async function allIn(tx, collection) {
  const [rows, unsent] = await Promise.all([tx.objectStore("records").getAll(whole(collection)), unsentIn(tx)]);
  return rows.filter((row) => !row.deleted).map((row) => asRead(row, unsent));
}

export async function oneIn(tx, collection, id) {
  const [row, unsent] = await Promise.all([tx.objectStore("records").get([collection, id]), unsentIn(tx)]);
  return row && !row.deleted ? asRead(row, unsent) : null;
}

// By which text a collection is found in time, and how many days before a date its records may begin
// and still say something about it: an attack lasts 31 days at most, an aura a week, and joined
// attacks are looked at three days further. Two days are for instants written in other zones.
const MOMENTS = {
  attacks: ["started_at", 36],
  pain_readings: ["at", 2],
  auras: ["started_at", 9],
  doses: ["taken_at", 2],
  days: ["date", 0],
};
const AFTER = 6;

// All that js/days.js counts the days from `first` to `last` from, and little more, by collection.
// An attack without an end is there whatever its age, with all that belongs to it, and so is the
// attack of whatever was noted in these days.
export async function aroundIn(tx, { first, last }) {
  const rows = tx.objectStore("records");
  const lists = Object.entries(MOMENTS).map(([collection, [moment, before]]) => {
    const range = IDBKeyRange.bound([collection, addDays(first, -before)], [collection, addDays(last, AFTER)]);
    return rows.index(moment).getAll(range);
  });
  const [unsent, medications, ongoing, ...near] = await Promise.all([
    unsentIn(tx), rows.getAll(whole("medications")), rows.index("ongoing").getAll(), ...lists,
  ]);
  const found = new Map([...ongoing, ...near.flat()].map((row) => [row.id, row]));
  const children = await Promise.all(ongoing.flatMap(({ id }) =>
    ["pain_readings", "auras", "doses"].map((collection) => rows.index("attack_id").getAll([collection, id]))));
  children.flat().forEach((row) => found.set(row.id, row));
  const missing = new Set([...found.values()].map(({ body }) => body?.attack_id).filter((id) => id && !found.has(id)));
  const parents = await Promise.all([...missing].map((id) => rows.get(["attacks", id])));
  const live = [...found.values(), ...parents, ...medications].filter((row) => row && !row.deleted);
  const by = Map.groupBy(live, ({ collection }) => collection);
  return Object.fromEntries([...Object.keys(MOMENTS), "medications"].map((collection) =>
    [collection, (by.get(collection) ?? []).map((row) => asRead(row, unsent))]));
}

// The date of the oldest attack, dose or answered day, or null.
export async function oldestIn(tx) {
  const rows = tx.objectStore("records");
  const firsts = await Promise.all(["attacks", "doses", "days"].map((collection) =>
    rows.index(MOMENTS[collection][0]).get(whole(collection))));
  const dates = firsts.filter(Boolean).map(({ collection, body }) => body[MOMENTS[collection][0]].slice(0, 10));
  return dates.sort()[0] ?? null;
}

const whole = (collection) => IDBKeyRange.bound([collection], [collection, []]);

async function unsentIn(tx) {
  return new Set((await tx.objectStore("outbox").getAllKeys()).map(([, rev]) => rev));
}

function asRead(row, unsent) {
  return {
    id: row.id, body: row.body, revId: row.rev_id, at: row.at, refused: row.refused,
    twoVersions: row.versions.length > 1, pending: unsent.has(row.rev_id),
  };
}
