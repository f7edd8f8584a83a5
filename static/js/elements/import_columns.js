/* The form of columns: what the file has, what we guess, what the person chose. Used by <lull-import>. */

import { zoneHere } from "../moment.js";
import { copyOf, word } from "../words.js";

const COLUMNS = ["date", "day_number", "headache", "worst_pain", "note"];
const PLAIN = ["scale", "dates", "zone", "start_date"];

/* Fills the form from the server's description of a file, and from `chosen` where the person chose already. */
export function fillColumns(form, described, chosen = null) {
  const { name, columns, sample, guess } = described;
  form.querySelector("[data-name]").textContent = name;
  for (const field of COLUMNS) fillChoice(form.elements[field], columns, word(form, "absent"));
  form.querySelector("datalist").replaceChildren(...(Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => option(zone)));
  fillSample(form.querySelector(".table-scroll table"), columns, sample);
  form.querySelector("[data-exposures]").replaceChildren(...columns.map((column) => exposure(form, column)));
  const { exposures = [], ...fields } = chosen ?? { zone: zoneHere(), ...guess };
  for (const field of [...COLUMNS, ...PLAIN]) form.elements[field].value = fields[field] ?? "";
  exposures.forEach(({ column }) => {
    const box = [...form.querySelectorAll("[name=exposure]")].find(({ value }) => value === column);
    if (box) box.checked = true;
  });
  settleColumns(form);
}

/* A number of the day is only asked for where no column holds the date itself, pain's scale where there is pain. */
export function settleColumns(form) {
  form.querySelector("[data-numbered]").hidden = form.elements.date.value !== "";
  form.elements.scale.closest(".field").hidden = form.elements.worst_pain.value === "";
}

/* The choices as the server takes them, without what is empty or not asked. */
export function choicesOf(form) {
  const given = Object.fromEntries([...COLUMNS, ...PLAIN].map((field) => [field, form.elements[field].value.trim()]));
  if (given.date) [given.day_number, given.start_date] = ["", ""];
  if (!given.worst_pain) given.scale = "";
  const ticked = [...form.querySelectorAll("[name=exposure]:checked")].map(({ value }) => ({ column: value, name: value.slice(0, 120) }));
  const choices = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
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
