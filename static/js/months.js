/* Months and weeks as a wall calendar has them. A month is "2026-11", a date "2026-11-22". */

import { kept, locale } from "./locale.js";

export const monthOf = (date) => date.slice(0, 7);

/* The month so many months after (or, below zero, before) another. */
export function addMonths(month, count) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

export function datesOf(month) {
  const [year, number] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length }, (_, place) => `${month}-${String(place + 1).padStart(2, "0")}`);
}

/* The day a week begins with, Monday being 1: as was chosen (lull.week: "1" to "7"), or as is the custom here. */
function firstWeekday() {
  const chosen = Number(localStorage.getItem("lull.week"));
  if (chosen >= 1 && chosen <= 7) return chosen;
  const here = new Intl.Locale(locale());
  return (here.getWeekInfo?.() ?? here.weekInfo)?.firstDay ?? 1;
}

/* How many cells stay empty before the first of a month. */
export function emptyBefore(month) {
  const weekday = new Date(`${month}-01T12:00:00Z`).getUTCDay() || 7;
  return (weekday - firstWeekday() + 7) % 7;
}

/* Seven dates, in the order of the columns; 5 January 1970 was a Monday. */
export function oneWeek() {
  return Array.from({ length: 7 }, (_, place) => new Date(Date.UTC(1970, 0, 4 + firstWeekday() + place)).toISOString().slice(0, 10));
}

/* "November", and the year where it is not this one. */
export function monthWords(month, thisYear) {
  return written(`${month}-01`, { month: "long", ...(month.slice(0, 4) !== thisYear && { year: "numeric" }) });
}

/* "13 October", and the year where it is not this one. */
export function dayOfMonth(date, thisYear = String(new Date().getFullYear())) {
  return written(date, { day: "numeric", month: "long", ...(date.slice(0, 4) !== thisYear && { year: "numeric" }) });
}

function written(date, form) {
  const format = kept(`date ${locale()} ${Object.keys(form)}`, () => new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...form }));
  return format.format(new Date(`${date}T12:00:00Z`));
}
