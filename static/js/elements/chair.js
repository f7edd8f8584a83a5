/* <lull-chair>: the page of one infusion. It holds what the page knows (js/chair/chair.js), tells its parts of every
   change, asks the server again and again, and warns before the page is left with something that is saved nowhere. */

import { phaseOf } from "../chair/phase.js";
import { Chair } from "../chair/chair.js";
import { word } from "../words.js";
import { put } from "./chair_part.js";
import "./chair_before.js";
import "./chair_discharge.js";
import "./chair_events.js";
import "./chair_given.js";
import "./chair_header.js";
import "./chair_lock.js";
import "./chair_readings.js";
import "./chair_versions.js";

const PARTS = ["lock", "header", "versions", "readings", "events", "given", "before", "discharge"].map((name) => `lull-chair-${name}`).join();
const ASK_EVERY = 10_000;
const ASK_LOCKED = 3_000;
const DRAW_EVERY = 5_000;

class ChairPage extends HTMLElement {
  #chair = null;
  #timer = null;
  #next = null;
  #wasLocked = false;
  #leaving = new AbortController();

  connectedCallback() {
    const state = JSON.parse(document.querySelector("#chair-state").textContent);
    this.#chair = new Chair(state, this.dataset.address);
    this.#chair.isTyped = () => this.#parts.some((part) => part.isTyped);
    this.#chair.addEventListener("change", () => this.#draw());
    const { signal } = this.#leaving;
    addEventListener("beforeunload", (event) => this.#hasUnsaved && event.preventDefault(), { signal });
    addEventListener("online", () => this.#ask(), { signal });
    addEventListener("focus", () => this.#ask(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#ask(), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#ask(), { signal });
    this.#timer = setInterval(() => this.#draw(), DRAW_EVERY);
    this.#draw();
    this.#later();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#next);
  }

  get chair() {
    return this.#chair;
  }

  get #parts() {
    return [...this.querySelectorAll(PARTS)];
  }

  get #hasUnsaved() {
    return this.#chair.waiting > 0 || this.#chair.isTyped();
  }

  #draw() {
    const chair = this.#chair;
    this.#parts.forEach((part) => shown(part, chair));
    this.querySelectorAll("[data-waits]").forEach((mark) => {
      if (mark.dataset.waits !== "event") mark.hidden = !chair.waits(mark.dataset.waits);
    });
    this.querySelectorAll("[data-connection]").forEach((banner) => {
      banner.hidden = banner.dataset.connection !== bannerOf(chair.trouble);
      put(banner.querySelector("[data-count]"), chair.waiting > 0 ? word(this, "entries_wait", { count: chair.waiting }) : "");
    });
    this.#order(phaseOf(chair.body("infusion"), chair.body("discharge")));
    this.toggleAttribute("data-drawn", true);
    if (this.#isLocked === this.#wasLocked) return;
    this.#wasLocked = this.#isLocked;
    this.#later();
  }

  /* What was asked before stands first until it starts. */
  #order(phase) {
    const [before, given] = [this.querySelector("lull-chair-before"), this.querySelector("lull-chair-given")];
    const [first, second] = phase === "planned" ? [before, given] : [given, before];
    if (first.nextElementSibling !== second) second.before(first);
  }

  async #ask() {
    await this.#chair.refresh();
    this.#draw();
  }

  get #isLocked() {
    return this.querySelector("lull-chair-lock").isLocked;
  }

  #later() {
    clearTimeout(this.#next);
    this.#next = setTimeout(async () => {
      if (!this.isConnected) return;
      if (document.visibilityState === "visible") await this.#ask();
      this.#later();
    }, this.#isLocked ? ASK_LOCKED : ASK_EVERY);
  }
}

/* A part that fails leaves the others at work: somebody is in the chair. */
function shown(part, chair) {
  try {
    part.show(chair);
  } catch (problem) {
    reportError(problem);
  }
}

function bannerOf(trouble) {
  return { closed: "gone", reset: "refused" }[trouble] ?? trouble;
}

customElements.define("lull-chair", ChairPage);
