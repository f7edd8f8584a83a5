/* The form of columns: what the file has, what we guess, what the person chose. Used by <lull-import>. */

import { zoneHere } from "../moment.js";
import { copyOf, word } from "../words.js";
import { fillTexts, settleTexts, textsOf } from "./import_texts.js";

/* A row is a day or a moment: what is asked for each, and for both. */
const OF_ROW = {
  day: { columns: ["date", "day_number", "headache", "worst_pain"], plain: ["start_date"], pain: "worst_pain" },
  moment: { columns: ["moment", "clock", "pain", "event"], plain: ["times", "other_texts"], pain: "pain" },
};
const COLUMNS = ["note", ...OF_ROW.day.columns, ...OF_ROW.moment.columns];
const PLAIN = ["scale", "dates", "zone"];

/* Fills the form from the server's description of a file, and from `chosen` where the person chose already. */
export function fillColumns(form, described, chosen = null) {
  const { name, columns, sample, guess } = described;
  form.querySelector("[data-name]").textContent = name;
  for (const field of COLUMNS) fillChoice(form.elements[field], columns, word(form, "absent"));
  form.querySelector("datalist").replaceChildren(...(Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => option(zone)));
  fillSample(form.querySelector(".table-scroll table"), columns, sample);
  form.querySelector("[data-exposures]").replaceChildren(...columns.map((column) => exposure(form, column)));
  const { exposures = [], texts = [], ...fields } = chosen ?? { zone: zoneHere(), ...guess };
  form.elements.row.value = fields.moment ? "moment" : "day";
  for (const field of [...COLUMNS, ...PLAIN, "start_date", "times"]) form.elements[field].value = fields[field] ?? "";
  form.elements.other_texts.value = fields.other_texts ?? "note";
  exposures.forEach(({ column }) => {
    const box = [...form.querySelectorAll("[name=exposure]")].find(({ value }) => value === column);
    if (box) box.checked = true;
  });
  fillTexts(form, described.texts?.[form.elements.event.value] ?? [], texts);
  settleColumns(form);
}

/* The texts of another column, when another one is chosen for them. */
export function chooseTexts(form, described) {
  fillTexts(form, described.texts?.[form.elements.event.value] ?? []);
}

/* A number of the day is only asked for where no column holds the date itself, pain's scale where there is pain. */
export function settleColumns(form) {
  const row = form.elements.row.value;
  form.querySelectorAll("[data-row]").forEach((part) => { part.hidden = part.dataset.row !== row; });
  form.querySelector("[data-numbered]").hidden = form.elements.date.value !== "";
  form.elements.scale.closest(".field").hidden = form.elements[OF_ROW[row].pain].value === "";
  const yesNo = form.elements.scale.querySelector('[value="yes/no"]');
  [yesNo.hidden, yesNo.disabled] = [row === "moment", row === "moment"];
  form.querySelector("[data-texts]").hidden = row !== "moment" || form.elements.event.value === "";
  settleTexts(form);
}

/* The choices as the server takes them, without what is empty or not asked. */
export function choicesOf(form) {
  const row = form.elements.row.value;
  const asked = ["note", ...OF_ROW[row].columns, ...PLAIN, ...OF_ROW[row].plain];
  const given = Object.fromEntries(asked.map((field) => [field, form.elements[field].value.trim()]));
  if (given.date) [given.day_number, given.start_date] = ["", ""];
  if (!given[OF_ROW[row].pain]) given.scale = "";
  if (row === "moment" && !given.event) given.other_texts = "";
  const choices = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  if (row === "moment") return given.event ? { ...choices, texts: textsOf(form) } : choices;
  const ticked = [...form.querySelectorAll("[name=exposure]:checked")].map(({ value }) => ({ column: value, name: value.slice(0, 120) }));
  return ticked.length > 0 ? { ...choices, exposures: ticked } : choices;
}

function option(value, text = value) {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  return made;
}

function fillChoice(select, columns, absent) {
  select.replaceChildren(option("", absent), ...columns.map((column) => option(column)));
}

function exposure(form, column) {
  const made = copyOf(form, "exposure");
  made.querySelector("input").value = column;
  made.querySelector("span").textContent = column;
  return made;
}

function fillSample(table, columns, sample) {
  table.tHead.replaceChildren(cells(columns, "th"));
  table.tBodies[0].replaceChildren(...sample.map((row) => cells(row, "td")));
}

function cells(texts, name) {
  const row = document.createElement("tr");
  row.append(...texts.map((text) => {
    const cell = document.createElement(name);
    if (name === "th") cell.scope = "col";
    cell.textContent = text;
    return cell;
  }));
  return row;
}
