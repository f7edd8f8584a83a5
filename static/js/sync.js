// When to exchange with the server, and what to say of it. Nothing on a screen waits for this.
//
// Every change of state is told as `lull:sync` on the window:
//   {state: "idle" | "sending" | "offline" | "signin" | "closed", pending, lastAt}

import { offerAllAgain, push, pushRefused } from "./outbox.js";
import { pull, refreshTrends } from "./inbox.js";
import { Failed, ask } from "./wire.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15 * 60_000;
const AFTER_SAVE = 400;

let current = { state: "idle", pending: 0, lastAt: null };

// What was told last, for a screen that comes later.
export const syncState = () => current;

// Keep `store` and the server in step until the store is closed. Answers {now(), stopped}.
export function startSync(store) {
  const exchange = new Exchange(store);
  exchange.listen();
  exchange.now();
  return exchange;
}

class Exchange {
  #store;
  #timer = 0;
  #failures = 0;
  #notBefore = 0;
  #running = null;
  #again = false;
  #closed = false;

  constructor(store) {
    this.#store = store;
  }

  listen() {
    const soon = () => this.#soon(0);
    const signal = this.#store.closing;
    addEventListener("online", soon, { signal });
    addEventListener("offline", () => this.#say("offline"), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon(), { signal });
    navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.sync && soon(), { signal });
    // After the line that says so: who tapped waits for that, and for nothing here.
    this.#store.onChange(({ origin }) => origin === "write" && setTimeout(() => this.#written()));
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  #written() {
    if (this.#store.closed) return;
    this.#say(current.state);
    this.#soon(AFTER_SAVE);
    wakeLater();
  }

  // Exchange now; a call while one is under way makes another follow it.
  now() {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#once().finally(() => {
      this.#running = null;
      if (this.#again) this.#soon(0);
      this.#again = false;
    });
    return this.#running;
  }

  // A person's doings try at once whatever the backoff, but never before the server said.
  #soon(delay) {
    if (this.#store.closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), Math.max(delay, this.#notBefore - Date.now()));
  }

  async #once() {
    if (this.#store.closed || this.#closed) return;
    if (navigator.onLine === false) {
      await this.#say("offline");
      return;
    }
    try {
      // One page at a time speaks for this origin; the others wait for their turn.
      const turn = () => this.#exchange();
      await (navigator.locks ? navigator.locks.request("lull-sync", { signal: this.#store.closing }, turn) : turn());
      this.#failures = 0;
    } catch (failure) {
      await this.#failed(failure);
    }
  }

  async #exchange() {
    const store = this.#store;
    if (store.closed) return;
    await this.#say("sending");
    for (let resets = 0; ; resets += 1) {
      try {
        if (!(await store.meta("epoch"))) await this.#meet();
        await push(store);
        await pull(store);
        if (await pushRefused(store)) await pull(store);
        break;
      } catch (failure) {
        if (failure.kind === "other" && !failure.account) await this.#meet();
        if (failure.kind !== "reset" || !failure.epoch || resets > 1) throw failure;
        await offerAllAgain(store, failure.epoch);
      }
    }
    await store.meta("lastAt", new Date().toISOString());
    // Figures are a comfort: without them the diary is no less in step.
    await refreshTrends(store).catch(() => {});
    // Few phones are reached by notifications; the others need not load what that takes.
    if (await store.meta("reached")) await import("./subscription.js").then(({ announce }) => announce(store)).catch(() => {});
    await this.#say("idle");
  }

  // Who is signed in? Asked the first time, and when the server says: not you.
  async #meet() {
    const account = await ask("/api/v1/account", { signal: this.#store.closing });
    if (account.id !== this.#store.account) throw new Failed("other", { account: account.id });
    await this.#store.meta("epoch", account.epoch ?? "");
  }

  async #failed(failure) {
    if (this.#store.closed) return;
    if (failure.kind === "closed") {
      this.#closed = true;
      return this.#say("closed");
    }
    if (failure.kind === "signin" || failure.kind === "other") {
      await this.#store.meta("announced_at", 0);
      if (failure.account) globalThis.dispatchEvent(new CustomEvent("lull:account", { detail: { account: failure.account } }));
      return this.#say("signin");
    }
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    this.#notBefore = Date.now() + (failure.retryAfter ?? 0) * 1000;
    this.#soon(wait);
    return this.#say("offline");
  }

  async #say(state) {
    const store = this.#store;
    if (store.closed) return;
    const [pending, lastAt] = await Promise.all([store.pending(), store.meta("lastAt")]).catch(() => [current.pending, current.lastAt]);
    current = { state, pending, lastAt: lastAt ?? null };
    globalThis.dispatchEvent(new CustomEvent("lull:sync", { detail: current }));
  }
}

// Where the browser can, ask it to wake us when the network is back. iOS cannot; we lose nothing.
function wakeLater() {
  navigator.serviceWorker?.getRegistration().then((found) => found?.sync?.register("lull-sync")).catch(() => {});
}
