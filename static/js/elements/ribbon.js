/* The ribbon beside a timeline: as wide as the pain, in its colour. Drawn with attributes and classes. */

import { severityOf } from "./day_cell.js";

const SVG = "http://www.w3.org/2000/svg";
const ROW = 60;
const MIDDLE = 20;
const STEPS = 12;

/* The pain at each row of a timeline: the last reading until then, the first one at the start, none before and after. */
export function painsOf(rows) {
  const readings = rows.filter(({ kind }) => kind === "pain");
  const start = rows.findIndex(({ kind }) => kind === "start");
  return rows.map((row, place) => {
    if (row.kind === "end" || place < start) return 0;
    const until = readings.filter((reading) => rows.indexOf(reading) <= place).at(-1) ?? readings[0];
    return until?.body.pain ?? 0;
  });
}

export function drawRibbon(svg, rows) {
  const pains = painsOf(rows);
  const height = rows.length * ROW;
  const ongoing = rows.at(-1)?.kind !== "end";
  const points = pains.map((pain, place) => ({ y: (place + 0.5) * ROW, pain }));
  // What begins at once still begins: a short taper above the first row.
  if (points[0]?.pain > 0) points.unshift({ y: ROW / 8, pain: 0 });
  if (ongoing && points.length > 0) points.push({ y: height, pain: pains.at(-1) });
  svg.setAttribute("viewBox", `0 0 40 ${height}`);
  svg.replaceChildren(
    gradient(points),
    make("path", { class: "tl-line", d: `M${MIDDLE} 0V${height}` }),
    make("path", { d: outline(points), fill: "url(#ribbon)" }),
  );
}

function gradient(points) {
  const top = points[0]?.y ?? 0;
  const length = (points.at(-1)?.y ?? 1) - top || 1;
  const found = make("linearGradient", { id: "ribbon", x1: 0, y1: 0, x2: 0, y2: 1 });
  points.forEach(({ y, pain }) => {
    found.append(make("stop", { offset: ((y - top) / length).toFixed(3), class: `stop-${pain > 0 ? severityOf(pain) : 0}` }));
  });
  const defs = make("defs", {});
  defs.append(found);
  return defs;
}

/* Down the left edge and up the right one, eased between the rows. */
function outline(points) {
  const edge = points.flatMap((point, place) => {
    const next = points[place + 1];
    if (!next) return [[half(point.pain), point.y]];
    return Array.from({ length: STEPS }, (_, step) => {
      const part = (1 - Math.cos((step / STEPS) * Math.PI)) / 2;
      return [half(point.pain + (next.pain - point.pain) * part), point.y + ((next.y - point.y) * step) / STEPS];
    });
  });
  const left = edge.map(([width, y]) => `${(MIDDLE - width).toFixed(1)},${y.toFixed(1)}`);
  const right = edge.map(([width, y]) => `${(MIDDLE + width).toFixed(1)},${y.toFixed(1)}`).reverse();
  return `M${left.join(" ")} L${right.join(" ")}Z`;
}

function half(pain) {
  return 1.2 + 1.75 * pain;
}

function make(name, attributes) {
  const found = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => found.setAttribute(key, value));
  return found;
}
