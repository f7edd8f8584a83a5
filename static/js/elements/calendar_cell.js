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

/* Nothing is made that is not seen: ten years are thousands of cells. */
export function calendarCell(root, day, { today, cell = null }) {
  const kind = kindOf(day, today);
  const fits = cell && (cell.dataset.kind === "ahead") === (kind === "ahead");
  const shown = fits ? cell : copyOf(root, kind === "ahead" ? "ahead" : "cell");
  if (cell && !fits) cell.replaceWith(shown);
  const said = `${kind} ${day.worst_pain} ${day.all}`;
  if (shown.dataset.said === said) return shown;
  shown.dataset.said = said;
  shown.dataset.kind = kind;
  shown.dataset.day = day.date;
  shown.querySelector("[data-date]").textContent = dateWords(day.date, "day");
  if (kind === "ahead") fillAhead(root, shown, day);
  else fillPast(root, shown, day, kind, today);
  return shown;
}

function fillAhead(root, cell, day) {
  const sub = cell.querySelector(".sub");
  sub.replaceChildren();
  if (!day.infusion) return;
  const link = copyOf(root, "planned");
  link.setAttribute("aria-label", word(root, "day_planned", { date: dateWords(day.date) }));
  sub.append(link);
}

function fillPast(root, cell, day, kind, today) {
  const pip = cell.querySelector(".pip");
  pip.className = `pip ${kind === "pain" ? `sev${severityOf(day.worst_pain)}` : kind}`;
  cell.classList.toggle("day-now", day.date === today);
  if (kind === "silent") pip.replaceChildren(copyOf(root, "plus"));
  else pip.textContent = { pain: decimal(day.worst_pain ?? 0), open: "?" }[kind] ?? "";
  cell.querySelector(".sub").replaceChildren(cell.querySelector("[data-date]"), ...day.marks.map((mark) => copyOf(root, `mark_${mark}`)));
  const name = word(root, `day_${kind}`, { date: dateWords(day.date), pain: day.worst_pain });
  cell.setAttribute("aria-label", [name, ...day.all.map((mark) => word(root, `mark_${mark}`))].join(", "));
}
