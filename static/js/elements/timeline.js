/* <lull-timeline>: rows of an attack as js/attack.js lists them. A tap fires `lull:edit` with the row. */

import { clock, dateWords } from "../locale.js";
import { dateIn, offsetIn } from "../moment.js";
import { copyOf, word } from "../words.js";
import { drugName } from "./dose_sheet.js";
import { drawRibbon } from "./ribbon.js";

class Timeline extends HTMLElement {
  #travelled = false;

  /* Draws the rows; `medications` names the doses. */
  show(rows, medications) {
    this.#travelled = rows.some(({ at, zone }) => offsetIn(at, zone) !== offsetIn(at, rows[0].zone));
    const focused = document.activeElement?.closest?.("lull-timeline li")?.dataset.key;
    this.querySelector("ol").replaceChildren(...rows.map((row, place) => this.#row(row, rows[place - 1], medications)));
    drawRibbon(this.querySelector("svg"), rows);
    if (focused) [...this.querySelectorAll("li")].find((each) => each.dataset.key === focused)?.querySelector("button").focus();
  }

  #row(row, before, medications) {
    const item = copyOf(this, row.kind);
    item.dataset.key = `${row.kind} ${row.id}`;
    item.querySelector("[data-time]").textContent = clock(row.at, row.zone);
    const date = dateIn(row.at, row.zone);
    const day = item.querySelector("[data-day]");
    day.hidden = !before || dateIn(before.at, before.zone) === date;
    day.textContent = dateWords(date, "brief");
    item.querySelector("[data-what]").textContent = this.#what(row, medications);
    item.querySelector("[data-more]").textContent = [this.#zone(row, before), ...this.#more(row)].filter(Boolean).join(", ");
    item.querySelector("button").addEventListener("click", () => {
      this.dispatchEvent(new CustomEvent("lull:edit", { bubbles: true, detail: row }));
    });
    return item;
  }

  /* Whose clock a row shows, where the clocks of an attack differ: at the first row and wherever they change. */
  #zone({ at, zone }, before) {
    if (!this.#travelled || (before && offsetIn(at, before.zone) === offsetIn(at, zone))) return "";
    return word(this, "clock_of", { place: zone.split("/").at(-1).replaceAll("_", " ") });
  }

  #what({ kind, body }, medications) {
    if (kind === "pain") return word(this, "pain", { pain: body.pain });
    if (kind === "symptom") return this.#named("symptom", body.name);
    if (kind !== "dose") return word(this, kind);
    const drug = medications.find(({ id }) => id === body.medication_id)?.body;
    return drug ? drugName(this, { name: drug.name, amount: body.amount, unit: body.unit }) : word(this, "dose");
  }

  #more({ kind, body }) {
    if (kind === "end") return [body.slept_it_off && word(this, "slept"), body.woke_without && word(this, "woke")];
    if (kind === "dose") {
      return [
        body.for_headache === false && word(this, "not_headache"),
        body.relief_2h && word(this, "relief", { relief: this.#named("relief", body.relief_2h).toLowerCase() }),
      ];
    }
    if (kind !== "aura") return [];
    const signs = (body.signs ?? []).map((sign) => this.#named("sign", sign));
    const what = signs.length > 0 ? signs : [this.#named("kind", body.kind)];
    return [
      ...what.map((each) => each.toLowerCase()),
      body.side && this.#named("side", body.side).toLowerCase(),
      body.minutes != null && word(this, "minutes", { minutes: body.minutes }),
    ];
  }

  #named(list, key) {
    return word(this, `${list}_${key}`) || key;
  }
}

customElements.define("lull-timeline", Timeline);
