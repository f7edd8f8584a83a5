/* <lull-medicine-form>: a medicine, new or known. show(store, id or null, kind). What is typed is kept as a draft
   on this phone at every stroke, until it is saved or begun again. */

import { classOfName } from "../drugs.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { typedAmount } from "./medicine_words.js";
import { once } from "./once.js";
import { Sheet } from "./sheet.js";

const NAMES = ["name", "kind", "drug_class", "amount", "unit", "started_on", "stopped_on", "note"];

class MedicineForm extends Sheet {
  #store;
  #id = null;
  #before = {};
  #chosen = false;

  ready() {
    const saveOnce = once(() => this.#save());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      saveOnce();
    });
    this.#form.addEventListener("input", (event) => this.#typed(event.target));
    this.querySelector("[data-afresh]").addEventListener("click", () => this.#afresh());
    this.querySelector("[data-delete] button").addEventListener("click", () => this.#delete());
  }

  async show(store, id, kind = "") {
    this.#store = store;
    this.#id = id;
    this.#before = id ? (await store.get("medications", id)).body : { kind: kind || "acute", drug_class: "other" };
    this.heading = word(this, id ? "edit" : "new");
    const draft = await store.drafts.get(this.#key);
    this.#fill(draft ?? this.#before);
    this.querySelector("[data-draft]").hidden = !draft;
    const doses = id ? await store.all("doses") : [];
    this.querySelector("[data-delete]").hidden = !id || doses.some(({ body }) => body.medication_id === id);
    super.show();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #key() {
    return `medicine:${this.#id ?? "new"}`;
  }

  #fill(body) {
    for (const name of NAMES) this.#form.elements[name].value = body[name] ?? "";
    this.#inputs.forEach(mend);
    this.#chosen = Boolean(body.drug_class) && body.drug_class !== "other";
  }

  get #inputs() {
    return NAMES.filter((name) => name !== "kind").map((name) => this.#form.elements[name]);
  }

  get #typedValues() {
    return Object.fromEntries(NAMES.map((name) => [name, this.#form.elements[name].value]));
  }

  #typed(input) {
    if (input.name === "drug_class") this.#chosen = true;
    if (input.name === "name" && !this.#chosen) this.#form.elements.drug_class.value = classOfName(input.value);
    if (input.name !== "kind") mend(input);
    this.#store.drafts.put(this.#key, this.#typedValues);
  }

  async #afresh() {
    await this.#store.drafts.remove(this.#key);
    this.#fill(this.#before);
    this.querySelector("[data-draft]").hidden = true;
    this.#form.elements.name.focus();
  }

  async #save() {
    const body = this.#body();
    const problems = await this.#problems(body);
    this.#inputs.forEach(mend);
    problems.reverse().forEach(([name, sentence]) => fail(this.#form.elements[name], word(this, sentence)));
    if (problems.length > 0) return;
    const written = await save(this.#store, [["medications", this.#id, body]], word(this, "saved", { name: body.name }));
    if (!written) return;
    await this.#store.drafts.remove(this.#key);
    this.hide();
  }

  #body() {
    const typed = this.#typedValues;
    const given = Object.fromEntries(NAMES.map((name) => [name, typed[name].trim() || null]));
    return { ...this.#before, ...given, amount: typedAmount(typed.amount), drug_class: given.drug_class ?? "other" };
  }

  /* The rules of diary/medications, each with its sentence: [[field, word]]. */
  async #problems({ name, amount, started_on, stopped_on }) {
    const others = (await this.#store.all("medications")).filter(({ id }) => id !== this.#id);
    const same = others.some(({ body }) => body.name.toLowerCase() === name?.toLowerCase());
    return [
      !name && ["name", "name_missing"],
      same && name !== this.#before.name && ["name", "same_name"],
      Number.isNaN(amount) && ["amount", "not_a_number"],
      Number(amount) > 100_000 && ["amount", "too_large"],
      started_on && stopped_on && stopped_on < started_on && ["stopped_on", "stopped_before"],
    ].filter(Boolean);
  }

  async #delete() {
    this.hide();
    await this.#store.drafts.remove(this.#key);
    await save(this.#store, [["medications", this.#id, null]], word(this, "deleted", { name: this.#before.name }));
  }
}

customElements.define("lull-medicine-form", MedicineForm);
