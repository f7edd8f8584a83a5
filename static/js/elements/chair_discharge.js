/* <lull-chair-discharge>: how they leave, with whom and when. Saving it completes an infusion that was not stopped. */

import { phaseOf, timesAfter } from "../chair/phase.js";
import { minutesBetween, timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { ChairPart, fill, put, say } from "./chair_part.js";
import { readTime } from "./chair_fields.js";
import { mark } from "./field.js";
import "./chips.js";

const MINUTE = 60_000;

class ChairDischarge extends ChairPart {
  #isAsked = false;

  ready() {
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.#form.addEventListener("input", ({ target }) => target.name === "at" && this.#drawEarly());
    // What was missing and is there now is no longer asked for.
    this.#form.addEventListener("change", () => this.#isAsked && this.#mark());
  }

  draw() {
    const { chair } = this;
    const infusion = chair.body("infusion");
    const said = chair.body("discharge");
    const phase = phaseOf(infusion, said);
    const hasLeft = said !== null && phase === "over";
    this.querySelector("section").hidden = phase !== "watched" && !said;
    this.#form.hidden = hasLeft;
    const list = this.querySelector("[data-said]");
    list.hidden = !hasLeft;
    const until = this.#until();
    put(this.querySelector("[data-until]"), until && !hasLeft ? word(this, "watched_until", { time: timeOf(until, chair.zone) }) : "");
    if (hasLeft) this.#drawSaid(list, said);
    else this.#drawForm(infusion, said);
  }

  get isTyped() {
    return super.isTyped || (!this.#form.hidden && this.#criteria.some(({ value, said }) => value !== said));
  }

  get #form() {
    return this.querySelector("form");
  }

  get #criteria() {
    const said = this.chair.body("discharge")?.criteria ?? [];
    return [...this.querySelectorAll("[data-criterion]")].map((line) => ({
      name: line.dataset.criterion, text: line.firstElementChild.textContent, chips: line.querySelector("lull-chips"),
      value: line.querySelector("lull-chips").value, said: said.find(({ name }) => name === line.dataset.criterion)?.yes ?? null,
    }));
  }

  #input(name) {
    return this.#form.querySelector(`[name="${name}"]`);
  }

  #until() {
    return timesAfter(this.chair.body("infusion"), this.chair.body("instructions")).observation_until;
  }

  #drawForm(infusion, said) {
    const { chair } = this;
    const before = said ?? {};
    if (said && said !== this.drawn) this.#criteria.forEach(({ chips, said: answer }) => { chips.value = answer; });
    this.drawn = said;
    fill(this.#input("escort"), before.escort ?? chair.body("checklist")?.driver ?? "");
    fill(this.#input("clinician"), before.clinician ?? chair.state.signed_in);
    fill(this.#input("note"), before.note ?? "");
    fill(this.#input("at"), timeOf(before.at ?? chair.now(), chair.zone));
    put(this.#form.querySelector("[type=submit] span"), word(this, infusion.status === "stopped" ? "save_discharge" : "complete"));
    const { no_driving_until } = timesAfter(infusion, chair.body("instructions"));
    put(this.#form.querySelector("[data-after]"), no_driving_until ? word(this, "no_driving", { time: this.#later(no_driving_until) }) : "");
    this.#drawEarly();
    this.#drawRefusal();
  }

  /* A time of tomorrow is told as one. */
  #later(at) {
    const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", { weekday: "long", timeZone: this.chair.zone });
    return `${format.format(at)} ${timeOf(at, this.chair.zone)}`;
  }

  #at() {
    return readTime(this.#input("at"), this.chair.zone, this.chair.now(), this.chair.body("discharge")?.at);
  }

  #drawEarly() {
    const [until, at] = [this.#until(), this.#at()];
    const minutes = until && at ? minutesBetween(at, until) : 0;
    say(this.querySelector("[data-early]"), minutes > 0 ? word(this, "watched_longer", { time: timeOf(until, this.chair.zone), minutes: String(minutes) }) : "");
  }

  #drawRefusal() {
    const refused = this.chair.refused.get("discharge");
    if (!refused || refused.seen) return;
    refused.seen = true;
    const name = Object.keys(refused.fields).find((each) => this.#input(each)) ?? "note";
    ["escort", "note", "clinician"].forEach((each) => { this.#input(each).value = refused.body?.[each] ?? ""; });
    mark(this.#input(name), [refused.fields[name] ?? refused.error].flat().join(" "));
  }

  #drawSaid(list, { criteria = [], escort, clinician, note, at }) {
    const answers = this.#criteria.map(({ name, text }) => {
      const answer = criteria.find((each) => each.name === name)?.yes;
      return [text, word(this, answer === undefined ? "open" : answer ? "yes" : "no")];
    });
    const lines = [...answers, [word(this, "escort"), escort], [word(this, "left_at"), timeOf(at, this.chair.zone)], [word(this, "by"), clinician], [word(this, "note"), note]];
    list.replaceChildren(...lines.filter(([, text]) => text).map(([what, text]) => {
      const line = copyOf(this, "line");
      put(line.querySelector("dt"), what);
      put(line.querySelector("dd"), text);
      return line;
    }));
  }

  /* Says beside each field what is missing; the name of the first. */
  #mark() {
    const at = this.#at();
    const isBefore = at && Date.parse(at) + MINUTE < Date.parse(this.chair.body("infusion").ended_at);
    const wrong = {
      at: at ? (isBefore ? word(this, "before_end") : "") : word(this, "leave_time"),
      note: this.#input("note").value.trim() ? "" : this.#unexplained,
    };
    Object.entries(wrong).forEach(([name, sentence]) => mark(this.#input(name), sentence));
    return Object.keys(wrong).find((name) => wrong[name]);
  }

  /* What they leave in spite of, which the note has to explain; "" where there is nothing. */
  get #unexplained() {
    const open = this.#criteria.filter(({ value }) => value !== true).map(({ text }) => text);
    const isAlone = this.chair.body("instructions")?.driver_needed === true && !this.#input("escort").value.trim();
    const said = [open.length > 0 && word(this, "not_yes", { what: open.join(", ") }), isAlone && word(this, "alone")].filter(Boolean);
    return said.length > 0 ? [...said, word(this, "why_leave")].join(" ") : "";
  }

  async #save() {
    const { chair } = this;
    const infusion = chair.body("infusion");
    const [escort, clinician, note] = ["escort", "clinician", "note"].map((name) => this.#input(name).value.trim() || null);
    const criteria = this.#criteria.filter(({ value }) => value !== null).map(({ name, value }) => ({ name, yes: value }));
    const at = this.#at();
    const first = this.#mark();
    this.#isAsked = first !== undefined;
    if (first) return this.#input(first).focus();
    const body = { ...chair.body("discharge"), infusion_id: chair.state.infusion_id, zone: chair.zone, at, criteria, escort, clinician, note };
    chair.write("discharge", body);
    if (infusion.status !== "stopped") await chair.change({ status: "completed" });
    await chair.settled;
    return document.querySelector("[data-correct]").focus();
  }
}

customElements.define("lull-chair-discharge", ChairDischarge);
