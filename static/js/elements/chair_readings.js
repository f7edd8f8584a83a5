/* <lull-chair-readings>: the table of vital signs. One row is open: the one that is due, or the one that was tapped. */

import { phaseOf } from "../chair/phase.js";
import { dueOf, extraSlot, rowsOf } from "../chair/slots.js";
import { timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { ChairPart, put } from "./chair_part.js";
import { Reading } from "./chair_reading.js";

class ChairReadings extends ChairPart {
  #rows = new Map();
  #next = null;
  #chosen = null;
  #open = null;

  ready() {
    this.#next = copyOf(this, "next");
    this.addEventListener("click", ({ target }) => this.#tapped(target));
    this.addEventListener("change", ({ target }) => target.name !== "at" && this.#rowOf(target)?.check(target));
    this.addEventListener("keydown", (event) => this.#pressed(event));
  }

  draw() {
    const isFirst = this.#rows.size === 0;
    const { chair } = this;
    const infusion = chair.body("infusion");
    const mayWrite = phaseOf(infusion, chair.body("discharge")) !== "over";
    const known = this.#slots("vital_signs", "infusion_pains");
    if (this.#chosen) known.add(this.#chosen);
    const told = { taken: this.#slots("vital_signs"), known, observation: chair.body("instructions")?.observation_minutes ?? null };
    const { rows, current, next } = rowsOf(infusion, told, chair.now());
    // What is being typed stays open, though the next quarter has come.
    const typed = this.#rows.get(this.#open);
    const isBusy = typed && (typed.isTyped || typed.body.contains(document.activeElement)) && rows.includes(this.#open);
    this.#open = !mayWrite ? null : this.#chosen ?? (isBusy ? this.#open : current?.slot ?? null);
    const shown = rows.filter((slot) => mayWrite || known.has(slot));
    const times = this.#times(infusion, told.observation);
    shown.forEach((slot) => this.#row(slot).show({
      due: dueOf(slot, times), isOpen: slot === this.#open, isCurrent: slot === this.#open && slot !== this.#chosen, mayCorrect: mayWrite,
    }));
    const hasNext = this.#drawNext(mayWrite ? next : null, infusion, told.taken);
    this.#place([...shown.map((slot) => this.#rows.get(slot).body), ...(hasNext ? [this.#next] : [])]);
    // After hours in the chair the row that is due stands far below.
    if (isFirst && this.#open) this.#rows.get(this.#open).body.scrollIntoView({ block: "nearest" });
  }

  get isTyped() {
    return [...this.#rows.values()].some((row) => row.isTyped);
  }

  #slots(...kinds) {
    return new Set(kinds.flatMap((kind) => this.chair.keysOf(kind).map((key) => key.slice(kind.length + 1))).filter((slot) => !["24h", "7d"].includes(slot)));
  }

  #times({ started_at, ended_at, planned_at }, observation) {
    const at = (text) => (text ? Date.parse(text) : null);
    return { start: at(started_at), end: at(ended_at), planned: at(planned_at), observation };
  }

  #row(slot) {
    if (!this.#rows.has(slot)) this.#rows.set(slot, new Reading(this, this.chair, slot));
    return this.#rows.get(slot);
  }

  #rowOf(element) {
    return this.#rows.get(element.closest("[data-slot]")?.dataset.slot);
  }

  /* Rows that stay are not moved: moving one would take the keyboard out of it. */
  #place(bodies) {
    const table = this.querySelector("table");
    [...table.tBodies].filter((body) => !bodies.includes(body)).forEach((body) => body.remove());
    bodies.forEach((body, place) => {
      if (table.tBodies[place] !== body) table.insertBefore(body, table.tBodies[place] ?? null);
    });
  }

  #drawNext(next, infusion, taken) {
    const phase = phaseOf(infusion, this.chair.body("discharge"));
    const extra = this.#next.querySelector("[data-extra]");
    extra.hidden = phase !== "watched" || !taken.has("end") || extraSlot(infusion, taken, this.chair.now()) === null;
    put(this.#next.querySelector("[data-time]"), next?.due ? timeOf(next.due, this.chair.zone) : "");
    put(this.#next.querySelector("[data-text]"), next ? word(this, next.slot === "discharge" ? "next_discharge" : "next_reading") : "");
    return next !== null || !extra.hidden;
  }

  #tapped(target) {
    const row = this.#rowOf(target);
    if (target.closest("[data-extra]")) return this.#choose(extraSlot(this.chair.body("infusion"), this.#slots("vital_signs"), this.chair.now()));
    if (!row) return undefined;
    if (target.closest("[data-save]")) return this.#save(row);
    if (target.closest("[data-cancel]")) return this.#giveUp(row);
    if (target.closest("[data-taken-row]") && !row.body.querySelector("button.slot").disabled) return this.#choose(row.slot);
    return undefined;
  }

  #pressed(event) {
    const row = event.target.matches("input") && this.#rowOf(event.target);
    if (!row) return;
    if (event.key === "Enter") { event.preventDefault(); this.#save(row); }
    if (event.key === "Escape" && this.#chosen) { event.preventDefault(); this.#giveUp(row); }
  }

  #choose(slot) {
    this.#chosen = slot;
    this.draw();
    this.#rows.get(slot)?.focus();
  }

  async #save(row) {
    if (!row.save()) return;
    this.#chosen = null;
    this.#open = null;
    await this.chair.settled;
    this.draw();
    // Not into the next row: on a tablet its keyboard would cover what was just saved.
    row.focus();
  }

  #giveUp(row) {
    row.reset();
    this.#chosen = null;
    this.#open = null;
    this.draw();
    row.focus();
  }
}

customElements.define("lull-chair-readings", ChairReadings);
