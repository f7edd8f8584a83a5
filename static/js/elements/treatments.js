/* <lull-treatments>: the treatments that were tried before; a tap opens one in <lull-treatment-form>. show(store, list). */

import { dayOfMonth } from "../months.js";
import { copyOf, word } from "../words.js";
import { MOST_WORDS } from "./about_fields.js";
import "./treatment_form.js";

class Treatments extends HTMLElement {
  #store = null;
  #list = [];
  #drawn = "";

  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button || !this.#store) return;
      const place = "place" in button.dataset ? Number(button.dataset.place) : null;
      document.querySelector("lull-treatment-form").show(this.#store, place === null ? null : this.#list[place], place);
    });
  }

  show(store, list) {
    [this.#store, this.#list] = [store, list];
    this.querySelector("[data-add]").hidden = list.length >= MOST_WORDS;
    if (JSON.stringify(list) === this.#drawn) return; // the keyboard may stand on a row
    this.#drawn = JSON.stringify(list);
    this.querySelector("[data-list]").replaceChildren(...list.map((item, place) => this.#row(item, place)));
  }

  #row(item, place) {
    const row = copyOf(this, "row");
    row.dataset.place = place;
    row.querySelector("[data-what]").textContent = [item.name, item.dose].filter(Boolean).join(", ");
    const outcome = item.outcome && word(this, `outcome_${item.outcome}`);
    row.querySelector("[data-small]").textContent = [this.#when(item), outcome, item.note].filter(Boolean).join(" · ");
    return row;
  }

  #when({ started_on, stopped_on }) {
    const [from, to] = [started_on, stopped_on].map((date) => date && dayOfMonth(date));
    if (from && to) return word(this, "from_to", { from, to });
    if (from) return word(this, "from", { from });
    return to ? word(this, "to", { to }) : "";
  }
}

customElements.define("lull-treatments", Treatments);
