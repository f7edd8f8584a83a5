/* <lull-flags>: one group of warning signs. A tick brings the group's fixed text nearer; nothing is kept. */

class Flags extends HTMLElement {
  connectedCallback() {
    const text = this.querySelector("[data-text]");
    const show = () => { text.hidden = !this.querySelector(":checked"); };
    this.addEventListener("change", show);
    show();
  }
}

customElements.define("lull-flags", Flags);
