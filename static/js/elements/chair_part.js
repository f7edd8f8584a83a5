/* ChairPart: an element that shows something of the infusion in the chair, and shows it again whenever that changes.
   What was typed and is not saved yet is never drawn over. */

export class ChairPart extends HTMLElement {
  chair = null;

  /* Wire what is there from the start; called once, when `this.chair` is known. */
  ready() {}

  /* Draw from `this.chair`; called after each change and several times a minute. */
  draw() {}

  /* Whether something stands here that would be lost with the page, also while the page is locked. */
  get isTyped() {
    return [...this.querySelectorAll("input, textarea")].some((input) => !input.closest("[hidden]") && isDirty(input));
  }

  show(chair) {
    if (!this.chair) {
      this.chair = chair;
      this.ready();
    }
    this.draw();
  }
}

/* Puts the text of a record into a field, unless something else is being typed there. */
export function fill(input, text) {
  if (!isDirty(input)) input.value = text;
  input.dataset.shown = text;
}

/* What stands in the field is on its way to the record: whatever the record says next may be shown. */
export function taken(input) {
  input.dataset.shown = input.value;
}

/* As `fill`, whatever stands there. */
export function refill(input, text) {
  input.value = text;
  taken(input);
}

export function isDirty(input) {
  return !["radio", "checkbox"].includes(input.type) && input.value !== (input.dataset.shown ?? input.defaultValue);
}

/* Shows or hides a line, with its text. */
export function say(line, text) {
  const place = line.querySelector("span:not(.i)") ?? line;
  if (place.textContent !== text) place.textContent = text;
  line.hidden = text === "";
}

/* Writes text where it differs, so that nothing is read aloud twice. */
export function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
