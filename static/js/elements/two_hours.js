/* <lull-two-hours>: a quiet question about the last dose against headache, from two hours after it until half a day. */

import { clock } from "../locale.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { dosesTaken, drugWords } from "./medicine_words.js";
import { Part, everyMinute, records } from "./part.js";
import "./chips.js";

const HOUR = 3_600_000;
const SKIPPED = "two-hours";

class TwoHours extends Part {
  #dose = null;

  ready() {
    this.addEventListener("change", (event) => this.#answer(event.target.value));
    this.querySelector("[data-skip]").addEventListener("click", () => this.#skip());
    everyMinute(this, () => this.store && this.redraw());
  }

  async draw() {
    const known = await records(this.store, "doses", "medications");
    const skipped = (await this.store.drafts.get(SKIPPED)) ?? [];
    const asked = ({ id, body, medication }) => {
      const age = Date.now() - Date.parse(body.taken_at);
      return medication.kind === "acute" && body.for_headache !== false && !body.relief_2h
        && age >= 2 * HOUR && age < 12 * HOUR && !skipped.includes(id);
    };
    this.#dose = dosesTaken(known).find(asked) ?? null;
    this.hidden = !this.#dose;
    if (!this.#dose) return;
    this.querySelector("[data-question]").textContent = word(this, "question", { drug: this.#drug, time: clock(this.#dose.body.taken_at, this.#dose.body.zone) });
    this.querySelector("lull-chips").value = null;
  }

  get #drug() {
    return drugWords(this, { ...this.#dose.body, name: this.#dose.medication.name });
  }

  async #answer(relief_2h) {
    const { id, body } = this.#dose;
    await save(this.store, [["doses", id, { ...body, relief_2h }]], word(this, "saved", { drug: this.#drug }));
  }

  async #skip() {
    const skipped = (await this.store.drafts.get(SKIPPED)) ?? [];
    await this.store.drafts.put(SKIPPED, [...skipped, this.#dose.id].slice(-50));
    await this.redraw();
  }
}

customElements.define("lull-two-hours", TwoHours);
