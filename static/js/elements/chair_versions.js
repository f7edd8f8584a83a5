/* <lull-chair-versions>: records of which two versions stand, side by side where they differ. "Keep this" settles it:
   what is kept is a new version that stands on both, and both stay in the history. */

import { differences } from "../chair/entries.js";
import { timeOf } from "../chair/times.js";
import { copyOf, word } from "../words.js";
import { ChairPart, put } from "./chair_part.js";

const MOMENT = /^\d{4}-\d\d-\d\dT/;

class ChairVersions extends ChairPart {
  ready() {
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-keep]");
      if (button) this.#keep(button.closest("section").dataset.key, Number(button.dataset.keep));
    });
  }

  draw() {
    const { records } = this.chair;
    const keys = Object.keys(records).filter((key) => records[key].versions.length > 1 && !["checklist", "instructions"].includes(key));
    [...this.querySelectorAll("section")].filter(({ dataset }) => !keys.includes(dataset.key)).forEach((section) => section.remove());
    keys.forEach((key) => this.#draw(key, records[key].versions));
    this.hidden = keys.length === 0;
  }

  #draw(key, versions) {
    const names = versions.map(({ rev_id }) => rev_id).join(" ");
    const there = this.querySelector(`section[data-key="${CSS.escape(key)}"]`);
    if (there?.dataset.versions === names) return;
    const section = copyOf(this, "dispute");
    Object.assign(section.dataset, { key, versions: names });
    put(section.querySelector("[data-what]"), word(this, "two_versions", { what: this.#what(key) }));
    // Seconds that nobody sees make no difference to choose by.
    const fields = differences(versions).filter((name) => new Set(versions.map(({ body }) => this.#told(body[name]))).size > 1);
    section.querySelector("[data-versions]").replaceChildren(...versions.map((version, place) => this.#version(version, place, fields)));
    if (there) there.replaceWith(section);
    else this.append(section);
  }

  #version({ body, who, by, at }, place, fields) {
    const column = copyOf(this, "version");
    const name = who ?? word(this, { patient: "the_patient", import: "imported" }[by] ?? "the_clinic");
    const written = word(this, "written_by", { who: name, time: timeOf(at, this.chair.zone) });
    put(column.querySelector("[data-who]"), written);
    column.setAttribute("aria-label", written);
    column.querySelector("[data-keep]").dataset.keep = String(place);
    const list = column.querySelector("[data-fields]");
    if (fields.length === 0) list.append(made("dt", word(this, "the_same")));
    fields.forEach((field) => list.append(made("dt", word(this, `field_${field}`) || field.replaceAll("_", " ")), made("dd", this.#told(body[field]))));
    return column;
  }

  #what(key) {
    const [kind, slot] = [key.split(".")[0], key.slice(key.indexOf(".") + 1)];
    const what = word(this, `record_${kind}`);
    if (!["vital_signs", "infusion_pains"].includes(kind)) return what;
    return word(this, "record_at", { what, slot: /^\d+$/.test(slot) ? word(this, "slot_minutes", { minutes: slot }) : word(this, `slot_${slot}`) || slot });
  }

  #told(value) {
    if (value === null || value === undefined) return word(this, "nothing");
    if (Array.isArray(value)) return value.map((each) => Object.values(each).map((part) => this.#told(part)).join(" ")).join("; ");
    if (MOMENT.test(String(value))) return timeOf(value, this.chair.zone);
    return word(this, `said_${value}`) || String(value);
  }

  async #keep(key, place) {
    await this.chair.write(key, this.chair.versions(key)[place].body, { settles: true });
    const next = this.querySelector("[data-keep]") ?? document.querySelector("main");
    next.focus();
  }
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

customElements.define("lull-chair-versions", ChairVersions);
