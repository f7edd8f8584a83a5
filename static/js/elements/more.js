/* More: <lull-looks> keeps theme, clock and week; <lull-this-phone> says what is here and what is sent. */

import { syncNow } from "../app.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { syncState } from "../sync.js";
import { word } from "../words.js";
import { Part } from "./part.js";
import "./refused.js";
import "./saved.js";
import "./sign_out.js";
import "./versions.js";

class Looks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#choose(button.closest("[data-key]").dataset.key, button.value);
    });
    this.querySelectorAll("[data-key]").forEach((group) => this.#show(group));
  }

  #choose(key, value) {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
    window.dispatchEvent(new Event("lull:theme"));
    this.querySelectorAll("[data-key]").forEach((group) => this.#show(group));
  }

  #show(group) {
    const chosen = localStorage.getItem(group.dataset.key) ?? (group.dataset.key === "lull.theme" ? "dark" : "");
    group.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.value === chosen)));
  }
}

class ThisPhone extends Part {
  ready() {
    addEventListener("lull:sync", () => this.store && this.redraw());
    this.querySelector("[data-now]").addEventListener("click", () => syncNow());
  }

  async draw() {
    const [pending, lastAt, entries] = await Promise.all([this.store.pending(), this.store.meta("lastAt"), this.#count()]);
    const { state } = syncState();
    const say = (name, text) => { this.querySelector(`[data-${name}]`).textContent = text; };
    const waiting = pending > 0 ? word(this, "waiting", { count: pending }) : word(this, "nothing");
    say("entries", word(this, "entries", { count: entries }));
    say("waiting", pending > 0 && ["offline", "signin"].includes(state) ? `${waiting}; ${word(this, state)}` : waiting);
    say("last", lastAt ? word(this, "last", { date: dateWords(dateIn(lastAt, zoneHere()), "short"), time: clock(lastAt) }) : word(this, "never"));
    const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
    say("opened", word(this, installed ? "app" : "browser"));
    say("kept", word(this, (await navigator.storage?.persisted?.()) ? "kept" : "maybe"));
  }

  async #count() {
    return this.store.reading(["records"]).objectStore("records").count();
  }
}

customElements.define("lull-looks", Looks);
customElements.define("lull-this-phone", ThisPhone);
