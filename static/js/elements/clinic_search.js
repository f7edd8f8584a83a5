/* <lull-clinic-search>: the key "/" goes to the search field, unless somebody is writing. */

class ClinicSearch extends HTMLElement {
  #listen = new AbortController();

  connectedCallback() {
    const field = this.querySelector("input[name=name]");
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      field.focus();
      field.select();
    }, { signal: this.#listen.signal });
  }

  disconnectedCallback() {
    this.#listen.abort();
  }
}

customElements.define("lull-clinic-search", ClinicSearch);
