/* One infusion as this page knows it: what the server said, what was typed since, and whether they meet.
   Fires `change` whenever something of it is different. Times are the server's, as far as they are known. */

import { ask } from "../wire.js";
import { entryOf, recordOf, shownOf } from "./entries.js";
import { Queue } from "./queue.js";

/* How many entries one number of the page has room for: RECORDS of diary/clinic/operations.py. */
const NUMBER_ROOM = 1024;

export class Chair extends EventTarget {
  #state;
  #address;
  #queue;
  #skew = 0;
  #written = 0;
  #turn = Promise.resolve();
  #shown = null;

  /* Where the page stands with the server: "" or the kind of the last failure (js/wire.js), or "gone". */
  trouble = "";
  /* Who is signed in now, where that is somebody else than whoever typed what waits or stands in a field. */
  other = null;
  /* Whether something is typed on the page that was not said to be written; the page says. */
  isTyped = () => false;
  /* What the server refused, by key: {body, error, fields}; it stays until something of that key is saved. */
  refused = new Map();

  constructor(state, address) {
    super();
    this.#address = address;
    this.#queue = new Queue((entries) => ask(`${address}/entries`, { body: { device: this.#state.device, entries } }), (told) => this.#told(told));
    this.#take(state);
  }

  get state() {
    return this.#state;
  }

  /* The records as they stand with what waits: {KEY: {collection, record_id, versions}}. */
  get records() {
    this.#shown ??= shownOf(this.#state.records, this.#queue.waiting, { who: this.#state.signed_in });
    return this.#shown;
  }

  get zone() {
    return this.body("infusion")?.zone ?? this.#state.zone;
  }

  get waiting() {
    return this.#queue.count;
  }

  /* Whether anything that the page shows under this key is not saved yet. */
  waits(key) {
    return this.#queue.waits(key);
  }

  /* Fulfilled when everything that was said to be written is in the queue, and shown. */
  get settled() {
    return this.#turn;
  }

  now() {
    return Date.now() + this.#skew;
  }

  /* The body that counts, or null. */
  body(key) {
    return this.records[key]?.versions[0].body ?? null;
  }

  versions(key) {
    return this.records[key]?.versions ?? [];
  }

  /* Keys of a kind, such as all "adverse_events". */
  keysOf(kind) {
    return Object.keys(this.records).filter((key) => key.startsWith(`${kind}.`));
  }

  /* Saves a new version of a record; null takes it back. `settles` replaces every version that stands. */
  write(key, body, { settles = false } = {}) {
    this.#turn = this.#turn.then(() => this.#write(key, () => body, settles));
    return this.#turn;
  }

  /* The infusion with these fields changed. */
  change(fields) {
    this.#turn = this.#turn.then(() => this.#write("infusion", () => ({ ...this.body("infusion"), ...fields }), false));
    return this.#turn;
  }

  /* Asks the server how things stand, and sends what waits. Answers whether it answered. */
  async refresh() {
    try {
      this.#told({ state: await ask(`${this.#address}/state`), refused: [] });
    } catch (failure) {
      if (!failure.kind) throw failure;
      this.#told({ failure, refused: [] });
      return false;
    }
    await this.#queue.flush();
    return true;
  }

  async #write(key, bodyOf, settles) {
    const { device, number, infusion_id } = this.#state;
    const record = this.records[key] ?? await recordOf(key, infusion_id);
    const standing = this.versions(key).map(({ rev_id }) => rev_id);
    this.#written += 1;
    const entry = entryOf({
      collection: record.collection, record_id: record.record_id, body: bodyOf(), parents: settles ? standing : standing.slice(0, 1),
      device, device_n: number * NUMBER_ROOM + this.#written, at: new Date(this.now()).toISOString(), zone: this.zone,
    });
    this.refused.delete(key);
    this.#shown = null;
    // Sent in the background; what the page shows is this entry already.
    this.#queue.add(key, entry);
    this.#changed();
  }

  #told({ state, failure, refused }) {
    refused.forEach(({ key, entry, error, fields }) => this.refused.set(key, { body: entry.body, error, fields }));
    this.trouble = failure ? troubleOf(failure) : "";
    if (state) this.#take(state);
    this.#shown = null;
    this.#changed();
  }

  /* An answer that was overtaken by a later one says nothing. */
  #take(state) {
    if (this.#state && state.server_time < this.#state.server_time) return;
    const isOther = this.#state && state.device !== this.#state.device;
    if (isOther && (this.waiting > 0 || this.isTyped())) {
      this.other = state.signed_in;
      this.trouble = "other";
      return;
    }
    this.#skew = Date.parse(state.server_time) - Date.now();
    // What this page writes goes on under its own number, unless somebody else writes now.
    if (isOther) this.#written = 0;
    const number = isOther || !this.#state ? state.number : this.#state.number;
    this.#state = { ...state, number };
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function troubleOf({ kind, status }) {
  return status === 404 ? "gone" : kind;
}
