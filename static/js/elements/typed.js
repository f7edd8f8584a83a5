/* Typed: what was typed and is not saved yet, kept on this phone at every stroke and sent nowhere. A reload, a call
   or an empty battery in the middle of a word loses none of it.
     const typed = new Typed(root);              root: a sheet, or the element of a page
     await typed.open(store, "past:2026-11-01"); after `root` was filled: what was left under this name is there again
     typed.forget();                             when it was saved, or given up */

export class Typed {
  #root;
  #store = null;
  #key = "";
  #texts = {};

  constructor(root) {
    this.#root = root;
    root.addEventListener("input", ({ target }) => this.#keep(target));
    // "Cancel" gives up; Back, Escape and a tap beside the sheet may be mistakes.
    root.addEventListener("click", ({ target }) => target.closest("[data-close]") && this.forget());
  }

  /* Answers the fields that got their text back. */
  async open(store, name) {
    const key = `typed:${name}`;
    [this.#store, this.#key, this.#texts] = [store, key, {}];
    const texts = (await store.drafts.get(key)) ?? {};
    if (this.#key !== key) return [];
    const typed = this.#texts; // meanwhile
    this.#texts = { ...texts, ...typed };
    return fieldsOf(this.#root).filter((field) => nameOf(field) in texts && !(nameOf(field) in typed)).map((field) => this.#fill(field, texts[nameOf(field)]));
  }

  /* All of it, or only what was typed into one control. */
  forget(control = this.#root) {
    if (!this.#store) return;
    fieldsOf(control).forEach((field) => delete this.#texts[nameOf(field)]);
    if (Object.keys(this.#texts).length > 0) this.#store.drafts.put(this.#key, this.#texts);
    else this.#store.drafts.remove(this.#key);
  }

  #fill(field, text) {
    const chips = field.closest(".own")?.closest("lull-chips");
    if (chips) chips.halfWord = text;
    else field.value = text;
    return field;
  }

  #keep(field) {
    if (!this.#store || !nameOf(field)) return;
    this.#texts[nameOf(field)] = field.value;
    this.#store.drafts.put(this.#key, this.#texts);
  }
}

/* For a screen that saves at `change`: what came back is saved as if the finger had just left the field. */
export function saveNow(fields) {
  fields.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
}

function fieldsOf(control) {
  return control.matches("input, textarea") ? [control] : [...control.querySelectorAll("input, textarea")];
}

function nameOf(field) {
  const chips = field.closest("lull-chips");
  return chips ? `own:${chips.getAttribute("name")}` : field.id;
}
