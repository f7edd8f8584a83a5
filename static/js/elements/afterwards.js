/* <lull-afterwards>: until when not to drive or drink, what to do, and what was felt that evening and the next morning.
   show(store, entry, {instructions, effects}). */

import { dateIn } from "../moment.js";
import { askedAbout, timesOf } from "../next_infusion.js";
import { word } from "../words.js";
import { callLink, inOneLine } from "./call_link.js";
import { clockRow, lengthRow } from "./clock_rows.js";
import { Typed } from "./typed.js";
import "./effects.js";

const LEFT_OPEN = "effects-left-open";

class Afterwards extends HTMLElement {
  #store;
  #entry;
  #known;
  #key = "";
  #typed = new Typed(this);

  connectedCallback() {
    this.querySelector("lull-effects").addEventListener("felt", () => this.#typed.forget());
    this.querySelector("[data-skip]").addEventListener("click", () => this.#leaveOpen());
  }

  async show(store, entry, known) {
    [this.#store, this.#entry, this.#known] = [store, entry, known];
    this.#drawTimes();
    const text = known.instructions?.aftercare_text ?? "";
    const line = this.querySelector("[data-aftercare]");
    [line.textContent, line.hidden] = [text, !text];
    const phone = known.instructions?.clinic_phone;
    const link = this.querySelector("[data-phone]");
    link.hidden = !phone;
    if (phone) callLink(link, phone, word(this, "phone", { phone: inOneLine(phone) }));
    await this.#drawAsked();
  }

  #drawTimes() {
    const { instructions } = this.#known;
    const { zone, date } = this.#entry;
    const times = timesOf(this.#entry, instructions ?? {}, Date.now());
    const row = (name, at, small) => clockRow(this, name, { at, zone, date }, small);
    // Who left yesterday need not be told when.
    const isPast = dateIn(new Date(), zone) > dateIn(times.observation_until ?? 0, zone);
    row("observation_until", isPast ? null : times.observation_until, instructions?.driver_needed ? word(this, "leave_home") : undefined);
    const { no_driving_hours: driving, no_alcohol_hours: alcohol } = instructions ?? {};
    const isOne = driving === alcohol;
    const rests = [["both_until", isOne ? driving : null], ["no_driving_until", isOne ? null : driving], ["no_alcohol_until", isOne ? null : alcohol]];
    rests.forEach(([name, hours]) => {
      if (hours && times.overdue) return lengthRow(this, name, word(this, "hours_long", { hours }), word(this, "from_end"));
      const at = hours ? times[name === "no_alcohol_until" ? name : "no_driving_until"] : null;
      return row(name, at, hours ? word(this, "from_end_hours", { count: hours }) : "");
    });
  }

  async #drawAsked() {
    const asked = askedAbout(this.#entry, Date.now());
    const leftOpen = (await this.#store.drafts.get(LEFT_OPEN)) ?? [];
    const key = `${asked}:${this.#entry.id}`;
    const part = this.querySelector("[data-asked]");
    part.hidden = !asked || leftOpen.includes(key);
    if (part.hidden) return;
    this.querySelector("[data-asked-title]").textContent = word(this, `asked_${asked}`);
    // What was noted on another day is told on the sheet of the infusion.
    const today = dateIn(new Date(), this.#entry.zone);
    const effects = this.#known.effects.filter(({ body }) => dateIn(body.at, body.zone) === today);
    this.querySelector("lull-effects").show(this.#store, this.#entry, effects, () => new Date().toISOString());
    if (this.#key === key) return;
    this.#key = key;
    await this.#typed.open(this.#store, `effects:${key}`);
  }

  async #leaveOpen() {
    const leftOpen = (await this.#store.drafts.get(LEFT_OPEN)) ?? [];
    await this.#store.drafts.put(LEFT_OPEN, [...leftOpen, this.#key].slice(-20));
    await this.#drawAsked();
  }
}

customElements.define("lull-afterwards", Afterwards);
