/* <lull-dose-form>: one dose, mended in place; every change is saved at once. show(store, id). */

import { clock } from "../locale.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { drugWords, typedAmount, unitWords } from "./medicine_words.js";
import { Sheet } from "./sheet.js";
import { Typed, saveNow } from "./typed.js";

class DoseForm extends Sheet {
  #store;
  #id;
  #medication;
  #stop = () => {};
  #typed = new Typed(this);

  ready() {
    this.addEventListener("change", (event) => this.#changed(event.target));
    this.querySelector("[data-delete]").addEventListener("click", () => this.#delete());
    this.dialog.addEventListener("close", () => this.#stop());
  }

  async show(store, id) {
    this.#store = store;
    this.#id = id;
    const dose = await store.get("doses", id);
    this.#medication = (await store.get("medications", dose.body.medication_id)).body;
    this.#fill(dose.body);
    this.#stop();
    // Undone here, or changed on another page: show it, but never under a hand that is typing.
    this.#stop = store.onChange(async ({ changes }) => {
      const now = changes.some((change) => change.id === id) && (await store.get("doses", id));
      if (now && !this.querySelector("input:focus, textarea:focus")) this.#fill(now.body);
    });
    this.querySelector("lull-saved").removeAttribute("told"); // What was saved before is another matter.
    super.show();
    saveNow(await this.#typed.open(store, `dose:${id}`));
  }

  #fill(body) {
    const moment = this.#named("taken_at");
    this.heading = this.#medication.name;
    moment.zone = body.zone;
    moment.value = body.taken_at;
    this.#named("amount").value = body.amount ?? "";
    this.querySelector(".unit > span").textContent = unitWords(this, body.unit ?? this.#medication.unit);
    this.#named("relief_2h").value = body.relief_2h ?? null;
    this.#named("for_headache").value = body.for_headache ?? null;
    this.#named("note").value = body.note ?? "";
    mend(this.#named("amount"));
    this.querySelectorAll("[data-acute]").forEach((part) => { part.hidden = this.#medication.kind !== "acute"; });
    const attack = this.querySelector("[data-attack]");
    attack.hidden = !body.attack_id;
    if (body.attack_id) attack.href = `/attack/details#${body.attack_id}`;
  }

  #named(name) {
    return this.querySelector(`[name="${name}"]`);
  }

  async #changed(input) {
    const name = input.getAttribute("name");
    if (!name) return;
    const value = name === "amount" ? typedAmount(input.value) : input.value || (input.value === false ? false : null);
    if (Number.isNaN(value)) return fail(input, word(this, "not_a_number"));
    if (name === "amount") mend(input);
    if (name === "taken_at" && !value) return input.fail(word(this, "not_a_time"));
    const { body } = await this.#store.get("doses", this.#id);
    const unit = body.unit ?? this.#medication.unit ?? null;
    const changed = { ...body, unit, [name]: value };
    const written = await save(this.#store, [["doses", this.#id, changed]], this.#words("saved_at", changed));
    if (written) this.#typed.forget(input);
  }

  #words(name, { taken_at, zone, amount, unit }) {
    return word(this, name, { drug: drugWords(this, { name: this.#medication.name, amount, unit }), time: clock(taken_at, zone) });
  }

  async #delete() {
    const { body } = await this.#store.get("doses", this.#id);
    this.hide();
    await save(this.#store, [["doses", this.#id, null]], this.#words("deleted", body));
  }
}

customElements.define("lull-dose-form", DoseForm);
