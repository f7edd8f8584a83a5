/* <lull-saved>: the line after a save, with Undo. It stays until the next one, and goes along to the next page;
   nothing vanishes by itself. */

import { currentAccount } from "../account.js";
import { whenStore } from "../app.js";
import { clock } from "../locale.js";
import { tellAgain, toldEarlier, whyUnsaved } from "../saving.js";
import { word } from "../words.js";

/* Who comes back to Lull after so long is not told what they did before. */
const GOES_ALONG_MS = 600_000;

class Saved extends HTMLElement {
  #line = this.querySelector("[role=status]");
  #button = this.querySelector("button");
  #revs = [];
  #text = "";
  #at = 0;
  #told = ({ detail }) => this.#show(detail);
  #left = () => currentAccount() && this.#revs.length > 0
    && tellAgain({ text: this.#text, revs: this.#revs, at: this.#at, account: currentAccount() });
  /* A page that was put away has its old line still; another page may have told of more. */
  #back = ({ persisted }) => persisted && this.tellEarlier();

  connectedCallback() {
    document.addEventListener("lull:saved", this.#told);
    this.#button.addEventListener("click", () => this.#undo());
    window.addEventListener("pagehide", this.#left);
    window.addEventListener("pageshow", this.#back);
    this.tellEarlier();
  }

  /* What the page before saved, or this one before its parts were there. */
  tellEarlier() {
    const earlier = toldEarlier();
    if (!earlier || Date.now() - (earlier.at ?? Date.now()) > GOES_ALONG_MS) return;
    if (earlier.account && earlier.account !== currentAccount()) return;
    this.#show({ ...earlier, text: earlier.text ?? this.#words(earlier) });
  }

  disconnectedCallback() {
    document.removeEventListener("lull:saved", this.#told);
    window.removeEventListener("pagehide", this.#left);
    window.removeEventListener("pageshow", this.#back);
  }

  #words({ name, values }) {
    return word(this, name, values.at ? { ...values, at: clock(values.at) } : values);
  }

  #show({ text, revs = [], failed = null, at = Date.now() }) {
    const line = this.querySelector("template[data-line]").content.cloneNode(true);
    line.querySelector("[data-text]").textContent = failed ? word(this, failed) : text;
    this.#line.replaceChildren(line);
    this.#line.classList.toggle("c-danger", failed !== null);
    [this.#revs, this.#text, this.#at] = [revs, text, at];
    this.#button.hidden = revs.length === 0;
    this.toggleAttribute("told", true);
  }

  async #undo() {
    const store = await whenStore();
    let undone;
    try {
      undone = await store.undo(...this.#revs);
    } catch (problem) {
      return this.#show({ failed: whyUnsaved(store, problem) });
    }
    this.#show({ text: word(this, undone ? "undone" : "changed") });
    this.dispatchEvent(new CustomEvent("lull:undone", { bubbles: true, detail: { records: undone ?? [] } }));
  }
}

customElements.define("lull-saved", Saved);
