/* The attack that is going on: how long, how bad, what was noted, and the four things it needs. */

import { whenStore } from "../app.js";
import { childrenOf, isStale, openAttack, timeline } from "../attack.js";
import { acuteDays } from "../days.js";
import { clock, lengthOf, recentWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { begin } from "./begin.js";
import { drugName } from "./dose_sheet.js";
import { dimFor } from "./lowlight.js";
import { Part, everyMinute, recent } from "./part.js";
import "./aura_sheet.js";
import "./chips.js";
import "./moment_field.js";
import "./over_sheet.js";
import "./pain.js";
import "./saved.js";

const CORRECTION_MS = 120_000;
const ROWS = 3;

/* "Headache now" was tapped before its script was there: the attack is saved here, once. */
const begun = (async () => {
  if (location.hash !== "#now") return;
  const store = await whenStore();
  const open = store && openAttack((await recent(store)).attacks);
  const id = store && (open?.id ?? (await begin(store)));
  if (id) history.replaceState(null, "", `#${id}`);
  document.querySelector("lull-saved").tellEarlier();
})();

/* The attack of this page: the one its address names while it has no end, else the one that is going on. */
async function current(store) {
  await begun;
  const known = await recent(store);
  const named = known.attacks.find(({ id, body }) => id === location.hash.slice(1) && !body.ended_at);
  const attack = named ?? openAttack(known.attacks);
  document.documentElement.dataset.attack = attack ? "open" : "none";
  return { known, attack, children: attack && childrenOf(attack, known) };
}

class Elapsed extends Part {
  ready() {
    everyMinute(this, () => this.store && this.redraw());
  }

  nobody() {
    document.documentElement.dataset.attack = "none";
    this.querySelector("[data-since]").textContent = "";
    this.querySelector("[data-elapsed]").textContent = word(this, "no_attack");
  }

  async draw() {
    const { attack } = await current(this.store);
    if (!attack) return this.nobody();
    const [since, elapsed] = [this.querySelector("[data-since]"), this.querySelector("[data-elapsed]")];
    dimFor(attack.id);
    const { started_at, zone } = attack.body;
    const date = dateIn(started_at, zone);
    const today = dateIn(new Date(), zone);
    since.textContent = word(this, date === today ? "since_today" : "since", { time: clock(started_at, zone), date: recentWords(date, today) });
    elapsed.textContent = word(this, ...lengthOf(Date.now() - Date.parse(started_at)));
  }
}

class PainNow extends Part {
  #stands = null; // {attack, last reading}: read when it was drawn, so that a tap need not wait for it
  #saving = Promise.resolve();

  ready() {
    this.addEventListener("change", ({ target }) => {
      const [pain, now] = [target.value, new Date()]; // When it was tapped is when it hurt, however late the diary opens.
      const felt = () => this.#felt(pain, now);
      this.#saving = this.#saving.then(felt, felt);
    });
  }

  async draw() {
    this.#stands = await this.#look(this.store);
    this.querySelector("lull-pain").value = this.#stands?.last?.body.pain ?? null;
  }

  async #look(store) {
    const { attack, children } = await current(store);
    return attack && { attack, last: children.pain_readings.at(-1) };
  }

  async #felt(pain, now) {
    const store = await whenStore();
    const stands = this.#stands ?? (store && await this.#look(store));
    if (!stands) return;
    const { attack, last } = stands;
    const correcting = last && now - Date.parse(last.body.at) < CORRECTION_MS && now >= Date.parse(last.body.at);
    const body = correcting ? { ...last.body, pain } : { attack_id: attack.id, at: now.toISOString(), zone: zoneHere(), pain };
    const written = await save(store, [["pain_readings", correcting ? last.id : null, body]], word(this, "saved", { pain, time: clock(body.at, body.zone) }));
    // The next tap may come before it is drawn again.
    if (written) this.#stands = { attack, last: { id: written[0].id, body } };
  }
}

class SoFar extends Part {
  async draw() {
    const { attack, children, known } = await current(this.store);
    if (!attack) return;
    const first = children.pain_readings[0]?.body;
    const withStart = first && Math.abs(Date.parse(first.at) - Date.parse(attack.body.started_at)) < CORRECTION_MS;
    const rows = timeline(attack, children).filter(({ body }) => !(withStart && body === first));
    this.querySelector("[data-rows]").replaceChildren(...rows.reverse().slice(0, ROWS).map((row) => this.#row(row, known, withStart ? first : null)));
    this.querySelector("[data-all]").href = `/attack/details#${attack.id}`;
    this.querySelector("[data-stale]").hidden = !isStale(attack, children, new Date());
  }

  #row(row, known, first) {
    const line = copyOf(this, "row");
    line.querySelector(".clock").textContent = clock(row.at, row.zone);
    line.querySelector(".quiet").textContent = this.#words(row, known, first);
    return line;
  }

  #words({ kind, body }, { medications }, first) {
    if (kind === "start") return first ? word(this, "start_pain", { pain: first.pain }) : word(this, "start");
    if (kind === "pain") return word(this, "pain", { pain: body.pain });
    if (kind === "aura") return word(this, "aura", { kind: word(this, `aura_${body.kind}`) || body.kind });
    if (kind === "symptom") return word(this, `symptom_${body.name}`) || body.name;
    const drug = medications.find(({ id }) => id === body.medication_id)?.body;
    return drug ? drugName(this, { ...drug, amount: body.amount, unit: body.unit }) : "";
  }
}

class AttackActions extends Part {
  ready() {
    this.addEventListener("click", (event) => {
      const sheet = event.target.closest("[data-opens]")?.dataset.opens;
      if (sheet) this.#open(document.getElementById(sheet));
    });
    this.addEventListener("lull:undone", ({ detail }) => this.#undone(detail.records));
    document.querySelector("[data-begin]").addEventListener("click", () => this.#begin());
  }

  async draw() {
    const known = await recent(this.store);
    const { days } = acuteDays(known, { today: dateIn(new Date(), zoneHere()) });
    this.querySelector("[data-count]").textContent = word(this, "acute_days", { count: days });
  }

  async #open(sheet) {
    const store = await whenStore();
    const { attack } = store ? await current(store) : {};
    if (attack) sheet.show(store, sheet.id === "over-sheet" ? attack : attack.id);
  }

  /* Undoing the first tap leaves no attack: back to where it was tapped. */
  async #undone() {
    const { attack } = await current(this.store);
    if (!attack) location.assign("/");
  }

  async #begin() {
    const store = await whenStore();
    const id = store && (await begin(store));
    if (!id) return;
    history.replaceState(null, "", `#${id}`);
    location.reload();
  }
}

customElements.define("lull-elapsed", Elapsed);
customElements.define("lull-pain-now", PainNow);
customElements.define("lull-so-far", SoFar);
customElements.define("lull-attack-actions", AttackActions);
