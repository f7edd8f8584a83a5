/* <lull-versions>: records with two live versions, side by side where they differ; one tap says which counts.
   With collection="profiles", those of that collection alone. */

import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { tell } from "../saving.js";
import { copyOf, word } from "../words.js";
import { Part, records } from "./part.js";

const OWN = ["attacks", "pain_readings", "auras", "medications", "doses", "days", "own_infusions", "infusion_pains", "own_effects", "checklists", "profiles"];

class Versions extends Part {
  async draw() {
    const only = this.getAttribute("collection");
    const own = only ? [only] : OWN;
    const known = await records(this.store, ...own);
    const double = own.flatMap((collection) => known[collection].filter(({ twoVersions }) => twoVersions).map(({ id }) => ({ collection, id })));
    const sections = await Promise.all(double.map((each) => this.#section(each)));
    this.querySelector("[data-list]").replaceChildren(...sections);
    this.hidden = double.length === 0;
  }

  async #section({ collection, id }) {
    const section = copyOf(this, "record");
    const versions = await this.store.versions(collection, id);
    section.querySelector("[data-what]").textContent = word(this, `what_${collection}`);
    section.append(...versions.map((version) => this.#version({ collection, id, version, versions })));
    return section;
  }

  #version({ collection, id, version, versions }) {
    const card = copyOf(this, "version");
    const { at, body } = version;
    card.querySelector("[data-when]").textContent = word(this, "when", { date: dateWords(dateIn(at, zoneHere()), "short"), time: clock(at) });
    card.querySelector("[data-facts]").append(...differing(versions).flatMap((field) => this.#fact(field, body)));
    card.querySelector("button").addEventListener("click", async () => {
      const { revId } = await this.store.resolve(collection, id, body);
      tell({ text: word(this, "settled"), revs: [revId] });
    });
    return card;
  }

  #fact(field, body) {
    const [name, value] = ["dt", "dd"].map((each) => document.createElement(each));
    name.textContent = word(this, `field_${field}`) || field.replaceAll("_", " ");
    value.textContent = this.#shown(body[field], body.zone);
    return [name, value];
  }

  #shown(value, zone) {
    if (value === null || value === undefined) return word(this, "value_none");
    if (Array.isArray(value)) return value.map((each) => this.#shown(each, zone)).join(", ");
    if (typeof value === "object") return Object.entries(value).filter(([name, each]) => name === "yes" || typeof each !== "boolean").map(([, each]) => this.#shown(each, zone)).join(" ");
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return `${dateWords(dateIn(value, zone ?? zoneHere()), "short")}, ${clock(value, zone)}`;
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return dateWords(value, "short");
    const said = ["true", "false", "yes", "no"].includes(String(value)) && word(this, `value_${value}`);
    return said || String(value).replaceAll("_", " ");
  }
}

/* The fields in which they differ; all of them where none does. */
function differing(versions) {
  const fields = [...new Set(versions.flatMap(({ body }) => Object.keys(body)))].filter((field) => field !== "zone");
  const differ = fields.filter((field) => new Set(versions.map(({ body }) => JSON.stringify(body[field] ?? null))).size > 1);
  return differ.length > 0 ? differ : fields;
}

customElements.define("lull-versions", Versions);
