/* <lull-infusion-form>: an infusion of the patient's own keeping, new or known. show(store, id or null).
   What is typed is kept as a draft on this phone until it is saved or begun again. */

import { dateIn, zoneHere } from "../moment.js";
import { dayOfMonth } from "../months.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { once } from "./once.js";
import { Sheet } from "./sheet.js";

const NAMES = ["date", "route", "place", "note"];
const PAINS = ["pain_before", "pain_after"];

class InfusionForm extends Sheet {
  #store;
  #id = null;
  #before = {};

  ready() {
    const saveOnce = once(() => this.#save());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      saveOnce();
    });
    this.#form.addEventListener("input", (event) => this.#typed(event.target));
    this.#form.addEventListener("change", () => this.#keep());
    this.querySelector("[data-afresh]").addEventListener("click", () => this.#afresh());
    this.querySelector("[data-delete] button").addEventListener("click", () => this.#delete());
  }

  async show(store, id) {
    [this.#store, this.#id] = [store, id];
    this.#before = id ? (await store.get("own_infusions", id)).body : { date: dateIn(new Date(), zoneHere()), zone: zoneHere(), route: "IV" };
    this.heading = word(this, id ? "edit" : "new");
    const draft = await store.drafts.get(this.#key);
    this.#fill(draft ?? this.#before);
    this.querySelector("[data-draft]").hidden = !draft;
    this.querySelector("[data-delete]").hidden = !id;
    super.show();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #key() {
    return `infusion:${this.#id ?? "new"}`;
  }

  get #typedValues() {
    const words = NAMES.map((name) => [name, this.#form.elements[name].value]);
    const pains = PAINS.map((name) => [name, this.querySelector(`lull-pain[name="${name}"]`).value]);
    return Object.fromEntries([...words, ...pains]);
  }

  #fill(body) {
    for (const name of NAMES) {
      this.#form.elements[name].value = body[name] ?? "";
      mend(this.#form.elements[name]);
    }
    for (const name of PAINS) this.querySelector(`lull-pain[name="${name}"]`).value = body[name] ?? null;
  }

  #typed(input) {
    if (NAMES.includes(input.name)) mend(input);
    this.#keep();
  }

  #keep() {
    this.#store.drafts.put(this.#key, this.#typedValues);
  }

  async #afresh() {
    await this.#store.drafts.remove(this.#key);
    this.#fill(this.#before);
    this.querySelector("[data-draft]").hidden = true;
  }

  async #save() {
    const typed = this.#typedValues;
    const today = dateIn(new Date(), zoneHere());
    if (!typed.date) return fail(this.#form.elements.date, word(this, "date_missing"));
    if (typed.date > today) return fail(this.#form.elements.date, word(this, "date_ahead"));
    const body = { ...this.#before, ...typed, place: typed.place.trim() || null, note: typed.note.trim() || null };
    const written = await save(this.#store, [["own_infusions", this.#id, body]], word(this, "saved", { date: dayOfMonth(body.date) }));
    if (!written) return undefined;
    await this.#store.drafts.remove(this.#key);
    return this.hide();
  }

  async #delete() {
    this.hide();
    await this.#store.drafts.remove(this.#key);
    await save(this.#store, [["own_infusions", this.#id, null]], word(this, "deleted", { date: dayOfMonth(this.#before.date) }));
  }
}

customElements.define("lull-infusion-form", InfusionForm);
