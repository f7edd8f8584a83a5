/* <lull-chair-lock>: when the sign-in has ended or nobody touched the page for data-idle-minutes, the page is put out of
   sight and out of reach as it is, and comes back with everything that was typed. */

import { word } from "../words.js";
import { ChairPart, put } from "./chair_part.js";

const MINUTE = 60_000;
const TOUCHES = ["pointerdown", "keydown", "input", "wheel"];

class ChairLock extends ChairPart {
  #why = "";
  #touched = Date.now();
  #focused = null;

  ready() {
    const touch = () => { if (!this.#why && !this.#isIdle) this.#touched = Date.now(); };
    TOUCHES.forEach((name) => document.addEventListener(name, touch, { passive: true, capture: true }));
    this.querySelector("[data-again]").addEventListener("click", () => this.#again());
  }

  get isLocked() {
    return this.#why !== "";
  }

  draw() {
    const { trouble } = this.chair;
    // Whoever signed in just now was there.
    if (trouble === "" && ["signin", "other"].includes(this.#why)) this.#touched = Date.now();
    const isIdle = this.#isIdle;
    const why = { signin: "signin", other: "other" }[trouble] ?? (this.#why === "signin" && trouble === "unreachable" ? "signin" : isIdle ? "idle" : "");
    if (why !== this.#why) this.#turn(why);
    if (!why) return;
    const count = this.chair.waiting;
    const who = this.chair.state.signed_in;
    put(this.querySelector('[data-why="other"]'), why === "other" ? word(this, count > 0 ? "theirs" : "theirs_typed", { count, who, other: this.chair.other ?? "" }) : "");
    put(this.querySelector("[data-count]"), count > 0 && why !== "other" ? word(this, "entries_wait", { count }) : "");
  }

  get #isIdle() {
    return Date.now() - this.#touched >= Number(this.dataset.idleMinutes) * MINUTE;
  }

  #turn(why) {
    const wasLocked = this.isLocked;
    this.#why = why;
    const isLocked = this.isLocked;
    const content = document.querySelector("[data-content]");
    this.querySelectorAll("[data-why]").forEach((line) => { line.hidden = !line.dataset.why.split(" ").includes(why); });
    put(this.querySelector("[data-said]"), "");
    if (isLocked === wasLocked) return;
    if (isLocked) this.#focused = content.contains(document.activeElement) ? document.activeElement : null;
    content.inert = isLocked;
    content.classList.toggle("is-locked", isLocked);
    this.firstElementChild.hidden = !isLocked;
    if (isLocked) this.firstElementChild.focus();
    else (this.#focused ?? document.querySelector("main")).focus();
  }

  async #again() {
    const answered = await this.chair.refresh();
    if (answered && !this.chair.trouble) this.#touched = Date.now();
    this.draw();
    if (this.isLocked) put(this.querySelector("[data-said]"), word(this, this.chair.trouble === "unreachable" ? "still_offline" : "still_locked"));
  }
}

customElements.define("lull-chair-lock", ChairLock);
