/* <lull-chair-rate>: a rate and from when; tapped on a step of the sum, it corrects that one. */

import { UNLIKELY_RATE, UNUSUAL_RATE, above, decimalTyped } from "../dosing.js";
import { timeOf } from "../chair/times.js";
import { word } from "../words.js";
import { read, readTime } from "./chair_fields.js";
import { ChairForm } from "./chair_form.js";
import { put, refill, say } from "./chair_part.js";
import { mark } from "./field.js";

class ChairRate extends ChairForm {
  // When the rate that is corrected begins; a colleague may add others meanwhile.
  #from = null;

  ready() {
    super.ready();
    this.form.addEventListener("input", ({ target }) => target.name === "rate_mg_per_kg_h" && this.#look());
    this.form.querySelector("[data-remove]").addEventListener("click", () => this.#remove());
    this.parentElement.addEventListener("click", ({ target }) => {
      const row = target.closest("[data-when]")?.closest("[data-place]");
      if (row && !this.button.hidden) this.open(true, Number(row.dataset.place));
    });
  }

  draw() {
    super.draw();
    put(this.button.querySelector("[data-text]"), word(this, this.#steps.length > 0 ? "change_rate" : "first_rate"));
    const refused = this.chair.refused.get("infusion");
    const said = refused?.fields.override_reason ?? refused?.fields.rate_steps;
    if (said && !refused.seen) {
      refused.seen = true;
      this.open(true, null);
      mark(this.input("rate_mg_per_kg_h"), sentences(said));
    }
  }

  get #steps() {
    return [...(this.chair.body("infusion").rate_steps ?? [])].sort((a, b) => Date.parse(a.from_at) - Date.parse(b.from_at));
  }

  open(isOpen, place = null) {
    super.open(isOpen);
    if (!isOpen) return ["from_at", "rate_mg_per_kg_h", "override_reason"].forEach((name) => refill(this.input(name), ""));
    const step = place === null ? null : this.#steps[place];
    this.#from = step?.from_at ?? null;
    const body = this.chair.body("infusion");
    const from = step?.from_at ?? (this.#steps.length > 0 || !body.started_at ? new Date(this.chair.now()).toISOString() : body.started_at);
    refill(this.input("from_at"), timeOf(from, this.chair.zone));
    refill(this.input("rate_mg_per_kg_h"), step?.rate_mg_per_kg_h ?? "");
    refill(this.input("override_reason"), body.override_reason ?? "");
    this.form.querySelector("[data-remove]").hidden = place === null;
    ["from_at", "rate_mg_per_kg_h", "override_reason"].forEach((name) => mark(this.input(name), ""));
    this.#look();
    return this.input("rate_mg_per_kg_h").focus();
  }

  /* Above the one limit it is pointed out, above the other a reason is asked for. */
  #look() {
    const rate = decimalTyped(this.input("rate_mg_per_kg_h").value) ?? null;
    const isUnlikely = above(rate, UNLIKELY_RATE);
    this.form.querySelector("[data-why]").hidden = !isUnlikely;
    const told = isUnlikely ? word(this, "rate_why", { limit: UNLIKELY_RATE }) : above(rate, UNUSUAL_RATE) ? word(this, "rate_high", { limit: UNUSUAL_RATE }) : "";
    say(this.form.querySelector("[data-warned]"), told);
  }

  save() {
    const rate = read(this, this.input("rate_mg_per_kg_h"));
    const from_at = readTime(this.input("from_at"), this.chair.zone, this.chair.now(), this.#from);
    const why = this.input("override_reason").value.trim();
    const wrong = {
      rate_mg_per_kg_h: rate.error ?? (rate.value === null ? word(this, "rate_needed") : ""),
      from_at: from_at ? "" : word(this, "time_needed"),
      override_reason: above(rate.value ?? null, UNLIKELY_RATE) && !why ? word(this, "rate_why", { limit: UNLIKELY_RATE }) : "",
    };
    Object.entries(wrong).forEach(([name, sentence]) => mark(this.input(name), sentence));
    const first = Object.keys(wrong).find((name) => wrong[name]);
    if (first) return this.input(first).focus();
    const rate_steps = [...this.#others, { from_at, rate_mg_per_kg_h: rate.value }].sort((a, b) => Date.parse(a.from_at) - Date.parse(b.from_at));
    this.chair.change({ rate_steps, ...(why && { override_reason: why }) });
    return this.open(false);
  }

  get #others() {
    return this.#steps.filter(({ from_at }) => from_at !== this.#from);
  }

  #remove() {
    const rate_steps = this.#others;
    this.chair.change({ rate_steps: rate_steps.length > 0 ? rate_steps : null });
    this.open(false);
  }
}

function sentences(said) {
  return Array.isArray(said) ? said.join(" ") : Object.values(said).flatMap((each) => sentences(each)).join(" ");
}

customElements.define("lull-chair-rate", ChairRate);
