/* <lull-aura-sheet>: one tap on the kind of aura saves it; what else there is to say is optional. show(store, attackId). */

import { clock } from "../locale.js";
import { zoneHere } from "../moment.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { once } from "./once.js";
import { Sheet } from "./sheet.js";

class AuraSheet extends Sheet {
  #store;
  #attackId;
  #id;

  ready() {
    const begin = once((kind) => this.#begin(kind));
    this.querySelector("[data-kinds]").addEventListener("click", (event) => {
      const kind = event.target.closest("button");
      if (kind) begin(kind);
    });
    this.addEventListener("change", (event) => this.#add(event.target));
  }

  show(store, attackId) {
    this.#store = store;
    this.#attackId = attackId;
    this.#id = null;
    this.#open(false);
    this.querySelectorAll("lull-chips").forEach((chips) => { chips.value = null; });
    super.show();
  }

  #open(more) {
    this.querySelector("[data-kinds]").hidden = more;
    this.querySelector("[data-more]").hidden = !more;
  }

  async #begin(kind) {
    const body = { attack_id: this.#attackId, started_at: new Date().toISOString(), zone: zoneHere(), kind: kind.value };
    const time = clock(body.started_at, body.zone);
    const written = await save(this.#store, [["auras", null, body]], word(this, "saved_line", { time }));
    if (!written) return this.hide();
    this.#id = written[0].id;
    this.#open(true);
    const name = kind.querySelector("span").firstChild.textContent.trim();
    this.#offer(word(this, `signs_${kind.value}`).split(" "));
    this.querySelector("[data-saved]").textContent = word(this, "saved", { kind: name, time });
    this.dialog.scrollTop = 0;
    this.querySelector("lull-chips button:not([hidden])").focus();
  }

  #offer(signs) {
    this.querySelectorAll('lull-chips[name="signs"] button[value]').forEach((chip) => { chip.hidden = !signs.includes(chip.value); });
  }

  async #add({ name, value }) {
    const record = this.#id && (await this.#store.get("auras", this.#id));
    if (!record) return;
    const time = clock(record.body.started_at, record.body.zone);
    const patch = name === "minutes" ? { minutes: minutesOf(value) } : { [name]: value };
    await save(this.#store, [["auras", this.#id, { ...record.body, ...patch }]], word(this, "saved_line", { time }));
  }
}

/* "25", or an own word such as "25 min", as whole minutes. */
function minutesOf(text) {
  const minutes = Number.parseInt(text ?? "", 10);
  return minutes >= 0 && minutes <= 10_080 ? minutes : null;
}

customElements.define("lull-aura-sheet", AuraSheet);
