/* <lull-about-questions name="contraindications">: what may speak against an infusion, each yes or no with a line to say
   more; value is [{name, yes, note}] or null. Fires `change` with detail {what, yes} of the question it is about. */

import { word } from "../words.js";

class Questions extends HTMLElement {
  #before = new Map();

  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target === this) return;
      event.stopPropagation();
      this.#answered(event.target);
    });
    this.addEventListener("click", ({ target }) => {
      const question = target.closest("[data-say]")?.closest("[data-question]");
      if (question) this.#sayMore(question);
    });
  }

  get name() {
    return this.getAttribute("name");
  }

  get value() {
    const listed = this.#questions.map((question) => this.#answerOf(question)).filter(Boolean);
    const own = this.#own.words.map((name) => ({ ...this.#before.get(name), name, yes: true }));
    const names = [...this.#questions.map(({ dataset }) => dataset.question), ...own.map(({ name }) => name)];
    // What the clinic asked in words of its own and was answered no.
    const others = [...this.#before.values()].filter(({ name, yes }) => !yes && !names.includes(name));
    const answers = [...listed, ...own, ...others];
    return answers.length > 0 ? answers : null;
  }

  set value(answers) {
    this.#before = new Map((answers ?? []).map((answer) => [answer.name, answer]));
    const listed = this.#questions.map(({ dataset }) => dataset.question);
    this.#questions.forEach((question) => {
      const { yes = null, note = null } = this.#before.get(question.dataset.question) ?? {};
      question.querySelector("lull-chips").value = yes;
      const area = question.querySelector("textarea");
      if (area.value !== (note ?? "")) area.value = note ?? "";
      this.#unfold(question);
    });
    this.#own.value = (answers ?? []).filter(({ name, yes }) => yes && !listed.includes(name)).map(({ name }) => name);
  }

  /* What the folded part says: how many are answered, and what was answered yes. */
  summary(root) {
    const answered = this.#questions.filter((question) => question.querySelector("lull-chips").value !== null);
    const yes = answered.filter((question) => question.querySelector("lull-chips").value).map(labelOf);
    const said = word(root, "shown_questions", { answered: answered.length, all: this.#questions.length });
    const all = [...yes, ...this.#own.words];
    return all.length > 0 ? [said, word(root, "shown_questions_yes", { what: all.join(", ") })] : [said];
  }

  get #questions() {
    return [...this.querySelectorAll("[data-question]")];
  }

  get #own() {
    return this.querySelector('lull-chips[name="own_questions"]');
  }

  #answerOf(question) {
    const yes = question.querySelector("lull-chips").value;
    const name = question.dataset.question;
    const note = question.querySelector("textarea").value.trim() || null;
    return yes === null ? null : { name, yes, ...(note && { note }) };
  }

  #answered(control) {
    const question = control.closest("[data-question]");
    if (question) this.#unfold(question);
    const what = question ? labelOf(question) : this.#own.getAttribute("aria-label");
    const yes = control.matches("lull-chips") && question ? control.value : undefined;
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: yes === undefined ? { what } : { what, yes } }));
  }

  /* A yes wants a line; a no may have one. */
  #unfold(question, asked = false) {
    const yes = question.querySelector("lull-chips").value;
    const area = question.querySelector("textarea");
    const isOpen = yes !== null && (yes || asked || area.value !== "" || area === document.activeElement);
    question.querySelector("[data-more]").hidden = !isOpen;
    question.querySelector("[data-say]").hidden = yes === null || isOpen;
  }

  #sayMore(question) {
    this.#unfold(question, true);
    question.querySelector("textarea").focus();
  }
}

function labelOf(question) {
  return question.querySelector("[data-what]").textContent;
}

customElements.define("lull-about-questions", Questions);
