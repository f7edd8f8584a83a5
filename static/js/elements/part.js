/* Part: an element that shows something of the diary, and shows it again whenever the diary changes. */

import { whenStore } from "../app.js";

/* What js/days.js counts from. */
export const DAY_COLLECTIONS = ["attacks", "pain_readings", "auras", "medications", "doses", "days"];

const read = new WeakMap();

/* All live records of a collection, read once for all parts of the page until it changes. */
export function all(store, collection) {
  if (!read.has(store)) {
    read.set(store, new Map());
    store.onChange(({ changes }) => changes.forEach((change) => read.get(store)?.delete(change.collection)));
  }
  const kept = read.get(store);
  if (!kept.has(collection)) kept.set(collection, store.all(collection));
  return kept.get(collection);
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
    all(this.store, "attacks");
    this.#stop = this.store.onChange(() => this.redraw());
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
      await this.draw();
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
