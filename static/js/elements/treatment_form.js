/* <lull-treatment-form>: one treatment that was tried, new or known. show(store, item or null, its place or null).
   What is typed is kept as a draft on this phone until it is saved or begun again. */

import { word } from "../words.js";
import { dayIn } from "./about_fields.js";
import { fail, mend } from "./field.js";
import { once } from "./once.js";
import { saveProfile } from "./profile_saving.js";
import { Sheet } from "./sheet.js";

const NAMES = ["name", "dose", "started_on", "stopped_on", "note"];
const DATES = ["started_on", "stopped_on"];

class TreatmentForm extends Sheet {
  #store;
  #item = null;
  #place = null;

  ready() {
    const saveOnce = once(() => this.#save());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      saveOnce();
    });
    this.#form.addEventListener("input", ({ target }) => {
      if (NAMES.includes(target.name)) mend(target);
      this.#keep();
    });
    this.#form.addEventListener("change", () => this.#keep());
    this.querySelector("[data-afresh]").addEventListener("click", () => this.#afresh());
    this.querySelector("[data-delete] button").addEventListener("click", () => this.#delete());
    this.dialog.addEventListener("close", () => setTimeout(() => this.#back()));
  }

  async show(store, item, place) {
    [this.#store, this.#item, this.#place] = [store, item, place];
    this.heading = word(this, item ? "edit" : "new");
    const draft = await store.drafts.get(this.#key);
    this.#fill(draft ?? item ?? {});
    this.querySelector("[data-draft]").hidden = !draft;
    this.querySelector("[data-delete]").hidden = !item;
    super.show();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #outcome() {
    return this.querySelector("lull-chips");
  }

  get #key() {
    return `treatment:${this.#place ?? "new"}`;
  }

  get #typedValues() {
    const words = NAMES.map((name) => [name, this.#form.elements[name].value.trim() || null]);
    return { ...Object.fromEntries(words), outcome: this.#outcome.value };
  }

  #fill(item) {
    for (const name of NAMES) {
      this.#form.elements[name].value = item[name] ?? "";
      mend(this.#form.elements[name]);
    }
    this.#outcome.value = item.outcome ?? null;
  }

  #keep() {
    this.#store.drafts.put(this.#key, this.#typedValues);
  }

  async #afresh() {
    await this.#store.drafts.remove(this.#key);
    this.#fill(this.#item ?? {});
    this.querySelector("[data-draft]").hidden = true;
  }

  async #save() {
    const typed = this.#typedValues;
    const problems = this.#problems(typed);
    problems.reverse().forEach(([name, sentence]) => fail(this.#form.elements[name], word(this, sentence)));
    if (problems.length > 0) return;
    await this.#put({ ...typed, name: typed.name.replace(/\s+/g, " ") }, word(this, "saved", { name: typed.name }));
  }

  #problems({ name, started_on, stopped_on }) {
    const wrong = DATES.map((each) => [each, dayIn(this.#form.elements[each]).wrong?.[0]]).filter(([, sentence]) => sentence);
    return [
      !name && ["name", "name_missing"],
      ...wrong,
      wrong.length === 0 && started_on && stopped_on && stopped_on < started_on && ["stopped_on", "stopped_before"],
    ].filter(Boolean);
  }

  #delete() {
    return this.#put(null, word(this, "deleted", { name: this.#item.name }));
  }

  /* In the place of the one that was opened, wherever it stands now; null takes it away. */
  async #put(item, text) {
    const opened = JSON.stringify(this.#item);
    const change = ({ treatments_tried }) => {
      const list = treatments_tried ?? [];
      const place = list.findIndex((each) => JSON.stringify(each) === opened);
      const changed = place < 0 ? [...list, item] : list.with(place, item);
      return { treatments_tried: changed.filter(Boolean) };
    };
    if (!(await saveProfile(this.#store, change, text))) return;
    await this.#store.drafts.remove(this.#key);
    this.hide();
  }

  /* The row that was opened was drawn anew under this sheet. */
  #back() {
    if (document.activeElement !== document.body) return;
    (document.querySelector(`lull-treatments [data-place="${this.#place}"]`) ?? document.querySelector("lull-treatments [data-add]")).focus();
  }
}

customElements.define("lull-treatment-form", TreatmentForm);
