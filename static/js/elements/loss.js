// <lull-loss>: says aloud that this phone lost what it kept, or cannot keep anything. Never guessed:
// the marker of js/database.js outlived the database, or the database could not be opened.

import { whenStore } from "../app.js";
import { copyOf, word } from "../words.js";

class Loss extends HTMLElement {
  async connectedCallback() {
    addEventListener("lull:evicted", ({ detail }) => this.#evicted(detail));
    try {
      this.#store = await whenStore();
    } catch {
      this.#show("blocked");
      return;
    }
    if (this.#store?.evicted) this.#evicted(this.#store.evicted);
  }

  #store = null;

  #evicted({ unsent }) {
    const line = this.#show("evicted");
    const sentence = unsent > 0 ? word(this, "unsent", { count: unsent }) : word(this, unsent === 0 ? "none" : "unknown");
    line.querySelector("[data-unsent]").textContent = sentence;
    line.querySelector("button").addEventListener("click", () => this.#read());
  }

  #show(name) {
    const line = copyOf(this, name);
    this.querySelector("[role=status]").replaceChildren(line);
    this.hidden = false;
    return line;
  }

  async #read() {
    this.hidden = true;
    if (!this.#store || this.#store.closed) return;
    this.#store.evicted = null;
    await this.#store.meta("evicted", null);
  }
}

customElements.define("lull-loss", Loss);
