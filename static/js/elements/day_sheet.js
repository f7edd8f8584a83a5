/* <lull-day-sheet>: what one calendar day was like, answered by one tap. show(store, date, answer). */

import { dateWords } from "../locale.js";
import { answerOf, dayId, save } from "../saving.js";
import { word } from "../words.js";
import { Sheet } from "./sheet.js";

class DaySheet extends Sheet {
  #store;
  #date;

  ready() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) this.#answer(button.dataset.answer || null);
      if (event.target.closest("[data-past]")) this.#past();
    });
    this.addEventListener("change", () => this.#answer("yes", this.#pain.value));
  }

  async show(store, date) {
    this.#store = store;
    this.#date = date;
    this.heading = dateWords(date);
    const id = await dayId(store, date);
    const body = (await store.get("days", id))?.body;
    this.#pain.value = body?.headache === "yes" ? body.worst_pain : null;
    this.querySelectorAll("[data-answer]").forEach((button) => {
      button.setAttribute("aria-pressed", String(Boolean(body?.headache) && button.dataset.answer === body.headache && body.worst_pain == null));
    });
    this.querySelector('[data-answer=""]').hidden = !body?.headache;
    super.show();
    // Fetched when it is wanted; a day can be answered without it.
    await import("./followed.js").then(() => this.querySelector("lull-followed").show(store, date), () => {});
  }

  get #pain() {
    return this.querySelector("lull-pain");
  }

  async #answer(headache, pain = null) {
    const said = headache === "yes" && pain !== null ? "pain" : headache ?? "open";
    const text = word(this, `saved_${said}`, { date: dateWords(this.#date, "short"), pain });
    this.hide();
    await save(this.#store, [answerOf(this.#store, this.#date, headache, pain)], text);
  }

  #past() {
    this.hide();
    document.querySelector("lull-past-sheet").show(this.#store, this.#date);
  }
}

customElements.define("lull-day-sheet", DaySheet);
