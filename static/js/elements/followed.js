/* <lull-followed>: what this patient follows, on one day; every tap is saved. show(store, date). */

import { SLEEP, answered, followed } from "../exposures.js";
import { dateWords } from "../locale.js";
import { zoneHere } from "../moment.js";
import { dayId, save } from "../saving.js";
import { word } from "../words.js";
import { records } from "./part.js";
import "./chips.js";
import "./follow_sheet.js";

class Followed extends HTMLElement {
  #store;
  #date;
  #names = "";
  #waiting = 0;
  #saves = Promise.resolve();

  connectedCallback() {
    this.addEventListener("change", (event) => {
      event.stopPropagation(); // A day sheet takes a change for its pain.
      this.#waiting += 1;
      this.#saves = this.#saves.then(() => this.#save()).finally(() => { this.#waiting -= 1; });
    });
    this.querySelector("[data-follow]").addEventListener("click", () => document.querySelector("lull-follow-sheet").show(this.#store));
    document.addEventListener("lull:follows", () => this.#store && this.show(this.#store, this.#date));
  }

  async show(store, date) {
    if (date !== this.#date) await this.#saves;
    this.#store = store;
    this.#date = date;
    const { days } = await records(store, "days");
    const names = await followed(store, days);
    // What was tapped and is not on the disk yet is what counts.
    if (this.#waiting > 0) return;
    const exposures = days.find(({ body }) => body.date === date)?.body.exposures ?? [];
    this.hidden = false;
    this.#offer(names);
    this.#chips.value = exposures.filter(({ name, present }) => name !== SLEEP && present).map(({ name }) => name);
    this.#chips.none = exposures.some(({ name, present }) => name !== SLEEP && present === false);
    this.#sleep.value = exposures.find(({ name }) => name === SLEEP)?.amount ?? null;
  }

  get #chips() {
    return this.querySelector('lull-chips[name="exposures"]');
  }

  get #sleep() {
    return this.querySelector('lull-chips[name="sleep"]');
  }

  #offer(names) {
    this.querySelector("[data-follow]").textContent = word(this, names.length > 0 ? "other" : "begin");
    const own = names.filter((name) => name !== SLEEP);
    this.querySelector("[data-there]").hidden = this.#chips.hidden = own.length === 0;
    this.querySelector("[data-sleep]").hidden = !names.includes(SLEEP);
    if (this.#names === JSON.stringify(own)) return;
    this.#names = JSON.stringify(own);
    this.#chips.options = own.map((name) => [name, word(this, `follows_${name}`) || name]);
  }

  async #save() {
    const [id, chips] = [await dayId(this.#store, this.#date), this.#chips];
    const before = (await this.#store.get("days", id))?.body;
    const shown = [...chips.querySelectorAll("button[value]")].map(({ value }) => value);
    const exposures = answered(before?.exposures, { shown, there: chips.words, none: chips.none, hours: this.#sleep.value });
    // What was there answers nothing about headache: the day stays as it was.
    const body = { ...(before ?? { date: this.#date, zone: zoneHere(), answered_at: new Date().toISOString() }), exposures };
    await save(this.#store, [["days", id, body]], word(this, "saved", { date: dateWords(this.#date, "short") }));
  }
}

customElements.define("lull-followed", Followed);
