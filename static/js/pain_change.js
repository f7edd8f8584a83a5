/* What changed from one pain to another, by the rules of diary/analysis/infusion_pain.py. Pure: numbers in, values out.
   Both answer to one table, tests/analysis/cases/pain_change.json. */

const CLEAR_POINTS = 2;
const CLEAR_PERCENT = 30;
/* Statuses of an infusion in which something was given; one of the patient's own has none, and was. */
const GIVEN = ["in-progress", "on-hold", "completed", "stopped"];

/* Pain right before and at the end, null where it was not noted: nothing is taken from other times. */
export function beforeAndEnd({ pains }) {
  return [pains.get("before")?.pain ?? null, pains.get("end")?.pain ?? null];
}

/* {difference, direction: "lower" | "higher" | "no clear change"}, or null where one of the two is not known. */
export function changeOf(before, end) {
  if (before === null || end === null) return null;
  const difference = end - before;
  const percent = before === 0 ? 0 : (100 * Math.abs(difference)) / before;
  const clear = Math.abs(difference) >= CLEAR_POINTS || percent >= CLEAR_PERCENT;
  return { difference, direction: !clear ? "no clear change" : difference < 0 ? "lower" : "higher" };
}

/* Of a course, whose entries are the newest first: pain before the first infusion that was given, at the end of the last. */
export function courseBeforeAndEnd(entries) {
  const given = entries.filter(({ own, body }) => own || GIVEN.includes(body.status));
  return given.length === 0 ? [null, null] : [beforeAndEnd(given.at(-1))[0], beforeAndEnd(given[0])[1]];
}
