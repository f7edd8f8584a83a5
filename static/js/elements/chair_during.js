/* <lull-chair-during>: interruptions to read, and other drugs given to read, to add and, tapped, to correct. */

import { decimalTyped } from "../dosing.js";
import { timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { readTime } from "./chair_fields.js";
import { ChairForm } from "./chair_form.js";
import { refill } from "./chair_part.js";
import { mark } from "./field.js";

class ChairDuring extends ChairForm {
  // The drug that is corrected, as it was when it was tapped; a colleague may add others meanwhile.
  #before = null;

  ready() {
    super.ready();
    this.form.querySelector("[data-remove]").addEventListener("click", () => this.#keep(null));
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-drug]");
      if (button) this.open(true, this.#drugs[Number(button.dataset.drug)]);
    });
  }

  draw() {
    super.draw();
    const body = this.chair.body("infusion");
    this.#list("pauses", (body.interruptions ?? []).map((pause) => this.#pause(pause)), (text) => lineOf(text));
    this.#list("drugs", this.#drugs.map((drug) => this.#drug(drug)), (text, place) => this.#button(text, place));
    this.querySelectorAll("[data-drug]").forEach((button) => { button.disabled = this.button.hidden; });
  }

  get #drugs() {
    return this.chair.body("infusion").adjuncts ?? [];
  }

  #button(text, place) {
    const line = copyOf(this, "drug");
    const button = line.querySelector("button");
    button.dataset.drug = String(place);
    button.textContent = text;
    button.setAttribute("aria-label", word(this, "correct_drug", { drug: text }));
    return line;
  }

  #pause({ at, until, reason }) {
    const { zone } = this.chair;
    return word(this, until ? "pause" : "pause_open", { from: timeOf(at, zone), to: until ? timeOf(until, zone) : "", reason });
  }

  #drug({ name, amount, unit, at }) {
    return word(this, "drug", { time: at ? timeOf(at, this.chair.zone) : "", name, amount: amount ?? "", unit: amount ? unit ?? "" : "" }).trim();
  }

  #list(name, lines, lineOfText) {
    const part = this.querySelector(`[data-${name}]`);
    const list = part.querySelector("ul");
    part.hidden = lines.length === 0;
    if (list.textContent === lines.join("")) return;
    list.replaceChildren(...lines.map(lineOfText));
  }

  open(isOpen, before = null) {
    super.open(isOpen);
    this.#before = before;
    ["name", "amount"].forEach((name) => refill(this.input(name), before?.[name] ?? ""));
    refill(this.input("unit"), before?.unit ?? this.input("unit").defaultValue);
    const at = before ? before.at : this.chair.now();
    refill(this.input("at"), isOpen && at ? timeOf(at, this.chair.zone) : "");
    this.form.querySelector("[data-remove]").hidden = before === null;
    ["name", "amount"].forEach((name) => mark(this.input(name), ""));
    if (isOpen) this.input("name").focus();
  }

  save() {
    const name = this.input("name").value.trim();
    const amount = decimalTyped(this.input("amount").value);
    mark(this.input("name"), name ? "" : word(this, "drug_needed"));
    mark(this.input("amount"), amount === undefined ? word(this, "amount_wrong") : "");
    if (!name) return this.input("name").focus();
    if (amount === undefined) return this.input("amount").focus();
    const at = readTime(this.input("at"), this.chair.zone, this.chair.now(), this.#before?.at);
    const said = { name, amount, unit: amount ? this.input("unit").value.trim() : null, at };
    return this.#keep(Object.fromEntries(Object.entries(said).filter(([, value]) => value)));
  }

  /* The drug in place of the one that was tapped, or after the others; null takes the tapped one back. */
  #keep(drug) {
    const place = this.#drugs.findIndex((each) => JSON.stringify(each) === JSON.stringify(this.#before));
    const adjuncts = place < 0 ? [...this.#drugs, drug] : this.#drugs.with(place, drug);
    const kept = adjuncts.filter(Boolean);
    this.chair.change({ adjuncts: kept.length > 0 ? kept : null });
    return this.open(false);
  }
}

function lineOf(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

customElements.define("lull-chair-during", ChairDuring);
