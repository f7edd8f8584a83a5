/* <lull-calendar-day>: one day of the calendar. show(store, date): what was noted on it, its answer, a note. */

import { childrenOf, timeline, worstOf } from "../attack.js";
import { lasting } from "../days.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { answerOf, dayId, save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { mend } from "./field.js";
import "./followed.js";
import { records } from "./part.js";
import { Sheet } from "./sheet.js";
import { Typed, saveNow } from "./typed.js";

class CalendarDay extends Sheet {
  #store;
  #date;
  #note = "";
  #stop = () => {};
  #typed = new Typed(this);

  ready() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) this.#answer(button.dataset.answer || null);
      if (event.target.closest("[data-past]")) this.#past();
    });
    this.querySelector("lull-pain").addEventListener("change", (event) => this.#answer("yes", event.currentTarget.value));
    this.querySelector("textarea").addEventListener("change", () => this.#keepNote());
    this.dialog.addEventListener("close", () => {
      this.#stop();
      this.#keepNote();
    });
  }

  async show(store, date) {
    this.#store = store;
    this.#date = date;
    this.heading = dateWords(date);
    await this.#draw();
    this.#stop();
    // What comes from elsewhere meanwhile is shown, but never under a hand that is typing.
    this.#stop = store.onChange(() => document.activeElement !== this.#area && this.#draw());
    // From the first stroke on, whatever else is still being read.
    const typed = this.#typed.open(store, `day:${date}`);
    if (!this.dialog.open) super.show();
    await this.querySelector("lull-followed").show(store, date);
    saveNow(await typed);
  }

  async #draw() {
    const noted = await this.#noted();
    const id = await dayId(this.#store, this.#date);
    this.#fill((await this.#store.get("days", id))?.body, noted);
  }

  #fill(body, noted) {
    const list = this.querySelector("[data-noted]");
    list.replaceChildren(...noted.map((each) => this.#row(each)));
    list.hidden = noted.length === 0;
    const counts = noted.some(({ counted }) => counted);
    this.querySelector("[data-counted]").hidden = !counts;
    this.querySelector("[data-answers]").hidden = counts;
    this.querySelector("lull-pain").value = body?.headache === "yes" ? body.worst_pain : null;
    this.querySelectorAll("[data-answer]").forEach((button) => {
      button.setAttribute("aria-pressed", String(Boolean(body?.headache) && button.dataset.answer === body.headache && body.worst_pain == null));
    });
    this.querySelector('[data-answer=""]').hidden = !body?.headache;
    this.#note = body?.note ?? "";
    this.#area.value = this.#note;
    mend(this.#area);
  }

  get #area() {
    return this.querySelector("textarea");
  }

  /* Attacks, doses, auras and infusions of the day, in the order of its hours: [{kind, href, what, when, counted}]. */
  async #noted() {
    const known = await records(this.#store, "attacks", "pain_readings", "auras", "doses", "medications", "infusions", "own_infusions");
    const rows = [
      ...known.attacks.flatMap((attack) => this.#attackRow(attack, childrenOf(attack, known))),
      ...known.doses.flatMap((dose) => this.#doseRow(dose, known.medications)),
      ...known.auras.filter(({ body }) => this.#on(body.started_at, body.zone)).map(({ body }) => this.#auraRow(body)),
      ...known.infusions.filter(({ body }) => this.#on(body.started_at ?? body.planned_at, body.zone)).map(({ id, body }) => (
        { kind: "infusion", href: `/infusions#${id}`, what: word(this, "infusion"), when: clock(body.started_at ?? body.planned_at, body.zone), at: body.started_at ?? body.planned_at })),
      ...known.own_infusions.filter(({ body }) => body.date === this.#date).map(({ id, body }) => (
        { kind: "infusion", href: `/infusions#${id}`, what: word(this, "infusion"), when: body.place ?? "", at: body.date })),
    ];
    return rows.sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  #on(instant, zone) {
    return dateIn(instant, zone) === this.#date;
  }

  #attackRow(attack, children) {
    const { started_at, ended_at, zone } = attack.body;
    const touches = timeline(attack, children).map(({ at }) => Date.parse(at));
    const { from, to } = lasting(attack, touches, Date.now());
    if (dateIn(from, zone) > this.#date || dateIn(to, zone) < this.#date) return [];
    const pain = worstOf(children);
    const when = { from: this.#time(started_at, zone), to: ended_at && this.#time(ended_at, zone) };
    return [{
      kind: "attack", at: started_at, counted: true, href: ended_at ? `/attack/details#${attack.id}` : `/attack#${attack.id}`,
      what: pain === null ? word(this, "attack") : word(this, "attack_worst", { pain }), when: word(this, ended_at ? "span" : "since", when),
    }];
  }

  /* The hour, and the date where it is another one. */
  #time(instant, zone) {
    const date = dateIn(instant, zone);
    return date === this.#date ? clock(instant, zone) : `${dateWords(date, "short")}, ${clock(instant, zone)}`;
  }

  #doseRow({ id, body }, medications) {
    const medication = medications.find((each) => each.id === body.medication_id)?.body;
    if (!medication || !this.#on(body.taken_at, body.zone)) return [];
    const counted = medication.kind === "acute" && body.for_headache !== false;
    return [{ kind: "dose", at: body.taken_at, counted, href: `/medicines#${id}`, what: medication.name, when: clock(body.taken_at, body.zone) }];
  }

  #auraRow({ attack_id, started_at, zone }) {
    return { kind: "aura", at: started_at, href: attack_id ? `/attack/details#${attack_id}` : null, what: word(this, "aura"), when: clock(started_at, zone) };
  }

  #row({ kind, href, what, when }) {
    const row = copyOf(this, "link");
    if (href) row.href = href;
    else row.querySelector(":scope > .i").remove();
    row.querySelector("[data-icon]").replaceWith(copyOf(this, `icon_${kind}`));
    row.querySelector("[data-what]").textContent = what;
    row.querySelector("[data-when]").textContent = when;
    return row;
  }

  async #answer(headache, pain = null) {
    const said = headache === "yes" && pain !== null ? "pain" : headache ?? "open";
    const text = word(this, `saved_${said}`, { date: dateWords(this.#date, "short"), pain });
    await this.#keepNote();
    this.hide();
    await save(this.#store, [answerOf(this.#store, this.#date, headache, pain)], text);
  }

  /* A note alone answers nothing: the day stays as it was. */
  async #keepNote() {
    const note = this.#area.value.trim();
    if (note === this.#note) return;
    this.#note = note;
    const id = await dayId(this.#store, this.#date);
    const body = (await this.#store.get("days", id))?.body ?? { date: this.#date, zone: zoneHere(), answered_at: new Date().toISOString() };
    const written = await save(this.#store, [["days", id, { ...body, note: note || null }]], word(this, "saved_note", { date: dateWords(this.#date, "short") }));
    if (written) this.#typed.forget();
  }

  #past() {
    this.hide();
    document.querySelector("lull-past-sheet").show(this.#store, this.#date);
  }
}

customElements.define("lull-calendar-day", CalendarDay);
