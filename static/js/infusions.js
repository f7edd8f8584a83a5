/* Infusions of the clinic and of the patient's own keeping, with the pain around each. Pure: records in, values out. */

import { dateIn } from "./moment.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HIDDEN = ["not-done", "entered-in-error"];
const LATE = ["end", "discharge", "24h", "7d"];

/* before, 15, 30 … 600, end, discharge, 24h, 7d: the order of time. */
function slotRank(slot) {
  if (slot === "before") return -1;
  return LATE.includes(slot) ? 10_000 + LATE.indexOf(slot) : Number(slot);
}

const bySlot = ([one], [other]) => slotRank(one) - slotRank(other);

/* All infusions, the newest first: [{id, own, date, zone, at, ended, route, course_id, status, place, planned, pains}].
   `pains` maps a slot to {pain, at}. One that the clinic has linked to its own record is shown once. */
export function entriesOf({ infusions = [], own_infusions = [], infusion_pains = [] }) {
  const given = infusions.filter(({ body }) => !HIDDEN.includes(body.status));
  const linked = new Map(given.filter(({ body }) => body.own_infusion_id).map(({ id, body }) => [body.own_infusion_id, id]));
  // What was noted for the clinic's record stands over what was noted for the entry that is linked to it.
  const ordered = [...infusion_pains].sort((one, other) => linked.has(other.body.infusion_id) - linked.has(one.body.infusion_id));
  const pains = Map.groupBy(ordered, ({ body }) => linked.get(body.infusion_id) ?? body.infusion_id);
  const painsOf = (id) => new Map((pains.get(id) ?? []).map(({ body }) => [body.slot, { pain: body.pain, at: body.at }]).sort(bySlot));
  const entries = [
    ...given.map(({ id, body }) => {
      const own = own_infusions.find((each) => each.id === body.own_infusion_id)?.body;
      return fromClinic(id, body, withOwn(painsOf(id), own));
    }),
    ...own_infusions.filter(({ id }) => !linked.has(id)).map(({ id, body }) => fromPatient(id, body, painsOf(id))),
  ];
  return entries.sort((a, b) => (a.date === b.date ? (b.at ?? 0) - (a.at ?? 0) : a.date < b.date ? 1 : -1));
}

function fromClinic(id, body, pains) {
  const at = body.started_at ?? body.planned_at;
  return {
    id, own: false, pains, body, zone: body.zone, route: body.route, course_id: body.course_id ?? null, place: null,
    date: dateIn(at, body.zone), at: Date.parse(at), ended: body.ended_at ? Date.parse(body.ended_at) : null,
    started: Boolean(body.started_at), planned: body.status === "preparation" && !body.started_at,
  };
}

/* What the patient noted of before and after stands where nothing was tapped for the slot. */
function withOwn(pains, own) {
  const noted = [["before", own?.pain_before], ["end", own?.pain_after]].filter(([slot, pain]) => pain != null && !pains.has(slot));
  return new Map([...pains, ...noted.map(([slot, pain]) => [slot, { pain, at: null }])].sort(bySlot));
}

function fromPatient(id, body, pains) {
  return {
    id, own: true, body, zone: body.zone, route: body.route, course_id: null, place: body.place ?? null, date: body.date, at: null,
    ended: null, started: true, planned: false, pains: withOwn(pains, body),
  };
}

/* Entries under their course, both the newest first: [{course, entries}]; own ones have no course. */
export function byCourse(entries, courses) {
  const known = new Map(courses.map((course) => [course.id, course]));
  const groups = Map.groupBy(entries, ({ course_id }) => (known.has(course_id) ? course_id : null));
  return [...groups].map(([id, own]) => ({ course: known.get(id) ?? null, entries: own }));
}

/* The slot this moment belongs to, or null when no answer is due. */
export function slotNow(entry, now) {
  const start = startOf(entry);
  if (entry.ended !== null || entry.pains.has("end")) return slotAfter(entry, now);
  if (!entry.started || start === null || now < start) return now > (entry.at ?? now) - 12 * HOUR ? "before" : null;
  const quarter = Math.round((now - start) / (15 * MINUTE)) * 15;
  if (quarter > 600) return slotAfter(entry, now);
  return quarter === 0 ? "before" : String(quarter);
}

function startOf({ own, at, pains }) {
  if (!own) return at;
  const first = [...pains.values()].map((each) => each.at).find(Boolean);
  return first ? Date.parse(first) : null;
}

function slotAfter({ ended, pains, at, date }, now) {
  const last = ended ?? Date.parse(pains.get("end")?.at ?? NaN);
  const end = Number.isNaN(last) ? at ?? Date.parse(`${date}T12:00:00Z`) : last;
  const since = now - end;
  if (since >= 6 * DAY && since < 10 * DAY) return "7d";
  if (since >= 18 * HOUR && since < 3 * DAY) return "24h";
  if (since < 20 * MINUTE && !pains.has("end")) return "end";
  return since < 6 * HOUR ? "discharge" : null;
}

/* The one whose pain is asked for now: today's, or one whose day after or week after has come. */
export function askedNow(entries, now, today) {
  const due = (entry) => {
    const slot = slotNow(entry, now);
    if (entry.planned && entry.date !== today) return false;
    if (slot === "24h" || slot === "7d") return !entry.pains.has(slot);
    return entry.date === today || (slot !== null && entry.at !== null && now - entry.at < DAY && now > entry.at);
  };
  return entries.find(due) ?? null;
}

/* The slots to choose from: those answered, those up to now, and what comes after. */
export function slotsOf(entry, now) {
  const start = startOf(entry);
  const until = entry.ended ?? now;
  const minutes = start === null ? 60 : Math.max(45, Math.min(600, (until - start) / MINUTE + (entry.ended ? 0 : 15)));
  const quarters = Array.from({ length: Math.floor(minutes / 15) }, (_, place) => String(15 * (place + 1)));
  const all = new Set(["before", ...quarters, ...LATE, ...entry.pains.keys()]);
  return [...all].sort((a, b) => slotRank(a) - slotRank(b));
}

/* When a slot was, for an answer given later: the nearest moment known. */
export function momentOf(entry, slot, now) {
  const start = startOf(entry) ?? Date.parse(`${entry.date}T12:00:00Z`);
  const end = entry.ended ?? start + 60 * MINUTE;
  const nominal = { before: start, end, discharge: end + 60 * MINUTE, "24h": end + DAY, "7d": end + 7 * DAY };
  return new Date(Math.min(now, nominal[slot] ?? start + Number(slot) * MINUTE)).toISOString();
}
