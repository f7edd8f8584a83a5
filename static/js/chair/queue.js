/* What waits to be sent, in page memory alone: one queue, in order, tried again with growing pauses until the server
   has answered. Nothing of it is ever kept on the device. */

import { batchOf, without } from "./entries.js";

const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

export class Queue {
  #waiting = [];
  #send;
  #tell;
  #busy = false;
  #tries = 0;
  #timer = null;

  /* send(entries) answers {answers, state} or throws Failed; tell(what happened) is called after every attempt:
     {state} or {failure}, and {refused: [{key, entry, error, fields}]}. */
  constructor(send, tell) {
    [this.#send, this.#tell] = [send, tell];
  }

  get waiting() {
    return this.#waiting;
  }

  get count() {
    return this.#waiting.length;
  }

  waits(key) {
    return this.#waiting.some((item) => item.key === key);
  }

  add(key, entry) {
    this.#waiting.push({ key, entry });
    return this.flush();
  }

  /* Try now, whatever pause there is. */
  async flush() {
    if (this.#busy || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      await this.#sendAll();
      this.#tries = 0;
    } finally {
      this.#busy = false;
    }
  }

  async #sendAll() {
    while (this.#waiting.length > 0) {
      const batch = batchOf(this.#waiting);
      let answered;
      try {
        answered = await this.#send(batch.map(({ entry }) => entry));
      } catch (failure) {
        if (!failure.kind) throw failure;
        return this.#later(failure);
      }
      const outcome = this.#settle(batch, answered);
      this.#tell(outcome);
      if (outcome.failure) return undefined;
    }
    return undefined;
  }

  /* What was accepted is no longer waiting; what was refused is told, and what stood upon it stands on what is left. */
  #settle(batch, { answers, state }) {
    const refused = [];
    const said = new Map((answers ?? []).map((answer) => [answer.rev_id, answer]));
    for (const item of batch) {
      const { answer, error, fields } = said.get(item.entry.rev_id) ?? {};
      if (answer === "accepted" || answer === "duplicate") {
        this.#waiting = this.#waiting.filter((each) => each !== item);
      } else if (answer === "rejected" && error !== "other_staff") {
        this.#waiting = without(item, this.#waiting);
        refused.push({ ...item, error, fields: fields ?? {} });
      } else {
        // Somebody else is signed in, or the answer says nothing of it: it waits.
        return { state, refused, failure: { kind: error === "other_staff" ? "other" : "unreachable" } };
      }
    }
    return { state, refused };
  }

  #later(failure) {
    const pause = Math.max(PAUSES[Math.min(this.#tries, PAUSES.length - 1)], 1_000 * (failure.retryAfter ?? 0));
    this.#tries += 1;
    this.#timer = setTimeout(() => this.flush(), pause);
    this.#tell({ failure, refused: [] });
    return undefined;
  }
}
