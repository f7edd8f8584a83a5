/* <lull-saved>: the line after a save, with Undo. It stays until the next one; nothing vanishes by itself. */

import { whenStore } from "../app.js";
import { clock } from "../locale.js";
import { toldEarlier } from "../saving.js";
import { word } from "../words.js";

class Saved extends HTMLElement {
  #line = this.querySelector("[role=status]");
  #button = this.querySelector("button");
  #revs = [];
  #told = ({ detail }) => this.#show(detail);

  connectedCallback() {
    document.addEventListener("lull:saved", this.#told);
    this.#button.addEventListener("click", () => this.#undo());
    this.tellEarlier();
  }

  /* What the page before saved, or this one before its parts were there. */
  tellEarlier() {
    const earlier = toldEarlier();
    if (earlier) this.#show({ text: this.#words(earlier), revs: earlier.revs });
  }

  disconnectedCallback() {
    document.removeEventListener("lull:saved", this.#told);
  }

  #words({ name, values }) {
    return word(this, name, values.at ? { ...values, at: clock(values.at) } : values);
  }

  #show({ text, revs = [], failed = false }) {
    const line = this.querySelector("template[data-line]").content.cloneNode(true);
    line.querySelector("[data-text]").textContent = failed ? word(this, "failed") : text;
    this.#line.replaceChildren(line);
    this.#line.classList.toggle("c-danger", failed);
    this.#revs = revs;
    this.#button.hidden = revs.length === 0;
    this.toggleAttribute("told", true);
  }

  async #undo() {
    const store = await whenStore();
    const undone = [];
    for (const rev of [...this.#revs].reverse()) undone.push(await store.undo(rev));
    this.#show({ text: word(this, undone.includes(null) ? "changed" : "undone") });
    this.dispatchEvent(new CustomEvent("lull:undone", { bubbles: true, detail: { records: undone.filter(Boolean) } }));
  }
}

customElements.define("lull-saved", Saved);
