/* <lull-chair-during>: interruptions to read, and other drugs given to read and to add. */

import { decimalTyped } from "../dosing.js";
import { phaseOf } from "../chair/phase.js";
import { timeOf } from "../chair/times.js";
import { word } from "../words.js";
import { ChairPart, refill } from "./chair_part.js";
import { readTime } from "./chair_fields.js";
import { mark } from "./field.js";

class ChairDuring extends ChairPart {
  ready() {
    this.#button.addEventListener("click", () => this.#show(this.#form.hidden));
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.#form.addEventListener("keydown", ({ key }) => key === "Escape" && this.#show(false));
    this.#form.querySelector("[data-close]").addEventListener("click", () => this.#show(false));
  }

  draw() {
    const body = this.chair.body("infusion");
    this.#button.hidden = phaseOf(body, this.chair.body("discharge")) === "over";
    if (this.#button.hidden) this.#form.hidden = true;
    this.#list("pauses", (body.interruptions ?? []).map((pause) => this.#pause(pause)));
    this.#list("drugs", (body.adjuncts ?? []).map((drug) => this.#drug(drug)));
  }

  get #button() {
    return this.querySelector("[data-open]");
  }

  get #form() {
    return this.querySelector("form");
  }

  #input(name) {
    return this.#form.querySelector(`[name="${name}"]`);
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

  #show(isOpen) {
    if (!isOpen && this.#form.contains(document.activeElement)) this.#button.focus();
    this.#form.hidden = !isOpen;
    this.#button.setAttribute("aria-expanded", String(isOpen));
    ["name", "amount"].forEach((name) => refill(this.#input(name), ""));
    refill(this.#input("unit"), this.#input("unit").defaultValue);
    refill(this.#input("at"), isOpen ? timeOf(this.chair.now(), this.chair.zone) : "");
    ["name", "amount"].forEach((name) => mark(this.#input(name), ""));
    if (isOpen) this.#input("name").focus();
  }

  #save() {
    const name = this.#input("name").value.trim();
    const amount = decimalTyped(this.#input("amount").value);
    mark(this.#input("name"), name ? "" : word(this, "drug_needed"));
    mark(this.#input("amount"), amount === undefined ? word(this, "amount_wrong") : "");
    if (!name) return this.#input("name").focus();
    if (amount === undefined) return this.#input("amount").focus();
    const at = readTime(this.#input("at"), this.chair.zone, this.chair.now());
    const said = { name, amount, unit: amount ? this.#input("unit").value.trim() : null, at };
    const drug = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    this.chair.change({ adjuncts: [...(this.chair.body("infusion").adjuncts ?? []), drug] });
    return this.#show(false);
  }
}

customElements.define("lull-chair-during", ChairDuring);
