/* What a sheet needs to change or add one entry of an attack's timeline: entryOf(kind, row, attack, store). */

import { uuid7 } from "../canonical.js";
import { classOfName } from "../drugs.js";

const COLLECTIONS = { pain: "pain_readings", dose: "doses", aura: "auras" };
const TIMES = { pain: "at", dose: "taken_at", aura: "started_at" };
const REQUIRED = { pain: ["pain", "at"], dose: ["medication_id", "taken_at"], aura: ["kind", "started_at"], symptom: ["name", "at"] };

/* `row` of timeline(), or null for a new one. `medications` are the patient's own. */
export function entryOf(kind, row, attack, { store, medications }) {
  return { key: row?.id ?? row?.body.name ?? attack.id, ...kindOf(kind, row, attack, { store, medications }) };
}

function kindOf(kind, row, attack, { store, medications }) {
  if (kind === "start" || kind === "end") return endOf(kind, attack, store);
  if (kind === "symptom") return symptomOf(row, attack, store);
  const collection = COLLECTIONS[kind];
  let id = row?.id ?? null;
  const fresh = { attack_id: attack.id, [TIMES[kind]]: momentFor(attack), zone: attack.body.zone };
  return {
    body: row ? { ...row.body } : fresh,
    required: REQUIRED[kind],
    isNew: !row,
    settle: kind === "dose" ? (body, name) => withUsualAmount(body, name, medications) : undefined,
    changes: async (body) => [...(kind === "dose" ? newMedication(body, medications) : []), [collection, id, body]],
    written: (records) => { id = records.at(-1).id; },
    remove: async () => [[collection, id, null]],
  };
}

/* Where a new entry begins: now in an attack that goes on, else at its start; its time can be changed. */
function momentFor({ body }) {
  return body.ended_at ? body.started_at : new Date().toISOString();
}

function endOf(kind, attack, store) {
  const body = { ...attack.body, ended_at: attack.body.ended_at ?? (kind === "end" ? new Date().toISOString() : null) };
  const keys = kind === "start" ? ["started_at"] : ["ended_at", "slept_it_off", "woke_without"];
  return {
    body,
    required: ["started_at"],
    changes: async (changed) => {
      const now = (await store.get("attacks", attack.id))?.body ?? attack.body;
      return [["attacks", attack.id, { ...now, ...Object.fromEntries(keys.map((key) => [key, changed[key] ?? null])) }]];
    },
  };
}

/* Symptoms live in the attack itself, each named once. */
function symptomOf(row, attack, store) {
  let before = row?.body.name ?? null;
  const others = async (name) => {
    const { body } = await store.get("attacks", attack.id);
    return [body, (body.symptoms ?? []).filter((each) => each.name !== before && each.name !== name)];
  };
  return {
    body: row ? { ...row.body } : { at: momentFor(attack) },
    zone: attack.body.zone,
    required: REQUIRED.symptom,
    isNew: !row,
    changes: async ({ name, at }) => {
      const [body, rest] = await others(name);
      before = name;
      return [["attacks", attack.id, { ...body, symptoms: [...rest, { name, present: true, at }] }]];
    },
    remove: async () => {
      const [body, rest] = await others(before);
      return [["attacks", attack.id, { ...body, symptoms: rest.length > 0 ? rest : null }]];
    },
  };
}

function withUsualAmount(body, name, medications) {
  if (name !== "medication_id" || body.amount) return body;
  const usual = medications.find(({ id }) => id === body.medication_id)?.body;
  return { ...body, amount: usual?.amount ?? null, unit: usual?.unit ?? null };
}

/* A name instead of an id: a medicine of the patient's that is not written down yet. */
function newMedication(body, medications) {
  const name = body.medication_id;
  if (medications.some(({ id }) => id === name) || /^[0-9a-f-]{36}$/.test(name)) return [];
  body.medication_id = uuid7();
  return [["medications", body.medication_id, { name, kind: "acute", drug_class: classOfName(name) }]];
}
