/* <lull-reveal>: a password field with a button that shows what is typed. Without scripts there is no button. */

class Reveal extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      input.focus();
    });
    input.form?.addEventListener("submit", () => {
      input.type = "password";
    });
  }
}

customElements.define("lull-reveal", Reveal);
