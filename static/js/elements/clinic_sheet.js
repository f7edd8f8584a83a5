/* <lull-clinic-sheet>: says at once when a number is out of its bounds, and asks before typed things are left unsaved.
   The bounds are those that the server refuses by, written into each input; without this script it refuses alone. */

class ClinicSheet extends HTMLElement {
  #changed = false;
  #leaving = new AbortController();

  connectedCallback() {
    const form = this.querySelector("form");
    // A sheet that came back with refusals holds things that are saved nowhere.
    this.#changed = this.querySelector("[role=alert]") !== null;
    form.addEventListener("input", () => { this.#changed = true; });
    form.addEventListener("change", (event) => this.#check(event.target, form.dataset.outside));
    form.addEventListener("submit", () => { this.#changed = false; });
    addEventListener("beforeunload", (event) => this.#changed && event.preventDefault(), { signal: this.#leaving.signal });
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  #check(input, sentence) {
    const { low, high } = input.dataset;
    if (low === undefined) return;
    const value = Number(input.value.replace(",", "."));
    const wrong = input.value.trim() !== "" && !(value >= Number(low) && value <= Number(high));
    const told = wrong ? sentence.replace("{value}", input.value).replace("{low}", low).replace("{high}", high) : "";
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.setCustomValidity(told);
    const field = input.closest(".field");
    if (field) this.#beside(field, told);
    else this.#under(input.closest("tr"), input, told);
  }

  #beside(field, told) {
    const line = field.querySelector(".err");
    field.classList.toggle("bad", told !== "");
    line.querySelector("span").textContent = told;
    line.hidden = told === "";
  }

  // In the table the sentence stands in a row of its own, under the row it is about.
  #under(row, input, told) {
    const id = `${input.id}-error`;
    document.getElementById(id)?.remove();
    if (row.nextElementSibling?.matches("[data-told]:not(:has(p))")) row.nextElementSibling.remove();
    if (told === "") return input.removeAttribute("aria-describedby");
    if (!row.nextElementSibling?.matches("[data-told]")) {
      const made = row.parentElement.insertRow(row.sectionRowIndex + 1);
      made.dataset.told = "";
      const cell = made.insertCell();
      cell.colSpan = 10;
      cell.className = "told";
    }
    const line = document.createElement("p");
    line.className = "err";
    line.id = id;
    line.setAttribute("role", "alert");
    line.textContent = `${input.getAttribute("aria-label")}: ${told}`;
    row.nextElementSibling.firstElementChild.append(line);
    input.setAttribute("aria-describedby", id);
  }
}

customElements.define("lull-clinic-sheet", ClinicSheet);
