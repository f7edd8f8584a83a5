/* Save, and say so: every change of a screen goes through here, and <lull-saved> shows the line with Undo. */

const LATER = "lull.saved";

/* Writes each [collection, id, body] (body null removes) and tells what was saved. Answers the records, or null. */
export async function save(store, changes, text) {
  try {
    const written = [];
    for (const [collection, id, body] of changes) {
      written.push(await (body === null ? store.remove(collection, id) : store.write(collection, id, body)));
    }
    tell({ text, revs: written.map(({ revId }) => revId) });
    return written;
  } catch (problem) {
    tell({ failed: true });
    console.error(problem.name);
    return null;
  }
}

export function tell(detail) {
  document.dispatchEvent(new CustomEvent("lull:saved", { detail }));
}

/* For the page we go to next: a word of its <lull-saved>, never the record itself. */
export function tellLater(name, values, revs) {
  sessionStorage.setItem(LATER, JSON.stringify({ name, values, revs }));
}

export function toldEarlier() {
  const told = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  return told ? JSON.parse(told) : null;
}
