/* Sentences of a screen, kept in its markup so that they can be translated.
   <template data-words><span data-word="left" data-plural="one">{count} detail left</span>…</template> */

import { decimal, plural } from "./locale.js";

/* The sentence `name` of the nearest <template data-words>, its {gaps} filled; {count} picks the plural. */
export function word(root, name, values = {}) {
  const found = candidates(root, name);
  if (found.length === 0) return "";
  const form = "count" in values ? plural(values.count) : "";
  const chosen = found.find((each) => each.dataset.plural === form) ?? found.at(-1);
  return fill(chosen.textContent, values);
}

export function fill(sentence, values) {
  return sentence.trim().replace(/\{(\w+)\}/g, (gap, key) => (key in values ? shown(values[key]) : gap));
}

function shown(value) {
  return typeof value === "number" ? decimal(value) : String(value);
}

/* What was found, by the element it was asked for and the name: markup of words does not change. */
const known = new WeakMap();

function candidates(root, name) {
  if (!known.has(root)) known.set(root, new Map());
  const names = known.get(root);
  const found = names.get(name) ?? search(root, name);
  if (found.length > 0) names.set(name, found);
  return found;
}

function search(root, name) {
  for (let place = root; place; place = place.parentElement) {
    const found = [...place.querySelectorAll("template[data-words]")]
      .flatMap((template) => [...template.content.querySelectorAll(`[data-word="${CSS.escape(name)}"]`)]);
    if (found.length > 0) return found;
  }
  return [];
}

/* A copy of the element inside <template data-name="…"> of `root`. */
export function copyOf(root, name) {
  return root.querySelector(`template[data-name="${name}"]`).content.firstElementChild.cloneNode(true);
}
