/* <lull-chair-before>: the checklist as the patient answered it, the hours, who drives; and a clinician's sign-off. */

import { openQuestions, phaseOf } from "../chair/phase.js";
import { timeOf } from "../chair/times.js";
import { word } from "../words.js";
import { ChairPart, fill, put, refill } from "./chair_part.js";
import { mark } from "./field.js";

const HOURS = ["no_solid_food_from", "light_meal_until", "clear_liquids_until"];

class ChairBefore extends ChairPart {
  #again = false;

  ready() {
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#sign(); });
    this.querySelector("[data-look-again]").addEventListener("click", () => {
      this.#again = true;
      this.draw();
      this.#form.querySelector("input").focus();
    });
  }

  draw() {
    const { chair } = this;
    const checklist = chair.body("checklist");
    const clearance = chair.body("clearance");
    const instructions = chair.body("instructions") ?? {};
    const yes = (checklist?.screening ?? []).filter((answer) => answer.yes).map(({ name }) => name);
    this.#line("checklist", this.#answers(checklist, yes), yes.length > 0 ? "c-warn" : "");
    this.#line("medicines_today", checklist?.medicines_today ?? "");
    this.#line("attack_now", checklist ? word(this, { true: "yes", false: "no" }[String(checklist.attack_now)] ?? "not_said") : "");
    HOURS.forEach((name) => this.#line(name, this.#hour(chair.state.clock_times?.[name])));
    this.#line("driver", checklist?.driver ?? (instructions.driver_needed ? word(this, "nobody_yet") : ""), checklist?.driver ? "" : "c-warn");
    this.#line("note", checklist?.note ?? "");
    this.#line("clearance", clearance ? this.#signed(clearance) : "", clearance?.cleared === false ? "c-warn" : "");
    const phase = phaseOf(chair.body("infusion"), chair.body("discharge"));
    const asks = phase !== "over" && (openQuestions(chair.state, clearance).length > 0 || this.#again || chair.refused.has("clearance"));
    this.#drawForm(asks, yes);
    this.querySelector("[data-look-again]").hidden = asks || !clearance || phase !== "planned";
  }

  get #form() {
    return this.querySelector("form");
  }

  #line(name, text, tone = "") {
    const line = this.querySelector(`[data-line="${name}"]`);
    line.hidden = text === "";
    put(line.querySelector("dd"), text);
    line.querySelector("dd").className = tone;
  }

  #hour(at) {
    return at ? timeOf(at, this.chair.zone) : "";
  }

  #answers(checklist, yes) {
    if (!checklist) return word(this, "not_answered");
    const answered = (checklist.screening ?? []).length;
    if (yes.length > 0) return word(this, "answered_yes", { what: yes.map((name) => this.#question(name)).join(", ") });
    if (answered === 0) return word(this, "not_answered");
    const { questions } = this.dataset;
    return answered < Number(questions) ? word(this, "some_open", { answered: String(answered), all: questions }) : word(this, "all_no");
  }

  #question(name) {
    return word(this, `said_${name}`) || name;
  }

  #signed({ clinician, at, cleared, reason }) {
    const told = word(this, cleared ? "went_ahead" : "no_go", { who: clinician, time: timeOf(at, this.chair.zone) });
    return reason ? `${told}. ${reason}` : told;
  }

  #drawForm(asks, yes) {
    this.#form.hidden = !asks;
    if (!asks) return;
    const list = this.#form.querySelector("[data-yes]");
    const texts = yes.map((name) => this.#question(name));
    list.parentElement.hidden = texts.length === 0;
    if (list.textContent !== texts.join("")) list.replaceChildren(...texts.map(item));
    fill(this.#form.querySelector("[name=clinician]"), this.chair.state.signed_in);
    const refused = this.chair.refused.get("clearance");
    if (refused && !refused.seen) {
      refused.seen = true;
      mark(this.#form.querySelector("[name=reason]"), [refused.fields.reason ?? refused.error].flat().join(" "));
    }
  }

  async #sign() {
    const { chair } = this;
    const [reason, clinician] = ["reason", "clinician"].map((name) => this.#form.querySelector(`[name="${name}"]`));
    const chosen = this.#form.querySelector("[name=cleared]:checked");
    const wrong = [
      [this.#form.querySelector("[name=cleared]"), chosen ? "" : word(this, "choose")],
      [reason, chosen?.value === "no" && !reason.value.trim() ? word(this, "say_why_not") : ""],
      [clinician, clinician.value.trim() ? "" : word(this, "who_looked")],
    ];
    wrong.forEach(([input, sentence]) => mark(input, sentence));
    const first = wrong.find(([, sentence]) => sentence);
    if (first) return first[0].focus();
    const body = {
      ...chair.body("clearance"), infusion_id: chair.state.infusion_id, zone: chair.zone, at: new Date(chair.now()).toISOString(),
      clinician: clinician.value.trim(), cleared: chosen.value === "yes", reason: reason.value.trim() || null, checklist_rev: chair.state.checklist_rev,
    };
    this.#again = false;
    // A start that was refused for want of this was refused before it.
    chair.refused.delete("infusion");
    await chair.write("clearance", body);
    refill(reason, "");
    this.draw();
    const again = this.querySelector("[data-look-again]");
    return again.hidden ? undefined : again.focus();
  }
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

customElements.define("lull-chair-before", ChairBefore);
