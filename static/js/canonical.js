// One JSON value, one sequence of bytes (RFC 8785), and the names made from such bytes.
//
// A revision is named by its content, so the phone and the server must write the
// same value with the same bytes. tests/sync/vectors.json holds both to it.
// There are no floats on the wire: decimals travel as strings, counts as integers.

import { sha256 } from "./sha256.js";

// The namespace of every name we make from a natural key; diary/fields.py has the same.
export const LULL = "8f0c5d1e-6f0b-5b8e-9a53-6c756c6c0001";

const utf8 = new TextEncoder();

function quoted(text) {
  // A lone surrogate has no UTF-8 bytes; the encoder would quietly replace it.
  if (!text.isWellFormed()) throw new TypeError("canonical: a lone surrogate");
  return JSON.stringify(text); // ECMAScript's escapes are the ones RFC 8785 asks for.
}

function written(value) {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError("canonical: only whole numbers");
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    // The default sort compares UTF-16 code units, which is the order RFC 8785 names.
    const pairs = Object.keys(value).sort().map((key) => `${quoted(key)}:${written(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  throw new TypeError(`canonical: ${typeof value} has no canonical form`);
}

export function canonicalBytes(value) {
  return utf8.encode(written(value));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function dashed(digits) {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The name of a revision: the first 128 bits of SHA-256 over what it says and
// where it stands. Parents are sorted, so their order of arrival names nothing.
export function revId({ body, collection, deleted, device, device_n, parents, record_id }) {
  const said = { body, collection, deleted, device, device_n, parents: [...parents].sort(), record_id };
  return hex(sha256(canonicalBytes(said)).subarray(0, 16));
}

function stamped(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return dashed(hex(bytes));
}

// The same name gives the same id on every device and on the server (RFC 9562, version 5).
export async function uuid5(name, namespace = LULL) {
  const start = namespace.replaceAll("-", "").match(/../g).map((pair) => parseInt(pair, 16));
  const digest = await crypto.subtle.digest("SHA-1", Uint8Array.of(...start, ...utf8.encode(name)));
  return stamped(new Uint8Array(digest, 0, 16), 5);
}

export function uuid4() {
  return stamped(crypto.getRandomValues(new Uint8Array(16)), 4);
}

// Sorted by time of making, so new records lie together in the database (RFC 9562, version 7).
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = now; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return stamped(bytes, 7);
}
