/* <lull-chair-during>: interruptions to read, and other drugs given to read and to add. */

import { decimalTyped } from "../dosing.js";
import { timeOf } from "../chair/times.js";
import { word } from "../words.js";
import { readTime } from "./chair_fields.js";
import { ChairForm } from "./chair_form.js";
import { refill } from "./chair_part.js";
import { mark } from "./field.js";

class ChairDuring extends ChairForm {
  draw() {
    super.draw();
    const body = this.chair.body("infusion");
    this.#list("pauses", (body.interruptions ?? []).map((pause) => this.#pause(pause)));
    this.#list("drugs", (body.adjuncts ?? []).map((drug) => this.#drug(drug)));
  }

  #pause({ at, until, reason }) {
    const { zone } = this.chair;
    return word(this, until ? "pause" : "pause_open", { from: timeOf(at, zone), to: until ? timeOf(until, zone) : "", reason });
  }

  #drug({ name, amount, unit, at }) {
    return word(this, "drug", { time: at ? timeOf(at, this.chair.zone) : "", name, amount: amount ?? "", unit: amount ? unit ?? "" : "" }).trim();
  }

  #list(name, lines) {
    const part = this.querySelector(`[data-${name}]`);
    const list = part.querySelector("ul");
    part.hidden = lines.length === 0;
    if (list.textContent === lines.join("")) return;
    list.replaceChildren(...lines.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
  }

  open(isOpen) {
    super.open(isOpen);
    ["name", "amount"].forEach((name) => refill(this.input(name), ""));
    refill(this.input("unit"), this.input("unit").defaultValue);
    refill(this.input("at"), isOpen ? timeOf(this.chair.now(), this.chair.zone) : "");
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
    const at = readTime(this.input("at"), this.chair.zone, this.chair.now());
    const said = { name, amount, unit: amount ? this.input("unit").value.trim() : null, at };
    const drug = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    this.chair.change({ adjuncts: [...(this.chair.body("infusion").adjuncts ?? []), drug] });
    return this.open(false);
  }
}

customElements.define("lull-chair-during", ChairDuring);
