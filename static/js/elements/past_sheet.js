/* <lull-past-sheet>: an attack of an earlier day, by its start and its end. show(store, date); then its details. */

import { clock } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { save, tellLater } from "../saving.js";
import { instantOf } from "../wall.js";
import { word } from "../words.js";
import { once } from "./once.js";
import { Sheet } from "./sheet.js";
import { Typed } from "./typed.js";

const LONGEST_DAYS = 31;

/* The sentence that says why an attack cannot have these ends, or "". The server holds to the same two rules;
   one that goes on is measured up to now, for it could not be ended any more. */
export function whyNot(root, started, ended, zone) {
  const until = ended ? Date.parse(ended) : Date.now();
  if (ended && until < Date.parse(started)) return word(root, "end_before", { start: clock(started, zone) });
  if (until - Date.parse(started) > LONGEST_DAYS * 86_400_000) return word(root, "too_long");
  return "";
}

class PastSheet extends Sheet {
  #store;
  #typed = new Typed(this);

  ready() {
    const saveOnce = once(() => this.#save());
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      saveOnce();
    });
  }

  async show(store, date) {
    this.#store = store;
    const zone = zoneHere();
    const [start, end] = this.#fields;
    // Noon is a place to start turning the clock from; on the day itself it is the present.
    start.value = date === dateIn(new Date(), zone) ? new Date().toISOString() : instantOf(`${date}T12:00`, zone);
    end.value = null;
    await this.#typed.open(store, `past:${date}`);
    super.show();
  }

  get #fields() {
    return [...this.querySelectorAll("lull-moment")];
  }

  async #save() {
    const [start, end] = this.#fields;
    if (!start.value) return start.fail(word(this, "missing"));
    if (end.isHalf) return end.fail(word(this, "not_a_time"));
    const problem = whyNot(this, start.value, end.value, start.zone);
    if (problem) return (end.value ? end : start).fail(problem);
    const body = { started_at: start.value, zone: start.zone, ended_at: end.value };
    const written = await save(this.#store, [["attacks", null, body]], "");
    if (!written) return;
    this.#typed.forget();
    tellLater("started", { at: body.started_at }, [written[0].revId]);
    location.assign(`/attack/details#${written[0].id}`);
  }
}

customElements.define("lull-past-sheet", PastSheet);
