/* How an infusion stands: what it says of itself, what can be done with it now, and what that writes. Pure. */

import { clockTimes } from "../clock_times.js";

const OVER = ["completed", "not-done", "entered-in-error"];

/* "planned", "running", "held", "watched" (ended, and still in the chair) or "over" (to read). */
export function phaseOf(infusion, discharge) {
  if (OVER.includes(infusion.status)) return "over";
  if (infusion.status === "preparation") return "planned";
  if (infusion.status === "stopped") return discharge ? "over" : "watched";
  if (infusion.ended_at) return "watched";
  return infusion.status === "on-hold" ? "held" : "running";
}

/* What the header offers in each phase. */
export const ACTIONS = {
  planned: ["start", "cancel"],
  running: ["hold", "end", "stop"],
  held: ["resume", "end", "stop"],
  watched: ["reopen"],
  over: [],
};

/* The fields that an action changes. `reason` is asked for by those in ASKS. */
export const ASKS = ["hold", "stop", "cancel"];

export function changeOf(action, infusion, at, reason = "") {
  const pauses = infusion.interruptions ?? [];
  return {
    start: () => ({ status: "in-progress", started_at: at }),
    hold: () => ({ status: "on-hold", interruptions: [...pauses, { at, reason }] }),
    resume: () => ({ status: "in-progress", interruptions: closed(pauses, at) }),
    end: () => ({ status: "in-progress", ended_at: at, interruptions: closed(pauses, at) }),
    reopen: () => ({ status: "in-progress", ended_at: null, stop_reason: null }),
    stop: () => ({ status: "stopped", ended_at: at, stop_reason: reason, interruptions: closed(pauses, at) }),
    cancel: () => ({ status: "not-done", stop_reason: reason }),
  }[action]();
}

/* The pause that goes on, or null. */
export function openPause(infusion) {
  return (infusion.interruptions ?? []).findLast(({ until }) => !until) ?? null;
}

/* The clock times after the start, in milliseconds; null where nothing says. */
export function timesAfter(infusion, instructions) {
  return clockTimes(infusion.started_at ?? infusion.planned_at, instructions ?? {}, infusion.ended_at);
}

/* The questions that were answered yes and that nobody has signed off, with what waits counted in. */
export function openQuestions(state, clearance) {
  return clearance && (clearance.checklist_rev ?? null) === state.checklist_rev ? [] : state.uncleared;
}

function closed(pauses, at) {
  return pauses.map((pause) => (pause.until ? pause : { ...pause, until: at }));
}
