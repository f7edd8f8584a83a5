/* <lull-follow-sheet>: what to be asked about in the evening. Kept on this phone; every tap counts. show(store). */

import { follow, followed } from "../exposures.js";
import { records } from "./part.js";
import { Sheet } from "./sheet.js";

class FollowSheet extends Sheet {
  #store;

  ready() {
    this.addEventListener("change", () => this.#choose());
  }

  async show(store) {
    this.#store = store;
    const { days } = await records(store, "days");
    this.querySelector("lull-chips").value = await followed(store, days);
    super.show();
  }

  async #choose() {
    await follow(this.#store, this.querySelector("lull-chips").words);
    document.dispatchEvent(new Event("lull:follows"));
  }
}

customElements.define("lull-follow-sheet", FollowSheet);
