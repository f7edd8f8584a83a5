/* <lull-calendar>: months as a heat map, the newest first, earlier ones as they are scrolled to. Only the months
   that are shown are read and counted, so ten years open as quickly as ten days; and this month is seen before the
   next is begun. */

import { dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { addMonths, datesOf, emptyBefore, monthOf, monthWords, oneWeek } from "../months.js";
import { copyOf, word } from "../words.js";
import { calendarCell, kindOf } from "./calendar_cell.js";
import { daysWithMarks, infusionDates } from "./day_marks.js";
import { Part, around, everyMinute, records } from "./part.js";
import "./calendar_day.js";
import "./past_sheet.js";
import "./moment_field.js";
import "./pain.js";
import "./saved.js";

const MORE = 3;

class Calendar extends Part {
  #months = new Map();
  #count = 1;
  #oldest = "";
  #today = "";
  #filling = false;

  ready() {
    this.addEventListener("click", (event) => {
      const cell = event.target.closest("button[data-day]");
      if (cell && this.store) this.#open(cell.dataset.day);
    });
    this.querySelector("[data-more]").addEventListener("click", () => this.store && this.#showMore());
    this.querySelector("[data-table]").addEventListener("click", (event) => this.#turn(event.currentTarget));
    addEventListener("hashchange", () => this.store && this.#goTo(location.hash.slice(1)));
    everyMinute(this, () => this.store && dateIn(new Date(), zoneHere()) !== this.#today && this.redraw());
  }

  async draw() {
    const first = !this.#today;
    this.#today = dateIn(new Date(), zoneHere());
    if (first) this.#reach(location.hash.slice(1));
    await this.#drawMonths(this.#shown);
    if (!first) return;
    this.#watchTheEnd();
    this.#goTo(location.hash.slice(1));
  }

  get #shown() {
    return Array.from({ length: this.#count }, (_, place) => addMonths(monthOf(this.#today), -place));
  }

  /* Months that follow one another, the newest first. */
  async #drawMonths(months) {
    const span = { first: `${months.at(-1)}-01`, last: datesOf(months[0]).at(-1) };
    const [known, given, oldest] = await Promise.all([around(this.store, span), records(this.store, "infusions", "own_infusions"), this.store.oldest()]);
    const infusions = infusionDates(given);
    this.#oldest = monthOf([oldest, ...infusions.keys()].filter(Boolean).sort()[0] ?? this.#today);
    const days = Map.groupBy(daysWithMarks(known, infusions, { ...span, now: new Date().toISOString() }), ({ date }) => monthOf(date));
    for (const month of months) {
      const place = this.querySelector(month === monthOf(this.#today) ? "[data-newest]" : "[data-earlier]");
      this.#drawMonth(month, days.get(month), place);
    }
    this.#fillBelow();
  }

  #drawMonth(month, days, place) {
    const made = this.#months.get(month) ?? this.#newMonth(month);
    if (made.parentElement !== place) place.append(made);
    const kinds = days.map((day) => kindOf(day, this.#today));
    const count = (...names) => kinds.filter((kind) => names.includes(kind)).length;
    made.querySelector("[data-count]").textContent = word(this, "counts", { headache: count("pain", "headache"), free: count("free"), open: count("silent") });
    const grid = made.querySelector("[data-days]");
    for (const day of days) {
      const cell = grid.querySelector(`[data-day="${day.date}"]`);
      const shown = calendarCell(this, day, { today: this.#today, cell });
      if (!cell) grid.append(shown);
    }
    if (!made.querySelector("[data-rows]").hidden) this.#drawRows(made, days);
    made.days = days;
  }

  #newMonth(month) {
    const made = copyOf(this, "month");
    made.querySelector("[data-title]").textContent = monthWords(month, this.#today.slice(0, 4));
    made.querySelector("[data-weekdays]").append(...oneWeek().map((date) => {
      const name = copyOf(this, "weekday");
      name.textContent = dateWords(date, "weekday");
      return name;
    }));
    const empty = Array.from({ length: emptyBefore(month) }, () => document.createElement("span"));
    made.querySelector("[data-days]").append(...empty);
    this.#months.set(month, made);
    this.#turnOne(made);
    return made;
  }

  #drawRows(made, days) {
    const rows = days.filter(({ date }) => date <= this.#today).reverse().map((day) => {
      const row = copyOf(this, "row");
      const [date, what, also] = row.children;
      date.textContent = dateWords(day.date, "brief");
      what.textContent = word(this, `row_${kindOf(day, this.#today)}`, { pain: day.worst_pain });
      also.textContent = day.all.map((mark) => word(this, `mark_${mark}`)).join(", ");
      return row;
    });
    made.querySelector("tbody").replaceChildren(...rows);
  }

  get #asTable() {
    return this.querySelector("[data-table]").getAttribute("aria-pressed") === "true";
  }

  #turn(button) {
    button.setAttribute("aria-pressed", String(!this.#asTable));
    this.#months.forEach((made) => this.#turnOne(made));
  }

  #turnOne(made) {
    made.querySelector("[data-grid]").hidden = this.#asTable;
    made.querySelector("[data-rows]").hidden = !this.#asTable;
    if (this.#asTable && made.days) this.#drawRows(made, made.days);
  }

  #showMore(months = MORE) {
    const before = this.#count;
    this.#count += months;
    return this.#drawMonths(this.#shown.slice(before));
  }

  /* Earlier months come by themselves while there is something in them; beyond that, by the button. */
  #watchTheEnd() {
    new IntersectionObserver(() => this.#fillBelow(), { rootMargin: "100%" }).observe(this.querySelector("[data-end]"));
  }

  /* After the next frame: what is there already is seen first. The last month is always there, and the buttons
     under it come when it is known what stands above them. */
  #fillBelow() {
    if (this.#filling) return;
    this.#filling = true;
    requestAnimationFrame(() => setTimeout(async () => {
      this.#filling = false;
      const isMore = this.#shown.at(-1) > this.#oldest;
      const near = this.getBoundingClientRect().bottom < innerHeight * 2;
      if (isMore && near) await this.#showMore();
      else if (this.#count === 1) await this.#showMore(1);
      else this.querySelector("[data-end]").hidden = false;
    }));
  }

  /* "#2026-11-07" opens that day. */
  #reach(date) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || date > this.#today) return;
    while (this.#shown.at(-1) > monthOf(date) && this.#count < 600) this.#count += MORE;
  }

  async #goTo(date) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || date > this.#today) return;
    this.#reach(date);
    await this.redraw();
    const cell = this.querySelector(`button[data-day="${date}"]`);
    cell?.scrollIntoView({ block: "center" });
    cell?.focus({ preventScroll: true });
    this.#open(date);
  }

  #open(date) {
    document.querySelector("lull-calendar-day").show(this.store, date);
  }
}

customElements.define("lull-calendar", Calendar);
