/* The arithmetic of what is given: Σ rate × kg × h, mg ↔ mg/kg, and whether the pump says the same. Pure, and the same
   as diary/infusions/dosing.py: both are held to tests/infusions/cases/dosing.json. Decimals come and go as text, and
   are reckoned exactly. These checks catch slips of the hand; they are not dosing advice. */

/* A total that differs from the sum by more than this share, in per cent, is asked about. */
const TOLERANCE = 10n;
/* mg/kg/h and mg/kg above which a number is pointed out; mg/kg/h above which a reason is asked for. */
export const UNUSUAL_RATE = "2";
export const UNUSUAL_BOLUS = "0.5";
export const UNLIKELY_RATE = "7";

const PLACES = 6;
const UNIT = 10n ** BigInt(PLACES);
const HOUR = 3_600_000n;
/* One milligram, where rate × kg × milliseconds is counted. */
const MG = UNIT * UNIT * HOUR;

/* What was given until the infusion ended, or until `until` while it runs, in mg with one place:
   {steps: [{from_at, to, rate, mg}], bolus, sprays, total}. Interruptions are left out; one that nobody ended holds to
   the end. `total` is null while something of it is missing. */
export function given(body, until = null) {
  const end = body.ended_at ?? until;
  const kg = scaled(body.weight_kg);
  const timed = [...(body.rate_steps ?? [])].sort((a, b) => Date.parse(a.from_at) - Date.parse(b.from_at));
  const pauses = pausesOf(body.interruptions ?? [], end);
  const steps = timed.map((step, place) => stepOf(step, earlier(timed[place + 1]?.from_at, end), kg, pauses));
  const bolus = bolusOf(body, kg);
  const sprays = timesOf(scaled(body.sprays), scaled(body.mg_per_spray));
  const hasBolus = Boolean(body.bolus_mg || body.bolus_mg_per_kg);
  const parts = [...steps.map(({ exact }) => exact), ...(hasBolus ? [bolus] : []), ...(body.sprays ? [sprays] : [])];
  const isWhole = parts.length > 0 && !parts.includes(null);
  return {
    steps: steps.map(({ exact, ...step }) => ({ ...step, mg: inTenths(exact) })),
    bolus: inTenths(bolus),
    sprays: inTenths(sprays),
    total: isWhole ? inTenths(parts.reduce((sum, part) => sum + part, 0n)) : null,
  };
}

/* How far `total` is from `sum`: {percent, over, outside}, null where one is missing or nothing was given. */
export function difference(total, sum) {
  const [said, known] = [scaled(total), scaled(sum)];
  if (said === null || known === null || known === 0n) return null;
  const off = said > known ? said - known : known - said;
  return { percent: Number(rounded(100n * off, known, 0)), over: said > known, outside: 100n * off > TOLERANCE * known };
}

/* mg/kg of a bolus of so many mg, with three places; null where one is missing. */
export function perKg(mg, kg) {
  const [dose, weight] = [scaled(mg), scaled(kg)];
  return dose === null || !weight ? null : trimmed(rounded(dose, weight, 3));
}

/* mg of so many mg/kg, with two places. */
export function inMg(mgPerKg, kg) {
  return product(mgPerKg, kg);
}

/* mg of so many sprays of so many mg. */
export function ofSprays(sprays, mgPerSpray) {
  return product(sprays, mgPerSpray);
}

/* By the field, what is "unusual", or "unlikely" and asks for a reason that was not given. */
export function pointedOut(body) {
  const found = {};
  (body.rate_steps ?? []).forEach(({ rate_mg_per_kg_h: rate }, place) => {
    if (!above(rate, UNUSUAL_RATE)) return;
    found[`rate_steps.${place}.rate_mg_per_kg_h`] = above(rate, UNLIKELY_RATE) && !body.override_reason ? "unlikely" : "unusual";
  });
  const [mg, kg] = [scaled(body.bolus_mg), scaled(body.weight_kg)];
  if (above(body.bolus_mg_per_kg, UNUSUAL_BOLUS)) found.bolus_mg_per_kg = "unusual";
  else if (!body.bolus_mg_per_kg && mg !== null && kg && mg * UNIT > scaled(UNUSUAL_BOLUS) * kg) found.bolus_mg = "unusual";
  return found;
}

/* Whether one decimal is above another. */
export function above(number, limit) {
  const value = scaled(number);
  return value !== null && value > scaled(limit);
}

/* What was typed as a decimal of the wire: a comma is a point. null for nothing, undefined where it is no number. */
export function decimalTyped(text) {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : undefined;
}

function stepOf({ from_at, rate_mg_per_kg_h: rate }, to, kg, pauses) {
  const speed = scaled(rate);
  const isKnown = from_at && to && speed !== null && kg !== null && pauses !== null;
  return { from_at, to, rate, exact: isKnown ? speed * kg * running(Date.parse(from_at), Date.parse(to), pauses) : null };
}

function earlier(following, end) {
  if (!following || !end) return following ?? end;
  return Date.parse(following) < Date.parse(end) ? following : end;
}

/* The interruptions as [from, to], those that overlap made one; null while one of them is not known. */
function pausesOf(interruptions, end) {
  const found = [];
  const sorted = [...interruptions].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const { at, until } of sorted) {
    const [from, to] = [Date.parse(at), Date.parse(until ?? end)];
    if (Number.isNaN(from) || Number.isNaN(to)) return null;
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/* Milliseconds from one moment to another without what is interrupted. */
function running(from, to, pauses) {
  const paused = pauses.reduce((sum, [at, until]) => sum + Math.max(0, Math.min(to, until) - Math.max(from, at)), 0);
  return BigInt(Math.max(0, to - from) - paused);
}

/* Bolus and sprays, counted as rates are. */
function bolusOf({ bolus_mg: mg, bolus_mg_per_kg: perKilogram }, kg) {
  if (mg) return scaled(mg) * (MG / UNIT);
  return perKilogram ? timesOf(scaled(perKilogram), kg) : null;
}

function timesOf(one, other) {
  return one === null || other === null ? null : one * other * HOUR;
}

function inTenths(exact) {
  return exact === null ? null : rounded(exact, MG, 1);
}

function product(one, other) {
  const [a, b] = [scaled(one), scaled(other)];
  return a === null || b === null ? null : trimmed(rounded(a * b, UNIT * UNIT, 2));
}

/* "0.30" and 3 as whole millionths; null for nothing. */
function scaled(value) {
  if (value === null || value === undefined || value === "") return null;
  const [whole, rest = ""] = String(value).split(".");
  return BigInt(whole || "0") * UNIT + BigInt(rest.padEnd(PLACES, "0").slice(0, PLACES));
}

/* numerator ÷ denominator with so many places; a half goes to the even neighbour, as in diary/infusions/dosing.py. */
function rounded(numerator, denominator, places) {
  const shifted = numerator * 10n ** BigInt(places);
  const [floor, twice] = [shifted / denominator, 2n * (shifted % denominator)];
  const up = twice > denominator || (twice === denominator && floor % 2n === 1n);
  const digits = String(floor + (up ? 1n : 0n)).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
