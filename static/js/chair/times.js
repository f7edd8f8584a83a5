/* Clock times in the chair: shown on the clock of the infusion's zone, and typed without their date. */

import { addDays, dateIn, offsetIn } from "../moment.js";
import { instantOf } from "../wall.js";

const HOUR = 3_600_000;

/* "14:05", for <input type="time">. */
export function timeOf(instant, zone) {
  const at = new Date(instant);
  return new Date(at.getTime() + offsetIn(at, zone) * 60_000).toISOString().slice(11, 16);
}

/* The moment nearest to `near` at which the clock shows this time, as the wire writes it; null where it is no time.
   What was shown and not touched stays exactly what it was, seconds included. */
export function typedTime(text, zone, near, before = null) {
  if (!/^\d\d:\d\d$/.test(text)) return null;
  if (before && timeOf(before, zone) === text) return before;
  const today = dateIn(near, zone);
  const firsts = [-1, 0, 1].map((days) => instantOf(`${addDays(today, days)}T${text}`, zone)).filter(Boolean);
  // In the night in which an hour comes twice, either of them may be meant.
  const seconds = firsts.map((at) => new Date(Date.parse(at) + HOUR).toISOString()).filter((at) => timeOf(at, zone) === text);
  const tries = [...firsts, ...seconds];
  return tries.sort((a, b) => Math.abs(Date.parse(a) - near) - Math.abs(Date.parse(b) - near))[0] ?? null;
}

/* Whole minutes from one moment to another. */
export function minutesBetween(from, to) {
  return Math.floor((to - Date.parse(from)) / 60_000);
}

/* Whether a moment is on another date than now. */
export function isAnotherDay(instant, now, zone) {
  return dateIn(instant, zone) !== dateIn(now, zone);
}
