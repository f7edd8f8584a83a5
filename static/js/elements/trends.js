/* <lull-trends>: what the server counted, as it was kept on this phone. Without Plotly the tables open instead. */

import { syncState } from "../sync.js";
import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { word } from "../words.js";
import { Part, records } from "./part.js";
import "./figure.js";

const PERIOD = "lull.period";
const COUNTED = ["attacks", "days", "doses", "infusions", "own_infusions"];

class Trends extends Part {
  #trends = null;
  #drawn = "";

  ready() {
    this.querySelector(".seg").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      localStorage.setItem(PERIOD, button.value);
      this.#drawn = "";
      this.redraw();
    });
    addEventListener("lull:sync", ({ detail }) => {
      if (this.#trends) this.#sayAsOf();
      if (detail.state === "idle") this.#drawLate();
    });
    // A figure that could not be drawn says so; its table opens in its place.
    const watch = new MutationObserver((changes) => changes.forEach(({ target }) => this.#settle(target)));
    this.querySelectorAll("lull-figure").forEach((figure) => watch.observe(figure, { attributeFilter: ["data-drawn"] }));
  }

  async draw() {
    this.#trends = (await this.store.meta("trends")) ?? null;
    // Axes around nothing say less than a sentence.
    const some = Boolean(this.#trends?.figures) && Object.values(await records(this.store, ...COUNTED)).some((list) => list.length > 0);
    this.querySelector("[data-none]").hidden = some;
    this.querySelector("[data-some]").hidden = !some;
    if (!some) return;
    this.#sayAsOf();
    const period = this.#period;
    this.querySelectorAll(".seg button").forEach((button) => {
      button.hidden = !(button.value in this.#trends.figures);
      button.setAttribute("aria-pressed", String(button.value === period));
    });
    const said = `${period} ${this.#trends.as_of}`;
    if (said === this.#drawn) return;
    this.#drawn = said;
    this.querySelectorAll("[data-figure]").forEach((card) => this.#fill(card, period));
  }

  get #period() {
    const chosen = localStorage.getItem(PERIOD);
    const there = Object.keys(this.#trends.figures);
    return there.includes(chosen) ? chosen : there.find((key) => key === "9m") ?? there[0];
  }

  #sayAsOf() {
    const at = this.#trends.as_of;
    const words = [word(this, "as_of", { date: dateWords(dateIn(at, zoneHere()), "short"), time: clock(at) })];
    if (syncState().state === "offline") words.push(word(this, "offline"));
    this.querySelector("[data-as-of]").textContent = words.join(" ");
  }

  #fill(card, period) {
    const name = card.dataset.figure;
    const [figure, table, sentences] = ["figures", "tables", "sentences"].map((part) => this.#trends[part]?.[period]);
    card.hidden = !figure?.[name] || table?.[name]?.rows.length === 0;
    if (card.hidden) return;
    const now = card.querySelector("[data-now]");
    now.textContent = name === "frequency" ? sentences.now : sentences[name];
    // What the dots say at a glance is said in words to who does not see them.
    now.classList.toggle("vh", name === "infusion_pain");
    if (table?.[name]) fillTable(card.querySelector("table"), table[name]);
    card.querySelector("lull-figure").figure = figure[name];
  }

  /* There is a connection again: what could not be drawn without it. */
  #drawLate() {
    this.querySelectorAll('lull-figure[data-drawn="no"]').forEach((figure) => {
      figure.hidden = false;
      figure.figure = figure.figure;
    });
  }

  #settle(figure) {
    const card = figure.closest("[data-figure]");
    const missing = figure.dataset.drawn === "no";
    figure.hidden = missing;
    card.querySelector("[data-caption]").hidden = missing;
    const line = card.querySelector("[data-not-drawn]");
    line.hidden = !missing;
    line.textContent = missing ? word(this, "not_drawn") : "";
    if (missing) card.querySelector("details").open = true;
  }
}

function fillTable(table, { caption, head, rows }) {
  table.caption.textContent = caption;
  table.tHead.replaceChildren(row(head, () => "th", "col"));
  table.tBodies[0].replaceChildren(...rows.map((cells) => row(cells, (place) => (place === 0 ? "th" : "td"), "row")));
}

function row(cells, nameOf, scope) {
  const made = document.createElement("tr");
  cells.forEach((text, place) => {
    const cell = document.createElement(nameOf(place));
    if (cell.tagName === "TH") cell.scope = scope;
    cell.textContent = text ?? "";
    made.append(cell);
  });
  return made;
}

customElements.define("lull-trends", Trends);
