// <lull-loss>: says aloud that this phone lost what it kept, cannot keep anything, has no room, does not hold
// what the server holds, or that this page is older than what another one brought. Never guessed: the marker of
// js/database.js outlived the database, the database could not be opened, a save ended for want of room, the
// counts of js/inbox.js differ, or the database is of a newer version.

import { whenStore } from "../app.js";
import { copyOf, word } from "../words.js";

class Loss extends HTMLElement {
  #store = null;
  #shown = null;

  async connectedCallback() {
    addEventListener("lull:evicted", ({ detail }) => this.#evicted(detail));
    addEventListener("lull:full", () => this.#show("full"));
    addEventListener("lull:outdated", () => this.#outdated());
    addEventListener("lull:mismatch", ({ detail }) => this.#differs(detail.afresh));
    try {
      this.#store = await whenStore();
    } catch ({ name }) {
      if (name === "VersionError") this.#outdated();
      else this.#show("blocked");
      return;
    }
    if (!this.#store) return;
    this.#store.onChange(({ origin }) => origin === "write" && this.#shown === "full" && this.#hide());
    const differed = await this.#store.meta("differed");
    if (differed) this.#readable(differed, "differed");
    if (this.#store.evicted) this.#evicted(this.#store.evicted);
  }

  #evicted({ unsent }) {
    const line = this.#readable("evicted", "evicted");
    const sentence = unsent > 0 ? word(this, "unsent", { count: unsent }) : word(this, unsent === 0 ? "none" : "unknown");
    line.querySelector("[data-unsent]").textContent = sentence;
  }

  // Kept until it is read, and kept before it is said: the page may be left at once.
  async #differs(afresh) {
    const name = afresh ? "differs" : "mismatch";
    await this.#store?.meta("differed", name).catch(() => {});
    this.#readable(name, "differed");
  }

  // Nothing can be saved from this page any more, so nothing more can be typed into it; what was typed is among
  // the drafts, and there again after the reload.
  #outdated() {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    const line = this.#show("outdated");
    for (let part = this; part !== document.body; part = part.parentElement) {
      [...part.parentElement.children].forEach((other) => { other.inert = other !== part; });
    }
    const button = line.querySelector("button");
    button.addEventListener("click", () => location.reload());
    button.focus();
  }

  #readable(name, kept) {
    const line = this.#show(name);
    line.querySelector("button").addEventListener("click", () => this.#read(kept));
    return line;
  }

  #show(name) {
    const line = copyOf(this, name);
    this.querySelector("[role=status]").replaceChildren(line);
    this.hidden = false;
    this.#shown = name;
    return line;
  }

  #hide() {
    this.hidden = true;
    this.#shown = null;
  }

  async #read(kept) {
    if (this.#store && !this.#store.closed) {
      if (kept === "evicted") this.#store.evicted = null;
      await this.#store.meta(kept, null);
    }
    this.#hide();
  }
}

customElements.define("lull-loss", Loss);
