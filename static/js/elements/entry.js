/* <lull-entry>: a sheet for one entry of a timeline; everything in it is saved when it is changed.
   show(store, entry): entry = {body, required, isNew, changes(body) → [[collection, id, body], …], remove() → the same, settle(body)}.
   Its controls are bound to the body by their names. */

import { clock } from "../locale.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { whyNot } from "./past_sheet.js";
import { Sheet } from "./sheet.js";
import { Typed, saveNow } from "./typed.js";

class Entry extends Sheet {
  #store;
  #entry;
  #timer = 0;
  #typed = new Typed(this);

  ready() {
    this.addEventListener("change", (event) => this.#changed(event.target));
    this.addEventListener("input", (event) => {
      if (event.target.localName !== "textarea") return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed(event.target), 800);
    });
    this.querySelector("[data-remove]").addEventListener("click", () => this.#remove());
    this.querySelector("[data-done]").addEventListener("click", () => this.#done());
    this.querySelector("[data-ongoing]")?.addEventListener("click", () => this.#ongoing());
  }

  async show(store, entry) {
    this.#store = store;
    this.#entry = entry;
    this.querySelector("[data-remove]").hidden = !entry.remove || entry.isNew;
    this.#fill();
    super.show();
    saveNow(await this.#typed.open(store, `${this.id}:${entry.key}`));
  }

  get #controls() {
    return [...this.querySelectorAll("[name]")].filter((control) => "value" in control);
  }

  #fill() {
    const { body } = this.#entry;
    this.#controls.forEach((control) => {
      if (control.localName === "lull-moment") control.zone = body.zone ?? this.#entry.zone;
      control.value = shown(control, body[control.name]);
      if (control.matches("input, textarea, select")) mend(control);
    });
  }

  async #changed(control) {
    if (!control.name || !this.#controls.includes(control)) return;
    clearTimeout(this.#timer);
    const [value, problem] = read(control);
    if (problem) return fail(control, word(this, problem));
    const body = this.#entry.settle?.({ ...this.#entry.body, [control.name]: value }, control.name) ?? { ...this.#entry.body, [control.name]: value };
    const clash = "ended_at" in body && whyNot(this, body.started_at, body.ended_at, body.zone);
    if (clash) return this.querySelector("lull-moment").fail(clash);
    if (control.localName === "lull-moment" && !value) return control.fail(word(this, "not_a_time"));
    if (control.matches("input, textarea, select")) mend(control);
    this.#entry.body = body;
    this.#fillOthers(control);
    if (this.#entry.required.every((name) => body[name] != null)) await this.#save();
  }

  /* Two controls may show the same part; the one being used is left alone. */
  #fillOthers(used) {
    const { body } = this.#entry;
    this.#controls.filter((control) => control !== used && control.localName !== "lull-moment")
      .forEach((control) => { control.value = shown(control, body[control.name]); });
  }

  /* What could not be saved is not closed over. */
  #done() {
    this.querySelectorAll("lull-moment").forEach((at) => { if (at.isHalf) at.fail(word(this, "not_a_time")); });
    const bad = this.querySelector(".bad :is(input, select, textarea)");
    if (bad) bad.focus();
    else {
      this.settle();
      this.hide();
    }
  }

  async #save() {
    const { body } = this.#entry;
    const at = this.querySelector("lull-moment");
    const changes = await this.#entry.changes(body);
    const written = await save(this.#store, changes, word(this, "saved", { time: at.value ? clock(at.value, at.zone) : "" }));
    if (!written) return;
    this.#typed.forget();
    this.#entry.isNew = false;
    this.#entry.written?.(written);
    this.querySelector("[data-remove]").hidden = !this.#entry.remove;
  }

  async #remove() {
    this.#typed.forget();
    this.hide();
    await save(this.#store, await this.#entry.remove(), word(this, "deleted"));
  }

  async #ongoing() {
    this.#entry.body = { ...this.#entry.body, ended_at: null, slept_it_off: null, woke_without: null };
    await this.#save();
    this.hide();
  }
}

function shown(control, value) {
  if (control.localName === "lull-chips") return typeof value === "number" ? String(value) : value ?? null;
  return control.localName.startsWith("lull-") ? value ?? null : value ?? "";
}

/* [value, name of what is wrong with it] of a control, as the body holds it. */
function read(control) {
  if (control.name === "minutes" && control.localName === "lull-chips") return [control.value === null ? null : Number(control.value), null];
  if (control.localName.startsWith("lull-")) return [control.value, null];
  const text = control.value.trim();
  if (!text) return [null, null];
  if (control.dataset.type === "whole") return /^\d{1,5}$/.test(text) && Number(text) <= Number(control.dataset.max) ? [Number(text), null] : [null, "not_whole"];
  if (control.dataset.type !== "decimal") return [text, null];
  const decimal = text.replace(",", ".");
  return /^\d{1,5}(\.\d{1,4})?$/.test(decimal) ? [decimal, null] : [null, "not_decimal"];
}

customElements.define("lull-entry", Entry);
