/* A tap that comes before its script is there waits for it, and is then made again: who is in an attack taps once.
   A blocking classic script like theme.js, for nothing that comes later could hear such a tap. */
addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  const waiting = button?.closest(":not(:defined)");
  if (waiting) customElements.whenDefined(waiting.localName).then(() => button.click());
}, true);
