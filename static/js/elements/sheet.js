/* <lull-sheet>: a dialog from the bottom of the phone. Escape, Back, a tap beside it and its close button end it. */

export class Sheet extends HTMLElement {
  #wired = false;

  get dialog() {
    return this.querySelector("dialog");
  }

  connectedCallback() {
    if (this.#wired) return;
    this.#wired = true;
    this.addEventListener("click", (event) => {
      const closes = event.target.closest("[data-close]");
      if (closes) this.settle();
      if (closes || event.target === this.dialog) this.hide();
    });
    this.ready();
  }

  /* Wire what is inside; called once. */
  ready() {}

  set heading(text) {
    this.querySelector("[data-title]").textContent = text;
  }

  show() {
    this.dialog.showModal();
    this.dialog.scrollTop = 0;
  }

  /* Own words that were typed and not added count when somebody is done. */
  settle() {
    this.querySelectorAll("lull-chips").forEach((chips) => chips.settle());
  }

  hide() {
    this.dialog.close();
  }
}

customElements.define("lull-sheet", Sheet);
