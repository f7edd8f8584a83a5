/* <lull-moment name="at">: a day and a time on the clock of `zone`. value is an instant or null.
   Fires `change` when it holds a time that the wire can take; the screen decides whether it fits. */

import { zoneHere } from "../moment.js";
import { instantOf, wallOf } from "../wall.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";

class MomentField extends HTMLElement {
  #input;
  zone = zoneHere();

  connectedCallback() {
    this.#input = this.querySelector("input");
    this.#input.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#changed();
    });
  }

  get name() {
    return this.getAttribute("name");
  }

  get value() {
    return instantOf(this.#input.value, this.zone);
  }

  set value(instant) {
    this.#input.value = instant ? wallOf(instant, this.zone) : "";
    this.mend();
  }

  /* Something was typed that is no time yet. */
  get isHalf() {
    return this.#input.validity.badInput;
  }

  fail(sentence) {
    fail(this.#input, sentence);
  }

  mend() {
    mend(this.#input);
    this.#warn("");
  }

  #changed() {
    this.mend();
    if (this.isHalf) return this.fail(word(this, "not_a_time"));
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
