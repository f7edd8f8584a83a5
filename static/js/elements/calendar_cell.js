/* A day of the calendar: calendarCell(root, day, {today}) makes or, given `cell`, mends one in place, so that
   what was tapped keeps the focus. Markup: pwa/_calendar_month.html. */

import { dateWords, decimal } from "../locale.js";
import { copyOf, word } from "../words.js";
import { severityOf } from "./day_cell.js";

/* pain, headache, free, silent, open (today, not answered) or ahead. */
export function kindOf(day, today) {
  if (day.date > today) return "ahead";
  if (day.class === "silent") return day.date === today ? "open" : "silent";
  if (day.class === "free") return "free";
  return day.worst_pain > 0 ? "pain" : "headache";
}

export function calendarCell(root, day, { today, cell = null }) {
  const kind = kindOf(day, today);
  const fits = cell && (cell.dataset.kind === "ahead") === (kind === "ahead");
  const shown = fits ? cell : copyOf(root, kind === "ahead" ? "ahead" : "cell");
  if (cell && !fits) cell.replaceWith(shown);
  const said = JSON.stringify([kind, day.worst_pain, day.all]);
  if (shown.dataset.said === said) return shown;
  shown.dataset.said = said;
  shown.dataset.kind = kind;
  shown.dataset.day = day.date;
  shown.querySelector("[data-date]").textContent = dateWords(day.date, "day");
  shown.querySelectorAll("[data-mark]").forEach((mark) => { mark.hidden = !day.marks.includes(mark.dataset.mark); });
  if (kind === "ahead") nameAhead(root, shown, day);
  else fillPast(root, shown, day, kind, today);
  return shown;
}

function nameAhead(root, cell, day) {
  const link = cell.querySelector("a");
  if (link.hidden) return;
  link.setAttribute("aria-label", word(root, "day_planned", { date: dateWords(day.date) }));
}

function fillPast(root, cell, day, kind, today) {
  const pip = cell.querySelector(".pip");
  pip.className = `pip ${kind === "pain" ? `sev${severityOf(day.worst_pain)}` : kind}`;
  cell.classList.toggle("day-now", day.date === today);
  const number = { pain: decimal(day.worst_pain ?? 0), open: "?" };
  cell.querySelector("[data-number]").textContent = number[kind] ?? "";
  cell.querySelector(".plus").hidden = kind !== "silent";
  const name = word(root, `day_${kind}`, { date: dateWords(day.date), pain: day.worst_pain });
  cell.setAttribute("aria-label", [name, ...day.all.map((mark) => word(root, `mark_${mark}`))].join(", "));
}
