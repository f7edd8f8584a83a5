/* Saves what was answered in the profile: saveProfile(store, change, text), where change(body) answers what is different.
   One at a time, each on what the one before it left: two quick taps are two answers. */

import { uuid5 } from "../canonical.js";
import { zoneHere } from "../moment.js";
import { save, tell, whyUnsaved } from "../saving.js";

let last = Promise.resolve();

/* The id of a patient's profile: what the patient and the clinic write is one record. */
export function profileId(store) {
  return uuid5(`profiles:${store.account}`);
}

/* Answers what was written, an empty list where nothing differs, null where it could not be kept. */
export function saveProfile(...given) {
  const saved = last.then(() => write(...given));
  last = saved.catch(() => {});
  return saved;
}

async function write(store, change, text) {
  const id = await profileId(store);
  const before = await bodyOf(store, id);
  if (!before) return null;
  const patch = change(before);
  const same = ([name, value]) => JSON.stringify(before[name] ?? null) === JSON.stringify(value ?? null);
  if (Object.entries(patch).every(same)) return [];
  return save(store, [["profiles", id, { ...before, ...patch }]], text);
}

/* What could not be read is not saved over, and the line says so. */
async function bodyOf(store, id) {
  try {
    return (await store.get("profiles", id))?.body ?? { zone: zoneHere() };
  } catch (problem) {
    tell({ failed: whyUnsaved(store, problem) });
    return null;
  }
}
