/* <lull-medicines>: own medicines with their one tap, the days of the last 30 with the limits of their class,
   and what was taken. */

import { childrenOf, isStale, openAttack } from "../attack.js";
import { acuteDays } from "../days.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { drawIn } from "../nodes.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { dayName, dosesTaken, drugWords } from "./medicine_words.js";
import { DAY_COLLECTIONS, Part, everyMinute, records } from "./part.js";
import "./chips.js";
import "./dose_form.js";
import "./medicine_form.js";
import "./moment_field.js";
import "./saved.js";
import "./two_hours.js";

const AT_FIRST = 8;
const SAME_TAP_MS = 1000;

class Medicines extends Part {
  #shown = AT_FIRST;
  #known = null;
  #took = { id: null, at: 0 };
  #linked = location.hash.slice(1);

  ready() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && this.#known) this.#tapped(button);
    });
    everyMinute(this, () => this.store && this.redraw());
  }

  async draw() {
    this.#known = await records(this.store, ...DAY_COLLECTIONS);
    const focused = document.activeElement?.dataset?.key;
    const { medications } = this.#known;
    const doses = dosesTaken(this.#known);
    const current = medications.filter(({ body }) => !this.#isStopped(body)).sort(byUse(doses));
    this.querySelector("[data-none]").hidden = medications.length > 0;
    this.querySelector("[data-add-row]").hidden = medications.length === 0;
    for (const kind of ["acute", "preventive"]) this.#drawList(kind, current.filter(({ body }) => body.kind === kind), doses);
    this.#drawCounts();
    this.#drawDoses(doses);
    this.#drawStopped(medications.filter(({ body }) => this.#isStopped(body)));
    if (focused) this.querySelector(`[data-key="${focused}"]`)?.focus();
    this.#openLinked(doses);
  }

  #isStopped({ stopped_on }) {
    return Boolean(stopped_on) && stopped_on <= dateIn(new Date(), zoneHere());
  }

  #drawList(kind, medications, doses) {
    const section = this.querySelector(`[data-kind="${kind}"]`);
    section.hidden = medications.length === 0;
    drawIn(section.querySelector("[data-list]"), medications.map((medication) => this.#row(medication, doses)));
  }

  #row({ id, body }, doses) {
    const row = copyOf(this, "medicine");
    const drug = drugWords(this, body);
    const last = doses.find((dose) => dose.body.medication_id === id)?.body;
    row.querySelector("[data-drug]").textContent = drug;
    row.querySelector("[data-last]").textContent = last ? this.#lastWords(last) : "";
    const take = row.querySelector("[data-take]");
    const verb = body.kind === "acute" ? "took" : "had";
    take.querySelector("[data-took]").textContent = word(this, verb);
    take.setAttribute("aria-label", word(this, `${verb}_name`, { drug }));
    mark(row.querySelector("[data-edit]"), "edit", id);
    mark(take, "take", id);
    return row;
  }

  #lastWords({ taken_at, zone }) {
    const date = dateIn(taken_at, zone);
    if (date === dateIn(new Date(), zoneHere())) return word(this, "last_today", { time: clock(taken_at, zone) });
    return word(this, "last", { date: dayName(this, date).replace(/^\p{Lu}(?=\p{Ll}+$)/u, (first) => first.toLowerCase()) });
  }

  #drawCounts() {
    const { days, by } = acuteDays(this.#known, { today: dateIn(new Date(), zoneHere()) });
    const rows = [...by].sort((a, b) => b[1] - a[1]).map(([drugClass, count]) => this.#classRow(drugClass, count));
    if (by.size > 1) rows.push(this.#countRow(word(this, "together"), days));
    this.querySelector("[data-classes]").replaceChildren(...rows);
    this.querySelector("[data-counts]").hidden = rows.length === 0;
  }

  #countRow(name, count) {
    const row = copyOf(this, "class");
    row.querySelector("[data-class]").textContent = name;
    row.querySelector("[data-days]").textContent = word(this, "days", { count });
    row.querySelector("[data-meter]").remove();
    row.querySelector("[data-limit]").remove();
    return row;
  }

  /* The count and, for a class that has one, its limit in neutral words; the numbers come with the page. */
  #classRow(drugClass, count) {
    const name = word(this, `class_${drugClass}`) || word(this, "class_other");
    const bounds = this.querySelector("[data-counts]").parentElement.querySelectorAll("template[data-words]");
    const limit = [...bounds].map(({ content }) => content.querySelector(`[data-word="limit_${drugClass}"]`)).find(Boolean);
    if (!limit) return this.#countRow(name, count);
    const row = copyOf(this, "class");
    const [most, near] = [Number(limit.dataset.limit), Number(limit.dataset.near)];
    row.querySelector("[data-class]").textContent = name;
    row.querySelector("[data-days]").textContent = word(this, "days", { count });
    row.querySelector("rect").setAttribute("width", `${Math.min(100, (100 * count) / most)}%`);
    row.classList.toggle("class-near", count >= near);
    const advice = count >= most ? word(this, "reached") : count >= near ? word(this, "near") : "";
    row.querySelector("[data-limit]").textContent = `${word(this, `limit_${drugClass}`, { limit: most })} ${advice}`.trim();
    return row;
  }

  #drawDoses(doses) {
    const shown = doses.slice(0, this.#shown);
    const byDate = Map.groupBy(shown, ({ body }) => dateIn(body.taken_at, body.zone));
    const rows = [...byDate].flatMap(([date, own]) => [this.#dateRow(date), ...own.map((dose) => this.#doseRow(dose))]);
    drawIn(this.querySelector("[data-doses]"), rows);
    this.querySelector("[data-taken]").hidden = doses.length === 0;
    this.querySelector("[data-more]").hidden = doses.length <= this.#shown;
  }

  #dateRow(date) {
    const row = copyOf(this, "date");
    row.textContent = dayName(this, date);
    return row;
  }

  #doseRow({ id, body, medication }) {
    const row = copyOf(this, "dose");
    row.querySelector("[data-time]").textContent = clock(body.taken_at, body.zone);
    row.querySelector("[data-drug]").textContent = drugWords(this, { name: medication.name, amount: body.amount, unit: body.unit ?? medication.unit });
    const more = [body.relief_2h && word(this, `two_hours_${body.relief_2h}`), body.for_headache === false && word(this, "not_headache"), body.note];
    row.querySelector("[data-more]").textContent = more.filter(Boolean).join(", ");
    mark(row, "dose", id);
    return row;
  }

  #drawStopped(medications) {
    const fold = this.querySelector("[data-stopped]");
    fold.hidden = medications.length === 0;
    fold.querySelector("[data-list]").replaceChildren(...medications.map(({ id, body }) => {
      const row = copyOf(this, "stopped");
      row.querySelector("[data-drug]").textContent = drugWords(this, body);
      row.querySelector("[data-last]").textContent = word(this, "stopped", { date: dateWords(body.stopped_on, "short") });
      mark(row, "edit", id);
      return row;
    }));
  }

  #tapped({ dataset, value }) {
    if ("take" in dataset) return this.#take(value);
    if ("edit" in dataset) return document.querySelector("lull-medicine-form").show(this.store, value);
    if ("add" in dataset) return document.querySelector("lull-medicine-form").show(this.store, null, dataset.add);
    if ("dose" in dataset) return document.querySelector("lull-dose-form").show(this.store, value);
    if (!("more" in dataset)) return undefined;
    this.#shown += 20;
    return this.redraw();
  }

  /* A tap soon after another on the same medicine is the same tap: a hand that shakes takes one dose. */
  async #take(id) {
    const isSame = this.#took.id === id && performance.now() - this.#took.at < SAME_TAP_MS;
    this.#took = { id, at: performance.now() };
    if (isSame) return;
    const { body } = await this.store.get("medications", id);
    const [taken_at, zone] = [new Date().toISOString(), zoneHere()];
    const attack = body.kind === "acute" ? openAttack(this.#known.attacks) : null;
    const during = attack && !isStale(attack, childrenOf(attack, this.#known), new Date()) ? attack.id : null;
    const dose = { medication_id: id, taken_at, zone, amount: body.amount ?? null, unit: body.unit ?? null, attack_id: during };
    await save(this.store, [["doses", null, dose]], word(this, "saved", { drug: drugWords(this, body), time: clock(taken_at, zone) }));
  }

  /* "#<dose id>" of the calendar opens that dose, once. */
  #openLinked(doses) {
    if (!doses.some(({ id }) => id === this.#linked)) return;
    document.querySelector("lull-dose-form").show(this.store, this.#linked);
    this.#linked = "";
  }
}

function mark(button, name, id) {
  button.value = id;
  button.dataset.key = `${name}-${id}`;
}

function byUse(doses) {
  const times = (id) => doses.filter(({ body }) => body.medication_id === id).length;
  return (a, b) => times(b.id) - times(a.id);
}

customElements.define("lull-medicines", Medicines);
