/* <lull-low-light>: a button that switches Low light, and remembers it on this device. */

const KEY = "lull.lowlight";

function isLowLight() {
  return document.documentElement.dataset.theme === "lowlight";
}

/* Writes "1" (by hand), "attack" (by an open attack) or nothing, and repaints. */
function setLowLight(value) {
  if (value) localStorage.setItem(KEY, value);
  else localStorage.removeItem(KEY);
  window.dispatchEvent(new Event("lull:theme"));
}

/* Switches Low light on once for an attack; whoever switches it off again is left alone. */
export function dimFor(attackId) {
  if (localStorage.getItem("lull.dimmed-for") === attackId) return;
  localStorage.setItem("lull.dimmed-for", attackId);
  if (!isLowLight()) setLowLight("attack");
}

/* Ends the Low light that an attack began, and keeps the one that was chosen by hand. */
export function undim() {
  if (localStorage.getItem(KEY) === "attack") setLowLight(null);
}

class LowLight extends HTMLElement {
  #button;
  #show = () => this.#button.setAttribute("aria-pressed", String(isLowLight()));

  connectedCallback() {
    this.#button = this.querySelector("button");
    this.#button.addEventListener("click", () => setLowLight(isLowLight() ? null : "1"));
    window.addEventListener("lull:theme", this.#show);
    this.#show();
  }

  disconnectedCallback() {
    window.removeEventListener("lull:theme", this.#show);
  }
}

customElements.define("lull-low-light", LowLight);
