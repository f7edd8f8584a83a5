/* What stands in a day's cell: its class from days.js, and the infusion, aura and medicine of that day. */

import { classify } from "../days.js";
import { dateIn } from "../moment.js";

const DAY = 86_400_000;
const NOT_GIVEN = ["not-done", "entered-in-error"];

/* The dates of infusions: {"2026-11-24": "planned" | "given"}. */
function infusionDates({ infusions = [], own_infusions = [] }) {
  const dates = new Map(own_infusions.map(({ body }) => [body.date, "given"]));
  for (const { body } of infusions) {
    if (NOT_GIVEN.includes(body.status)) continue;
    dates.set(dateIn(body.started_at ?? body.planned_at, body.zone), body.started_at ? "given" : "planned");
  }
  return dates;
}

/* The days from `first` to `last` with their marks. Ten years of records are looked at, few are counted. */
export function daysWithMarks(records, { first, last, now }) {
  const infusions = infusionDates(records);
  return classify(near(records, first, last), { first, last, now }).map((day) => {
    const infusion = infusions.get(day.date) ?? null;
    const marks = [infusion && "infusion", day.aura && "aura", day.acute && "acute"].filter(Boolean);
    return { ...day, infusion, marks: marks.slice(0, 2), all: marks };
  });
}

/* The oldest date anything was noted on, or null. */
export function firstDate({ attacks, days, doses, infusions, own_infusions }) {
  const instants = [
    ...attacks.map(({ body }) => body.started_at),
    ...doses.map(({ body }) => body.taken_at),
    ...infusions.map(({ body }) => body.started_at ?? body.planned_at),
    ...[...days, ...own_infusions].map(({ body }) => body.date),
  ];
  return instants.reduce((oldest, at) => (oldest === null || at < oldest ? at : oldest), null)?.slice(0, 10) ?? null;
}

/* Children far from these days say nothing about them; an aura may last a week. Those of an attack that
   has no end yet are kept, for its end is reckoned from the last of them. */
function near({ attacks, pain_readings, auras, medications, doses, days }, first, last) {
  const open = new Set(attacks.filter(({ body }) => !body.ended_at).map(({ id }) => id));
  const [from, to] = [Date.parse(first) - 9 * DAY, Date.parse(last) + 3 * DAY];
  const close = (instant) => ({ body }) => {
    const at = Date.parse(body[instant]);
    return (at >= from && at <= to) || open.has(body.attack_id);
  };
  return {
    attacks, medications,
    pain_readings: pain_readings.filter(close("at")),
    auras: auras.filter(close("started_at")),
    doses: doses.filter(close("taken_at")),
    days: days.filter(({ body }) => body.date >= first && body.date <= last),
  };
}
