/* Lines that say from or until when (templates/pwa/_clock_row.html). */

import { clock, dateWords } from "../locale.js";
import { dateIn, daysBetween } from "../moment.js";

/* Fills the line `name` of `root` with a moment; without one it is hidden. `date` is the day the reader thinks of. */
export function clockRow(root, name, { at, zone, date }, small) {
  const row = rowOf(root, name, at !== null);
  if (at === null) return;
  row.querySelector("[data-time]").textContent = clock(at, zone);
  const day = row.querySelector("[data-day]");
  day.textContent = dayWords(dateIn(at, zone), date);
  day.hidden = day.textContent === "";
  say(row, small);
}

/* The same where only the length is known: "24 h", from the end. */
export function lengthRow(root, name, length, small) {
  const row = rowOf(root, name, true);
  row.querySelector("[data-time]").textContent = length;
  row.querySelector("[data-day]").hidden = true;
  say(row, small);
}

/* "" on the day itself, the day of the week around it, and the date where a week has that day twice. */
export function dayWords(then, date) {
  const apart = Math.abs(daysBetween(date, then));
  return apart === 0 ? "" : dateWords(then, apart < 6 ? "name" : "short");
}

function rowOf(root, name, shown) {
  const row = root.querySelector(`[data-row="${name}"]`);
  row.hidden = !shown;
  return row;
}

function say(row, small) {
  const line = row.querySelector("[data-small]");
  if (small !== undefined) line.textContent = small;
  line.hidden = line.textContent === "";
}
