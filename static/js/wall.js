/* What a clock on the wall shows in a zone, and which instant it means. Dates are "YYYY-MM-DD". */

import { addDays, dateIn, offsetIn } from "./moment.js";

/* "2026-11-21T14:05" of an instant, for <input type="datetime-local">. */
export function wallOf(instant, zone) {
  const at = new Date(instant);
  return new Date(at.getTime() + offsetIn(at, zone) * 60_000).toISOString().slice(0, 16);
}

/* The instant of a wall time, as the wire writes it; null when the text is not one.
   An hour that a zone skips becomes the hour after; one that comes twice is the first of them. */
export function instantOf(wall, zone) {
  const asUtc = Date.parse(`${wall}:00.000Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) || Number.isNaN(asUtc)) return null;
  const offsets = [offsetIn(new Date(asUtc - 86_400_000), zone), offsetIn(new Date(asUtc + 86_400_000), zone)];
  const tries = offsets.map((offset) => new Date(asUtc - offset * 60_000));
  const fits = tries.filter((at) => wallOf(at, zone) === wall).sort((a, b) => a - b);
  return (fits[0] ?? tries[0]).toISOString();
}

/* The last `count` dates up to and with today, oldest first. */
export function lastDates(count, now, zone) {
  const today = dateIn(now, zone);
  return Array.from({ length: count }, (_, place) => addDays(today, place - count + 1));
}
