/* <lull-strip>: the last 14 days, silent ones tappable, and one tap for "none of these had headache". */

import { attackOn } from "../attack.js";
import { classify } from "../days.js";
import { dateWords } from "../locale.js";
import { zoneHere } from "../moment.js";
import { drawIn } from "../nodes.js";
import { answerOf, save } from "../saving.js";
import { lastDates } from "../wall.js";
import { word } from "../words.js";
import { dayCell } from "./day_cell.js";
import { Part, everyMinute, recent } from "./part.js";
import "./day_sheet.js";

class Strip extends Part {
  #silent = [];

  ready() {
    this.querySelector("[data-days]").addEventListener("click", (event) => this.#tapped(event.target.closest("[data-day]")));
    this.querySelector("[data-none]").addEventListener("click", () => this.#noneHadHeadache());
    everyMinute(this, () => this.redraw());
  }

  async draw() {
    const dates = lastDates(14, new Date(), zoneHere());
    const known = await recent(this.store);
    const days = classify(known, { first: dates[0], last: dates.at(-1), now: new Date().toISOString() });
    const today = dates.at(-1);
    const focused = document.activeElement?.dataset?.day;
    this.querySelectorAll(".dow").forEach((name, place) => { name.textContent = dateWords(dates[place], "weekday"); });
    drawIn(this.querySelector("[data-days]"), days.map((day) => dayCell(this, day, { today })));
    if (focused) this.querySelector(`[data-day="${focused}"]`)?.focus();
    this.#silent = days.filter((day) => day.class === "silent" && day.date !== today).map((day) => day.date);
    const count = this.#silent.length;
    this.querySelector("[data-count]").textContent = count > 0 ? word(this, "silent", { count }) : word(this, "all");
    this.querySelector("button[data-none]").hidden = count === 0;
  }

  async #tapped(cell) {
    if (!cell || !this.store) return;
    const attack = attackOn(cell.dataset.day, await recent(this.store));
    if (attack) location.assign(attack.body.ended_at ? `/attack/details#${attack.id}` : `/attack#${attack.id}`);
    else document.querySelector("lull-day-sheet").show(this.store, cell.dataset.day);
  }

  async #noneHadHeadache() {
    const changes = this.#silent.map((date) => answerOf(this.store, date, "no"));
    await save(this.store, changes, word(this, "filled", { count: changes.length }));
  }
}

customElements.define("lull-strip", Strip);
