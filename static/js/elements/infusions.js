/* <lull-infusions>: what comes next, the pain that is asked for now, and each course with its infusions. */

import { beforeAndEnd, changeOf, courseBeforeAndEnd } from "../pain_change.js";
import { askedNow, byCourse, entriesOf, slotNow } from "../infusions.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { aheadOf, nextQuarter, recentOf } from "../next_infusion.js";
import { dayOfMonth, monthOf, monthWords } from "../months.js";
import { copyOf, word } from "../words.js";
import { infusionFigure, infusionRows } from "./infusion_figure.js";
import { Part, everyMinute, records } from "./part.js";
import "./afterwards.js";
import "./before_infusion.js";
import "./checklist.js";
import "./chips.js";
import "./infusion_form.js";
import "./infusion_pain.js";
import "./infusion_sheet.js";
import "./pain.js";
import "./saved.js";

const COLLECTIONS = ["infusions", "own_infusions", "infusion_pains", "courses", "instructions", "checklists", "clearances", "profiles", "own_effects"];

class Infusions extends Part {
  #entries = [];
  #linked = location.hash.slice(1);

  ready() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || !this.store) return;
      if ("add" in button.dataset) document.querySelector("lull-infusion-form").show(this.store, null);
      if ("entry" in button.dataset) document.querySelector("lull-infusion-sheet").show(this.store, button.value);
    });
    for (const changed of ["lull:theme", "resize"]) addEventListener(changed, () => this.store && this.redraw());
    everyMinute(this, () => this.store && this.redraw());
  }

  async draw() {
    const known = await records(this.store, ...COLLECTIONS);
    const [now, today] = [Date.now(), dateIn(new Date(), zoneHere())];
    this.#entries = entriesOf(known);
    const ahead = aheadOf(this.#entries, today);
    const past = this.#entries.filter((entry) => !entry.planned);
    this.querySelector("[data-none]").hidden = this.#entries.length > 0;
    this.querySelector("[data-add-row]").hidden = this.#entries.length === 0;
    await this.#drawNext(ahead, today, known);
    this.#drawChair(askedNow(this.#entries, now, today), now);
    await this.#drawAfter(ahead, known, now);
    this.#drawHistory(past, known.courses);
    this.#openLinked();
  }

  async #drawNext(entry, today, known) {
    this.querySelector("[data-next]").hidden = !entry;
    const [before, checklist] = [this.querySelector("lull-before-infusion"), this.querySelector("lull-checklist")];
    if (!entry) {
      before.hidden = checklist.hidden = true;
      return;
    }
    const account = await this.store.meta("account");
    const open = (account?.clinics ?? []).filter(({ consent }) => consent?.given_at && !consent.withdrawn_at);
    const clinic = open.length === 1 ? open[0].name : null;
    const when = entry.date === today ? "today" : "next";
    this.querySelector("[data-next-label]").textContent = clinic ? word(this, `${when}_at`, { clinic }) : word(this, when);
    this.querySelector("[data-when]").textContent = word(this, "when", { date: dateWords(entry.date), time: clock(entry.at, entry.zone) });
    const answers = oneOf(known.checklists, entry);
    const about = {
      clinic, instructions: oneOf(known.instructions, entry)?.body ?? null, clearance: oneOf(known.clearances, entry)?.body ?? null,
      checklist: answers?.body ?? null, checklistRev: answers?.revId, profile: known.profiles[0]?.body ?? null,
    };
    this.querySelector("[data-untold]").hidden = about.instructions !== null;
    checklist.show(this.store, entry, about);
    await before.show(this.store, entry, about);
    before.hidden = checklist.hidden = false; // Nothing can be tapped before it knows what it is about.
  }

  /* Of the one that is over, as long as it asks for care; else of the next. */
  async #drawAfter(ahead, known, now) {
    const told = new Map(known.instructions.map(({ body }) => [body.infusion_id, body]));
    const entry = recentOf(this.#entries, told, now) ?? (ahead && told.has(ahead.id) ? ahead : null);
    const part = this.querySelector("lull-afterwards");
    if (!entry) {
      part.hidden = true;
      return;
    }
    const effects = known.own_effects.filter(({ body }) => body.infusion_id === entry.id);
    await part.show(this.store, entry, { instructions: told.get(entry.id) ?? null, effects });
    part.hidden = false;
  }

  #drawChair(entry, now) {
    const card = this.querySelector("[data-chair]");
    card.hidden = !entry;
    if (!entry) return;
    const slot = slotNow(entry, now);
    const title = { "24h": "day_after", "7d": "week_after", before: entry.started ? "in_chair" : "beforehand" }[slot] ?? "in_chair";
    this.querySelector("[data-chair-title]").textContent = word(this, title);
    card.querySelector("[data-quarters]").hidden = slot === "24h" || slot === "7d";
    const due = nextQuarter(entry, now);
    card.querySelector("[data-due]").hidden = due === null;
    card.querySelector("[data-due]").textContent = due === null ? "" : word(this, "due", { time: clock(due, entry.zone) });
    card.querySelector("lull-infusion-pain").show(this.store, entry, { follow: true });
  }

  #drawHistory(past, courses) {
    const groups = byCourse(past, courses);
    const focused = document.activeElement?.dataset?.key;
    const cards = groups.map(({ course, entries }, place) => this.#courseCard(course, entries, place === 0));
    this.querySelector("[data-history]").replaceChildren(...cards);
    if (focused) this.querySelector(`[data-key="${focused}"]`)?.focus();
    // Drawn when on the page, for the size of its letters is the theme's.
    const first = groups[0]?.entries[0];
    const svg = this.querySelector("[data-history] svg.chart");
    if (svg) infusionFigure(svg, this, first);
  }

  #courseCard(course, entries, newest) {
    const card = copyOf(this, "course");
    const month = course && monthWords(monthOf(course.body.started_on), String(new Date().getFullYear()));
    card.querySelector("[data-title]").textContent = course ? word(this, `course_${course.body.kind}`, { month }) : word(this, "course_none");
    card.querySelector("[data-count]").textContent = word(this, "infusions", { count: entries.length });
    this.#sayCourse(card.querySelector("[data-course-change]"), course && entries.length > 1 ? courseBeforeAndEnd(entries) : [null, null]);
    const open = newest && entries[0].pains.size > 1 ? entries[0] : null;
    if (open) card.querySelector("[data-open]").replaceWith(this.#open(open));
    else card.querySelector("[data-open]").remove();
    card.querySelector("[data-list]").replaceChildren(...entries.filter((entry) => entry !== open).map((entry) => this.#row(entry)));
    return card;
  }

  #open(entry) {
    const figure = copyOf(this, "figure");
    figure.querySelector("[data-date]").textContent = dayOfMonth(entry.date);
    figure.querySelector("[data-change]").textContent = this.#change(entry);
    figure.querySelector("tbody").replaceChildren(...infusionRows(this, entry).map((cells) => {
      const row = copyOf(this, "pain_row");
      [...row.children].forEach((cell, place) => { cell.textContent = cells[place]; });
      return row;
    }));
    mark(figure.querySelector("[data-entry]"), entry.id);
    return figure;
  }

  #row(entry) {
    const row = copyOf(this, "entry");
    row.querySelector("[data-date]").textContent = dayOfMonth(entry.date);
    row.querySelector("[data-change]").textContent = [this.#change(entry), entry.own && word(this, `route_${entry.route}`), entry.place].filter(Boolean).join(" · ");
    mark(row, entry.id);
    return row;
  }

  /* From before its first infusion to the end of its last, as far as that is known. */
  #sayCourse(line, [before, end]) {
    line.hidden = before === null && end === null;
    if (!line.hidden) line.textContent = word(this, "course_change", { change: this.#told(before, end) });
  }

  #change(entry) {
    return this.#told(...beforeAndEnd(entry));
  }

  /* "before 7 → end 3, 4 lower", or what there is of it. */
  #told(before, end) {
    const change = changeOf(before, end);
    if (change === null && before !== null) return word(this, "change_before", { before });
    if (change === null) return end === null ? word(this, "change_none") : word(this, "change_end", { end });
    const name = { lower: "change_lower", higher: "change_higher" }[change.direction] ?? "change_unclear";
    return word(this, "change", { before, end, change: word(this, name, { points: Math.abs(change.difference) }) });
  }

  /* "#<id>" of the calendar opens that infusion, once. */
  #openLinked() {
    if (!this.#entries.some(({ id, planned }) => id === this.#linked && !planned)) return;
    document.querySelector("lull-infusion-sheet").show(this.store, this.#linked);
    this.#linked = "";
  }
}

/* What an infusion has one of. */
function oneOf(list, { id }) {
  return list.find(({ body }) => body.infusion_id === id) ?? null;
}

function mark(button, id) {
  button.value = id;
  button.dataset.key = `entry-${id}`;
}

customElements.define("lull-infusions", Infusions);
