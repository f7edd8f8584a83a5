/* <lull-sharing>: which clinic reads the diary, and who looked. <lull-withdraw>: one sentence, one button. */

import { clock, dateWords } from "../locale.js";
import { dateIn, zoneHere } from "../moment.js";
import { dayOfMonth } from "../months.js";
import { syncState } from "../sync.js";
import { ask } from "../wire.js";
import { copyOf, word } from "../words.js";
import { Part } from "./part.js";
import { Sheet } from "./sheet.js";

const ENOUGH = 10;

class Sharing extends Part {
  #oldest = null;

  ready() {
    this.querySelector("[data-more]").addEventListener("click", () => this.#readLog());
    addEventListener("lull:sync", () => this.#sayOffline());
    addEventListener("online", () => this.#refresh());
  }

  async draw() {
    this.#sayOffline();
    const account = await this.store.meta("account");
    this.#show(account?.clinics ?? []);
    if (this.#oldest === null) {
      this.#oldest = Infinity;
      await this.#refresh();
    }
  }

  #sayOffline() {
    this.querySelector("[data-offline]").hidden = navigator.onLine && syncState().state !== "offline";
  }

  /* What the clinics know now; what was kept here serves where the network does not. */
  async #refresh() {
    const account = await ask("/api/v1/account").catch(() => null);
    if (account?.id === this.store.account) await this.keep(account);
    this.#oldest = Infinity;
    this.querySelector("[data-log]").replaceChildren();
    await this.#readLog();
  }

  async keep({ epoch, ...account }) {
    await this.store.meta("account", account);
    this.#show(account.clinics);
  }

  #show(clinics) {
    this.querySelector("[data-none]").hidden = clinics.some(({ consent }) => consent);
    const order = (one) => (isOpen(one) ? 0 : 1);
    this.querySelector("[data-clinics]").replaceChildren(...[...clinics].sort((a, b) => order(a) - order(b)).map((clinic) => this.#card(clinic)));
  }

  #card(clinic) {
    const card = copyOf(this, "clinic");
    const { consent } = clinic;
    const open = isOpen(clinic);
    const state = open ? "reads" : consent ? "stopped" : "never";
    const at = open ? consent.given_at : consent?.withdrawn_at;
    card.querySelector("[data-clinic]").textContent = clinic.name;
    card.querySelector("[data-state]").textContent = word(this, state, { date: at ? dayOfMonth(dateIn(at, zoneHere())) : "" });
    card.querySelector("[data-what]").hidden = !open;
    card.querySelector("[data-withdraw]").hidden = !open;
    card.querySelector("[data-again]").hidden = open || !consent;
    card.querySelector("[data-withdraw]").addEventListener("click", () => {
      document.querySelector("lull-withdraw").show(this, clinic, word(this, "withdraw", { clinic: clinic.name }));
    });
    card.querySelector("[data-again]").addEventListener("click", () => this.#shareAgain(clinic, card));
    return card;
  }

  /* The server wants the password again before it shares; its own page asks for it and comes back here. */
  async #shareAgain(clinic, card) {
    try {
      await this.keep(await ask("/api/v1/consents", { body: { clinic: clinic.id } }));
    } catch (failure) {
      if (failure.kind === "refused" || failure.kind === "signin") location.assign(`/verify?${new URLSearchParams({ next: "/sharing" })}`);
      else showProblem(card, this.problem(failure));
    }
  }

  problem({ kind }) {
    return word(this, kind === "unreachable" ? "no_connection" : "not_done");
  }

  /* Lines of others; what the patient saved is in the log too, and not of interest here. */
  async #readLog() {
    const list = this.querySelector("[data-log]");
    const said = this.querySelector("[data-log-said]");
    this.querySelector("[data-log-card]").hidden = false;
    try {
      for (let found = 0, more = true; more && found < ENOUGH; ) {
        const { lines } = await ask(`/api/v1/access-log${this.#oldest === Infinity ? "" : `?before=${this.#oldest}`}`);
        const others = lines.filter(({ who, clinic }) => who !== "you" && (who || clinic));
        list.append(...others.map((line) => this.#line(line)));
        found += others.length;
        more = lines.length >= 100;
        this.#oldest = lines.at(-1)?.seq ?? this.#oldest;
        this.querySelector("[data-more]").hidden = !more;
      }
      said.textContent = list.childElementCount === 0 ? word(this, "no_one") : "";
    } catch {
      said.textContent = word(this, "no_log");
    }
  }

  #line({ at, who, clinic, purpose, what, outcome }) {
    const row = copyOf(this, "line");
    const name = who ?? word(this, "nobody");
    row.querySelector("[data-who]").textContent = clinic && who ? word(this, "who_at", { who: name, clinic }) : clinic ?? name;
    const did = outcome !== "done" ? word(this, "refused") : word(this, what.startsWith("saved") ? "wrote" : "looked");
    row.querySelector("[data-why]").textContent = /^written by/.test(purpose) ? did : word(this, "why", { what: did, purpose });
    row.querySelector("[data-when]").textContent = `${dateWords(dateIn(at, zoneHere()), "short")}, ${clock(at)}`;
    return row;
  }
}

class Withdraw extends Sheet {
  #sharing;
  #clinic;

  ready() {
    this.querySelector("[data-stop]").addEventListener("click", () => this.#stop());
  }

  show(sharing, clinic, sentence) {
    [this.#sharing, this.#clinic] = [sharing, clinic];
    this.querySelector("[data-sentence]").textContent = sentence;
    this.querySelector("[data-problem]").hidden = true;
    super.show();
  }

  async #stop() {
    try {
      const account = await ask(`/api/v1/consents/${this.#clinic.consent.id}/withdrawal`, { body: {} });
      this.hide();
      await this.#sharing.keep(account);
    } catch (failure) {
      showProblem(this, this.#sharing.problem(failure));
    }
  }
}

function isOpen({ consent }) {
  return Boolean(consent?.given_at) && !consent.withdrawn_at;
}

function showProblem(root, sentence) {
  const line = root.querySelector("[data-problem]");
  line.querySelector("span").textContent = sentence;
  line.hidden = false;
}

customElements.define("lull-sharing", Sharing);
customElements.define("lull-withdraw", Withdraw);
