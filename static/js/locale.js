/* Dates, times and lengths as this reader writes them. The words between come from the markup. */

const DAY_MINUTES = 24 * 60;

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
  weekday: { weekday: "narrow" },
};

/* A date "YYYY-MM-DD" in words: long "Saturday 21 November", short "Sat 21 Nov", day "21", weekday "S". */
export function dateWords(date, form = "long") {
  const format = kept(`date ${locale()} ${form}`, () => new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...DATE_FORMS[form] }));
  // British English writes no comma after the day of the week; the short lines of a phone need none either.
  return format.format(new Date(`${date}T12:00:00Z`)).replace(/^(\p{L}+\.?), (?=\d)/u, "$1 ");
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
