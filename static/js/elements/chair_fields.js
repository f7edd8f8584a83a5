/* What is typed into a field of the chair as a value of its record, checked by the bounds written into the input. */

import { decimalTyped } from "../dosing.js";
import { typedTime, timeOf } from "../chair/times.js";
import { word } from "../words.js";
import { fill, isDirty, taken } from "./chair_part.js";
import { mark } from "./field.js";

/* {value} or {error}: a whole number, a decimal as text, a word; null for nothing. */
export function read(root, input) {
  const text = input.value.trim();
  if (text === "") return { value: null };
  const { low, high } = input.dataset;
  if (low === undefined) return { value: text };
  const decimal = decimalTyped(text);
  const said = { label: labelOf(input), value: text, low, high };
  if (decimal === undefined) return { error: word(root, "not_number", said) };
  const outside = Number(decimal) < Number(low) || Number(decimal) > Number(high);
  if (outside) return { error: word(root, "outside", said) };
  if (input.inputMode !== "numeric") return { value: decimal };
  return /^\d+$/.test(text) ? { value: Number(text) } : { error: word(root, "not_whole", said) };
}

/* A clock time near a moment, as the wire writes it. */
export function readTime(input, zone, near, before) {
  return input.value === "" ? null : typedTime(input.value, zone, near, before ?? null);
}

/* Fields marked [data-kept] in `root`, saved when the finger leaves them.
   of():        {key, body, zone, near}: the record they belong to, and the moment near which a clock time is meant
   save(name, value, input): what was typed and may be kept; answers a sentence where it may not
   Returns draw(), which shows what the record says. */
export function keep(root, chair, { of, save }) {
  root.addEventListener("change", ({ target }) => {
    const kept = target.closest("[data-kept]");
    if (!kept || !root.contains(kept) || !isDirty(target)) return;
    const { body, zone, near } = of();
    const { value, error } = target.type === "time"
      ? { value: readTime(target, zone, near, body?.[kept.dataset.kept]) } : read(root, target);
    const refusal = error ?? save(kept.dataset.kept, value, target) ?? "";
    mark(target, refusal);
    if (!refusal) taken(target);
  });
  return () => drawKept(root, chair, of());
}

function drawKept(root, chair, { key, body, zone }) {
  const refused = chair.refused.get(key);
  root.querySelectorAll("[data-kept]").forEach((kept) => {
    const name = kept.dataset.kept;
    const input = kept.querySelector("input, textarea");
    const wrong = refused?.fields[name];
    fill(input, shown((wrong ? refused.body : body)?.[name], input.type, zone));
    if (wrong) {
      mark(input, [wrong].flat().join(" "));
      input.closest("details")?.setAttribute("open", "");
    }
    if (!wrong && !isDirty(input)) mark(input, "");
  });
}

function shown(value, type, zone) {
  if (value === null || value === undefined) return "";
  return type === "time" ? timeOf(value, zone) : String(value);
}

function labelOf(input) {
  return input.getAttribute("aria-label") ?? input.labels[0]?.textContent ?? "";
}
