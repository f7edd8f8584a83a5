/* <lull-desk-theme>: a button at the desk that turns light to dark and back, remembered on this device. */

class DeskTheme extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const show = () => button.setAttribute("aria-pressed", String(document.documentElement.dataset.theme !== "light"));
    button.addEventListener("click", () => {
      const dark = document.documentElement.dataset.theme === "light";
      localStorage.setItem("lull.desk-theme", dark ? "dark" : "light");
      window.dispatchEvent(new Event("lull:theme"));
      show();
    });
    show();
  }
}

customElements.define("lull-desk-theme", DeskTheme);
