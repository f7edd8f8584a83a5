/* One attack, whole: its timeline and everything there is to say of it. Saved at every tap. */

import { childrenOf, detailsLeft, timeline, worstOf } from "../attack.js";
import { dateWords, lengthOf } from "../locale.js";
import { dateIn } from "../moment.js";
import { save, tellLater } from "../saving.js";
import { copyOf, word } from "../words.js";
import { fromBody, toBody } from "./answers.js";
import { ownAcute } from "./dose_sheet.js";
import { entryOf } from "./entries.js";
import { Part, records } from "./part.js";
import "./chips.js";
import "./entry.js";
import "./head_map.js";
import "./moment_field.js";
import "./pain.js";
import "./saved.js";
import "./timeline.js";
import { Typed, saveNow } from "./typed.js";

class Details extends Part {
  #timer = 0;
  #typed = new Typed(this);
  #typedOf = null;

  ready() {
    this.addEventListener("change", (event) => this.#changed(event.target));
    this.addEventListener("lull:edit", ({ detail }) => this.#edit(detail.kind, detail));
    this.querySelector("textarea").addEventListener("input", ({ target }) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed(target), 800);
    });
    this.querySelector("[data-add]").addEventListener("click", () => this.#add());
    this.querySelector("[data-delete]").addEventListener("click", () => this.#delete());
    document.getElementById("add-sheet").addEventListener("click", (event) => this.#new(event.target.closest("[data-new]")));
    window.addEventListener("hashchange", () => this.store && this.redraw());
  }

  nobody() {
    this.hidden = true;
    document.querySelector("[data-gone]").hidden = false;
  }

  async draw() {
    this.known = await records(this.store, "attacks", "pain_readings", "doses", "auras", "medications");
    this.attack = this.known.attacks.find(({ id }) => id === location.hash.slice(1)) ?? null;
    if (!this.attack) return this.nobody();
    this.hidden = false;
    document.querySelector("[data-gone]").hidden = true;
    const children = childrenOf(this.attack, this.known);
    this.#drawHead(children);
    this.querySelector("lull-timeline").show(timeline(this.attack, children), this.known.medications);
    this.#controls.forEach((control) => fromBody(control, this.attack.body));
    this.#drawHours();
    this.#drawSummaries();
    const count = detailsLeft(this.attack).length;
    this.querySelector("[data-left]").textContent = count > 0 ? word(this, "left", { count }) : word(this, "none_left");
    if (this.#typedOf === this.attack.id) return;
    this.#typedOf = this.attack.id;
    saveNow(await this.#typed.open(this.store, `details:${this.attack.id}`));
  }

  get #controls() {
    return [...this.querySelectorAll("lull-chips, lull-head-map, textarea")];
  }

  #drawHead(children) {
    const { started_at, ended_at, zone } = this.attack.body;
    const pain = worstOf(children);
    const length = ended_at ? word(this, ...lengthOf(Date.parse(ended_at) - Date.parse(started_at))) : word(this, "ongoing");
    document.querySelector("[data-part=date]").textContent = dateWords(dateIn(started_at, zone), "middle");
    document.querySelector("[data-part=length]").textContent = pain === null ? length : word(this, "worst", { length, pain });
    document.querySelector(".head-back > a").href = ended_at ? "/" : `/attack#${this.attack.id}`;
  }

  /* How many hours before the pain each early sign came. */
  #drawHours() {
    const box = this.querySelector("[data-hours]");
    if (box.contains(document.activeElement)) return;
    const chips = this.querySelector('lull-chips[name="prodrome"]');
    box.replaceChildren(...(this.attack.body.prodrome ?? []).map(({ name, hours_before }) => {
      const row = copyOf(this, "hours");
      row.querySelector("[data-what]").textContent = chips.labelOf(name);
      const input = row.querySelector("input");
      input.dataset.hoursOf = name;
      input.value = hours_before ?? "";
      return row;
    }));
  }

  /* A folded part says what is in it. */
  #drawSummaries() {
    this.querySelectorAll("[data-fold]").forEach((fold) => {
      const summary = fold.querySelector("[data-summary]");
      const said = fold.dataset.fold === "note" ? [this.attack.body.note ?? ""] : [...fold.querySelectorAll("lull-chips")].flatMap((chips) => {
        if (chips.none) return [word(this, "nothing")];
        return chips.words.map((each) => chips.labelOf(each));
      });
      summary.textContent = said.filter(Boolean).join(", ") || summary.dataset.hint;
    });
  }

  async #changed(control) {
    clearTimeout(this.#timer);
    if (!this.attack) return;
    const { body } = (await this.store.get("attacks", this.attack.id)) ?? this.attack;
    const patch = control.dataset.hoursOf ? hoursIn(control, body) : this.#controls.includes(control) && toBody(control, body);
    if (!patch || unchanged(body, patch)) return;
    const written = await save(this.store, [["attacks", this.attack.id, { ...body, ...patch }]], word(this, "saved"));
    if (written) this.#typed.forget(control);
  }

  #edit(kind, row) {
    const sheet = document.getElementById(`entry-${kind}`);
    if (kind === "dose") this.#offerMedicines(sheet, row);
    sheet.show(this.store, entryOf(kind, row, this.attack, { store: this.store, medications: this.known.medications }));
  }

  #add() {
    const sheet = document.getElementById("add-sheet");
    sheet.querySelector('[data-new="end"]').hidden = Boolean(this.attack.body.ended_at);
    sheet.show();
  }

  #new(button) {
    if (!button) return;
    document.getElementById("add-sheet").hide();
    this.#edit(button.dataset.new, null);
  }

  /* Own acute medicines, and the one this dose is of, whatever has become of it. */
  #offerMedicines(sheet, row) {
    const own = ownAcute(this.known);
    const taken = this.known.medications.filter(({ id }) => id === row?.body.medication_id && !own.some((each) => each.id === id));
    sheet.querySelector('lull-chips[name="medication_id"]').options = [...own, ...taken].map(({ id, body }) => [id, body.name]);
  }

  /* The doses stay: they were taken, and they count. */
  async #delete() {
    const { doses } = childrenOf(this.attack, this.known);
    const freed = doses.map(({ id, body }) => ["doses", id, { ...body, attack_id: null }]);
    const written = await save(this.store, [...freed, ["attacks", this.attack.id, null]], "");
    if (!written) return;
    tellLater("attack_gone", {}, written.map(({ revId }) => revId));
    location.assign("/");
  }
}

function hoursIn(input, { prodrome }) {
  const hours = input.value === "" ? null : Math.min(168, Math.max(0, Math.round(Number(input.value))));
  return { prodrome: (prodrome ?? []).map((sign) => (sign.name === input.dataset.hoursOf ? { ...sign, hours_before: hours } : sign)) };
}

function unchanged(body, patch) {
  return Object.entries(patch).every(([key, value]) => JSON.stringify(body[key] ?? null) === JSON.stringify(value ?? null));
}

customElements.define("lull-details", Details);
