/* Dates, times and lengths as this reader writes them. The words between come from the markup. */

const DAY_MINUTES = 24 * 60;
const WEEK_MS = 7 * 86_400_000;

/* The page's language in the reader's own regional form: en-GB on a page in English, if that is how they read it. */
export function locale() {
  const page = document.documentElement.lang || "en";
  const own = (navigator.languages ?? []).find((each) => each.split("-")[0] === page.split("-")[0]);
  return own ?? page;
}

/* Making a formatter takes milliseconds on a slow phone, so each is made once: kept("…", () => new Intl…). */
const formats = new Map();

export function kept(name, make) {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name);
}

/* 14:05, or 2:05 pm where that is the custom or was chosen (lull.clock: "12" or "24"). */
export function clock(instant, zone) {
  const chosen = localStorage.getItem("lull.clock");
  return kept(`clock ${locale()} ${chosen} ${zone}`, () => clockFormat(chosen, zone)).format(new Date(instant));
}

function clockFormat(chosen, timeZone) {
  const form = { minute: "2-digit", timeZone, ...({ 12: { hourCycle: "h12" }, 24: { hourCycle: "h23" } }[chosen]) };
  const { hourCycle } = new Intl.DateTimeFormat(locale(), { hour: "numeric", ...form }).resolvedOptions();
  return new Intl.DateTimeFormat(locale(), { hour: hourCycle === "h23" ? "2-digit" : "numeric", ...form });
}

const DATE_FORMS = {
  long: { weekday: "long", day: "numeric", month: "long" },
  middle: { weekday: "long", day: "numeric", month: "short" },
  short: { weekday: "short", day: "numeric", month: "short" },
  brief: { weekday: "short", day: "numeric" },
  day: { day: "numeric" },
  name: { weekday: "short" },
  weekday: { weekday: "narrow" },
};

/* A date "YYYY-MM-DD" in words: long "Saturday 21 November", short "Sat 21 Nov", day "21", name "Sat", weekday "S".
   Where the month is named, so is a year that is not this one. */
export function dateWords(date, form = "long") {
  const isOther = DATE_FORMS[form].month && date.slice(0, 4) !== String(new Date().getFullYear());
  const parts = { timeZone: "UTC", ...DATE_FORMS[form], ...(isOther && { year: "numeric" }) };
  const format = kept(`date ${locale()} ${form} ${isOther}`, () => new Intl.DateTimeFormat(locale(), parts));
  // British English writes no comma after the day of the week; the short lines of a phone need none either.
  return format.format(new Date(`${date}T12:00:00Z`)).replace(/^(\p{L}+\.?), (?=\d)/u, "$1 ");
}

/* The short form of a date before `today`: "Sat 21" within the last week, then with its month. */
export function recentWords(date, today) {
  return dateWords(date, Date.parse(today) - Date.parse(date) < WEEK_MS ? "brief" : "short");
}

/* A length in whole minutes as {key, values} for word(): "days", "hours" or "minutes". */
export function lengthOf(milliseconds) {
  const total = Math.max(0, Math.floor(milliseconds / 60_000));
  const days = Math.floor(total / DAY_MINUTES);
  const hours = Math.floor((total % DAY_MINUTES) / 60);
  const minutes = total % 60;
  if (total >= 2 * DAY_MINUTES) return ["length_days", { days, hours }];
  if (total >= 60) return ["length_hours", { hours: hours + days * 24, minutes }];
  return ["length_minutes", { minutes }];
}

/* A decimal as it is written here: "0.50" becomes 0,5 in Spanish. */
export function decimal(text) {
  return kept(`number ${locale()}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 })).format(Number(text));
}

/* "one", "other" and so on: the form of a sentence that goes with a count here. */
export function plural(count) {
  return kept(`plural ${locale()}`, () => new Intl.PluralRules(locale())).select(count);
}
