// SHA-256 (FIPS 180-4), at once. The browser's own answers later, in its own time; a tap in an attack
// that only names a few hundred bytes has no time for that. tests/js/test_canonical.py holds it to hashlib.

const PRIMES = [];
for (let next = 2; PRIMES.length < 64; next += 1) if (PRIMES.every((prime) => next % prime > 0)) PRIMES.push(next);
const start = (root) => (n) => Math.floor((root(n) % 1) * 2 ** 32);
const INITIAL = PRIMES.slice(0, 8).map(start(Math.sqrt));
const ROUND = Uint32Array.from(PRIMES, start(Math.cbrt));

const turned = (word, by) => (word >>> by) | (word << (32 - by));

// The 32 bytes of the digest of `bytes`.
export function sha256(bytes) {
  // A one, zeros, and the length in bits, up to whole blocks of 64 bytes.
  const padded = new DataView(new ArrayBuffer((bytes.length + 72) & ~63));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, BigInt(bytes.length) * 8n);
  const state = Uint32Array.from(INITIAL);
  for (let at = 0; at < padded.byteLength; at += 64) mix(state, schedule(padded, at));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, place) => digest.setUint32(place * 4, word));
  return new Uint8Array(digest.buffer);
}

function schedule(padded, at) {
  const words = new Uint32Array(64);
  for (let place = 0; place < 16; place += 1) words[place] = padded.getUint32(at + place * 4);
  for (let place = 16; place < 64; place += 1) {
    const [early, late] = [words[place - 15], words[place - 2]];
    const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[place] = words[place - 16] + small + words[place - 7] + large;
  }
  return words;
}

function mix(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let place = 0; place < 64; place += 1) {
    const chosen = (e & f) ^ (~e & g);
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + ROUND[place] + words[place]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, place) => { state[place] += word; });
}
