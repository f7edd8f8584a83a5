/* <lull-checklist>: what is ready, and what the clinic asks before every infusion. Every tap is saved.
   show(store, entry, known): known = {instructions, checklist, checklistRev, profile, clearance}. */

import { answerTo, anyYes, checklistOf, knownOf, withAnswer } from "../checklist.js";
import { clock, dateWords } from "../locale.js";
import { dateIn } from "../moment.js";
import { copyOf, word } from "../words.js";
import { callLink, inOneLine } from "./call_link.js";
import { saveAnswer } from "./checklist_saving.js";
import "./checklist_today.js";
import "./chips.js";

class Checklist extends HTMLElement {
  #store;
  #entry;
  #known;

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const row = event.target.closest("[data-tick]");
      if (row) this.#tick(row);
    });
    this.addEventListener("change", (event) => {
      const question = event.target.closest("[data-question]");
      if (question) this.#answer(question, event.target.value);
    });
  }

  show(store, entry, known) {
    [this.#store, this.#entry, this.#known] = [store, entry, known];
    this.#draw();
    this.querySelector("lull-checklist-today").show(store, entry, known);
  }

  get #body() {
    return checklistOf(this.#known.checklist, this.#entry, this.#known.profile);
  }

  get #questions() {
    return [...this.querySelectorAll("[data-question]")];
  }

  #draw() {
    const { instructions } = this.#known;
    const texts = { medicines: "", sleep: "", clothes: instructions?.clothes_text ?? "" };
    Object.entries(texts).forEach(([name, text]) => this.#drawTick(name, text));
    this.#drawQuestions();
    show(this.querySelector("[data-drink]"), instructions?.drink_text ?? "");
    const isYes = anyYes(this.#body);
    const phone = instructions?.clinic_phone;
    this.querySelector("[data-yes]").hidden = !isYes;
    this.querySelector("[data-no-phone]").hidden = Boolean(phone);
    this.querySelector("[data-call]").hidden = !isYes || !phone;
    if (phone) callLink(this.querySelector("[data-call] a"), phone, word(this, "call", { phone: inOneLine(phone) }));
    show(this.querySelector("[data-cleared]"), this.#cleared());
  }

  #drawTick(name, text) {
    const row = this.querySelector(`[data-tick="${name}"]`);
    row.setAttribute("aria-checked", String(answerTo(this.#body, "ready", name) === true));
    show(row.querySelector("[data-small]"), text);
  }

  #drawQuestions() {
    const body = this.#body;
    const known = knownOf(this.#known.profile);
    [...known, ...(body.screening ?? []).map(({ name }) => name)].forEach((name) => this.#questionOf(name));
    this.#questions.forEach((question) => {
      const { question: name } = question.dataset;
      question.querySelector("lull-chips").value = answerTo(body, "screening", name);
      question.querySelector("[data-known]").hidden = !known.includes(name);
    });
    const names = this.#questions.map(({ dataset }) => dataset.question);
    const answered = names.filter((name) => answerTo(body, "screening", name) !== null).length;
    this.querySelector("[data-count]").textContent = answered > 0 ? word(this, "count", { answered, all: names.length }) : word(this, "count_none");
  }

  /* What was said in the profile in own words is asked in those words. */
  #questionOf(name) {
    if (this.#questions.some(({ dataset }) => dataset.question === name)) return;
    const question = copyOf(this, "question");
    question.dataset.question = name;
    question.querySelector("[data-what]").textContent = name;
    question.querySelector("lull-chips").setAttribute("aria-label", name);
    this.#questions.at(-1).after(question);
  }

  /* That somebody looked holds for the answers as they stand, for what was changed since nobody has looked at; that
     they said no holds until they say otherwise. */
  #cleared() {
    const { clearance, checklistRev } = this.#known;
    if (!clearance || (clearance.cleared && clearance.checklist_rev && clearance.checklist_rev !== checklistRev)) return "";
    const { at, zone, clinician } = clearance;
    return word(this, clearance.cleared ? "cleared" : "not_cleared", { clinician, date: dateWords(dateIn(at, zone), "short"), time: clock(at, zone) });
  }

  #tick(row) {
    const isOn = row.getAttribute("aria-checked") === "true";
    const what = row.querySelector("[data-what]").textContent;
    return this.#save("ready", row.dataset.tick, isOn ? null : true, word(this, isOn ? "taken_back" : "ticked", { what }));
  }

  #answer(question, yes) {
    const what = question.querySelector("[data-what]").textContent;
    const name = yes === null ? "taken_back" : yes ? "answered_yes" : "answered_no";
    return this.#save("screening", question.dataset.question, yes, word(this, name, { what }));
  }

  #save(list, name, yes, text) {
    return saveAnswer(this.#store, this.#entry, this.#known.profile, (body) => withAnswer(body, list, name, yes), text);
  }
}

function show(line, text) {
  line.textContent = text;
  line.hidden = !text;
}

customElements.define("lull-checklist", Checklist);
