/* <lull-infusion-form>: an infusion of the patient's own keeping, new or known. show(store, id or null).
   What is typed is kept as a draft on this phone until it is saved or begun again. */

import { dateIn, zoneHere } from "../moment.js";
import { dayOfMonth } from "../months.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { typedAmount } from "./medicine_words.js";
import { once } from "./once.js";
import { Sheet } from "./sheet.js";

const NAMES = ["date", "route", "sprays", "mg_per_spray", "place", "note"];
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
    this.#drawSprays();
    for (const name of PAINS) this.querySelector(`lull-pain[name="${name}"]`).value = body[name] ?? null;
  }

  #typed(input) {
    if (NAMES.includes(input.name)) mend(input);
    if (input.name === "route") this.#drawSprays();
    this.#keep();
  }

  /* Counted where it is sprayed. */
  #drawSprays() {
    this.querySelector("[data-sprays]").hidden = this.#form.elements.route.value !== "nasal";
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
    const sprayed = this.#sprayed(typed);
    if (!sprayed) return undefined;
    const body = { ...this.#before, ...typed, ...sprayed, place: typed.place.trim() || null, note: typed.note.trim() || null };
    const written = await save(this.#store, [["own_infusions", this.#id, body]], word(this, "saved", { date: dayOfMonth(body.date) }));
    if (!written) return undefined;
    await this.#store.drafts.remove(this.#key);
    return this.hide();
  }

  /* How many and of how much, as the wire writes them; null where one of them cannot be so, and said beside it. */
  #sprayed({ route, sprays, mg_per_spray }) {
    if (route !== "nasal") return { sprays: null, mg_per_spray: null };
    const [count, mg] = [sprays.trim() === "" ? null : Number(sprays), typedAmount(mg_per_spray)];
    const isCount = count === null || (/^\d+$/.test(sprays.trim()) && count >= 1 && count <= 40);
    const isAmount = mg === null || (!Number.isNaN(mg) && Number(mg) <= 200);
    if (!isAmount) fail(this.#form.elements.mg_per_spray, word(this, "mg_wrong"));
    if (!isCount) fail(this.#form.elements.sprays, word(this, "sprays_wrong"));
    return isCount && isAmount ? { sprays: count, mg_per_spray: mg } : null;
  }

  async #delete() {
    this.hide();
    await this.#store.drafts.remove(this.#key);
    await save(this.#store, [["own_infusions", this.#id, null]], word(this, "deleted", { date: dayOfMonth(this.#before.date) }));
  }
}

customElements.define("lull-infusion-form", InfusionForm);
