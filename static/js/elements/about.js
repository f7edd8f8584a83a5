/* <lull-about>: what a clinic asks before a first infusion, in short parts. Every answer is saved at once; what cannot
   be kept stays as it was typed, with a sentence beside it, here and after a reload. */

import { decimal } from "../locale.js";
import { dayOfMonth } from "../months.js";
import { tell } from "../saving.js";
import { word } from "../words.js";
import { fill, isAnswered, MOST_WORDS, patchOf, valueOf } from "./about_fields.js";
import { mend, wrong } from "./field.js";
import { Part, records } from "./part.js";
import { profileId, saveProfile } from "./profile_saving.js";
import { saveNow, Typed } from "./typed.js";
import "./about_questions.js";
import "./chips.js";
import "./pain.js";
import "./saved.js";
import "./treatments.js";
import "./versions.js";

const CONTROLS = "lull-chips, lull-pain, lull-about-questions, .in";
const INSIDE = "lull-about-questions, .own";

class About extends Part {
  #typed = new Typed(this);
  #isOpened = false;

  ready() {
    this.addEventListener("input", ({ target }) => this.#typing(target));
    this.addEventListener("change", ({ target, detail }) => this.#changed(target, detail));
    // A date is looked at when it is whole, not at every figure of its year.
    this.addEventListener("focusout", ({ target }) => this.#left(target));
    this.addEventListener("keydown", ({ key, target }) => key === "Enter" && target.matches("input") && this.#left(target));
  }

  async draw() {
    const { profiles, medications } = await records(this.store, "profiles", "medications");
    const id = await profileId(this.store);
    const body = profiles.find((each) => each.id === id)?.body ?? {};
    this.#controls.filter((control) => !("unsaved" in control.dataset)).forEach((control) => fill(control, body));
    this.querySelector("lull-treatments").show(this.store, body.treatments_tried ?? []);
    this.#drawMedicines(medications);
    const diagnosis = this.querySelector("[data-diagnosis]");
    diagnosis.querySelector("[data-what]").textContent = body.diagnosis ?? "";
    diagnosis.hidden = !body.diagnosis;
    this.#drawSummaries(body);
    this.#drawAnswered(body);
    if (!this.#isOpened) await this.#open(body);
  }

  get #controls() {
    return [...this.querySelectorAll(CONTROLS)].filter((control) => !control.parentElement.closest(INSIDE));
  }

  #controlOf(target) {
    return this.#controls.find((control) => control.contains(target)) ?? null;
  }

  /* Once: what was left half typed is there again, and its part open; somebody new begins with the first part. */
  async #open(body) {
    this.#isOpened = true;
    const restored = await this.#typed.open(this.store, "about");
    restored.forEach((field) => {
      field.closest("[data-fold]").open = true;
      this.#typing(field);
    });
    saveNow(restored);
    const linked = this.querySelector(`[data-fold="${CSS.escape(location.hash.slice(1))}"]`);
    const first = linked ?? (Object.keys(body).length === 0 && this.querySelector("[data-fold]"));
    if (first) first.open = true;
    linked?.scrollIntoView();
  }

  #drawMedicines(medications) {
    const names = medications.filter(({ body }) => !body.stopped_on).map(({ body }) => body.name).sort();
    const list = this.querySelector("[data-medicines]");
    list.replaceChildren(...names.map((name) => {
      const item = document.createElement("li");
      item.textContent = name;
      return item;
    }));
    list.hidden = names.length === 0;
    this.querySelector("[data-no-medicines]").hidden = names.length > 0;
  }

  #drawAnswered(body) {
    const names = this.#controls.map(({ name }) => name).filter((name) => name !== "note");
    const answered = names.filter((name) => isAnswered(name, body)).length;
    const said = answered === names.length ? word(this, "answered_all") : word(this, "answered", { answered, all: names.length });
    this.querySelector("[data-answered]").textContent = said;
  }

  /* A folded part says what is in it. */
  #drawSummaries(body) {
    this.querySelectorAll("[data-fold]").forEach((fold) => {
      const summary = fold.querySelector("[data-summary]");
      const said = this.#controls.filter((control) => fold.contains(control)).flatMap((control) => this.#shown(control, body));
      const tried = body.treatments_tried?.length ?? 0;
      if (fold.dataset.fold === "treatments" && tried > 0) said.push(word(this, "shown_treatments", { count: tried }));
      summary.textContent = said.filter(Boolean).join(", ") || summary.dataset.hint;
    });
  }

  #shown(control, body) {
    const { name } = control;
    const value = name === "allergies" ? body.allergies ?? [] : body[name];
    if (!isAnswered(name, body)) return [];
    if (name === "contraindications") return control.summary(this);
    if (Array.isArray(value)) return value.length > 0 ? value.map((each) => control.labelOf(each)) : [word(this, "nothing")];
    if (control.type === "date") return [dayOfMonth(value)];
    const said = word(this, `shown_${name}_${value}`) || word(this, `shown_${name}`, { value: control.dataset.low ? decimal(value) : value });
    return [said || control.labelOf?.(value) || String(value)];
  }

  #typing(target) {
    const control = this.#controlOf(target);
    if (!control || target.closest(".own")) return;
    control.dataset.unsaved = "";
    if (control.matches(".in")) mend(control);
  }

  #left(target) {
    const control = this.#controlOf(target);
    if (control?.matches(".in") && "unsaved" in control.dataset) this.#changed(control, null, { left: true });
  }

  async #changed(target, detail, { left = false } = {}) {
    const control = this.#controlOf(target);
    if (!control || !this.store) return;
    const read = control.matches(".in") ? valueOf(control) : { value: control.value };
    if (read.wrong) return this.#refuse(control, read.wrong, left);
    if (Array.isArray(read.value) && read.value.length > MOST_WORDS) return tell({ text: word(this, "too_many") });
    if (control.matches(".in")) mend(control);
    const [patch, was] = [patchOf(control, read.value), JSON.stringify(control.value)];
    const written = await saveProfile(this.store, () => patch, this.#said(control, read.value, detail ?? {}));
    if (!written || JSON.stringify(control.value) !== was) return;
    this.#typed.forget(control);
    delete control.dataset.unsaved;
  }

  /* It stays as it was typed; whoever hears the screen and has gone on is told. */
  #refuse(control, [name, values], left) {
    if (control.type === "date" && !left && control === document.activeElement) return;
    const why = word(this, name, values);
    if (control.closest(".field").querySelector(".err span").textContent === why) return;
    wrong(control, why);
    this.querySelector("[data-told]").textContent = word(this, "not_saved", { what: labelOf(control), why });
  }

  #said(control, value, { what = labelOf(control), yes = value }) {
    if (yes === null || yes === "" || yes?.length === 0 && !control.none) return word(this, "taken_back", { what });
    if (yes === true || yes === false) return word(this, yes ? "answered_yes" : "answered_no", { what });
    return word(this, "saved", { what });
  }
}

function labelOf(control) {
  return control.labels?.[0]?.textContent ?? control.getAttribute("aria-label") ?? control.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
}

customElements.define("lull-about", About);
