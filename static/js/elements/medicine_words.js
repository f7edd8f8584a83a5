/* How a medicine and its doses are written, and which medicines there are. */

import { decimal, dateWords } from "../locale.js";
import { addDays, dateIn, zoneHere } from "../moment.js";
import { word } from "../words.js";

/* "Sumatriptan 50 mg", by the sentence `drug` and the words unit_… of the page. */
export function drugWords(root, { name, amount, unit }) {
  if (!amount) return name;
  return word(root, "drug", { name, amount: decimal(amount), unit: unitWords(root, unit) }).trim();
}

/* A unit of the wire as people say it; one of somebody's own stays as it is. */
export function unitWords(root, unit) {
  if (!unit) return "";
  return (/^[\w[\]{}]+$/.test(unit) && word(root, `unit_${unit}`)) || unit;
}

/* Doses of medicines that are here, the newest first: [{id, body, medication}]. */
export function dosesTaken({ doses, medications }) {
  const known = new Map(medications.map(({ id, body }) => [id, body]));
  return doses.filter(({ body }) => known.has(body.medication_id))
    .map((dose) => ({ ...dose, medication: known.get(dose.body.medication_id) }))
    .sort((a, b) => Date.parse(b.body.taken_at) - Date.parse(a.body.taken_at));
}

/* "Today", "Yesterday" or "Sat 14 Nov". */
export function dayName(root, date) {
  const today = dateIn(new Date(), zoneHere());
  if (date === today) return word(root, "today");
  if (date === addDays(today, -1)) return word(root, "yesterday");
  return dateWords(date, "short");
}

/* What was typed as a decimal of the wire: "2,5" is "2.5"; null when empty, NaN when it is no number. */
export function typedAmount(text) {
  const plain = text.trim().replace(/\s/g, "").replace(",", ".");
  if (plain === "") return null;
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain) ? plain : Number.NaN;
}
