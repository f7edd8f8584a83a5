/* One day as a cell: dayCell(root, day, {today}) of a day as js/days.js classifies it. Markup: macros/day.html. */

import { dateWords, decimal } from "../locale.js";
import { copyOf, word } from "../words.js";

/* 1–3, 4–6, 7–8, 9–10: the four colours of pain. */
export function severityOf(pain) {
  if (pain >= 9) return 4;
  if (pain >= 7) return 3;
  return pain >= 4 ? 2 : 1;
}

export function dayCell(root, day, { today = "" } = {}) {
  const cell = copyOf(root, "day");
  const kind = kindOf(day, day.date === today);
  cell.dataset.day = day.date;
  cell.dataset.kind = kind;
  cell.querySelector(".pip").classList.add(classOf(day, kind));
  cell.querySelector("[data-number]").textContent = { pain: decimal(day.worst_pain ?? 0), open: "?" }[kind] ?? "";
  cell.querySelector(".plus").hidden = kind !== "silent";
  cell.querySelector("[data-aura]").hidden = !day.aura;
  const date = cell.querySelector("[data-date]");
  date.textContent = dateWords(day.date, "day");
  date.classList.toggle("strong", day.date === today);
  cell.querySelector(".today-word").hidden = day.date !== today;
  cell.setAttribute("aria-label", nameOf(root, day, kind));
  return cell;
}

function kindOf(day, isToday) {
  if (day.class === "silent") return isToday ? "open" : "silent";
  if (day.class === "free") return "free";
  return day.worst_pain > 0 ? "pain" : "headache";
}

function classOf(day, kind) {
  return kind === "pain" ? `sev${severityOf(day.worst_pain)}` : kind;
}

function nameOf(root, day, kind) {
  const name = word(root, `day_${kind}`, { date: dateWords(day.date), pain: day.worst_pain });
  return day.aura ? `${name}, ${word(root, "day_aura")}` : name;
}
