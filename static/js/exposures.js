/* What a patient follows from day to day, and what a day's answer says of it. A name that is not in the answer was not asked. */

const FOLLOWS = "follows";
export const SLEEP = "sleep";

/* The names this patient follows: as chosen on this phone, else as the last day that was asked has them. */
export async function followed(store, days) {
  const chosen = await store.meta(FOLLOWS);
  if (chosen) return chosen;
  const asked = days.filter(({ body }) => body.exposures?.length > 0).sort((a, b) => (a.body.date < b.body.date ? 1 : -1));
  return asked[0]?.body.exposures.map(({ name }) => name) ?? [];
}

export function follow(store, names) {
  return store.meta(FOLLOWS, names);
}

/* Whether something that is followed has no answer on this day yet. */
export function someLeft(names, exposures) {
  const said = new Map((exposures ?? []).map((each) => [each.name, each]));
  return names.some((name) => (name === SLEEP ? said.get(name)?.amount : said.get(name)?.present) == null);
}

/* The exposures of a day after a tap. `shown` could be tapped, `there` are pressed, `none` answers no to the others;
   `hours` of sleep is decimal text, or null. What was not shown stays as it was. */
export function answered(before, { shown, there, none, hours }) {
  const old = new Map((before ?? []).map((each) => [each.name, each]));
  const said = shown.map((name) => ({ ...old.get(name), name, present: there.includes(name) ? true : none ? false : null }));
  const sleep = { ...old.get(SLEEP), name: SLEEP, amount: hours, unit: hours === null ? null : "h" };
  const rest = [...old.values()].filter(({ name }) => name !== SLEEP && !shown.includes(name));
  const exposures = [...rest, ...said, sleep].filter(({ present, amount }) => present != null || amount != null);
  return exposures.length > 0 ? exposures : null;
}
