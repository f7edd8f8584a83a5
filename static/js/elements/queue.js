/* <lull-queue>: one quiet line about what waits to be sent. */

import { whenStore } from "../app.js";
import { syncState } from "../sync.js";
import { word } from "../words.js";

class Queue extends HTMLElement {
  #line = this.querySelector("p");
  #shown = "";
  #heard = ({ detail }) => this.#show(detail);

  async connectedCallback() {
    window.addEventListener("lull:sync", this.#heard);
    const store = await whenStore();
    if (!store) return;
    this.#show({ ...syncState(), pending: await store.pending() });
  }

  disconnectedCallback() {
    window.removeEventListener("lull:sync", this.#heard);
  }

  #show({ state, pending, lastAt }) {
    const name = this.#name(state, pending, lastAt);
    const said = `${name} ${pending}`;
    if (said === this.#shown) return; // Said again, a screen reader would read it again.
    this.#shown = said;
    const line = this.querySelector(`template[data-state="${name}"]`).content.cloneNode(true);
    line.querySelectorAll("[data-word]").forEach((gap) => {
      gap.textContent = word(this, gap.dataset.word, { count: pending });
    });
    this.#line.replaceChildren(line);
  }

  #name(state, pending, lastAt) {
    if (state === "closed") return "closed";
    if (pending > 0) return state === "signin" ? "signin" : "waiting";
    return lastAt ? "sent" : "here";
  }
}

customElements.define("lull-queue", Queue);
