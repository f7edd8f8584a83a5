/* <lull-pain name="pain">: 0 to 10 in two rows. Fires `change`; value is a whole number or null. */

class Pain extends HTMLElement {
  #value = null;

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      this.value = Number(button.value);
      this.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  get name() {
    return this.getAttribute("name");
  }

  get value() {
    return this.#value;
  }

  set value(pain) {
    this.#value = pain ?? null;
    this.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(this.#value !== null && Number(button.value) === this.#value));
    });
  }
}

customElements.define("lull-pain", Pain);
