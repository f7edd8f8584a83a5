/* Part: an element that shows something of the diary, and shows it again whenever the diary changes. */

import { whenStore } from "../app.js";
import { zoneHere } from "../moment.js";
import { lastDates } from "../wall.js";

/* What js/days.js counts from. */
export const DAY_COLLECTIONS = ["attacks", "pain_readings", "auras", "medications", "doses", "days"];

const read = new WeakMap();

/* What was read, once for all parts of the page, until it changes: {collection or span: promise}. */
function keptOf(store) {
  if (!read.has(store)) {
    read.set(store, new Map());
    store.onChange(({ changes }) => changes.forEach(({ collection }) => forget(read.get(store), collection)));
  }
  return read.get(store);
}

function forget(kept, changed) {
  const isDay = DAY_COLLECTIONS.includes(changed);
  [...kept?.keys() ?? []].filter((name) => name === changed || (isDay && name.startsWith("around"))).forEach((name) => kept.delete(name));
}

function once(store, name, reads) {
  const kept = keptOf(store);
  if (!kept.has(name)) kept.set(name, reads());
  return kept.get(name);
}

/* All live records of a collection. */
export function all(store, collection) {
  return once(store, collection, () => store.all(collection));
}

/* {attacks: […], doses: […]} of DAY_COLLECTIONS: what the days from `first` to `last` are counted from. */
export function around(store, { first, last }) {
  return once(store, `around ${first} ${last}`, () => store.around({ first, last }));
}

/* The same for the last thirty days. The attack that is going on is among them, whole, whenever it began. */
export function recent(store) {
  const dates = lastDates(30, new Date(), zoneHere());
  return around(store, { first: dates[0], last: dates.at(-1) });
}

/* {attacks: […], doses: […]} of the collections named. */
export async function records(store, ...collections) {
  const lists = await Promise.all(collections.map((collection) => all(store, collection)));
  return Object.fromEntries(collections.map((collection, place) => [collection, lists[place]]));
}

export class Part extends HTMLElement {
  #drawing = null;
  #stale = false;
  #stop = () => {};

  /* A page that was put away heard of no change meanwhile. */
  #back = ({ persisted }) => {
    if (!persisted) return;
    read.delete(this.store);
    this.redraw();
  };

  /* Wire what is there from the start; called once. */
  ready() {}

  /* Nobody's diary is on this device: show what there is to show then. */
  nobody() {}

  /* Draw from `this.store`; called at the start and after each change, never twice at a time. */
  async draw() {}

  async connectedCallback() {
    this.ready();
    this.store = await whenStore();
    if (!this.store) return this.nobody();
    if (!this.isConnected) return;
    keptOf(this.store); // What was read is forgotten before anything is drawn again.
    // Not at once: the line that says that it is saved comes first.
    this.#stop = this.store.onChange(() => setTimeout(() => this.isConnected && this.redraw()));
    window.addEventListener("pageshow", this.#back);
    await this.redraw();
  }

  disconnectedCallback() {
    this.#stop();
    window.removeEventListener("pageshow", this.#back);
  }

  /* Nothing to draw from: nobody is signed in, or the store is not open yet and draws when it is. */
  async redraw() {
    if (!this.store) return null;
    this.#stale = true;
    if (this.#drawing) return this.#drawing;
    this.#drawing = this.#drawAll().finally(() => { this.#drawing = null; });
    return this.#drawing;
  }

  async #drawAll() {
    while (this.#stale) {
      this.#stale = false;
      try {
        await this.draw();
      } catch (problem) {
        // Signed out in the middle of it: the diary is gone from this phone, and so will this page be.
        if (!this.store.closed) throw problem;
        return;
      }
    }
  }
}

/* Runs `fn` at the start of every minute while `element` is on the page and seen. */
export function everyMinute(element, fn) {
  const next = () => {
    if (!element.isConnected) return;
    if (document.visibilityState === "visible") fn();
    setTimeout(next, 60_000 - (Date.now() % 60_000) + 50);
  };
  setTimeout(next, 60_000 - (Date.now() % 60_000) + 50);
  document.addEventListener("visibilitychange", () => element.isConnected && document.visibilityState === "visible" && fn());
}
