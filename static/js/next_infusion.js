/* Which infusion is prepared for, which one is being recovered from, and what is asked about it now.
   Pure: entries of js/infusions.js and moments in, values out. */

import { clockTimes } from "./clock_times.js";
import { addDays, dateIn } from "./moment.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVENING = 17;
const [MORNING, NOON_IS_OVER] = [4, 15];

/* The soonest planned one from today on, or null. */
export function aheadOf(entries, today) {
  return entries.filter(({ planned, date }) => planned && date >= today).at(-1) ?? null;
}

/* The one given by the clinic last, while it still asks for care: its rest from driving and alcohol, and the morning
   after it. */
export function recentOf(entries, instructions, now) {
  const given = entries.find(({ own, started, at }) => !own && started && at !== null && at <= now);
  if (!given) return null;
  const times = timesOf(given, instructions.get(given.id) ?? {}, now);
  const rest = Math.max(times.no_driving_until ?? 0, times.no_alcohol_until ?? 0, (given.ended ?? given.at) + 36 * HOUR);
  return now < rest ? given : null;
}

/* The clock times of an entry. `overdue` where it should have ended and nobody said when it did: what follows from the
   end is then unknown, and an hour too early would be worse than none. */
export function timesOf(entry, instructions, now) {
  const planned = entry.body.planned_at ?? entry.body.started_at;
  const from = clockTimes(planned, instructions);
  if (!entry.started) return { ...from, overdue: false };
  const since = clockTimes(entry.body.started_at, instructions, entry.body.ended_at);
  const overdue = entry.ended === null && (since.planned_end === null || now > since.planned_end);
  const after = overdue ? { observation_until: null, no_driving_until: null, no_alcohol_until: null } : afterIn(since);
  return { ...from, ...after, overdue };
}

function afterIn({ planned_end, observation_until, no_driving_until, no_alcohol_until }) {
  return { planned_end, observation_until, no_driving_until, no_alcohol_until };
}

/* The quarter of an hour that is next to be asked for, in milliseconds, or null when it is over or not begun. */
export function nextQuarter({ own, started, at, ended, pains }, now) {
  if (own || !started || ended !== null || pains.has("end") || now < at) return null;
  const passed = Math.round((now - at) / (15 * MINUTE)) * 15;
  const due = passed > 0 && !pains.has(String(passed)) ? passed : passed + 15;
  return due > 600 ? null : at + due * MINUTE;
}

/* "evening" on the day it ended, "morning" on the day after; null when nothing is asked. */
export function askedAbout({ ended, zone }, now) {
  if (ended === null || now < ended) return null;
  const [then, today] = [dateIn(ended, zone), dateIn(now, zone)];
  const hour = hourIn(now, zone);
  if (today === then) return hour >= EVENING ? "evening" : null;
  return today === addDays(then, 1) && hour >= MORNING && hour < NOON_IS_OVER ? "morning" : null;
}

function hourIn(moment, zone) {
  return Number(new Intl.DateTimeFormat("en-US", { hour: "2-digit", hourCycle: "h23", timeZone: zone }).format(moment));
}
