/* <lull-chips name="…">: words to choose from. Fires `change` at every tap.
   Without attributes: several; value is a list, or null while nothing was answered.
   one:   at most one; value is a word or null.        truth: yes or no; value is true, false or null.
   A [data-none] chip answers "none of these": an empty list. With the attribute `rest` it means "none of the
   others" instead, and only `none` tells of it. A [data-own] chip takes an own word. */

const LEFT_MS = 300;

class Chips extends HTMLElement {
  #none = false;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#tapped(event.target.closest("button")));
    // What is typed into the own word is no answer yet.
    this.#input?.addEventListener("change", (event) => event.stopPropagation());
    this.#input?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.#addOwn(); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.#giveUp(); }
    });
    // The finger went on without "Add": the word was meant. Not at once, or what it touches would move away under it.
    this.#input?.addEventListener("blur", () => setTimeout(() => this.checkVisibility() && !this.contains(document.activeElement) && this.settle(), LEFT_MS));
  }

  get name() {
    return this.getAttribute("name");
  }

  get words() {
    return this.#chips.filter(isOn).map((chip) => chip.value);
  }

  get none() {
    return this.#none;
  }

  set none(answered) {
    this.#none = Boolean(answered);
    if (this.#noneChip) press(this.#noneChip, this.#none);
  }

  get value() {
    const words = this.words;
    if (this.hasAttribute("truth")) return { yes: true, no: false }[words[0]] ?? null;
    if (this.hasAttribute("one")) return words[0] ?? null;
    return words.length > 0 || this.#none ? words : null;
  }

  set value(value) {
    const words = this.#asWords(value);
    this.#chips.filter((chip) => "added" in chip.dataset && !words.includes(chip.value)).forEach((chip) => chip.remove());
    words.forEach((each) => this.#chipOf(each) ?? this.#newChip(each));
    this.#chips.forEach((chip) => press(chip, words.includes(chip.value)));
    if (!this.hasAttribute("rest")) this.none = Array.isArray(value) && value.length === 0;
  }

  /* A word that was being typed is there again, to go on with. */
  set halfWord(text) {
    this.#input.value = text;
    this.#unfold(Boolean(text));
  }

  /* A word that is typed counts, with or without "Add". */
  settle() {
    if (this.#input?.value.trim() && !this.querySelector(".own").hidden) this.#takeOwn();
  }

  /* [[key, text], …] known only here, such as own medicines: replaces the chips there were. */
  set options(list) {
    this.#chips.forEach((chip) => chip.remove());
    list.forEach(([key, text]) => {
      const chip = this.#newChip(key);
      delete chip.dataset.added;
      chip.querySelector("span").textContent = text;
    });
  }

  /* The words on the chip of a value, or the value itself when it is an own word. */
  labelOf(value) {
    return this.#chipOf(value)?.querySelector("span").textContent ?? value;
  }

  get #chips() {
    return [...this.querySelectorAll("button[value]")];
  }

  get #noneChip() {
    return this.querySelector("[data-none]");
  }

  get #input() {
    return this.querySelector(".own input");
  }

  #asWords(value) {
    if (value === true) return ["yes"];
    if (value === false) return ["no"];
    return value == null ? [] : [value].flat();
  }

  #chipOf(value) {
    return this.#chips.find((chip) => chip.value === value);
  }

  /* Without a [data-own] chip there is no template: a value that is not listed is shown elsewhere. */
  #newChip(value) {
    const template = this.querySelector("template");
    if (!template) return null;
    const chip = template.content.firstElementChild.cloneNode(true);
    chip.value = value;
    chip.dataset.added = "";
    chip.querySelector("span").textContent = value;
    this.insertBefore(chip, this.querySelector("[data-none], [data-own]"));
    return chip;
  }

  #tapped(button) {
    if (!button) return;
    if ("own" in button.dataset) return this.#openOwn(button.getAttribute("aria-expanded") !== "true");
    if (button.closest(".own")) return this.#addOwn();
    if ("none" in button.dataset) this.#tapNone();
    else this.#tapWord(button);
    this.#tell();
  }

  #tapNone() {
    this.none = !this.#none;
    if (this.#none && !this.hasAttribute("rest")) this.#chips.forEach((chip) => press(chip, false));
  }

  #tapWord(chip) {
    const on = !isOn(chip);
    const single = this.hasAttribute("one") || this.hasAttribute("truth");
    if (single) this.#chips.forEach((each) => press(each, false));
    press(chip, on);
    if (!this.hasAttribute("rest")) this.none = false;
  }

  #openOwn(open) {
    this.#unfold(open);
    (open ? this.#input : this.querySelector("[data-own]")).focus();
  }

  #unfold(open) {
    this.querySelector("[data-own]").setAttribute("aria-expanded", String(open));
    this.querySelector(".own").hidden = !open;
  }

  #giveUp() {
    this.#input.value = "";
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#openOwn(false);
  }

  #addOwn() {
    if (!this.#input.value.trim()) return this.#input.focus();
    this.#takeOwn();
    this.querySelector("[data-own]").focus();
  }

  #takeOwn() {
    const text = this.#input.value.trim().replace(/\s+/g, " ");
    const same = this.#chips.find((chip) => chip.querySelector("span").textContent.toLowerCase() === text.toLowerCase());
    const chip = same ?? this.#newChip(text);
    if (!isOn(chip)) this.#tapWord(chip);
    this.#input.value = "";
    this.#unfold(false);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function isOn(chip) {
  return chip.getAttribute("aria-pressed") === "true";
}

function press(chip, on) {
  chip.setAttribute("aria-pressed", String(on));
}

customElements.define("lull-chips", Chips);
