/* <lull-moment name="at">: a day and a time on the clock of `zone`. value is an instant or null.
   Fires `change` when both parts are there, or neither; the screen decides whether it fits. */

import { zoneHere } from "../moment.js";
import { instantOf, wallOf } from "../wall.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";

class MomentField extends HTMLElement {
  #date;
  #time;
  #touched;
  zone = zoneHere();

  connectedCallback() {
    [this.#date, this.#time] = this.querySelectorAll("input");
    this.#touched = this.#time;
    this.addEventListener("change", (event) => {
      if (event.target === this) return;
      event.stopPropagation();
      this.#touched = event.target;
      this.#changed();
    });
  }

  get name() {
    return this.getAttribute("name");
  }

  get value() {
    return instantOf(`${this.#date.value}T${this.#time.value.slice(0, 5)}`, this.zone);
  }

  set value(instant) {
    const [date, time] = instant ? wallOf(instant, this.zone).split("T") : ["", ""];
    this.#date.value = date;
    this.#time.value = time;
    this.mend();
  }

  /* Something is there that is no moment yet. */
  get isHalf() {
    const parts = [this.#date, this.#time];
    return parts.some((input) => input.validity.badInput) || Boolean(this.#date.value) !== Boolean(this.#time.value);
  }

  fail(sentence) {
    fail(this.#touched, sentence);
  }

  mend() {
    mend(this.#date);
    mend(this.#time);
    this.#warn("");
  }

  #changed() {
    this.mend();
    if (this.isHalf) return;
    if (this.value && Date.parse(this.value) > Date.now() + 5 * 60_000) this.#warn(word(this, "ahead"));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #warn(sentence) {
    const line = this.querySelector(".warned");
    line.querySelector("span").textContent = sentence;
    line.hidden = !sentence;
  }
}

customElements.define("lull-moment", MomentField);
