/* ChairForm: a part with a form under a button; the button opens and closes it, Escape and its own button close it.
   Over with the infusion, there is nothing more to add. A part says what `show` fills in and what `save` keeps. */

import { phaseOf } from "../chair/phase.js";
import { ChairPart } from "./chair_part.js";

export class ChairForm extends ChairPart {
  ready() {
    this.button.addEventListener("click", () => this.open(this.form.hidden));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.form.addEventListener("keydown", ({ key }) => key === "Escape" && this.open(false));
    this.form.querySelector("[data-close]").addEventListener("click", () => this.open(false));
  }

  draw() {
    this.button.hidden = phaseOf(this.chair.body("infusion"), this.chair.body("discharge")) === "over";
    if (this.button.hidden) this.form.hidden = true;
  }

  get button() {
    return this.querySelector("[data-open]");
  }

  get form() {
    return this.querySelector("form");
  }

  input(name) {
    return this.form.querySelector(`[name="${name}"]`);
  }

  open(isOpen) {
    if (!isOpen && this.form.contains(document.activeElement)) this.button.focus();
    this.form.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }
}
