/* The rows of the chair: before, every quarter of an hour, at the end, at discharge; which one is next, and when.
   Pure: records and moments in, values out. What is due is as in diary/infusions/due.py: both are held to
   tests/infusions/cases/due.json. */

const MINUTE = 60_000;
const QUARTER = 15;
const LAST = 600;
/* From so many minutes on a reading is told to be late. */
const LATE = 3;

/* {rows: [slot], current: {slot, due} | null, next: {slot, due} | null}; due in milliseconds, null where nothing says.
   `taken` is the set of slots with vital signs; `known` those with anything at all. A quarter of an hour that passed
   whole without a reading is left out of what is due, and stays in the table to be filled in. */
export function rowsOf(infusion, { taken, known, observation = null }, now) {
  const start = moment(infusion.started_at);
  const end = moment(infusion.ended_at);
  const current = currentOf({ start, end, observation, taken }, infusion, now);
  const numbers = [...known, current?.slot].filter((slot) => /^\d+$/.test(slot ?? "")).map(Number);
  const passed = start === null ? 0 : Math.floor(((end ?? now) - start) / MINUTE / QUARTER) * QUARTER;
  const missed = quartersUpTo(Math.min(Math.max(...numbers, end === null ? Math.min(passed, LAST) : passed - QUARTER), LAST));
  const quarters = [...new Set([...numbers, ...missed])].sort((a, b) => a - b);
  const after = end === null ? [] : quarters.filter((minutes) => start + minutes * MINUTE > end);
  const rows = ["before", ...quarters.filter((minutes) => !after.includes(minutes)).map(String)];
  if (end !== null || known.has("end")) rows.push("end");
  rows.push(...after.map(String));
  if (known.has("discharge") || current?.slot === "discharge") rows.push("discharge");
  return { rows, current, next: nextOf({ start, end, observation, taken }, current) };
}

/* When a reading of this slot is due, in milliseconds. */
export function dueOf(slot, { start, end, observation, planned = null }) {
  if (slot === "before") return start ?? planned;
  if (slot === "end") return end;
  if (slot === "discharge") return end === null || observation === null ? null : end + observation * MINUTE;
  return start === null ? null : start + Number(slot) * MINUTE;
}

/* Minutes that a reading is late, 0 while it is not, and minutes until it is due, 0 from then on. */
export function lateness(due, now) {
  if (due === null) return { late: 0, until: 0 };
  const minutes = Math.floor((now - due) / MINUTE);
  return { late: minutes >= LATE ? minutes : 0, until: Math.max(0, Math.ceil((due - now) / MINUTE)) };
}

/* A quarter of an hour for one more reading after the end, or null where there is none. */
export function extraSlot(infusion, taken, now) {
  const start = moment(infusion.started_at);
  if (start === null) return null;
  const nearest = Math.max(QUARTER, Math.round((now - start) / MINUTE / QUARTER) * QUARTER);
  const slot = [nearest, nearest + QUARTER].find((minutes) => !taken.has(String(minutes)));
  return slot === undefined || slot > LAST ? null : String(slot);
}

function currentOf(known, infusion, now) {
  const { start, end, taken } = known;
  const of = (slot) => ({ slot, due: dueOf(slot, { ...known, planned: moment(infusion.planned_at) }) });
  if (start === null) return taken.has("before") ? null : of("before");
  if (end !== null) return taken.has("discharge") ? null : of(taken.has("end") ? "discharge" : "end");
  const passed = Math.floor((now - start) / MINUTE / QUARTER) * QUARTER;
  const minutes = Math.max(lastTaken(taken) + QUARTER, passed, QUARTER);
  return minutes > LAST ? null : of(String(minutes));
}

/* What comes after the row that is open: the next quarter, or the discharge. */
function nextOf(known, current) {
  if (!current) return null;
  const slot = { before: known.start === null ? null : "15", end: "discharge", discharge: null }[current.slot];
  if (slot === undefined) return { slot: String(Number(current.slot) + QUARTER), due: current.due + QUARTER * MINUTE };
  return slot === null ? null : { slot, due: dueOf(slot, known) };
}

function lastTaken(taken) {
  return Math.max(0, ...[...taken].filter((slot) => /^\d+$/.test(slot)).map(Number));
}

function quartersUpTo(most) {
  return Array.from({ length: Math.max(0, Math.floor(most / QUARTER)) }, (_, place) => (place + 1) * QUARTER);
}

function moment(text) {
  return text ? Date.parse(text) : null;
}
