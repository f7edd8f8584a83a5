/* <lull-checklist-today>: what is asked on the day of an infusion: medicines taken, an attack now, anything else. Saved
   at every answer; what is half typed is kept on this phone. show(store, entry, known), as <lull-checklist> has them. */

import { checklistOf } from "../checklist.js";
import { dateIn, zoneHere } from "../moment.js";
import { word } from "../words.js";
import { saveAnswer } from "./checklist_saving.js";
import { Typed, saveNow } from "./typed.js";
import "./chips.js";

class ChecklistToday extends HTMLElement {
  #store;
  #entry = null;
  #known;
  #typed = new Typed(this);

  connectedCallback() {
    this.addEventListener("input", ({ target }) => { target.dataset.unsaved = ""; });
    this.addEventListener("change", ({ target }) => this.#answer(target));
  }

  async show(store, entry, known) {
    const isOther = this.#entry?.id !== entry.id;
    [this.#store, this.#entry, this.#known] = [store, entry, known];
    if (isOther) this.#controls.forEach((control) => delete control.dataset.unsaved);
    this.#draw();
    if (!isOther) return;
    const restored = await this.#typed.open(store, `checklist:${entry.id}`);
    if (restored.length > 0 || entry.date === dateIn(new Date(), zoneHere())) this.querySelector("details").open = true;
    saveNow(restored);
  }

  get #controls() {
    return [...this.querySelectorAll("textarea, lull-chips")];
  }

  #draw() {
    const body = checklistOf(this.#known.checklist, this.#entry, this.#known.profile);
    this.#controls.filter((control) => !("unsaved" in control.dataset)).forEach((control) => {
      const value = body[control.name] ?? null;
      if (control.matches("lull-chips")) control.value = value;
      else if (control.value !== (value ?? "")) control.value = value ?? "";
    });
    const attack = body.attack_now == null ? null : word(this, body.attack_now ? "attack_yes" : "attack_no");
    this.querySelector("[data-said]").textContent = [body.medicines_today, attack, body.note].filter(Boolean).join(", ") || word(this, "said_none");
  }

  async #answer(control) {
    const { name } = control;
    const given = control.value;
    const value = typeof given === "string" ? given.trim() || null : given;
    const { checklist, profile } = this.#known;
    const isSame = (checklist?.[name] ?? null) === value;
    const saved = isSame || await saveAnswer(this.#store, this.#entry, profile, (body) => ({ ...body, [name]: value }), word(this, `saved_${name}`));
    if (!saved || control.value !== given) return;
    this.#typed.forget(control);
    delete control.dataset.unsaved;
  }
}

customElements.define("lull-checklist-today", ChecklistToday);
