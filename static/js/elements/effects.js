/* <lull-effects>: what was felt after an infusion, each word a record of its own. show(store, infusion, effects, at):
   `effects` are the own_effects shown here, `at()` says when a new one was. Fires `felt` when a word was tapped. */

import { uuid7 } from "../canonical.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";

class Effects extends HTMLElement {
  #store;
  #infusion;
  #effects = [];
  #at;

  connectedCallback() {
    this.#chips.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#felt(this.#chips.value ?? []);
    });
    this.querySelector("[data-felt]").addEventListener("change", (event) => this.#howBad(event.target));
  }

  show(store, infusion, effects, at) {
    [this.#store, this.#infusion, this.#effects, this.#at] = [store, infusion, effects, at];
    this.#chips.value = effects.length > 0 ? effects.map(({ body }) => body.name) : null;
    const rows = effects.map(({ id, body }) => {
      const row = this.querySelector(`[data-felt] [data-effect="${id}"]`) ?? copyOf(this, "felt");
      row.dataset.effect = id;
      row.querySelector("h4").textContent = this.#chips.labelOf(body.name);
      return [row, body.severity ?? null];
    });
    this.querySelector("[data-felt]").replaceChildren(...rows.map(([row]) => row));
    rows.forEach(([row, severity]) => { row.querySelector("lull-chips").value = severity; });
  }

  get #chips() {
    return this.querySelector("lull-chips");
  }

  /* A word that was tapped becomes a record of its own; tapped again, it goes. */
  async #felt(names) {
    const known = new Set(this.#effects.map(({ body }) => body.name));
    const { id: infusion_id, zone } = this.#infusion;
    const fresh = names.filter((name) => !known.has(name)).map((name) => ["own_effects", uuid7(), { infusion_id, name, at: this.#at(), zone }]);
    const gone = this.#effects.filter(({ body }) => !names.includes(body.name)).map(({ id }) => ["own_effects", id, null]);
    const name = fresh[0]?.[2].name ?? this.#effects.find(({ id }) => id === gone[0]?.[1])?.body.name;
    if (!name) return;
    this.dispatchEvent(new Event("felt"));
    await save(this.#store, [...fresh, ...gone], word(this, fresh.length > 0 ? "effect_saved" : "effect_gone", { effect: this.#chips.labelOf(name) }));
  }

  async #howBad(chips) {
    const id = chips.closest("[data-effect]").dataset.effect;
    const { body } = this.#effects.find((each) => each.id === id);
    const effect = this.#chips.labelOf(body.name);
    await save(this.#store, [["own_effects", id, { ...body, severity: chips.value }]], word(this, "effect_saved", { effect }));
  }
}

customElements.define("lull-effects", Effects);
