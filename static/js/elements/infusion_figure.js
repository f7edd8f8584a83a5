/* The pain around one infusion as a line of numbered dots, drawn by attributes; and the same as rows of a table.
   infusionFigure(svg, root, entry) fills <svg class="chart">; infusionRows(root, entry) gives [slot, pain, time]. */

import { clock, dateWords } from "../locale.js";
import { dateIn } from "../moment.js";
import { word } from "../words.js";
import { severityOf } from "./day_cell.js";

const SVG = "http://www.w3.org/2000/svg";
const [TOP, BOTTOM, FIRST, AFTER] = [18, 112, 40, 18];
const MOST_NUMBERED = 11;

export function slotWords(root, slot, form = "slot") {
  return /^\d+$/.test(slot) ? word(root, `${form}_minutes`, { minutes: slot }) : word(root, `${form}_${slot}`);
}

export function infusionRows(root, { pains, zone, date }) {
  return [...pains].map(([slot, { pain, at }]) => [slotWords(root, slot, "row"), pain, at ? timeWords(at, zone, date) : ""]);
}

function timeWords(at, zone, date) {
  const day = dateIn(at, zone);
  return day === date ? clock(at, zone) : `${dateWords(day, "short")}, ${clock(at, zone)}`;
}

/* One unit is one pixel, so that no letter is ever scaled. */
export function infusionFigure(svg, root, entry) {
  const width = Math.round(svg.getBoundingClientRect().width) || 300;
  const points = place([...entry.pains], width);
  const letters = Number.parseFloat(getComputedStyle(svg).getPropertyValue("--chart-letters")) || 12;
  const labels = labelsOf(root, points, { letters, width });
  svg.setAttribute("viewBox", `0 0 ${width} ${BOTTOM + 10 + labels.rows * (letters + 4)}`);
  svg.setAttribute("aria-label", word(root, "figure", { pains: points.map(({ slot, pain }) => `${slotWords(root, slot, "row")} ${pain}`).join(", ") }));
  svg.replaceChildren(...band(root, points), ...grid(width, letters), ...line(points), ...points.flatMap(dot), ...labels.texts);
}

function place(pains, width) {
  const last = width - AFTER;
  const step = (last - FIRST) / Math.max(1, pains.length - 1);
  const at = (index) => (pains.length === 1 ? (FIRST + last) / 2 : FIRST + step * index);
  return pains.map(([slot, { pain }], index) => (
    { slot, pain, x: at(index), y: BOTTOM - ((BOTTOM - TOP) * pain) / 10, small: pains.length > MOST_NUMBERED, index }));
}

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Shaded from halfway before the first quarter of an hour to the end. */
function band(root, points) {
  const inside = points.filter(({ slot }) => /^\d+$/.test(slot) || slot === "end");
  if (inside.length < 2) return [];
  const from = (inside[0].x + (points[inside[0].index - 1]?.x ?? inside[0].x - 24)) / 2;
  return [
    shape("rect", { class: "inf-band", x: from, y: 12, width: inside.at(-1).x - from, height: BOTTOM - 8, rx: 6 }),
    shape("text", { x: (from + inside.at(-1).x) / 2, y: 9, "text-anchor": "middle", class: "t-faint" }, word(root, "in_the_chair")),
  ];
}

function grid(width, letters) {
  return [0, 5, 10].flatMap((pain) => {
    const y = BOTTOM - ((BOTTOM - TOP) * pain) / 10;
    return [shape("line", { class: "grid", x1: letters + 8, x2: width, y1: y, y2: y }), shape("text", { x: 0, y: y + 4 }, String(pain))];
  });
}

/* Whole where the infusion was, dotted towards home and the days after; open where a quarter of an hour is missing. */
function line(points) {
  const begins = (part, index) => index === 0 || isGap(part[index - 1].slot, part[index].slot);
  const path = (part) => part.map(({ x, y }, index) => `${begins(part, index) ? "M" : "L"}${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const last = points.findLastIndex(({ slot }) => !["24h", "7d"].includes(slot));
  return [[points.slice(0, last + 1), "pain-line"], [points.slice(Math.max(0, last)), "pain-line pain-later"]]
    .filter(([part]) => part.length > 1).map(([part, name]) => shape("path", { d: path(part), class: name }));
}

function isGap(one, next) {
  return Number(next) - (one === "before" ? 0 : Number(one)) > 15;
}

function dot({ x, y, pain, small }) {
  if (small) return [shape("circle", { cx: x, cy: y, r: 4, class: "inf-f" })];
  const severity = pain === 0 ? 0 : severityOf(pain);
  return [
    shape("circle", { cx: x, cy: y, r: 11, class: `s${severity} pain-dot` }),
    shape("text", { x, y: y + 4.3, "text-anchor": "middle", class: `n${severity} pain-number` }, String(pain)),
  ];
}

/* Names under the dots: on two rows where one has no room, and every other one where two have none. */
function labelsOf(root, points, { letters, width }) {
  const room = width - FIRST + 12;
  const names = points.map(({ slot }) => slotWords(root, slot));
  const needed = names.reduce((sum, name) => sum + name.length * letters * 0.6 + 6, 0);
  const rows = needed > room ? 2 : 1;
  const every = Math.max(1, Math.ceil(needed / (2 * room)));
  const texts = points.map(({ x, index }) => {
    if (index % every !== 0 && index !== points.length - 1) return null;
    const row = rows === 2 ? Math.floor(index / every) % 2 : 0;
    return shape("text", { x, y: BOTTOM + 12 + letters * 0.85 + row * (letters + 4), "text-anchor": "middle" }, names[index]);
  });
  return { rows, texts: texts.filter(Boolean) };
}
