/* <lull-dose-sheet>: own acute medicines at one tap, with a plain count of days; another one by its name.
   show(store, attackId). */

import { uuid7 } from "../canonical.js";
import { acuteDays } from "../days.js";
import { classOfName } from "../drugs.js";
import { clock, decimal } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { fail, mend } from "./field.js";
import { once } from "./once.js";
import { DAY_COLLECTIONS, records } from "./part.js";
import { Sheet } from "./sheet.js";
import { Typed } from "./typed.js";

/* "Sumatriptan 50 mg", by the sentence `drug` of `root`. */
export function drugName(root, { name, amount, unit }) {
  if (!amount) return name;
  return word(root, "drug", { name, amount: decimal(amount), unit: (unit ?? "").replace(/[{}[\]]/g, "") });
}

/* Acute medicines in use, those taken most often first. */
export function ownAcute({ medications, doses }) {
  const times = (id) => doses.filter(({ body }) => body.medication_id === id).length;
  return medications.filter(({ body }) => body.kind === "acute" && !body.stopped_on).sort((a, b) => times(b.id) - times(a.id));
}

class DoseSheet extends Sheet {
  #store;
  #attackId;
  #typed = new Typed(this);

  ready() {
    const took = once((medicationId) => this.#took(medicationId));
    const tookAnother = once((input) => this.#tookAnother(input));
    this.querySelector("[data-drugs]").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) took(button.value);
    });
    const form = this.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tookAnother(form.elements.name);
    });
    form.elements.name.addEventListener("input", () => mend(form.elements.name));
  }

  async show(store, attackId) {
    this.#store = store;
    this.#attackId = attackId;
    this.#ago.value = null;
    this.querySelector("form").reset();
    mend(this.querySelector("form").elements.name);
    const known = await records(store, ...DAY_COLLECTIONS);
    const own = ownAcute(known);
    this.querySelector("[data-drugs]").replaceChildren(...own.map((drug) => this.#button(drug, known)));
    this.querySelector("[data-empty]").hidden = own.length > 0;
    await this.#typed.open(store, `took:${attackId}`);
    super.show();
  }

  get #ago() {
    return this.querySelector("lull-chips");
  }

  #button(drug, known) {
    const button = copyOf(this, "drug");
    const doses = known.doses.filter(({ body }) => body.medication_id === drug.id);
    const { days } = acuteDays({ ...known, doses }, { today: dateIn(new Date(), zoneHere()) });
    button.value = drug.id;
    button.querySelector("[data-drug]").textContent = drugName(this, drug.body);
    button.querySelector("[data-count]").textContent = word(this, "acute_days", { count: days });
    return button;
  }

  async #took(medicationId) {
    const { body } = await this.#store.get("medications", medicationId);
    await this.#save([], medicationId, body);
  }

  async #tookAnother(input) {
    const name = input.value.trim();
    if (!name) return fail(input, word(this, "name_missing"));
    const { medications } = await records(this.#store, "medications");
    const known = medications.find(({ body }) => body.name.toLowerCase() === name.toLowerCase());
    input.value = "";
    this.#typed.forget();
    if (known) return this.#save([], known.id, known.body);
    const id = uuid7();
    const body = { name, kind: "acute", drug_class: classOfName(name) };
    await this.#save([["medications", id, body]], id, body);
  }

  async #save(before, medication_id, { name, amount = null, unit = null }) {
    const zone = zoneHere();
    const taken_at = new Date(Date.now() - Number(this.#ago.value ?? 0) * 60_000).toISOString();
    const dose = { medication_id, attack_id: this.#attackId, taken_at, zone, amount, unit };
    this.hide();
    const text = word(this, "saved", { drug: drugName(this, { name, amount, unit }), time: clock(taken_at, zone) });
    await save(this.#store, [...before, ["doses", null, dose]], text);
  }
}

customElements.define("lull-dose-sheet", DoseSheet);
