/* <lull-flags>: one group of warning signs. A tick brings the group’s fixed text nearer; nothing is kept. */

class Flags extends HTMLElement {
  connectedCallback() {
    const texts = this.querySelectorAll("[data-text]");
    const show = () => texts.forEach((text) => { text.hidden = !this.querySelector(":checked"); });
    this.addEventListener("change", ({ target }) => {
      show();
      target.closest("label").scrollIntoView({ block: "nearest" }); // never under the text it has brought
    });
    show();
  }
}

/* Back leads to where help was asked for, an attack above all, and not to the beginning. */
document.querySelector(".head-back > a").addEventListener("click", (event) => {
  if (!document.referrer.startsWith(`${location.origin}/`)) return;
  event.preventDefault();
  history.back();
});

customElements.define("lull-flags", Flags);
