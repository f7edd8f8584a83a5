/* <lull-infusion-sheet>: one infusion: pain by slot, what was felt afterwards, and, for one of the patient's own
   keeping, the way to change it. show(store, id). */

import { entriesOf, momentOf } from "../infusions.js";
import { clock, decimal } from "../locale.js";
import { zoneHere } from "../moment.js";
import { dayOfMonth } from "../months.js";
import { word } from "../words.js";
import { infusionFigure } from "./infusion_figure.js";
import { records } from "./part.js";
import { Sheet } from "./sheet.js";
import { Typed } from "./typed.js";
import "./effects.js";

class InfusionSheet extends Sheet {
  #store;
  #id;
  #entry;
  #stop = () => {};
  #typed = new Typed(this);

  ready() {
    this.querySelector("lull-effects").addEventListener("felt", () => this.#typed.forget());
    this.querySelector("[data-edit]").addEventListener("click", () => {
      this.hide();
      document.querySelector("lull-infusion-form").show(this.#store, this.#id);
    });
    this.dialog.addEventListener("close", () => {
      this.#stop();
      // The row it was opened from may have been drawn anew meanwhile.
      if (document.activeElement === document.body) document.querySelector(`[data-key="entry-${this.#id}"]`)?.focus();
    });
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
    const effects = known.own_effects.filter(({ body }) => body.infusion_id === this.#id);
    this.querySelector("lull-effects").show(this.#store, { id: entry.id, zone: entry.zone ?? zoneHere() }, effects, () => momentOf(entry, "end", Date.now()));
    return true;
  }

  #sprays({ sprays, mg_per_spray: mg }) {
    if (!sprays) return "";
    return mg ? word(this, "sprays_of", { count: sprays, mg: decimal(mg) }) : word(this, "sprays", { count: sprays });
  }

  #facts({ route, place, at, ended, zone, own, body }) {
    const hours = !own && (ended ? word(this, "span", { from: clock(at, zone), to: clock(ended, zone) }) : clock(at, zone));
    return [word(this, `route_${route}`), this.#sprays(body), place, hours].filter(Boolean).join(" · ");
  }
}

customElements.define("lull-infusion-sheet", InfusionSheet);
