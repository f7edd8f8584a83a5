/* The report of an import: counts, reasons with their rows, the first rows as they are kept. Used by <lull-import>. */

import { dateWords, decimal } from "../locale.js";
import { copyOf, word } from "../words.js";

/* `done` tells what was done from what would be. */
export function fillReport(card, { rows, new: fresh, already_here, entries = {}, left_out, notices }, { done }) {
  card.querySelector("[data-title]").textContent = word(card, done ? "brought" : "would");
  const counts = [word(card, "rows", { count: rows }), word(card, done ? "new_done" : "new_would", { count: fresh })];
  for (const [collection, count] of Object.entries(entries)) counts.push(word(card, collection, { count }));
  if (already_here > 0) counts.push(word(card, "here", { count: already_here }));
  card.querySelector("[data-counts]").replaceChildren(...counts.map((text) => line(card, text)));
  card.querySelector("[data-notices]").replaceChildren(...notices.map((text) => line(card, text)));
  const left = left_out.reduce((sum, { count }) => sum + count, 0);
  card.querySelector("[data-left]").hidden = left === 0;
  card.querySelector("[data-left-title]").textContent = word(card, "left", { count: left });
  card.querySelector("[data-reasons]").replaceChildren(...left_out.map((each) => reason(card, each)));
  const run = card.querySelector("[data-run]");
  run.textContent = word(card, "run", { count: fresh });
  run.hidden = done || fresh === 0;
  card.querySelector("[data-back]").hidden = done;
  card.querySelector("[data-done]").hidden = !done;
}

export function fillPreview(card, preview) {
  card.querySelector("[data-preview]").hidden = preview.length === 0;
  card.querySelector("[data-kept]").replaceChildren(...preview.map((each) => {
    const row = copyOf(card, "kept");
    const [number, day, kept] = row.children;
    number.textContent = String(each.row);
    [day.firstChild.textContent, day.lastChild.textContent] = [each.date ? dateWords(each.date, "short") : "", each.clock ?? ""];
    kept.textContent = each.why ? word(card, "kept_left", { why: [each.why, each.cell && `“${each.cell}”`].filter(Boolean).join(" ") }) : each.clock ? keptMoment(card, each) : keptAs(card, each);
    return row;
  }));
}

/* How far it has come; null puts the bar away. */
export function fillProgress(card, done, total) {
  const bar = card.querySelector("[data-progress]");
  bar.hidden = done === null;
  if (done === null) return;
  bar.querySelector("rect").setAttribute("width", `${total > 0 ? (100 * done) / total : 0}%`);
  bar.querySelector("[data-how-far]").textContent = word(card, "far", { done, total });
}

const REMARKS = { infusion: "kept_infusion", acute: "kept_dose", preventive: "kept_dose", note: "kept_remark", leave_out: "kept_without" };

/* A row of a log: its pain, and its text as what it was said to mean. */
function keptMoment(card, { pain, pain_cell, text, means, note }) {
  return [
    pain == null ? "" : word(card, "kept_reading", { pain, cell: pain_cell }),
    means ? word(card, REMARKS[means], { text }) : "",
    note ? word(card, "kept_remark", { text: note }) : "",
  ].filter(Boolean).join("; ");
}

function keptAs(card, { headache, worst_pain, note }) {
  const name = headache === "no" ? "kept_no" : worst_pain == null ? "kept_yes" : "kept_pain";
  const what = word(card, name, { pain: worst_pain });
  return note ? word(card, "kept_note", { what }) : what;
}

function line(card, text) {
  const made = copyOf(card, "line");
  made.textContent = text;
  return made;
}

function reason(card, { count, sentence, rows, cells }) {
  const made = copyOf(card, "reason");
  made.querySelector("[data-count]").textContent = decimal(count);
  made.querySelector("[data-sentence]").textContent = sentence;
  const such = cells.map((cell) => `“${cell}”`).join(", ");
  made.querySelector("[data-rows]").textContent = such ? word(card, "such", { rows, cells: such }) : rows;
  return made;
}
