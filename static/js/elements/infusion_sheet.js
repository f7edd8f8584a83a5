/* <lull-infusion-sheet>: one infusion: pain by slot, what was felt afterwards, and, for one of the patient's own
   keeping, the way to change it. show(store, id). */

import { uuid7 } from "../canonical.js";
import { entriesOf, momentOf } from "../infusions.js";
import { clock } from "../locale.js";
import { zoneHere } from "../moment.js";
import { dayOfMonth } from "../months.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { infusionFigure } from "./infusion_figure.js";
import { records } from "./part.js";
import { Sheet } from "./sheet.js";
import { Typed } from "./typed.js";

class InfusionSheet extends Sheet {
  #store;
  #id;
  #entry;
  #effects = [];
  #stop = () => {};
  #typed = new Typed(this);

  ready() {
    const effects = this.querySelector("[data-effects] lull-chips");
    effects.addEventListener("change", (event) => event.target === effects && this.#felt(effects.value ?? []));
    this.querySelector("[data-felt]").addEventListener("change", (event) => this.#howBad(event.target));
    this.querySelector("[data-edit]").addEventListener("click", () => {
      this.hide();
      document.querySelector("lull-infusion-form").show(this.#store, this.#id);
    });
    this.dialog.addEventListener("close", () => this.#stop());
  }

  async show(store, id) {
    [this.#store, this.#id] = [store, id];
    this.#stop();
    this.#stop = store.onChange(() => this.#draw());
    this.querySelector("lull-saved").removeAttribute("told"); // What was saved before is another matter.
    if (await this.#draw()) super.show();
    await this.#typed.open(store, `effects:${id}`);
    await this.#draw();
  }

  async #draw() {
    const known = await records(this.#store, "infusions", "own_infusions", "infusion_pains", "own_effects");
    this.#entry = entriesOf(known).find(({ id }) => id === this.#id);
    if (!this.#entry) return false;
    const entry = this.#entry;
    this.heading = dayOfMonth(entry.date);
    this.querySelector("[data-facts]").textContent = this.#facts(entry);
    this.querySelector("[data-note]").textContent = entry.own ? entry.body.note ?? "" : "";
    this.querySelector(".sheet-foot").hidden = !entry.own;
    this.querySelector(".fig").hidden = entry.pains.size < 2;
    if (entry.pains.size > 1 && this.dialog.open) infusionFigure(this.querySelector("svg.chart"), this, entry);
    this.querySelector("lull-infusion-pain").show(this.#store, entry);
    this.#drawEffects(known.own_effects.filter(({ body }) => body.infusion_id === this.#id));
    return true;
  }

  #facts({ route, place, at, ended, zone, own }) {
    const hours = !own && (ended ? word(this, "span", { from: clock(at, zone), to: clock(ended, zone) }) : clock(at, zone));
    return [word(this, `route_${route}`), place, hours].filter(Boolean).join(" · ");
  }

  #drawEffects(effects) {
    this.#effects = effects;
    const chips = this.querySelector("[data-effects] lull-chips");
    chips.value = effects.length > 0 ? effects.map(({ body }) => body.name) : null;
    const rows = effects.map(({ id, body }) => {
      const row = this.querySelector(`[data-felt] [data-effect="${id}"]`) ?? copyOf(this, "felt");
      row.dataset.effect = id;
      row.querySelector("h4").textContent = chips.labelOf(body.name);
      return [row, body.severity ?? null];
    });
    this.querySelector("[data-felt]").replaceChildren(...rows.map(([row]) => row));
    rows.forEach(([row, severity]) => { row.querySelector("lull-chips").value = severity; });
  }

  /* A word that was tapped becomes a record of its own; tapped again, it goes. */
  async #felt(names) {
    const known = new Set(this.#effects.map(({ body }) => body.name));
    const zone = this.#entry.zone ?? zoneHere();
    const at = momentOf(this.#entry, "end", Date.now());
    const fresh = names.filter((name) => !known.has(name)).map((name) => ["own_effects", uuid7(), { infusion_id: this.#id, name, at, zone }]);
    const gone = this.#effects.filter(({ body }) => !names.includes(body.name)).map(({ id }) => ["own_effects", id, null]);
    const chips = this.querySelector("[data-effects] lull-chips");
    const name = fresh[0]?.[2].name ?? this.#effects.find(({ id }) => id === gone[0]?.[1])?.body.name;
    if (!name) return;
    this.#typed.forget();
    await save(this.#store, [...fresh, ...gone], word(this, fresh.length > 0 ? "effect_saved" : "effect_gone", { effect: chips.labelOf(name) }));
  }

  async #howBad(chips) {
    const id = chips.closest("[data-effect]").dataset.effect;
    const { body } = this.#effects.find((each) => each.id === id);
    const effect = this.querySelector("[data-effects] lull-chips").labelOf(body.name);
    await save(this.#store, [["own_effects", id, { ...body, severity: chips.value }]], word(this, "effect_saved", { effect }));
  }
}

customElements.define("lull-infusion-sheet", InfusionSheet);
