/* <lull-chair-given>: weight, product, bolus, rates and their sum, the total on the pump; each field saved when it is left. */

import { UNUSUAL_BOLUS, UNUSUAL_RATE, difference, given, inMg, ofSprays, perKg, pointedOut } from "../dosing.js";
import { phaseOf } from "../chair/phase.js";
import { timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { ChairPart, isDirty, put, refill, say } from "./chair_part.js";
import { keep } from "./chair_fields.js";
import { mark } from "./field.js";
import "./chair_during.js";
import "./chair_rate.js";

class ChairGiven extends ChairPart {
  #drawFields = () => {};
  // The sum when the total was typed: while it runs, the sum of later would say nothing of it.
  #then = null;

  ready() {
    this.#drawFields = keep(this, this.chair, {
      of: () => ({ key: "infusion", body: this.#body, zone: this.chair.zone, near: Date.parse(this.#body.started_at ?? new Date(this.chair.now())) }),
      save: (name, value) => this.#save(name, value),
    });
    this.addEventListener("input", ({ target }) => this.#convert(target));
    this.querySelectorAll("lull-chair-rate, lull-chair-during").forEach((part) => part.show(this.chair));
  }

  draw() {
    const body = this.#body;
    const { route } = body;
    this.querySelectorAll("[data-route]").forEach((part) => { part.hidden = !part.dataset.route.split(" ").includes(route); });
    this.querySelector("[data-times]").hidden = !body.started_at;
    this.querySelector('[data-kept="ended_at"]').hidden = !body.ended_at;
    put(this.querySelector('[data-kept="total_mg"] label'), word(this, route === "IV" ? "on_pump" : "dose_given"));
    this.#drawFields();
    const isOver = phaseOf(body, this.chair.body("discharge")) === "over";
    this.classList.toggle("is-over", isOver);
    this.querySelectorAll("[data-kept] :is(input, textarea)").forEach((input) => {
      input.readOnly = isOver;
      input.closest("[data-kept]").classList.toggle("is-empty", input.value === "");
    });
    const sum = given(body, body.started_at ? new Date(this.chair.now()).toISOString() : null);
    if (route === "IV") this.#drawSum(sum, body);
    else this.#drawSprays(body);
    this.querySelectorAll(".sum-time").forEach((button) => { button.disabled = isOver; });
    this.#drawTotal(sum, body);
    const unusual = pointedOut(body);
    ["bolus_mg", "bolus_mg_per_kg"].forEach((name) => this.#warn(name, unusual[name] ? word(this, "bolus_high", { limit: UNUSUAL_BOLUS }) : ""));
    // A rate that was saved is pointed out as long as it stands: its own form is shut by then.
    const isFast = Object.keys(unusual).some((name) => name.startsWith("rate_steps"));
    say(this.querySelector("[data-sum] + [data-warned]"), isFast ? word(this, "rate_high", { limit: UNUSUAL_RATE }) : "");
    const future = (name) => (body[name] && Date.parse(body[name]) > this.chair.now() + 60_000 ? word(this, "in_future") : "");
    ["started_at", "ended_at"].forEach((name) => this.#warn(name, future(name)));
    this.querySelectorAll("lull-chair-rate, lull-chair-during").forEach((part) => part.show(this.chair));
  }

  get #body() {
    return this.chair.body("infusion");
  }

  #input(name) {
    return this.querySelector(`[data-kept="${name}"] :is(input, textarea)`);
  }

  #warn(name, sentence) {
    say(this.querySelector(`[data-kept="${name}"] [data-warned]`), this.#input(name).hasAttribute("aria-invalid") ? "" : sentence);
  }

  #drawSum({ steps, bolus, total }, body) {
    const { zone } = this.chair;
    const rows = bolus === null ? [] : [this.#row(word(this, "bolus"), body.bolus_mg_per_kg ? word(this, "per_kg", { amount: body.bolus_mg_per_kg }) : "", bolus)];
    steps.forEach(({ from_at, to, rate, mg }, place) => {
      const isLast = place === steps.length - 1 && !body.ended_at;
      const said = { from: timeOf(from_at, zone), to: to ? timeOf(to, zone) : "" };
      const when = word(this, to === null ? "span_open" : isLast ? "span_now" : "span", said);
      const row = this.#row(when, word(this, "rate", { rate }), mg, "step");
      row.dataset.place = String(place);
      row.querySelector("[data-when]").setAttribute("aria-label", word(this, "correct_rate", { when }));
      rows.push(row);
    });
    if (steps.length > 0) {
      const line = copyOf(this, "total");
      put(line.querySelector("[data-what]"), word(this, body.weight_kg ? (bolus === null ? "sum" : "sum_bolus") : "no_weight"));
      put(line.querySelector("[data-mg]"), total === null ? "" : word(this, "mg", { mg: total }));
      rows.push(line);
    }
    this.#place(rows);
  }

  /* The rows of the sum stay the same elements while they say the same. */
  #place(rows) {
    const list = this.querySelector("[data-sum]");
    const told = (row) => `${row.className} ${row.textContent} ${row.dataset.place ?? ""}`;
    rows.forEach((row, at) => {
      const there = list.children[at];
      if (!there) list.append(row);
      else if (told(there) !== told(row) && there.className === row.className && there.dataset.place === row.dataset.place) {
        [...row.children].forEach((cell, place) => put(there.children[place], cell.textContent));
        there.firstElementChild.ariaLabel = row.firstElementChild.ariaLabel;
      } else if (told(there) !== told(row)) there.replaceWith(row);
    });
    [...list.children].slice(rows.length).forEach((row) => row.remove());
  }

  #row(when, rate, mg, name = "bolus_row") {
    const row = copyOf(this, name);
    put(row.querySelector("[data-when]"), when);
    put(row.querySelector("[data-rate]"), rate);
    put(row.querySelector("[data-mg]"), mg === null ? "" : word(this, "mg", { mg }));
    return row;
  }

  #drawSprays({ route, sprays, mg_per_spray }) {
    const mg = route === "nasal" && sprays ? ofSprays(sprays, mg_per_spray ?? null) : null;
    const line = this.querySelector("[data-sprays]");
    line.hidden = mg === null;
    put(line.querySelector("[data-mg]"), mg === null ? "" : word(this, "mg", { mg }));
  }

  /* Over or under by more than the limit asks for a second look, until the note says why. */
  #drawTotal(sum, body) {
    const input = this.#input("total_mg");
    const known = this.#sumOf(sum, body);
    const off = isDirty(input) ? null : difference(body.total_mg ?? null, known);
    const told = off?.outside ? word(this, `${body.route === "IV" ? "total" : "dose"}_${off.over ? "over" : "under"}`, { percent: String(off.percent) }) : "";
    const isExplained = Boolean(body.note?.trim());
    if (told && !isExplained) mark(input, told);
    say(this.querySelector('[data-kept="total_mg"] [data-warned]'), isExplained ? told : "");
  }

  #sumOf(sum, body) {
    if (body.route === "nasal") return ofSprays(body.sprays ?? null, body.mg_per_spray ?? null);
    if (body.route !== "IV") return null;
    if (body.ended_at) return sum.total;
    return this.#then && this.#then.total_mg === body.total_mg ? this.#then.sum : null;
  }

  #save(name, value) {
    const body = this.#body;
    if (name === "started_at" && !value) return word(this, "time_needed");
    if (name === "ended_at" && (!value || Date.parse(value) < Date.parse(body.started_at))) return word(this, value ? "before_start" : "time_needed");
    if (name === "total_mg") this.#then = { total_mg: value ?? undefined, sum: given(body, new Date(this.chair.now()).toISOString()).total };
    this.chair.change({ [name]: value, ...this.#follows(name, value, body) });
    return "";
  }

  /* What is another way to write the same number is written along. */
  #follows(name, value, body) {
    if (name === "bolus_mg") return { bolus_mg_per_kg: value === null ? null : perKg(value, body.weight_kg ?? null) ?? body.bolus_mg_per_kg };
    if (name === "bolus_mg_per_kg") return { bolus_mg: value === null ? null : inMg(value, body.weight_kg ?? null) ?? body.bolus_mg };
    if (name === "weight_kg" && body.bolus_mg) return { bolus_mg_per_kg: perKg(body.bolus_mg, value) ?? body.bolus_mg_per_kg };
    if (name === "weight_kg" && body.bolus_mg_per_kg) return { bolus_mg: inMg(body.bolus_mg_per_kg, value) };
    if (name === "sprays" || name === "mg_per_spray") {
      const both = { sprays: body.sprays ?? null, mg_per_spray: body.mg_per_spray ?? null, [name]: value };
      return { total_mg: ofSprays(both.sprays, both.mg_per_spray) ?? body.total_mg };
    }
    return {};
  }

  /* While a bolus is typed, the other way to write it is seen already. */
  #convert(input) {
    const name = input.closest("[data-kept]")?.dataset.kept;
    const kg = this.#body.weight_kg ?? null;
    const plain = /^\d+([.,]\d*)?$/.test(input.value.trim()) ? input.value.trim().replace(",", ".") : null;
    if (name === "bolus_mg") this.#preview("bolus_mg_per_kg", perKg(plain, kg));
    if (name === "bolus_mg_per_kg") this.#preview("bolus_mg", inMg(plain, kg));
  }

  #preview(name, text) {
    if (text !== null) refill(this.#input(name), text);
  }
}

customElements.define("lull-chair-given", ChairGiven);
