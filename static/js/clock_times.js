/* The clock of an infusion's day: from when to eat nothing, when to come, until when not to drive. Pure, and the same
   as diary/infusions/clock_times.py: both are held to tests/infusions/cases/clock_times.json. Minutes and hours are
   time that passes, so what comes out are moments; the clock of the infusion's zone shows them afterwards. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/* The moments, in milliseconds; null where the clinic says nothing about one. What comes after the infusion counts
   from `ended_at`, and from the planned end until it has ended. */
export function clockTimes(planned_at, times, ended_at = null) {
  const planned = Date.parse(planned_at);
  const before = (minutes) => after(planned, minutes == null ? null : -minutes * MINUTE);
  const planned_end = after(planned, lengthOf(times.planned_minutes, MINUTE));
  const end = ended_at ? Date.parse(ended_at) : planned_end;
  return {
    no_solid_food_from: before(times.solid_food_minutes),
    light_meal_until: before(times.light_meal_minutes),
    clear_liquids_until: before(times.clear_liquids_minutes),
    arrive_at: before(times.arrive_minutes_before),
    planned_end,
    observation_until: after(end, lengthOf(times.observation_minutes, MINUTE)),
    no_driving_until: after(end, lengthOf(times.no_driving_hours, HOUR)),
    no_alcohol_until: after(end, lengthOf(times.no_alcohol_hours, HOUR)),
  };
}

function lengthOf(count, unit) {
  return count == null ? null : count * unit;
}

function after(moment, length) {
  return moment === null || length === null ? null : moment + length;
}
