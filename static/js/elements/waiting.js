/* <lull-waiting>: what is only on this phone, by kind and time; whether the browser promised to keep it; a copy of it. */

import { download } from "../copy.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { copyOf, word } from "../words.js";
import { Part } from "./part.js";

const ROWS = 30;

class Waiting extends Part {
  ready() {
    this.querySelector("[data-copy]").addEventListener("click", () => this.#copy());
    this.querySelector("[data-ask]").addEventListener("click", async () => {
      await navigator.storage?.persist?.();
      await this.#sayKept();
    });
    addEventListener("lull:sync", () => this.redraw());
  }

  async draw() {
    const waiting = await this.#waiting();
    this.querySelector("[data-list]").replaceChildren(...waiting.slice(0, ROWS).map((each) => this.#row(each)));
    this.querySelector("[data-nothing]").hidden = waiting.length > 0;
    this.querySelector("[data-copy]").hidden = waiting.length === 0;
    const rest = this.querySelector("[data-rest]");
    rest.hidden = waiting.length <= ROWS;
    rest.textContent = word(this, "rest", { count: waiting.length - ROWS });
    await this.#sayKept();
  }

  /* Saved versions without an answer from the server, the oldest first, as they will be sent. */
  async #waiting() {
    const rows = await this.store.reading(["outbox"]).objectStore("outbox").getAll();
    return rows.map(({ operation }) => operation);
  }

  #row({ collection, deleted, at }) {
    const row = copyOf(this, "row");
    const what = word(this, `what_${collection}`) || word(this, "what_other");
    row.querySelector("[data-what]").textContent = deleted ? word(this, "deleted", { what }) : what;
    row.querySelector("[data-when]").textContent = word(this, "when", { date: dateWords(dateIn(at, zoneHere()), "short"), time: clock(at) });
    return row;
  }

  async #sayKept() {
    const isKept = Boolean(await navigator.storage?.persisted?.());
    this.querySelector("[data-kept]").hidden = !isKept;
    this.querySelector("[data-maybe]").hidden = isKept;
  }

  async #copy() {
    const waiting = await this.#waiting();
    const not_taken = (await this.store.quarantined()).map(({ operation, error, fields }) => ({ error, fields, operation }));
    download({ lull_queue: 1, saved_at: new Date().toISOString(), waiting, not_taken });
    this.querySelector("[data-said]").textContent = word(this, "copied", { count: waiting.length });
  }
}

customElements.define("lull-waiting", Waiting);
