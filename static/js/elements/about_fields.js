/* How the inputs of a profile stand for its body. valueOf(input) answers {value}, or {wrong: [word, values]} where
   it cannot be kept; the bounds are those the server refuses by, written into each input. */

import { dateIn, zoneHere } from "../moment.js";
import { typedAmount } from "./medicine_words.js";

/* More words than this in one list are refused (diary/fields.py). */
export const MOST_WORDS = 40;

export function valueOf(input) {
  if (input.type === "date") return dayIn(input);
  const text = input.value.trim();
  if (text === "") return { value: null };
  const kind = input.getAttribute("inputmode");
  if (kind === "numeric") return countIn(text, input.dataset);
  if (kind === "decimal") return amountIn(text, input.dataset);
  return { value: input.matches("textarea") ? text : text.replace(/\s+/g, " ") };
}

export function dayIn(input) {
  if (input.validity.badInput) return { wrong: ["date_half"] };
  if (input.value === "") return { value: null };
  if (input.value.length !== 10 || input.value < "1900") return { wrong: ["date_year"] };
  return input.value > dateIn(new Date(), zoneHere()) ? { wrong: ["date_ahead"] } : { value: input.value };
}

function countIn(text, { low, high }) {
  const isCount = /^\d{1,4}$/.test(text) && Number(text) >= Number(low) && Number(text) <= Number(high);
  return isCount ? { value: Number(text) } : { wrong: ["count_wrong", { low, high }] };
}

function amountIn(text, { low, high, places }) {
  const amount = typedAmount(text);
  if (!(Number(amount) >= Number(low) && Number(amount) <= Number(high))) return { wrong: ["amount_wrong", { low, high }] };
  if ((amount.split(".")[1] ?? "").length > Number(places)) return { wrong: ["amount_places", { places }] };
  return { value: amount };
}

/* "None that I know of" is an answer, which an empty list is not. */
const SPECIAL = {
  allergies: {
    from: (control, { allergies, no_allergies }) => { control.value = no_allergies ? [] : allergies?.length > 0 ? allergies : null; },
    to: (control) => ({ allergies: control.value, no_allergies: control.none || null }),
  },
};

/* Shows what the body holds. */
export function fill(control, body) {
  const { name } = control;
  if (SPECIAL[name]) SPECIAL[name].from(control, body);
  else if (!control.matches(".in")) control.value = body[name] ?? null;
  else if (control.value !== String(body[name] ?? "")) control.value = body[name] ?? "";
}

/* What a control changes in the body. */
export function patchOf(control, value) {
  return SPECIAL[control.name]?.to(control) ?? { [control.name]: value };
}

export function isAnswered(name, body) {
  if (name === "allergies") return Boolean(body.no_allergies) || body.allergies?.length > 0;
  return body[name] != null;
}
