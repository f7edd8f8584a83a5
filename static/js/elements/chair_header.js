/* <lull-chair-header>: which infusion, how it stands, and Start, Hold, Resume, End, Stop early, Not done. */

import { ACTIONS, ASKS, changeOf, openPause, openQuestions, phaseOf, timesAfter } from "../chair/phase.js";
import { isAnotherDay, minutesBetween, timeOf } from "../chair/times.js";
import { dateWords } from "../locale.js";
import { dateIn } from "../moment.js";
import { word } from "../words.js";
import { ChairPart, put, say } from "./chair_part.js";
import { fail, mend } from "./field.js";

class ChairHeader extends ChairPart {
  #asked = null;
  // Whether Start was tapped while something held it back: said for as long as it does.
  #isTried = false;

  ready() {
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do]");
      if (button) this.#tapped(button.dataset.do);
      if (target.closest("[data-close]")) this.#close();
    });
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#answered(); });
    this.#form.addEventListener("keydown", ({ key }) => key === "Escape" && this.#close());
  }

  draw() {
    const { chair } = this;
    const infusion = chair.body("infusion");
    const phase = phaseOf(infusion, chair.body("discharge"));
    put(this.querySelector("[data-which]"), this.#which(infusion));
    put(this.querySelector("[data-about]"), this.#about(infusion, phase));
    say(this.querySelector("[data-status]"), this.#status(infusion, phase));
    // Said aloud when it changes, and not at every minute.
    put(this.querySelector("[role=status]"), word(this, `phase_${infusion.status === "stopped" ? "stopped" : phase}`) || this.#status(infusion, phase));
    const moves = ACTIONS[phase].filter((each) => each !== "reopen" || !chair.body("discharge"));
    this.querySelectorAll("[data-do]").forEach((button) => { button.hidden = !moves.includes(button.dataset.do); });
    this.querySelector("[data-correct]").hidden = phase !== "over";
    if (this.#asked && !moves.includes(this.#asked)) this.#close();
    const refused = chair.refused.get("infusion");
    const isOurs = refused && !Object.keys(refused.fields).some(isShownElsewhere);
    if (this.#isTried && (phase !== "planned" || !this.#heldBack)) this.#isTried = false;
    say(this.querySelector(".chair-refused"), this.#isTried ? this.#heldBack : (isOurs ? word(this, "refused", { error: sentence(refused) }) : ""));
  }

  get #form() {
    return this.querySelector("form");
  }

  #which({ number }) {
    const all = this.chair.state.planned;
    if (!number) return word(this, "which_none");
    return word(this, all ? "which_of" : "which", { number: String(number), all: String(all) });
  }

  #about(infusion, phase) {
    const { chair } = this;
    const instructions = chair.body("instructions") ?? {};
    const times = timesAfter(infusion, instructions);
    const { observation_minutes: minutes } = instructions;
    const parts = [this.#moment("planned", infusion.planned_at, phase === "planned"), this.#moment("started", infusion.started_at, true)];
    if (phase === "running" || phase === "held") {
      parts.push(times.planned_end && word(this, "planned_to", { time: timeOf(times.planned_end, chair.zone) }));
      parts.push(minutes && word(this, "then_watched", { minutes: String(minutes) }));
    }
    parts.push(infusion.ended_at && word(this, "ended", { time: timeOf(infusion.ended_at, chair.zone) }));
    if (phase === "watched") parts.push(times.observation_until && word(this, "watched_to", { time: timeOf(times.observation_until, chair.zone) }));
    const first = parts.filter(Boolean).join(", ");
    return [first && `${first}.`, phase === "over" ? infusion.stop_reason && `${infusion.stop_reason}.` : this.#driver(instructions)].filter(Boolean).join(" ");
  }

  #moment(name, at, wanted) {
    const { zone } = this.chair;
    if (!at || !wanted) return "";
    const said = { time: timeOf(at, zone), date: dateWords(dateIn(at, zone), "short") };
    const isOther = isAnotherDay(at, this.chair.now(), zone);
    if (name === "planned") return word(this, isOther ? "planned_on" : "planned_at", said);
    return word(this, isOther ? "started_on" : "started", said);
  }

  #driver({ driver_needed }) {
    const who = this.chair.body("checklist")?.driver;
    if (who) return word(this, "drives", { who });
    return driver_needed ? word(this, "nobody_drives") : "";
  }

  #status(infusion, phase) {
    const { chair } = this;
    const since = { running: infusion.started_at, held: openPause(infusion)?.at ?? infusion.started_at, watched: infusion.ended_at }[phase];
    if (infusion.status === "stopped") return word(this, "status_stopped", { time: timeOf(infusion.ended_at, chair.zone) });
    if (since) return word(this, `status_${phase}`, { minutes: String(Math.max(0, minutesBetween(since, chair.now()))) });
    return word(this, { preparation: "status_preparation", completed: "status_completed", "not-done": "status_not_done" }[infusion.status] ?? "status_mistaken");
  }

  #tapped(action) {
    this.#isTried = action === "start" && this.#heldBack !== "";
    this.chair.refused.delete("infusion");
    if (this.#isTried) return this.#lookFirst();
    if (!ASKS.includes(action)) return this.#do(action);
    const isOpen = this.#asked === action;
    this.#close();
    if (isOpen) return undefined;
    this.#asked = action;
    this.querySelector(`[data-do="${action}"]`).setAttribute("aria-expanded", "true");
    this.#form.hidden = false;
    put(this.#form.querySelector("label"), word(this, `ask_${action}`));
    put(this.#form.querySelector("[type=submit]"), word(this, `do_${action}`));
    return this.#form.querySelector("input").focus();
  }

  /* Why it may not start; the server refuses by the same rule. Said here at once, and without a network too. */
  get #heldBack() {
    const { chair } = this;
    const clearance = chair.body("clearance");
    if (openQuestions(chair.state, clearance).length > 0) return word(this, "look_first");
    return clearance?.cleared === false ? word(this, "signed_no") : "";
  }

  #lookFirst() {
    this.draw();
    document.querySelector("lull-chair-before").scrollIntoView({ block: "nearest" });
  }

  #answered() {
    const input = this.#form.querySelector("input");
    const reason = input.value.trim();
    if (!reason) return fail(input, word(this, "why"));
    const action = this.#asked;
    this.#close();
    input.value = "";
    return this.#do(action, reason);
  }

  #do(action, reason) {
    const fields = changeOf(action, this.chair.body("infusion"), new Date(this.chair.now()).toISOString(), reason);
    return this.chair.change(fields);
  }

  #close() {
    const button = this.#asked && this.querySelector(`[data-do="${this.#asked}"]`);
    if (this.#form.contains(document.activeElement)) button?.focus();
    button?.setAttribute("aria-expanded", "false");
    mend(this.#form.querySelector("input"));
    this.#form.hidden = true;
    this.#asked = null;
  }
}

/* Refusals of these stand beside their field, in "Given". */
function isShownElsewhere(name) {
  const field = document.querySelector(`lull-chair-given [data-kept="${CSS.escape(name)}"]`);
  return (field !== null && !field.closest("[hidden]")) || name === "rate_steps" || name === "override_reason";
}

function sentence({ error, fields }) {
  return [...new Set(Object.values(fields).flat(3).filter((each) => typeof each === "string"))].join(" ") || error;
}

customElements.define("lull-chair-header", ChairHeader);
