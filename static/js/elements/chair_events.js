/* <lull-chair-events>: what staff observed. A tap notes it with the time; the details follow, each saved at once. */

import { uuid4 } from "../canonical.js";
import { minutesBetween, timeOf } from "../chair/times.js";
import { phaseOf } from "../chair/phase.js";
import { copyOf, word } from "../words.js";
import { ChairPart, put, refill } from "./chair_part.js";
import { keep } from "./chair_fields.js";
import { mark } from "./field.js";
import "./chips.js";

class ChairEvents extends ChairPart {
  #open = null;
  #drawFields = () => {};

  ready() {
    this.addEventListener("click", ({ target }) => this.#tapped(target.closest("button")));
    this.#own.addEventListener("submit", (event) => { event.preventDefault(); this.#noteOwn(); });
    this.#details.addEventListener("change", ({ target }) => target.matches("lull-chips") && this.#change({ [target.name]: target.value }));
    this.#drawFields = keep(this.#details, this.chair, {
      of: () => ({ key: this.#open, body: this.#body, zone: this.chair.zone, near: Date.parse(this.#body?.onset_at ?? new Date(this.chair.now())) }),
      save: (name, value) => this.#save(name, value),
    });
  }

  draw() {
    const { chair } = this;
    const keys = chair.keysOf("adverse_events").sort((a, b) => chair.body(a).onset_at.localeCompare(chair.body(b).onset_at));
    if (this.#open && !keys.includes(this.#open) && !chair.refused.has(this.#open)) this.#open = null;
    const mayWrite = phaseOf(chair.body("infusion"), chair.body("discharge")) !== "over";
    this.#drawNoted(keys, mayWrite);
    const goesOn = new Set(keys.map((key) => chair.body(key)).filter(({ resolved_at }) => !resolved_at).map(({ name }) => name));
    const isWide = this.#more.getAttribute("aria-expanded") === "true";
    this.querySelectorAll("[data-choices] > button[value]").forEach((button) => {
      button.hidden = goesOn.has(button.value) || ("rest" in button.dataset && !isWide);
    });
    this.querySelector("[data-choices]").hidden = !mayWrite;
    this.querySelector("[data-hint]").hidden = !mayWrite;
    this.#drawDetails(mayWrite);
  }

  get #own() {
    return this.querySelector("[data-choices] form");
  }

  get #more() {
    return this.querySelector("[data-more]");
  }

  get #details() {
    return this.querySelector("[data-details]");
  }

  get #body() {
    return this.#open && (this.chair.body(this.#open) ?? this.chair.refused.get(this.#open)?.body ?? null);
  }

  /* Chips stay where they are: drawing one anew would take the keyboard from it. */
  #drawNoted(keys, mayWrite) {
    const place = this.querySelector("[data-noted]");
    place.hidden = keys.length === 0;
    [...place.children].filter(({ dataset }) => !keys.includes(dataset.key)).forEach((chip) => chip.remove());
    keys.forEach((key, at) => {
      let chip = place.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!chip) {
        chip = copyOf(this, "noted");
        chip.dataset.key = key;
      }
      if (place.children[at] !== chip) place.insertBefore(chip, place.children[at] ?? null);
      put(chip.querySelector("span:not(.waits):not(.vh)"), this.#told(this.chair.body(key), mayWrite));
      chip.querySelector("[data-unsaved]").hidden = !this.chair.waits(key);
      chip.setAttribute("aria-expanded", String(key === this.#open));
    });
  }

  /* When all is over the details are shut, and the chip says what was done as well. */
  #told({ name, onset_at, severity, resolved_at, action }, mayWrite) {
    const { zone } = this.chair;
    const first = word(this, "event_at", { name: this.#nameOf(name), time: timeOf(onset_at, zone) });
    return [first, severity && word(this, `said_${severity}`), resolved_at && word(this, "event_gone", { time: timeOf(resolved_at, zone) }), !mayWrite && action].filter(Boolean).join(", ");
  }

  #drawDetails(mayWrite) {
    const body = this.#body;
    this.#details.hidden = !body || !mayWrite;
    if (!body) return;
    put(this.#details.querySelector("#event-name"), this.#nameOf(body.name));
    ["severity", "seriousness"].forEach((name) => { this.#details.querySelector(`lull-chips[name="${name}"]`).value = body[name] ?? null; });
    this.#drawFields();
    this.#details.querySelector("[data-gone]").hidden = Boolean(body.resolved_at);
    this.#details.querySelector("[data-waits]").hidden = !this.chair.waits(this.#open);
    this.#details.querySelector("[data-take-back]").hidden = false;
  }

  #tapped(button) {
    if (!button) return undefined;
    if (button.dataset.key) return this.#show(this.#open === button.dataset.key ? null : button.dataset.key);
    if (button === this.#more) return this.#widen();
    if (button.closest("[data-choices]") && button.value) return this.#note(button.value);
    if ("gone" in button.dataset) return this.#gone();
    if ("takeBack" in button.dataset) return this.#takeBack();
    if ("close" in button.dataset) return this.#show(null);
    return undefined;
  }

  #widen() {
    const isOpen = this.#more.getAttribute("aria-expanded") !== "true";
    this.#more.setAttribute("aria-expanded", String(isOpen));
    this.#own.hidden = !isOpen;
    this.draw();
  }

  async #note(name) {
    const key = `adverse_events.${uuid4()}`;
    const onset_at = new Date(this.chair.now()).toISOString();
    await this.chair.write(key, { infusion_id: this.chair.state.infusion_id, zone: this.chair.zone, name, onset_at });
    this.#show(key);
    this.#details.querySelector("button[value]").focus();
  }

  #noteOwn() {
    const input = this.#own.querySelector("input");
    const name = input.value.trim().replace(/\s+/g, " ");
    if (!name) return input.focus();
    input.value = "";
    const listed = [...this.querySelectorAll("[data-choices] > button[value]")].find(({ textContent }) => textContent.toLowerCase() === name.toLowerCase());
    return this.#note(listed?.value ?? name);
  }

  #save(name, value) {
    if (name === "onset_at" && !value) return word(this, "time_needed");
    if (name === "resolved_at" && value && Date.parse(value) < Date.parse(this.#body.onset_at)) return word(this, "before_onset");
    this.#change({ [name]: value });
    return "";
  }

  #gone() {
    const resolved_at = new Date(Math.max(this.chair.now(), Date.parse(this.#body.onset_at))).toISOString();
    const duration_minutes = this.#body.duration_minutes ?? minutesBetween(this.#body.onset_at, Date.parse(resolved_at));
    this.#details.querySelector("[data-close]").focus();
    return this.#change({ resolved_at, duration_minutes });
  }

  #change(fields) {
    return this.chair.write(this.#open, { ...this.#body, ...fields });
  }

  async #takeBack() {
    const key = this.#open;
    this.#show(null);
    await this.chair.write(key, null);
  }

  /* Another event's fields: what was typed for the one before is saved or given up by now. */
  #show(key) {
    const before = this.#open;
    this.#details.querySelectorAll("input").forEach((input) => {
      refill(input, "");
      if (input.closest("[data-kept]")) mark(input, "");
    });
    this.#open = key;
    this.draw();
    if (!key && before) (this.querySelector(`[data-key="${CSS.escape(before)}"]`) ?? this.querySelector("[data-choices] > button")).focus();
  }

  #nameOf(name) {
    return word(this, `said_${name}`) || name;
  }
}

customElements.define("lull-chair-events", ChairEvents);
