/* Saves an answer of a checklist: saveAnswer(store, entry, profile, change, text), where change(body) answers the new
   body. One at a time, each on what the one before it left: two quick taps are two answers. */

import { uuid5 } from "../canonical.js";
import { checklistOf } from "../checklist.js";
import { save } from "../saving.js";

let last = Promise.resolve();

export function saveAnswer(...given) {
  const saved = last.then(() => write(...given));
  last = saved.catch(() => {});
  return saved;
}

/* What could not be read is not saved over: the line says so. */
function write(store, entry, profile, change, text) {
  return save(store, [changed(store, entry, profile, change)], text);
}

async function changed(store, entry, profile, change) {
  const id = await uuid5(`checklists:${entry.id}`);
  const known = await store.get("checklists", id);
  const body = change(checklistOf(known?.body, entry, profile));
  return ["checklists", id, { ...body, answered_at: new Date().toISOString() }];
}
