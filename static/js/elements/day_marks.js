/* What stands in a day's cell: its class from days.js, and the infusion, aura and medicine of that day. */

import { classify } from "../days.js";
import { dateIn } from "../moment.js";

const NOT_GIVEN = ["not-done", "entered-in-error"];

/* The dates of infusions: {"2026-11-24": "planned" | "given"}. */
export function infusionDates({ infusions = [], own_infusions = [] }) {
  const dates = new Map(own_infusions.map(({ body }) => [body.date, "given"]));
  for (const { body } of infusions) {
    if (NOT_GIVEN.includes(body.status)) continue;
    dates.set(dateIn(body.started_at ?? body.planned_at, body.zone), body.started_at ? "given" : "planned");
  }
  return dates;
}

/* The days from `first` to `last` with their marks; `infusions` as infusionDates tells them. */
export function daysWithMarks(records, infusions, { first, last, now }) {
  return classify(records, { first, last, now }).map((day) => {
    const infusion = infusions.get(day.date) ?? null;
    const marks = [infusion && "infusion", day.aura && "aura", day.acute && "acute"].filter(Boolean);
    return { ...day, infusion, marks: marks.slice(0, 2), all: marks };
  });
}
