/* <lull-over-sheet>: when the attack was over: now, earlier, or on waking. show(store, attack). */

import { clock } from "../locale.js";
import { save, tellLater } from "../saving.js";
import { word } from "../words.js";
import { undim } from "./lowlight.js";
import { whyNot } from "./past_sheet.js";
import { Sheet } from "./sheet.js";
import { Typed } from "./typed.js";

class OverSheet extends Sheet {
  #store;
  #attack;
  #how = null;
  #typed = new Typed(this);

  ready() {
    this.querySelector("[data-now]").addEventListener("click", () => this.#now());
    this.querySelectorAll("[data-how]").forEach((button) => button.addEventListener("click", () => this.#ask(button.dataset.how)));
    this.#ago.addEventListener("change", () => this.#save(new Date(Date.now() - Number(this.#ago.value ?? 0) * 60_000).toISOString()));
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save(this.#at.value);
    });
  }

  show(store, attack) {
    this.#store = store;
    this.#attack = attack;
    this.#at.zone = attack.body.zone;
    this.#ask(null);
    super.show();
  }

  get #ago() {
    return this.querySelector("lull-chips");
  }

  get #at() {
    return this.querySelector("lull-moment");
  }

  #ask(how) {
    this.#how = how;
    this.heading = word(this, how ? `title_${how}` : "title");
    this.querySelector("[data-ways]").hidden = Boolean(how);
    this.querySelector("form").hidden = !how;
    this.#ago.value = null;
    this.#at.value = how ? new Date().toISOString() : null;
    // What would lie before the start is not offered.
    const minutes = (Date.now() - Date.parse(this.#attack.body.started_at)) / 60_000;
    this.#ago.querySelectorAll("button[value]").forEach((chip) => { chip.hidden = Number(chip.value) >= minutes; });
    if (!how) return;
    this.#ago.querySelector("button:not([hidden])")?.focus();
    this.#typed.open(this.#store, `over:${this.#attack.id}`);
  }

  /* What was never ended cannot end now, weeks later: then it is asked since when. */
  #now() {
    const ended = new Date().toISOString();
    const problem = this.#problem(ended);
    if (!problem) return this.#end(ended, {});
    this.#ask("earlier");
    return this.#at.fail(problem);
  }

  #problem(ended) {
    return whyNot(this, this.#attack.body.started_at, ended, this.#attack.body.zone);
  }

  #save(ended) {
    if (!ended) return this.#at.fail(word(this, "not_a_time"));
    const problem = this.#problem(ended);
    if (problem) return this.#at.fail(problem);
    this.#end(ended, this.#how === "slept" ? { slept_it_off: true, woke_without: true } : {});
  }

  async #end(ended_at, more) {
    const { id, body } = this.#attack;
    const time = clock(ended_at, body.zone);
    const written = await save(this.#store, [["attacks", id, { ...body, ...more, ended_at }]], word(this, "saved_over", { time }));
    this.hide();
    if (!written) return;
    this.#typed.forget();
    undim();
    tellLater("over", { at: ended_at }, [written[0].revId]);
    location.assign("/");
  }
}

customElements.define("lull-over-sheet", OverSheet);
