/* <lull-refused-notice>: something saved here was not taken by the server; what to do about it is under More. */

import { word } from "../words.js";
import { Part } from "./part.js";

class RefusedNotice extends Part {
  ready() {
    addEventListener("lull:sync", () => this.redraw());
  }

  async draw() {
    const count = (await this.store.quarantined()).length;
    this.hidden = count === 0;
    this.querySelector("[data-count]").textContent = word(this, "refused", { count });
  }
}

customElements.define("lull-refused-notice", RefusedNotice);
