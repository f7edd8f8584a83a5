/* <lull-two-attacks>: two attacks are open, begun on two phones or one never ended. One attack, or two? */

import { childrenOf, openAttacks, together } from "../attack.js";
import { clock, dateWords } from "../locale.js";
import { dateIn } from "../moment.js";
import { save } from "../saving.js";
import { word } from "../words.js";
import { Part, records } from "./part.js";
import { whyNot } from "./past_sheet.js";
import "./moment_field.js";

const CHILDREN = ["pain_readings", "doses", "auras"];

class TwoAttacks extends Part {
  #pair = [];

  ready() {
    this.querySelector("[data-one]").addEventListener("click", () => this.#merge());
    this.querySelector("[data-two]").addEventListener("click", () => this.#ask(true));
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#end(this.querySelector("lull-moment"));
    });
  }

  /* The two begun first; were there three, the next question follows. */
  async draw() {
    const pair = openAttacks((await records(this.store, "attacks")).attacks).slice(0, 2);
    const isOther = pair.map(({ id }) => id).join() !== this.#pair.map(({ id }) => id).join();
    this.#pair = pair;
    this.hidden = pair.length < 2;
    if (this.hidden) return;
    const [first, second] = pair.map(({ body }) => sinceWords(body));
    this.querySelector("[data-which]").textContent = word(this, "which", { first, second });
    this.querySelector("[data-when]").textContent = word(this, "when", { first });
    if (isOther) this.#ask(false);
  }

  #ask(isTwo) {
    this.querySelector("form").hidden = !isTwo;
    this.querySelector("[data-ways]").hidden = isTwo;
    const at = this.querySelector("lull-moment");
    at.zone = this.#pair[0].body.zone;
    at.value = this.#pair[1].body.started_at;
    if (isTwo) at.querySelector("input").focus();
  }

  /* The earlier start stays; what was noted in the later one goes with it, and the later one goes. */
  async #merge() {
    const [first, second] = this.#pair;
    const noted = childrenOf(second, await records(this.store, ...CHILDREN));
    const moved = CHILDREN.flatMap((collection) => noted[collection].map(({ id, body }) => [collection, id, { ...body, attack_id: first.id }]));
    const changes = [...moved, ["attacks", first.id, together(first.body, second.body)], ["attacks", second.id, null]];
    await save(this.store, changes, word(this, "saved_one", { first: sinceWords(first.body) }));
  }

  async #end(at) {
    const [{ id, body }] = this.#pair;
    if (!at.value) return at.fail(word(this, "not_a_time"));
    const problem = whyNot(this, body.started_at, at.value, body.zone);
    if (problem) return at.fail(problem);
    await save(this.store, [["attacks", id, { ...body, ended_at: at.value }]], word(this, "saved_over", { time: clock(at.value, body.zone) }));
  }
}

function sinceWords({ started_at, zone }) {
  return `${dateWords(dateIn(started_at, zone), "short")}, ${clock(started_at, zone)}`;
}

customElements.define("lull-two-attacks", TwoAttacks);
