/* <lull-sign-out>: leaving this phone. What is only here is told first: wait for it, copy it, or let it go. */

import { signOut } from "../account.js";
import { syncNow, whenStore } from "../app.js";
import { download, wholeDiary } from "../copy.js";
import { word } from "../words.js";
import { Sheet } from "./sheet.js";

class SignOut extends Sheet {
  #store = null;

  ready() {
    const open = document.querySelector("[data-sign-out]");
    open.addEventListener("click", () => this.show());
    whenStore().then((store) => {
      this.#store = store;
      open.disabled = !store;
    });
    this.querySelector("[data-wait]").addEventListener("click", () => this.#wait());
    this.querySelector("[data-export]").addEventListener("click", () => this.#copy());
    this.querySelector("[data-discard]").addEventListener("click", () => this.#leave(true));
    // The network came back under the sheet: what is sent meanwhile is no longer only here.
    addEventListener("lull:sync", () => this.dialog.open && this.#count());
    this.querySelector("[data-leave]").addEventListener("click", () => this.#leave(false));
  }

  async show() {
    this.#say("");
    await this.#count();
    super.show();
  }

  async #count() {
    const count = (await this.#store.pending()) + (await this.#store.quarantined()).length;
    this.querySelectorAll("[data-unsent]").forEach((part) => { part.hidden = count === 0; });
    this.querySelectorAll("[data-sent]").forEach((part) => { part.hidden = count > 0; });
    this.querySelector("p[data-unsent]").textContent = word(this, "unsent", { count });
    this.querySelector("[data-discard-words]").textContent = word(this, "discard", { count });
    return count;
  }

  async #wait() {
    await syncNow();
    if ((await this.#count()) > 0) this.#say(word(this, "still"));
  }

  async #copy() {
    download(await wholeDiary(this.#store));
    this.#say(word(this, "copied"));
  }

  async #leave(discard) {
    const { unsent } = await signOut({ discard });
    if (unsent > 0) await this.#count();
    else location.assign("/");
  }

  #say(text) {
    this.querySelector("[data-said]").textContent = text;
  }
}

customElements.define("lull-sign-out", SignOut);
