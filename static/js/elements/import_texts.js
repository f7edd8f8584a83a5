/* What each text of a log means, as the person chooses it: one row a text. Used by <lull-import>. */

import { copyOf, word } from "../words.js";

/* So many texts are seen at once, the rarer ones under a fold. */
const OFTEN = 8;
const DOSES = ["acute", "preventive"];

/* Fills the list with the texts of a column, [{text, count}], and with what was chosen for them before. */
export function fillTexts(form, texts, chosen = []) {
  const part = form.querySelector("[data-texts]");
  const said = new Map(chosen.map((each) => [each.text, each]));
  const rows = texts.map((each) => row(part, each, said.get(each.text)));
  part.querySelector("[data-often]").replaceChildren(...rows.slice(0, OFTEN));
  part.querySelector("[data-rare]").replaceChildren(...rows.slice(OFTEN));
  const more = part.querySelector("[data-more]");
  more.hidden = rows.length <= OFTEN;
  more.querySelector("[data-how-many]").textContent = word(form, "more_texts", { count: rows.length - OFTEN });
  settleTexts(form);
}

/* A medicine's name and class are asked for where a text is one. */
export function settleTexts(form) {
  form.querySelectorAll(".text-means").forEach((each) => {
    each.querySelector("[data-medicine]").hidden = !DOSES.includes(each.querySelector("[data-means]").value);
  });
}

/* The meanings that were chosen, as the server takes them. */
export function textsOf(form) {
  return [...form.querySelectorAll(".text-means")].map(meaning).filter(Boolean);
}

function meaning(each) {
  const text = each.querySelector("[data-text]").textContent;
  const [means, route] = each.querySelector("[data-means]").value.split(":");
  if (!means) return null;
  if (!DOSES.includes(means)) return route ? { text, means, route } : { text, means };
  const [medicine, drug_class] = ["[data-drug]", "[data-class]"].map((part) => each.querySelector(part).value.trim());
  return { text, means, ...(medicine && { medicine }), ...(drug_class && { drug_class }) };
}

function row(part, { text, count }, chosen) {
  const made = copyOf(part, "text");
  made.querySelector("[data-text]").textContent = text;
  made.querySelector("[data-count]").textContent = word(part, "in_rows", { count });
  made.querySelector("[data-means]").value = [chosen?.means, chosen?.route].filter(Boolean).join(":");
  made.querySelector("[data-drug]").value = chosen?.medicine ?? text.slice(0, 120);
  made.querySelector("[data-class]").value = chosen?.drug_class ?? "";
  return made;
}
