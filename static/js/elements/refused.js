/* <lull-refused>: what the server would not take, with its reason: to change, to copy, or to let go. */

import { download } from "../copy.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { tell } from "../saving.js";
import { copyOf, word } from "../words.js";
import { Part } from "./part.js";

/* Where each kind of record is changed. */
const PLACES = {
  attacks: ({ record_id }) => `/attack/details#${record_id}`,
  pain_readings: ({ body }) => `/attack/details#${body?.attack_id ?? ""}`,
  auras: ({ body }) => (body?.attack_id ? `/attack/details#${body.attack_id}` : "/calendar"),
  days: ({ body }) => `/calendar#${body?.date ?? ""}`,
  medications: () => "/medicines",
  doses: ({ record_id }) => `/medicines#${record_id}`,
  own_infusions: ({ record_id }) => `/infusions#${record_id}`,
  infusion_pains: ({ body }) => `/infusions#${body?.infusion_id ?? ""}`,
  own_effects: ({ body }) => `/infusions#${body?.infusion_id ?? ""}`,
  profiles: () => "/about",
  checklists: ({ body }) => `/infusions#${body?.infusion_id ?? ""}`,
};

class Refused extends Part {
  async draw() {
    const rows = await this.store.quarantined();
    this.hidden = rows.length === 0;
    this.querySelector("[data-list]").replaceChildren(...rows.map((row) => this.#row(row)));
  }

  #row({ revId, operation, error, fields, at }) {
    const row = copyOf(this, "row");
    const what = word(this, `what_${operation.collection}`) || word(this, "what_other");
    row.querySelector("[data-what]").textContent = what;
    row.querySelector("[data-when]").textContent = `${dateWords(dateIn(at, zoneHere()), "short")}, ${clock(at)}`;
    row.querySelector("[data-why]").textContent = [error, ...Object.values(fields ?? {}).flat()].filter(Boolean).join(" ");
    const change = row.querySelector("[data-change]");
    if (PLACES[operation.collection] && !operation.deleted) change.href = PLACES[operation.collection](operation);
    else change.remove();
    row.querySelector("[data-copy]").addEventListener("click", () => download({ error, fields, ...operation }));
    row.querySelector("[data-discard]").addEventListener("click", () => this.#discard(revId, what));
    return row;
  }

  async #discard(revId, what) {
    await this.store.discard(revId);
    tell({ text: word(this, "let_go", { what }) });
    await this.redraw();
  }
}

customElements.define("lull-refused", Refused);
