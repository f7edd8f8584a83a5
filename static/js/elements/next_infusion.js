/* <lull-next-infusion>: on Today, the next infusion with the clock times of its day; after one, until when not to
   drive; and the pain of the day and of the week after it, when they are due. */

import { askedNow, entriesOf, slotNow } from "../infusions.js";
import { clock, dateWords } from "../locale.js";
import { addDays, dateIn, zoneHere } from "../moment.js";
import { aheadOf, recentOf, timesOf } from "../next_infusion.js";
import { word } from "../words.js";
import { clockRow, dayWords } from "./clock_rows.js";
import { Part, everyMinute, records } from "./part.js";

const ROWS = ["no_solid_food_from", "clear_liquids_until", "arrive_at"];

class NextInfusion extends Part {
  ready() {
    everyMinute(this, () => this.store && this.redraw());
  }

  async draw() {
    const known = await records(this.store, "infusions", "own_infusions", "infusion_pains", "instructions");
    const [now, today] = [Date.now(), dateIn(new Date(), zoneHere())];
    const entries = entriesOf(known);
    const told = new Map(known.instructions.map(({ body }) => [body.infusion_id, body]));
    const [next, recent] = [aheadOf(entries, today), recentOf(entries, told, now)];
    this.#drawNext(next, told.get(next?.id), today);
    this.#drawAfter(recent, told.get(recent?.id), { now, today });
    this.#drawDue(askedNow(entries, now, today), now);
    this.hidden = ["[data-next]", "[data-after]", "[data-pain]"].every((part) => this.querySelector(part).hidden);
  }

  #drawNext(entry, instructions, today) {
    this.querySelector("[data-next]").hidden = !entry;
    if (!entry) return;
    const { at, zone, date } = entry;
    this.querySelector("[data-when]").textContent = word(this, "when", { date: dateWords(date, "middle"), time: clock(at, zone) });
    // The hours are for the day before and the day itself; earlier they stand on the screen of the infusions.
    const isNear = Boolean(instructions) && date <= addDays(today, 1);
    this.querySelector("[data-clocks]").hidden = !isNear;
    if (!isNear) return;
    const times = timesOf(entry, instructions, Date.now());
    ROWS.forEach((name) => clockRow(this, name, { at: times[name], zone, date }));
  }

  #drawAfter(entry, instructions, { now, today }) {
    const until = entry && instructions ? this.#until(entry, instructions, now) : [];
    this.querySelector("[data-after]").hidden = until.length === 0;
    const lines = until.map(([name, at]) => {
      const time = at === null ? "" : [dayWords(dateIn(at, entry.zone), today), clock(at, entry.zone)].filter(Boolean).join(" ");
      return at === null ? word(this, `${name}_end`, { count: instructions[`${name === "both" ? "no_driving" : name}_hours`] }) : word(this, name, { time });
    });
    this.querySelector("[data-until]").textContent = lines.join(" ");
  }

  /* [[both | no_driving | no_alcohol, moment or null where the end is not known]] of what still holds. */
  #until(entry, instructions, now) {
    const times = timesOf(entry, instructions, now);
    const { no_driving_hours: driving, no_alcohol_hours: alcohol } = instructions;
    const rests = driving === alcohol ? [["both", driving, times.no_driving_until]]
      : [["no_driving", driving, times.no_driving_until], ["no_alcohol", alcohol, times.no_alcohol_until]];
    return rests.filter(([, hours, at]) => hours && (times.overdue || (at !== null && now < at))).map(([name, , at]) => [name, at]);
  }

  #drawDue(entry, now) {
    const slot = entry ? slotNow(entry, now) : null;
    const isDue = slot === "24h" || slot === "7d";
    this.querySelector("[data-pain]").hidden = !isDue;
    if (isDue) this.querySelector("[data-asked]").textContent = word(this, `asked_${slot}`);
  }
}

customElements.define("lull-next-infusion", NextInfusion);
