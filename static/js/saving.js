/* Save, and say so: every change of a screen goes through here, and <lull-saved> shows the line with Undo. */

import { uuid5 } from "./canonical.js";
import { zoneHere } from "./moment.js";

const LATER = "lull.saved";

/* The id of what was said about `date`: every phone of this person makes the same one. */
export function dayId(store, date) {
  return uuid5(`days:${store.account}:${date}`);
}

/* An answer about `date` as [collection, id, body]; what else is known of the day stays. */
export async function answerOf(store, date, headache, worst_pain = null) {
  const id = await dayId(store, date);
  const before = await store.get("days", id);
  const body = { ...before?.body, date, zone: before?.body.zone ?? zoneHere(), headache, worst_pain, answered_at: new Date().toISOString() };
  return ["days", id, body];
}

/* Writes [[collection, id, body], …] (body null removes; each may be on its way), all or none of them, and tells what
   was saved. Answers the records, or null. */
export async function save(store, changes, text) {
  try {
    const written = await store.writeAll(await Promise.all(changes));
    tell({ text, revs: written.map(({ revId }) => revId) });
    return written;
  } catch (problem) {
    tell({ failed: whyUnsaved(store, problem) });
    console.error(problem.name);
    return null;
  }
}

/* Which words of <lull-saved> say why nothing was kept, and what to do. */
export function whyUnsaved(store, problem) {
  if (problem.name === "QuotaExceededError") return "full";
  return store.closed ? "outdated" : "failed";
}

export function tell(detail) {
  document.dispatchEvent(new CustomEvent("lull:saved", { detail }));
}

/* For the page we go to next: a word of its <lull-saved>, never the record itself. */
export function tellLater(name, values, revs) {
  sessionStorage.setItem(LATER, JSON.stringify({ name, values, revs }));
}

/* The line of a page that is left, for the next one, so that Undo outlives it; what was told for later goes before. */
export function tellAgain(line) {
  if (!sessionStorage.getItem(LATER)) sessionStorage.setItem(LATER, JSON.stringify(line));
}

export function toldEarlier() {
  const told = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  return told ? JSON.parse(told) : null;
}
