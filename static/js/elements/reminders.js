/* <lull-reminders>: one question a day. The server keeps the choice; what it said last is shown without a network. */

import { dropHere, isAmong, standsHere, subscribe } from "../subscription.js";
import { clock } from "../locale.js";
import { syncState } from "../sync.js";
import { instantOf } from "../wall.js";
import { ask } from "../wire.js";
import { word } from "../words.js";
import { fail, mend } from "./field.js";
import { Part } from "./part.js";

const ADDRESS = "/api/v1/reminders";
const WORDS = { unreachable: "no_connection", signin: "signin", other: "signin" };

/* Whether the server says that it has what was sent to `address`. */
async function holds(told, address, { on, at, way, endpoint }) {
  if (address === ADDRESS) return told.on === on && told.at === at && told.way === way;
  return (await isAmong(told.devices, endpoint)) === address.endsWith("/devices");
}

class Reminders extends Part {
  #told = null;
  #asked = false;
  #saved = false;
  #unsure = false;
  #waiting = 0;
  #choices = 0;
  #turn = Promise.resolve();

  ready() {
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("change", () => this.#changed());
    this.querySelector("[data-again]").addEventListener("click", () => this.#choose({ on: true }));
    this.querySelector("[data-allow]").addEventListener("click", () => this.#allow());
    this.querySelector("[data-drop]").addEventListener("click", () => this.#drop());
    addEventListener("lull:sync", ({ detail }) => {
      this.#sayOffline();
      if (this.#unsure && detail.state === "idle") this.#refresh();
    });
    addEventListener("online", () => this.store && this.#refresh());
    addEventListener("offline", () => this.#sayOffline());
  }

  async draw() {
    this.#sayOffline();
    this.#told ??= (await this.store.meta("reminder")) ?? null;
    await this.#show();
    if (this.#asked) return;
    this.#asked = true;
    await this.#refresh();
  }

  get #form() {
    return this.querySelector("form");
  }

  #sayOffline() {
    this.querySelector("[data-offline]").hidden = navigator.onLine && syncState().state !== "offline";
  }

  async #refresh() {
    const choices = this.#choices;
    const told = await ask(ADDRESS).catch(() => null);
    // What was chosen meanwhile is on its way, and its own answer says more.
    if (!told || choices !== this.#choices) return;
    if (this.#unsure) this.#problem("");
    this.#unsure = false;
    await this.#keep(told);
  }

  /* What the server says now, and the address by which this browser is reached: the worker finds its diary by it. */
  async #keep(told) {
    if (told.account !== this.store.account) return;
    const { endpoint } = await standsHere(told);
    this.#told = { ...told, endpoint };
    await this.store.meta("reminder", this.#told);
    if (this.#waiting === 0) await this.#show();
  }

  async #show() {
    const { on = false, at = "20:00", way = "push", zone = "", mail = null, key = null, stopped = false } = this.#told ?? {};
    const fields = this.#form.elements;
    fields.on.checked = on;
    if (document.activeElement !== fields.at) fields.at.value = at;
    fields.way.value = way;
    this.#form.querySelector('[value="push"]').closest("label").hidden = Boolean(this.#told) && !key;
    this.#form.querySelector('[value="mail"]').closest("label").hidden = !mail && way !== "mail";
    this.querySelector("[data-zone]").textContent = zone ? word(this, "zone", { zone }) : "";
    this.querySelector("[data-stopped]").hidden = !(on && stopped);
    const letter = this.querySelector("[data-mail]");
    letter.hidden = !mail;
    letter.textContent = word(this, way === "mail" ? "mail_to" : "mail_too", { address: mail });
    if (this.#told) this.#say(await this.#showHere());
  }

  /* The card of this phone; answers whether anybody's phone is reached. */
  async #showHere() {
    const { way, mail, devices } = this.#told;
    const { state } = await standsHere(this.#told);
    const sentence = word(this, state);
    this.querySelector("[data-phone]").hidden = way === "mail";
    this.querySelector("[data-here]").textContent = mail && !["here", "ask"].includes(state) ? `${sentence} ${word(this, "mail_works")}` : sentence;
    this.querySelector("[data-allow]").hidden = !["ask", "failed"].includes(state);
    this.querySelector("[data-drop]").hidden = state !== "here";
    return devices.length > 0;
  }

  #say(reached) {
    const { on, at, way, zone, mail, stopped } = this.#told;
    const time = clock(instantOf(`2026-01-01T${at}`, zone), zone);
    const said = !on ? "off" : stopped ? "stopped" : way === "push" && !reached && !mail ? "nowhere" : way;
    const sentence = word(this, said, { time });
    this.querySelector("[data-said]").textContent = this.#saved ? word(this, "saved", { sentence }) : sentence;
  }

  /* One change after the other: an answer that comes late must not undo what was chosen since. */
  #changed() {
    const { on, at, way } = this.#form.elements;
    mend(at);
    if (!at.value) return fail(at, word(this, "no_time"));
    const chosen = { on: on.checked, at: at.value, way: way.value };
    this.#waiting += 1;
    this.#choices += 1;
    /* Permission is asked for in the tap that wants it, and never otherwise. */
    const wanted = chosen.on && chosen.way === "push" && (!this.#told?.on || this.#told.way !== "push");
    const subscribed = wanted && this.#told?.key ? subscribe(this.#told.key).catch(() => null) : null;
    this.#turn = this.#turn.then(async () => {
      const subscription = await subscribed;
      if (subscription) await this.#reach(subscription);
      this.#waiting -= 1;
      await this.#choose(chosen);
    });
    return this.#turn;
  }

  /* Questions come to this browser from now on. */
  async #reach(subscription) {
    const isKept = await this.#send(`${ADDRESS}/devices`, subscription);
    if (isKept) await this.store.meta("reached", subscription.endpoint);
    return isKept;
  }

  async #choose(change) {
    const { on = false, at = "20:00", way = "push" } = this.#told ?? {};
    await this.#send(ADDRESS, { on, at, way, ...change });
  }

  async #allow() {
    if (await this.#subscribe()) await this.#show();
  }

  async #subscribe() {
    const subscription = await subscribe(this.#told.key);
    return subscription ? this.#reach(subscription) : this.#show();
  }

  async #drop() {
    const endpoint = await dropHere();
    await this.store.meta("reached", null);
    if (endpoint) await this.#send(`${ADDRESS}/devices/removal`, { endpoint });
  }

  /* True when the server has kept it. What is shown afterwards is what is true. */
  async #send(address, body) {
    this.#problem("");
    [this.#saved, this.#unsure] = [false, false];
    /* Without a network nothing leaves. With one, a request may be kept and its answer lost. */
    const leaves = navigator.onLine;
    try {
      return await this.#isSaved(await ask(address, { body: { account: this.store.account, ...body } }));
    } catch (failure) {
      const isLost = leaves && failure.kind === "unreachable";
      const told = isLost ? await ask(ADDRESS).catch(() => null) : null;
      if (told && (await holds(told, address, body))) return this.#isSaved(told);
      this.#unsure = isLost && !told;
      const said = this.#unsure ? "unsure" : isLost ? "not_done" : WORDS[failure.kind] ?? "not_done";
      this.#problem(word(this, said));
      if (told) await this.#keep(told);
      else if (this.#waiting === 0) await this.#show();
      /* An hour that was just chosen is still in the hand, and not what is true. */
      const { at } = this.#form.elements;
      if (at.value === body.at) at.value = this.#told?.at ?? "20:00";
      return false;
    }
  }

  async #isSaved(told) {
    this.#saved = true;
    await this.#keep(told);
    return true;
  }

  #problem(sentence) {
    const line = this.querySelector("[data-problem]");
    line.querySelector("span").textContent = sentence;
    line.hidden = !sentence;
  }
}

customElements.define("lull-reminders", Reminders);
