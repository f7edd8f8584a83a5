/* One row of the vital signs: what was taken, and the same row as a form. Both are there all the time, so that what is
   typed stays whichever is shown. */

import { lateness } from "../chair/slots.js";
import { timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { fill, isDirty, put, taken } from "./chair_part.js";
import { read, readTime } from "./chair_fields.js";

const VITALS = ["systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate", "sedation", "dissociation", "nausea"];
const NOTHING = "—";
// A reading taken so many minutes from its slot tells its slot too.
const OFF = 3 * 60_000;

export class Reading {
  #root;
  #chair;
  #due = null;

  constructor(root, chair, slot) {
    [this.#root, this.#chair, this.slot] = [root, chair, slot];
    this.body = copyOf(root, "reading");
    this.body.dataset.slot = slot;
    this.#inputs.forEach((input) => { input.id = `reading-${slot}-${input.name}`; });
    this.#foot.querySelector("[data-errors]").id = `reading-${slot}-errors`;
  }

  get isTyped() {
    return this.#inputs.some(isDirty);
  }

  get isOpen() {
    return !this.#form.hidden;
  }

  /* what: {due, isOpen, isCurrent, mayCorrect} */
  show({ due, isOpen, isCurrent, mayCorrect }) {
    this.#due = due;
    const [signs, pain] = [this.#record("vital_signs"), this.#record("infusion_pains")];
    this.#drawTaken(signs, pain, mayCorrect);
    this.#drawForm(signs, pain, isCurrent);
    this.body.querySelector("[data-taken-row]").hidden = isOpen;
    this.#form.hidden = !isOpen;
    this.#foot.hidden = !isOpen;
    this.#drawRefusals(isOpen);
  }

  focus() {
    const place = this.isOpen ? this.#inputs.find(({ name }) => name !== "at") : this.body.querySelector("button.slot");
    place.focus();
  }

  /* Typed numbers are given up. */
  reset() {
    this.#inputs.forEach((input) => { input.value = input.dataset.shown ?? ""; });
    this.#tell(new Map());
  }

  /* The sentence beside an input that was left, and none where it is right again. */
  check(input) {
    const { error } = read(this.#root, input);
    const told = this.#told;
    if (error) told.set(input, error);
    else told.delete(input);
    this.#tell(told);
  }

  /* Saves what was typed; answers whether it could be. */
  save() {
    const values = new Map(this.#numbers.map((input) => [input, read(this.#root, input)]));
    const told = new Map([...values].filter(([, { error }]) => error).map(([input, { error }]) => [input, error]));
    const of = (name) => values.get(this.#input(name)).value ?? null;
    if (told.size === 0 && of("systolic") !== null && of("diastolic") !== null && of("systolic") <= of("diastolic")) {
      told.set(this.#input("systolic"), word(this.#root, "pressures"));
    }
    const at = this.#at();
    if (!at) told.set(this.#input("at"), word(this.#root, "no_time"));
    if (told.size === 0 && !this.isTyped && !this.#record("vital_signs")) told.set(this.#numbers[0], word(this.#root, "nothing_typed"));
    this.#tell(told);
    if (told.size > 0) {
      [...told.keys()][0].focus();
      return false;
    }
    this.#write("vital_signs", Object.fromEntries(VITALS.map((name) => [name, of(name)])), at);
    this.#write("infusion_pains", { pain: of("pain") }, at);
    this.#inputs.forEach(taken);
    return true;
  }

  get #form() {
    return this.body.querySelector("[data-form]");
  }

  get #foot() {
    return this.body.querySelector("[data-foot]");
  }

  get #inputs() {
    return [...this.body.querySelectorAll("input")];
  }

  get #numbers() {
    return this.#inputs.filter(({ name }) => name !== "at");
  }

  get #told() {
    return new Map(this.#inputs.filter((input) => input.hasAttribute("aria-invalid")).map((input) => [input, input.dataset.told]));
  }

  #input(name) {
    return this.#inputs.find((input) => input.name === name);
  }

  #record(kind) {
    return this.#chair.body(`${kind}.${this.slot}`);
  }

  /* Now, for the row that is due; otherwise what its clock says. */
  #at() {
    const { hidden } = this.#foot.querySelector("[data-taken]");
    const before = this.#takenAt;
    if (hidden) return before ?? new Date(this.#chair.now()).toISOString();
    return readTime(this.#input("at"), this.#chair.zone, this.#due ?? this.#chair.now(), before);
  }

  /* When staff took this reading, if they did. What the patient rated meanwhile says nothing of that. */
  get #takenAt() {
    return (this.#record("vital_signs") ?? (this.#isPatients() ? null : this.#record("infusion_pains")))?.at;
  }

  /* Nothing is written where nothing changed; a record that was emptied is taken back. */
  #write(kind, values, at) {
    const before = this.#record(kind);
    const isEmpty = Object.values(values).every((value) => value === null);
    const isSame = Object.entries(values).every(([name, value]) => (before?.[name] ?? null) === value);
    // What the patient rated was rated when the patient says.
    const isOurs = kind === "vital_signs" || !this.#isPatients();
    const isMoved = before && before.at !== at && isOurs;
    if ((!before && isEmpty) || (before && isSame && !isMoved)) return;
    const { infusion_id } = this.#chair.state;
    const body = { infusion_id, slot: this.slot, zone: this.#chair.zone, ...before, ...values, at: before && !isOurs ? before.at : at };
    this.#chair.write(`${kind}.${this.slot}`, isEmpty ? null : body);
  }

  #drawTaken(signs, pain, mayCorrect) {
    const at = (signs ?? pain)?.at;
    const time = at ?? this.#due;
    const shown = time === null ? "" : timeOf(time, this.#chair.zone);
    const button = this.body.querySelector("button.slot");
    put(this.body.querySelector("[data-time]"), shown || this.#slotWord());
    button.disabled = !mayCorrect;
    button.setAttribute("aria-label", word(this.#root, "correct", { time: `${shown} ${this.#slotWord()}` }));
    put(button.querySelector("[data-small]"), [this.#slotIsTold(at) && shown && this.#slotWord(), at ? this.#unsaved() : this.#untaken()].filter(Boolean).join(", "));
    this.body.classList.toggle("is-missed", !at);
    const text = (name) => String(signs?.[name] ?? NOTHING);
    put(this.#cell("pressure"), signs?.systolic ?? signs?.diastolic ? `${text("systolic")}/${text("diastolic")}` : NOTHING);
    VITALS.slice(2).forEach((name) => put(this.#cell(name), text(name)));
    put(this.#cell("pain"), String(pain?.pain ?? NOTHING));
    this.body.querySelectorAll("[data-patient]").forEach((line) => { line.hidden = !this.#isPatients(); });
  }

  #drawForm(signs, pain, isCurrent) {
    const { zone } = this.#chair;
    const at = this.#takenAt;
    VITALS.forEach((name) => fill(this.#input(name), String(signs?.[name] ?? "")));
    fill(this.#input("pain"), String(pain?.pain ?? ""));
    const late = lateness(this.#due, this.#chair.now());
    put(this.#form.querySelector("[data-due]"), this.#due === null ? this.#slotWord() : timeOf(this.#due, zone));
    const state = at && !isCurrent ? "" : late.late ? "due_late" : late.until ? "due_in" : "due_now";
    const small = this.#form.querySelector("[data-small]");
    const slot = /^\d+$/.test(this.slot) || this.#due === null ? "" : this.#slotWord();
    put(small, [slot, state && word(this.#root, state, { minutes: String(late.late || late.until) })].filter(Boolean).join(", "));
    small.classList.toggle("c-warn", state === "due_late");
    this.#foot.querySelector("[data-taken]").hidden = isCurrent;
    this.#foot.querySelector("[data-cancel]").hidden = isCurrent;
    if (!isCurrent) fill(this.#input("at"), at || this.#due !== null ? timeOf(at ?? this.#due, zone) : "");
    put(this.#foot.querySelector("[data-save]"), isCurrent ? word(this.#root, "save_at", { time: timeOf(at ?? this.#chair.now(), zone) }) : word(this.#root, "save"));
  }

  /* What the server did not take stands in the form again, with its sentence. */
  #drawRefusals(isOpen) {
    for (const kind of ["vital_signs", "infusion_pains"]) {
      const refused = this.#chair.refused.get(`${kind}.${this.slot}`);
      if (!refused || refused.seen || !isOpen) continue;
      refused.seen = true;
      const told = this.#told;
      const names = Object.keys(refused.fields).filter((name) => this.#input(name));
      [...VITALS, "pain"].filter((name) => refused.body && name in refused.body).forEach((name) => { this.#input(name).value = String(refused.body[name]); });
      names.forEach((name) => told.set(this.#input(name), [refused.fields[name]].flat().join(" ")));
      if (names.length === 0) told.set(this.#numbers[0], refused.error);
      this.#tell(told);
    }
  }

  #tell(told) {
    const lines = [...told].map(([input, sentence]) => {
      const line = copyOf(this.#root, "error");
      line.id = `${input.id}-error`;
      line.querySelector("span").textContent = sentence;
      return line;
    });
    const place = this.#foot.querySelector("[data-errors]");
    if (place.textContent !== lines.map(({ textContent }) => textContent).join("")) place.replaceChildren(...lines);
    this.#inputs.forEach((input) => {
      const sentence = told.get(input);
      if (sentence) {
        input.dataset.told = sentence;
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", `${input.id}-error`);
      } else {
        ["aria-invalid", "aria-describedby", "data-told"].forEach((name) => input.removeAttribute(name));
      }
    });
  }

  #cell(name) {
    return this.body.querySelector(`[data-cell="${name}"]`);
  }

  #isPatients() {
    return this.#chair.versions(`infusion_pains.${this.slot}`)[0]?.by === "patient";
  }

  #unsaved() {
    return ["vital_signs", "infusion_pains"].some((kind) => this.#chair.waits(`${kind}.${this.slot}`)) ? word(this.#root, "unsaved") : "";
  }

  /* A reading that is not due yet is not missing. */
  #untaken() {
    const { until } = lateness(this.#due, this.#chair.now());
    return word(this.#root, until > 0 ? "due_in" : "not_taken", { minutes: String(until) });
  }

  #slotIsTold(at) {
    return !/^\d+$/.test(this.slot) || (at && this.#due !== null && Math.abs(Date.parse(at) - this.#due) >= OFF);
  }

  #slotWord() {
    return /^\d+$/.test(this.slot) ? word(this.#root, "slot_minutes", { minutes: this.slot }) : word(this.#root, `slot_${this.slot}`);
  }
}
