/* Today: who it is, what goes on, what comes next, and the two answers. The parts of its own screen. */

import { detailsLeft, childrenOf, openAttack, attackOn } from "../attack.js";
import { clock, dateWords, lengthOf, recentWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { answerOf, save } from "../saving.js";
import { word } from "../words.js";
import { begin } from "./begin.js";
import { Part, everyMinute, recent } from "./part.js";
import "./next_infusion.js";
import "./past_sheet.js";
import "./moment_field.js";
import "./pain.js";
import "./queue.js";
import "./saved.js";
import "./strip.js";

const OFFERED_DAYS = 7;

class Greeting extends Part {
  ready() {
    const show = () => { this.querySelector("[data-date]").textContent = dateWords(dateIn(new Date(), zoneHere())); };
    show();
    everyMinute(this, show);
  }

  async draw() {
    const name = (await this.store.meta("account"))?.name?.trim().split(/\s+/)[0];
    if (name) this.querySelector("h1").textContent = word(this, "greeting", { name });
  }
}

class TodayAttack extends Part {
  ready() {
    everyMinute(this, () => this.store && this.redraw());
  }

  async draw() {
    const known = await recent(this.store);
    const open = openAttack(known.attacks);
    if (open) this.#show(open, childrenOf(open, known));
    this.hidden = !open;
  }

  #show(attack, { pain_readings }) {
    const { started_at, zone } = attack.body;
    const date = dateIn(started_at, zone);
    const today = dateIn(new Date(), zoneHere());
    const length = word(this, ...lengthOf(Date.now() - Date.parse(started_at)));
    const last = pain_readings.at(-1)?.body;
    this.querySelector("[data-open]").href = `/attack#${attack.id}`;
    this.querySelector("[data-since]").textContent = word(this, date === today ? "since_today" : "since", { date: recentWords(date, today), time: clock(started_at, zone) });
    this.querySelector("[data-state]").textContent = last ? word(this, "state", { length, pain: last.pain, time: clock(last.at, last.zone) }) : length;
  }
}

/* The last attack with details left to fill in, when none is going on. */
class DetailsLeft extends Part {
  async draw() {
    const { attacks } = await recent(this.store);
    const last = openAttack(attacks) ? null : lastWithRoom(attacks);
    if (last) this.#show(last);
    this.hidden = !last;
  }

  #show(attack) {
    const { started_at, ended_at, zone } = attack.body;
    const length = word(this, ...lengthOf(Date.parse(ended_at) - Date.parse(started_at)));
    this.querySelector("[data-left]").href = `/attack/details#${attack.id}`;
    this.querySelector("[data-which]").textContent = word(this, "which", { date: dateWords(dateIn(started_at, zone), "short"), length });
    this.querySelector("[data-details]").textContent = word(this, "details", { count: detailsLeft(attack).length });
  }
}

function lastWithRoom(attacks) {
  const since = Date.now() - OFFERED_DAYS * 86_400_000;
  const some = attacks.filter(({ body }) => Date.parse(body.ended_at) > since && detailsLeft({ body }).length > 0);
  return some.sort((a, b) => Date.parse(b.body.ended_at) - Date.parse(a.body.ended_at))[0] ?? null;
}

class Answer extends Part {
  #beginning = false;

  ready() {
    this.querySelector("[data-now]").addEventListener("click", (event) => this.#headacheNow(event));
    this.querySelector("[data-no]").addEventListener("click", () => this.#noHeadache());
    this.querySelector("[data-answered]").addEventListener("click", () => document.querySelector("lull-day-sheet").show(this.store, this.#today));
    everyMinute(this, () => this.store && this.redraw());
  }

  get #today() {
    return dateIn(new Date(), zoneHere());
  }

  async draw() {
    const known = await recent(this.store);
    const said = known.days.find(({ body }) => body.date === this.#today)?.body;
    const had = attackOn(this.#today, known);
    const answered = !had && (said?.headache === "yes" || said?.headache === "no");
    this.querySelector("[data-now]").hidden = Boolean(openAttack(known.attacks));
    this.querySelector("[data-no]").hidden = answered || Boolean(had);
    this.querySelector("[data-answered]").hidden = !answered;
    if (answered) this.querySelector("[data-answer]").textContent = word(this, wordFor(said), { pain: said.worst_pain });
  }

  /* The first of two taps: the attack is on the disk before the next page is asked for.
     A tap that comes before this script follows the link, and the next page saves it. */
  async #headacheNow(event) {
    if (!this.store) return;
    event.preventDefault();
    if (this.#beginning) return;
    this.#beginning = true;
    const id = await begin(this.store);
    this.#beginning = false;
    if (id) location.assign(`/attack#${id}`);
  }

  async #noHeadache() {
    if (this.store) await save(this.store, [answerOf(this.store, this.#today, "no")], word(this, "saved_no"));
  }
}

function wordFor({ headache, worst_pain }) {
  if (headache === "no") return "no";
  return worst_pain == null ? "yes" : "yes_pain";
}

customElements.define("lull-greeting", Greeting);
customElements.define("lull-today-attack", TodayAttack);
customElements.define("lull-details-left", DetailsLeft);
customElements.define("lull-answer", Answer);
