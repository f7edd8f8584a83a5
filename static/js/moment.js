// Instants, zones and days as the wire writes them. Days belong to a zone, never to UTC.

const DAY = 86_400_000;
const formats = new Map();

function formatIn(zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    }));
  }
  return formats.get(zone);
}

let here = { zone: null, asked: 0 };

// The zone of this device, by its IANA name. Asking costs milliseconds on a slow phone, and nobody
// changes zones twice in a minute.
export function zoneHere(now = Date.now()) {
  if (!here.zone || !(Math.abs(now - here.asked) <= 60_000)) {
    here = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC", asked: now };
  }
  return here.zone;
}

// The local date "YYYY-MM-DD" of an instant (a Date or RFC 3339 text) in a zone.
export function dateIn(instant, zone) {
  const at = new Date(instant).getTime();
  const text = new Date(at + offsetIn(at, zone) * 60_000).toISOString();
  return text.slice(0, -14).replace(/^\+0*/, "");
}

// Minutes east of UTC at that instant in that zone. To ask is slow, and a calendar wants to know a thousand times:
// a zone that has one offset at both ends of a day of UTC has it all day.
export function offsetIn(instant, zone) {
  const at = new Date(instant).getTime();
  const day = Math.floor(at / DAY) * DAY;
  const offset = offsetAt(day, zone);
  return offset === offsetAt(day + DAY, zone) ? offset : asked(at, zone);
}

const offsets = new Map();

function offsetAt(midnight, zone) {
  if (!offsets.has(zone)) offsets.set(zone, new Map());
  const known = offsets.get(zone);
  if (!known.has(midnight)) known.set(midnight, asked(midnight, zone));
  return known.get(midnight);
}

function asked(at, zone) {
  const parts = formatIn(zone).formatToParts(at);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((asUtc - Math.floor(at / 1000) * 1000) / 60_000);
}

// What a revision says of the moment it was saved; a clock that may be wrong, so it orders nothing.
export function localTime(now) {
  const offset = -now.getTimezoneOffset();
  const local_date = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 10);
  return { at: now.toISOString(), zone: zoneHere(), offset, local_date };
}

// The date so many days after another, as text; dates have no zone and no hours.
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export const daysBetween = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / DAY);

// Milliseconds of the first instant that shows `date` in `zone`; null where the date was left out,
// as at the date line. Where midnight is left out, the day begins at one.
function startOfDay(date, zone) {
  const utc = Date.parse(`${date}T00:00:00Z`);
  const offsets = [utc - DAY, utc + DAY].map((near) => offsetIn(near, zone));
  const starts = offsets.map((offset) => utc - offset * 60_000).filter((start) => dateIn(start, zone) === date);
  return starts.length > 0 ? Math.min(...starts) : null;
}

// A stretch of time cut at the midnights of a zone: [{date, from, to}], in milliseconds.
export function cutIntoDays(from, to, zone) {
  const pieces = [];
  for (let at = from, date = dateIn(from, zone); at < to; ) {
    let next = addDays(date, 1);
    while (startOfDay(next, zone) === null) next = addDays(next, 1);
    const end = Math.min(to, startOfDay(next, zone));
    pieces.push({ date, from: at, to: end });
    [at, date] = [end, next];
  }
  return pieces;
}
