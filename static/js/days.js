// What each local day was: headache, free or silent. Pure: records and a moment in, days out.
//
// The phone counts nothing else itself; rates and trends come from the server with "as of".
// tests/analysis/cases/days.json holds this file and diary/analysis to the same answers.

import { addDays, cutIntoDays, dateIn, daysBetween } from "./moment.js";

// Least headache on a day, or least stretch on its onset day (van den Arend 2023).
const HEADACHE_MINUTES = 30;
// An attack without an end counts this long after somebody last said anything about it.
const TOUCH_HOURS = 24;
// And no longer than any attack may be.
const LONGEST_DAYS = 31;
// Answered later than this: recorded, and marked as recall.
const RECALL_DAYS = 5;

const MINUTE = 60_000;

// `records` holds, by collection, what says something about days: attacks, pain_readings, auras,
// medications, doses and days.
//
// The days from `first` to `last` (dates as text), as they stand at `now`:
// [{date, class: "headache" | "free" | "silent", worst_pain, aura, acute, recorded, recall}].
export function classify(records, { first, last, now }) {
  const diary = visible(records);
  const days = new Map();
  for (let date = first; date <= last; date = addDays(date, 1)) days.set(date, blank(date));

  const near = { from: Date.parse(first) - 3 * 86_400_000, to: Date.parse(last) + 4 * 86_400_000 };
  const attacks = diary.attacks.map((attack) => stretch(attack, diary, Date.parse(now)));
  addAttacks(days, attacks.filter(({ from, to }) => to >= near.from && from <= near.to));
  addDoses(days, diary.doses);
  addAuras(days, diary.auras);
  addAnswers(days, diary.days);
  addPains(days, diary.readings);
  return [...days.values()].map(told);
}

// On how many of the last `span` days until `today` an acute medicine was taken, whatever for.
// With `by`, a map of drug class to such days.
export function acuteDays(records, { today, span = 30 }) {
  const since = addDays(today, 1 - span);
  const all = new Set();
  const by = new Map();
  for (const { date, medication } of datedDoses(visible(records).doses)) {
    if (date < since || date > today) continue;
    all.add(date);
    const drugClass = medication.drug_class;
    by.set(drugClass, (by.get(drugClass) ?? new Set()).add(date));
  }
  return { days: all.size, by: new Map([...by].map(([drugClass, dates]) => [drugClass, dates.size])) };
}

// The moment until which an attack counts: its end, or for one without an end, now, but at most
// a day after its last touch and 31 days after its beginning. `running` says whether that day is not over.
export function lasting(attack, touches, now) {
  const from = Date.parse(attack.body.started_at);
  if (attack.body.ended_at) return { from, to: Date.parse(attack.body.ended_at), running: false };
  const until = Math.min(Math.max(from, ...touches) + TOUCH_HOURS * 60 * MINUTE, from + LONGEST_DAYS * 24 * 60 * MINUTE);
  return { from, to: Math.max(from, Math.min(now, until)), running: now < until };
}

// Children of an attack that is not here yet, and doses of a medicine that is not, wait unseen.
function visible({ attacks = [], pain_readings = [], auras = [], medications = [], doses = [], days = [] }) {
  const known = new Set(attacks.map(({ id }) => id));
  const medicines = new Map(medications.map(({ id, body }) => [id, body]));
  const at = ({ body }) => !body.attack_id || known.has(body.attack_id);
  return {
    attacks,
    days,
    readings: pain_readings.filter(at),
    auras: auras.filter(at),
    doses: doses.filter(at).filter(({ body }) => medicines.has(body.medication_id))
      .map(({ body }) => ({ body, medication: medicines.get(body.medication_id) })),
  };
}

function touchesOf(attack, { readings, auras, doses }) {
  const own = ({ body }) => body.attack_id === attack.id;
  return [
    ...(attack.body.symptoms ?? []).filter(({ at }) => at).map(({ at }) => at),
    ...readings.filter(own).map(({ body }) => body.at),
    ...auras.filter(own).map(({ body }) => body.started_at),
    ...doses.filter(own).map(({ body }) => body.taken_at),
  ].map((at) => Date.parse(at));
}

function stretch(attack, diary, now) {
  const touches = attack.body.ended_at ? [] : touchesOf(attack, diary);
  return { ...lasting(attack, touches, now), zone: attack.body.zone };
}

const blank = (date) => ({ date, headache: false, said: false, seen: false, aura: false, acute: false, late: false, pains: [] });

// Pieces of time that meet or overlap, joined.
function joined(pieces) {
  const whole = [];
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && piece.from <= last.to) last.to = Math.max(last.to, piece.to);
    else whole.push({ ...piece });
  }
  return whole;
}

const minutes = (pieces) => pieces.reduce((sum, { from, to }) => sum + to - from, 0) / MINUTE;

function addAttacks(days, attacks) {
  const pieces = attacks.flatMap(({ from, to, zone, running }) => {
    // An attack of no length still happened on the date it began.
    const cut = to > from ? cutIntoDays(from, to, zone) : [{ date: dateIn(from, zone), from, to }];
    return cut.map((piece) => ({ ...piece, running }));
  });
  for (const [date, own] of Map.groupBy(pieces, ({ date }) => date)) {
    const day = days.get(date);
    if (!day) continue;
    day.seen = true;
    day.headache ||= own.some(({ running }) => running) || minutes(joined(own)) >= HEADACHE_MINUTES;
  }
  for (const whole of joined(attacks)) {
    const day = days.get(dateIn(whole.from, whole.zone));
    if (day && minutes([whole]) >= HEADACHE_MINUTES) day.headache = true;
  }
}

function datedDoses(doses) {
  return doses.filter(({ medication }) => medication.kind === "acute")
    .map(({ body, medication }) => ({ body, medication, date: dateIn(body.taken_at, body.zone) }));
}

function addDoses(days, doses) {
  for (const { body, date } of datedDoses(doses)) {
    const day = days.get(date);
    if (!day) continue;
    day.seen = true;
    day.acute = true;
    day.headache ||= body.for_headache !== false;
  }
}

function addAuras(days, auras) {
  for (const { body } of auras) {
    const from = Date.parse(body.started_at);
    const to = from + Math.max(1, (body.minutes ?? 0) * MINUTE);
    for (const { date } of cutIntoDays(from, to, body.zone)) {
      const day = days.get(date);
      if (day) Object.assign(day, { seen: true, aura: true });
    }
  }
}

function addAnswers(days, answers) {
  for (const { body } of answers) {
    const day = days.get(body.date);
    if (!day || (body.headache !== "yes" && body.headache !== "no")) continue;
    day.said = true;
    day.late = daysBetween(body.date, dateIn(body.answered_at, body.zone)) > RECALL_DAYS;
    if (body.headache !== "yes") continue;
    day.headache = true;
    if (Number.isInteger(body.worst_pain)) day.pains.push(body.worst_pain);
  }
}

function addPains(days, readings) {
  for (const { body } of readings) days.get(dateIn(body.at, body.zone))?.pains.push(body.pain);
}

function told({ date, headache, said, seen, aura, acute, late, pains }) {
  const recorded = said || seen;
  return {
    date,
    class: headache ? "headache" : recorded ? "free" : "silent",
    worst_pain: recorded && pains.length > 0 ? Math.max(...pains) : null,
    aura,
    acute,
    recorded,
    recall: said && late && !seen,
  };
}
