/* <lull-infusion-pain>: pain around one infusion by slot, one tap each. show(store, entry, {follow}); with `follow`
   the slot of this moment is the chosen one, until another is tapped. */

import { uuid5 } from "../canonical.js";
import { momentOf, slotNow, slotsOf } from "../infusions.js";
import { clock } from "../locale.js";
import { zoneHere } from "../moment.js";
import { drawIn } from "../nodes.js";
import { save } from "../saving.js";
import { copyOf, word } from "../words.js";
import { slotWords } from "./infusion_figure.js";

class InfusionPain extends HTMLElement {
  #store;
  #entry;
  #chosen = null;
  #follow = false;

  connectedCallback() {
    this.querySelector("[data-slots]").addEventListener("click", (event) => {
      const chip = event.target.closest("button");
      if (chip) this.#choose(chip.value);
    });
    this.querySelector("lull-pain").addEventListener("change", (event) => {
      event.stopPropagation();
      this.#save(event.currentTarget.value);
    });
  }

  show(store, entry, { follow = false } = {}) {
    if (this.#entry?.id !== entry.id) this.#chosen = null;
    [this.#store, this.#entry, this.#follow] = [store, entry, follow];
    this.#draw();
  }

  get #slot() {
    return this.#chosen ?? (this.#follow && slotNow(this.#entry, Date.now())) ?? null;
  }

  #choose(slot) {
    this.#chosen = slot;
    this.#draw();
  }

  #draw() {
    const slot = this.#slot || null;
    const slots = new Set([...slotsOf(this.#entry, Date.now()), ...(slot ? [slot] : [])]);
    const focused = this.contains(document.activeElement) && document.activeElement.closest("[data-slots]") ? document.activeElement.value : null;
    drawIn(this.querySelector("[data-slots]"), [...slots].map((each) => this.#chip(each, each === slot)));
    if (focused) this.querySelector(`[data-slots] [value="${focused}"]`)?.focus();
    this.querySelector("lull-pain").value = slot ? this.#entry.pains.get(slot)?.pain ?? null : null;
    this.querySelector("[data-pad]").hidden = !slot;
    this.querySelector("[data-which]").textContent = slot ? this.#which(slot) : "";
    this.querySelector("[role=group].pain")?.setAttribute("aria-label", slot ? this.#which(slot) : "");
  }

  /* "pain at 14:30" for a quarter of an hour, "pain before", "pain a day after". */
  #which(slot) {
    const { own, zone } = this.#entry;
    if (!/^\d+$/.test(slot) || own) return word(this, "which", { slot: slotWords(this, slot, "row") });
    return word(this, "which_at", { time: clock(momentOf(this.#entry, slot, Infinity), zone) });
  }

  #chip(slot, pressed) {
    const chip = copyOf(this, "slot");
    const given = this.#entry.pains.get(slot);
    chip.value = slot;
    chip.setAttribute("aria-pressed", String(pressed));
    chip.querySelector("[data-slot]").textContent = slotWords(this, slot);
    chip.querySelector("[data-pain]").textContent = given ? String(given.pain) : "";
    chip.setAttribute("aria-label", given ? word(this, "slot_given", { slot: slotWords(this, slot, "row"), pain: given.pain }) : slotWords(this, slot, "row"));
    return chip;
  }

  async #save(pain) {
    const [slot, entry, now] = [this.#slot, this.#entry, Date.now()];
    const known = entry.pains.get(slot)?.at;
    const at = known ?? (slot === slotNow(entry, now) ? new Date(now).toISOString() : momentOf(entry, slot, now));
    const body = { infusion_id: entry.id, slot, at, zone: entry.zone ?? zoneHere(), pain };
    const id = await uuid5(`infusion_pains:${entry.id}:${slot}`);
    await save(this.#store, [["infusion_pains", id, body]], word(this, "saved", { pain, slot: slotWords(this, slot, "row") }));
  }
}

customElements.define("lull-infusion-pain", InfusionPain);
