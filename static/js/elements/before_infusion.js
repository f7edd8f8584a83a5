/* <lull-before-infusion>: until when to eat and drink, when to come, and who drives. show(store, entry, known):
   known = {instructions, checklist, profile, clinic}, each null where there is none. */

import { answerTo, checklistOf, withAnswer } from "../checklist.js";
import { timesOf } from "../next_infusion.js";
import { word } from "../words.js";
import { saveAnswer } from "./checklist_saving.js";
import { clockRow } from "./clock_rows.js";
import { Typed, saveNow } from "./typed.js";
import "./chips.js";

const ROWS = { no_solid_food_from: "solid_food_minutes", light_meal_until: null, clear_liquids_until: null, arrive_at: null };

class BeforeInfusion extends HTMLElement {
  #store;
  #entry = null;
  #known;
  #typed = new Typed(this);

  connectedCallback() {
    this.#row.addEventListener("click", () => this.#tick());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#input.blur();
    });
    this.#input.addEventListener("change", () => this.#named());
    this.querySelector("lull-chips").addEventListener("change", (event) => this.#nobody(event.target.value));
  }

  async show(store, entry, known) {
    const isOther = this.#entry?.id !== entry.id;
    [this.#store, this.#entry, this.#known] = [store, entry, known];
    this.#draw();
    if (isOther) saveNow(await this.#typed.open(store, `driver:${entry.id}`));
  }

  get #row() {
    return this.querySelector("[data-ride]");
  }

  get #form() {
    return this.querySelector("[data-driver]");
  }

  get #input() {
    return this.querySelector("input[name=driver]");
  }

  get #body() {
    return checklistOf(this.#known.checklist, this.#entry, this.#known.profile);
  }

  #draw() {
    const { instructions, clinic } = this.#known;
    const times = timesOf(this.#entry, instructions ?? {}, Date.now());
    const { zone, date } = this.#entry;
    Object.entries(ROWS).forEach(([name, length]) => {
      const small = { no_solid_food_from: this.#before(instructions?.[length]), arrive_at: clinic ?? "" }[name];
      clockRow(this, name, { at: times[name], zone, date }, small);
    });
    this.querySelector("[data-medicines]").textContent = instructions?.medicines_text ?? "";
    this.querySelector("[data-medicines]").hidden = !instructions?.medicines_text;
    this.querySelector("[data-about]").hidden = Boolean(this.#known.profile);
    this.#drawRide(instructions?.driver_needed === false);
  }

  #drawRide(isFree) {
    const { driver } = this.#body;
    const ride = answerTo(this.#body, "ready", "ride");
    this.#row.hidden = isFree;
    this.#row.setAttribute("aria-checked", String(ride === true));
    this.querySelector("[data-who]").textContent = driver ? word(this, "picks_up", { name: driver }) : word(this, "someone");
    const isNamed = ride === true && Boolean(driver);
    if (isNamed && this.#form.contains(document.activeElement)) this.#row.focus();
    this.#form.hidden = isFree || isNamed;
    if (document.activeElement !== this.#input) this.#input.value = driver ?? "";
    this.querySelector("lull-chips").value = ride === false ? "no" : null;
  }

  #before(minutes) {
    if (minutes == null || minutes === 0) return "";
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    if (hours === 0) return word(this, "minutes_before", { minutes: rest });
    return rest === 0 ? word(this, "hours_before", { count: hours }) : word(this, "hours_minutes_before", { hours, minutes: rest });
  }

  #tick() {
    const isOn = answerTo(this.#body, "ready", "ride") === true;
    const { driver } = this.#body;
    const text = driver ? word(this, "ride_saved", { name: driver }) : word(this, "ride_someone");
    return this.#save((body) => withAnswer(body, "ready", "ride", isOn ? null : true), isOn ? word(this, "ride_open") : text);
  }

  /* A name is an answer: that is who drives. */
  async #named() {
    const driver = this.#input.value.trim().replace(/\s+/g, " ") || null;
    if (driver === (this.#body.driver ?? null)) return;
    const text = driver ? word(this, "ride_saved", { name: driver }) : word(this, "ride_open");
    const saved = await this.#save((body) => withAnswer({ ...body, driver }, "ready", "ride", driver ? true : null), text);
    if (saved) this.#typed.forget();
  }

  #nobody(chosen) {
    if (!chosen) return this.#save((body) => withAnswer(body, "ready", "ride", null), word(this, "ride_open"));
    return this.#save((body) => withAnswer({ ...body, driver: null }, "ready", "ride", false), word(this, "ride_none"));
  }

  #save(change, text) {
    return saveAnswer(this.#store, this.#entry, this.#known.profile, change, text);
  }
}

customElements.define("lull-before-infusion", BeforeInfusion);
