/* What an attack and its readings, doses and auras say together. Pure: records in, plain values out. */

import { lasting } from "./days.js";
import { dateIn } from "./moment.js";

/* The attack that is going on: the one begun last that has no end. Null when there is none. */
export function openAttack(attacks) {
  return openAttacks(attacks).at(-1) ?? null;
}

/* All that go on, earliest first. More than one is a question: two phones began one each, or one was never ended. */
export function openAttacks(attacks) {
  const open = attacks.filter(({ body }) => !body.ended_at);
  return open.sort((a, b) => Date.parse(a.body.started_at) - Date.parse(b.body.started_at));
}

/* The body of two attacks that were one: what the first says stays, the second fills what it left open, lists are joined. */
export function together(first, second) {
  const said = Object.entries(first).filter(([, value]) => value != null);
  const joined = said.map(([key, value]) => [key, Array.isArray(value) ? unionOf(value, second[key] ?? []) : value]);
  return { ...second, ...Object.fromEntries(joined) };
}

function unionOf(ours, theirs) {
  const name = (each) => each.name ?? each;
  return [...ours, ...theirs.filter((other) => !ours.some((each) => name(each) === name(other)))];
}

/* The attack that touches a calendar day, the latest if there are several; `known` is {attacks, pain_readings, …}.
   One whose end was forgotten says nothing about the days after it stopped to count (days.js). */
export function attackOn(date, known, now = new Date()) {
  const touching = known.attacks.filter((attack) => {
    const { started_at, zone } = attack.body;
    const { to } = lasting(attack, touchesOf(attack, childrenOf(attack, known)), now.getTime());
    return dateIn(started_at, zone) <= date && date <= dateIn(to, zone);
  });
  return touching.sort((a, b) => Date.parse(b.body.started_at) - Date.parse(a.body.started_at))[0] ?? null;
}

/* {pain_readings, doses, auras} of one attack, each in order of time. */
export function childrenOf(attack, { pain_readings = [], doses = [], auras = [] }) {
  const own = ({ body }) => body.attack_id === attack.id;
  const inOrder = (key) => (a, b) => Date.parse(a.body[key]) - Date.parse(b.body[key]);
  return {
    pain_readings: pain_readings.filter(own).sort(inOrder("at")),
    doses: doses.filter(own).sort(inOrder("taken_at")),
    auras: auras.filter(own).sort(inOrder("started_at")),
  };
}

/* The timeline of an attack: [{kind, at, zone, id, body}], kind start, pain, dose, aura, symptom or end; earliest first. */
export function timeline(attack, children) {
  const { zone } = attack.body;
  const rows = [
    { kind: "start", at: attack.body.started_at, id: attack.id, body: attack.body },
    ...children.pain_readings.map(({ id, body }) => ({ kind: "pain", at: body.at, id, body })),
    ...children.doses.map(({ id, body }) => ({ kind: "dose", at: body.taken_at, id, body })),
    ...children.auras.map(({ id, body }) => ({ kind: "aura", at: body.started_at, id, body })),
    ...(attack.body.symptoms ?? []).filter(({ at, present }) => at && present)
      .map((symptom) => ({ kind: "symptom", at: symptom.at, id: symptom.name, body: symptom })),
  ];
  if (attack.body.ended_at) rows.push({ kind: "end", at: attack.body.ended_at, id: attack.id, body: attack.body });
  const rank = { start: 0, end: 2 };
  return rows.map((row) => ({ ...row, zone: row.body.zone ?? zone })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (rank[a.kind] ?? 1) - (rank[b.kind] ?? 1));
}

export function worstOf({ pain_readings }) {
  return pain_readings.length > 0 ? Math.max(...pain_readings.map(({ body }) => body.pain)) : null;
}

/* Whether nothing was noted for so long (24 hours) that an open attack no longer counts: then we ask. */
export function isStale(attack, children, now) {
  return !attack.body.ended_at && !lasting(attack, touchesOf(attack, children), now.getTime()).running;
}

function touchesOf(attack, children) {
  return timeline(attack, children).map(({ at }) => Date.parse(at));
}

/* The parts of an attack nobody has answered yet; an empty list is an answer ("none of these"). */
export function detailsLeft({ body }) {
  const parts = {
    where: body.side ?? body.places,
    felt: body.qualities ?? body.severity ?? body.worse_with_activity ?? body.avoids_activity,
    with_it: body.symptoms,
    before: body.prodrome,
    effect: body.effect_work ?? body.effect_home ?? body.effect_social,
  };
  return Object.keys(parts).filter((part) => parts[part] == null);
}
