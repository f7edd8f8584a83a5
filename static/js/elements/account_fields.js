/* Fields that the device can fill in: <lull-zone> its time zone, <lull-link-token> the secret of a link. */

class Zone extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input.value) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

/* What follows the # is not sent to the server by itself. It moves into the form, and out of the address bar. */
class LinkToken extends HTMLElement {
  connectedCallback() {
    const token = location.hash.slice(1);
    if (!token) return;
    this.querySelector('input:not([type="hidden"])').value = token;
    history.replaceState(null, "", location.pathname);
  }
}

customElements.define("lull-zone", Zone);
customElements.define("lull-link-token", LinkToken);
