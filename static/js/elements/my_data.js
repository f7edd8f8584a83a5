/* My data: <lull-import> brings a file of days in, step by step; <lull-copy> saves a copy of this diary.
   The file stays at the server for a day, and the choices on this phone, so that a lost connection loses nothing. */

import { syncNow, whenStore } from "../app.js";
import { download, wholeDiary } from "../copy.js";
import { LARGEST, Refusal, checkFile, runFile, sendFile } from "../imports.js";
import { word } from "../words.js";
import { fail, failAll, mend } from "./field.js";
import { chooseTexts, choicesOf, fillColumns, settleColumns } from "./import_columns.js";
import { fillPreview, fillProgress, fillReport } from "./import_report.js";

const DRAFT = "import";

class Import extends HTMLElement {
  #store;
  #file = null;
  #fresh = 0;

  async connectedCallback() {
    this.#input.addEventListener("change", () => this.#send());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
    this.#form.addEventListener("input", (event) => this.#chose(event.target));
    this.querySelector("[data-other]").addEventListener("click", () => this.#startAgain());
    this.querySelector("[data-back]").addEventListener("click", () => this.#show("columns"));
    this.querySelector("[data-run]").addEventListener("click", () => this.#run());
    for (const changed of ["online", "offline"]) addEventListener(changed, () => this.#sayOffline());
    this.#sayOffline();
    this.#store = await whenStore();
    const draft = await this.#store?.drafts.get(DRAFT);
    if (draft) this.#open(draft.file, draft.choices);
  }

  get #input() {
    return this.querySelector("input[type=file]");
  }

  get #form() {
    return this.querySelector("form");
  }

  get #card() {
    return this.querySelector('[data-step="report"]');
  }

  #sayOffline() {
    this.querySelector("[data-offline]").hidden = navigator.onLine;
  }

  #show(...steps) {
    this.querySelectorAll("[data-step]").forEach((part) => { part.hidden = !steps.includes(part.dataset.step); });
  }

  async #send() {
    const [file] = this.#input.files;
    if (!file) return;
    mend(this.#input);
    if (file.size > LARGEST) return fail(this.#input, word(this, "too_large"));
    const said = this.querySelector("[data-sending]");
    said.textContent = word(this, "sending", { name: file.name });
    try {
      this.#open(await sendFile(file));
      this.#keep();
    } catch (refusal) {
      fail(this.#input, this.#sentence(refusal));
    }
    said.textContent = "";
    this.#input.value = "";
  }

  #open(file, choices = null) {
    this.#file = file;
    fillColumns(this.#form, file, choices);
    this.#show("columns");
  }

  #chose(input) {
    if (input.name === "event") chooseTexts(this.#form, this.#file);
    settleColumns(this.#form);
    if (input.name && input.closest(".field")?.querySelector(".err")) mend(input);
    this.#problem(this.#form, "");
    this.#keep();
  }

  #keep() {
    this.#store.drafts.put(DRAFT, { file: this.#file, choices: choicesOf(this.#form) });
  }

  async #startAgain() {
    await this.#store.drafts.remove(DRAFT);
    this.#file = null;
    this.querySelector("[data-file-words]").textContent = word(this, "another");
    this.#show("file");
  }

  async #check() {
    const button = this.#form.querySelector(".btn-solid");
    this.#problem(this.#form, "");
    button.disabled = true;
    try {
      const { report, preview } = await checkFile(this.#file.id, choicesOf(this.#form));
      this.#fresh = report.new;
      fillReport(this.#card, report, { done: false });
      fillPreview(this.#card, preview);
      fillProgress(this.#card, null);
      this.#problem(this.#card, "");
      this.#show("report");
      this.#card.querySelector("h2").focus();
    } catch (refusal) {
      const beside = refusal.kind === "refused" && failAll(this.#form, textsOf(refusal.fields));
      if (!beside) this.#problem(this.#form, this.#sentence(refusal));
      if (refusal.kind === "gone") await this.#startAgain();
    }
    button.disabled = false;
  }

  async #run() {
    const buttons = this.#card.querySelectorAll("[data-run], [data-back]");
    this.#problem(this.#card, "");
    buttons.forEach((button) => { button.disabled = true; });
    this.#card.querySelector("[data-title]").textContent = word(this, "running");
    fillProgress(this.#card, 0, this.#fresh);
    this.#card.querySelector("[data-progress]").scrollIntoView({ block: "center" });
    try {
      const report = await runFile(this.#file.id, choicesOf(this.#form), (done, total) => fillProgress(this.#card, done, total));
      await this.#store.drafts.remove(DRAFT);
      fillReport(this.#card, report, { done: true });
      this.#show("report", "file");
      this.querySelector("[data-file-words]").textContent = word(this, "another");
      this.#card.querySelector("h2").focus();
      syncNow();
    } catch (refusal) {
      this.#problem(this.#card, this.#sentence(refusal));
      if (refusal.kind === "gone") await this.#startAgain();
    }
    buttons.forEach((button) => { button.disabled = false; });
  }

  #sentence(refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.kind !== "refused") return word(this, refusal.kind);
    return [refusal.sentence, ...Object.values(textsOf(refusal.fields)).flat()].filter(Boolean).join(" ");
  }

  #problem(root, sentence) {
    const line = root.querySelector("[data-problem]");
    line.querySelector("span").textContent = sentence;
    line.hidden = !sentence;
  }
}

/* Fields with their sentences; what is nested deeper is said with its field. */
function textsOf(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, said]) => [name, Array.isArray(said) ? said : [JSON.stringify(said)]]));
}

class Copy extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", async () => {
      const store = await whenStore();
      if (!store) return;
      const diary = await wholeDiary(store);
      const count = Object.values(diary.records).reduce((sum, records) => sum + records.length, 0);
      download(diary);
      this.querySelector("[data-said]").textContent = word(this, "copied", { count });
    });
  }
}

customElements.define("lull-import", Import);
customElements.define("lull-copy", Copy);
