/* <lull-prompts>: what is asked only now and then. Its scripts are fetched when there is something to ask. */

import { openAttacks } from "../attack.js";
import { Part, everyMinute, recent } from "./part.js";

const HOUR = 3_600_000;
// The hour from which the evening's question is asked.
export const EVENING = 17;

class Prompts extends Part {
  ready() {
    everyMinute(this, () => this.redraw());
    addEventListener("lull:sync", () => this.redraw());
  }

  async draw() {
    const { attacks, doses } = await recent(this.store);
    const recently = ({ body }) => Date.now() - Date.parse(body.taken_at) < 12 * HOUR;
    const refused = await this.store.quarantined();
    const wanted = [
      this.querySelector("lull-refused-notice") && refused.length > 0 && import("./refused_notice.js"),
      openAttacks(attacks).length > 1 && import("./two_attacks.js"),
      doses.some(recently) && import("./two_hours.js"),
      this.querySelector("lull-evening") && new Date().getHours() >= EVENING && import("./evening.js"),
    ];
    // What cannot be fetched now is asked for again within a minute.
    await Promise.allSettled(wanted);
  }
}

customElements.define("lull-prompts", Prompts);
