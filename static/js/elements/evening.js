/* <lull-evening>: from five in the afternoon, was there a headache today, and what of the things one follows? */

import { attackOn } from "../attack.js";
import { followed, someLeft } from "../exposures.js";
import { dateIn, zoneHere } from "../moment.js";
import { answerOf, save } from "../saving.js";
import { word } from "../words.js";
import { Part, everyMinute, recent, records } from "./part.js";
import { EVENING } from "./prompts.js";
import "./chips.js";
import "./followed.js";

class Evening extends Part {
  #stays = null; // The day that was asked about on this page: its answers stay in sight.

  ready() {
    this.querySelector('lull-chips[name="headache"]').addEventListener("change", (event) => this.#answer(event.currentTarget.value));
    document.addEventListener("lull:follows", () => this.redraw());
    everyMinute(this, () => this.redraw());
  }

  async draw() {
    const today = dateIn(new Date(), zoneHere());
    const [known, { days }] = await Promise.all([recent(this.store), records(this.store, "days")]);
    const said = days.find(({ body }) => body.date === today)?.body;
    const had = Boolean(attackOn(today, known));
    const open = (!had && !said?.headache) || someLeft(await followed(this.store, days), said?.exposures);
    if (open) this.#stays = today;
    this.hidden = new Date().getHours() < EVENING || this.#stays !== today;
    this.querySelector("[data-headache]").hidden = had;
    this.querySelector('lull-chips[name="headache"]').value = said?.headache ?? null;
    await this.querySelector("lull-followed").show(this.store, today);
  }

  async #answer(headache) {
    const change = answerOf(this.store, dateIn(new Date(), zoneHere()), headache);
    await save(this.store, [change], word(this, `saved_${headache ?? "open"}`));
  }
}

customElements.define("lull-evening", Evening);
