/* <lull-head-map>: the head as in a mirror. `side` and `places` light its zones; a tap fires `change` with the new ones. */

class HeadMap extends HTMLElement {
  #side = null;
  #places = [];

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const zone = event.target.closest("[data-place]");
      if (zone) this.#tap(zone.dataset.place, sideOf(zone));
    });
  }

  get name() {
    return "map";
  }

  get value() {
    return { side: this.#side, places: this.#places };
  }

  set value({ side, places }) {
    this.#side = side ?? null;
    this.#places = places ?? [];
    this.querySelectorAll("[data-place]").forEach((zone) => zone.classList.toggle("on", this.#isLit(zone)));
  }

  /* A zone of one side is lit when its place is chosen and nothing says it was the other side. */
  #isLit(zone) {
    const side = sideOf(zone);
    const other = { left: "right", right: "left" }[side];
    return this.#places.includes(zone.dataset.place) && this.#side !== (other ?? "no side");
  }

  #tap(place, side) {
    const lit = this.#places.includes(place) && (!side || this.#side !== { left: "right", right: "left" }[side]);
    const places = lit ? this.#places.filter((each) => each !== place) : [...new Set([...this.#places, place])];
    this.value = { side: lit ? this.#side : this.#with(side), places };
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* The side, widened by the one just tapped: what is said of both stays. */
  #with(side) {
    if (!side || this.#side === side || this.#side === "both" || this.#side === "variable") return this.#side;
    return this.#side ? "both" : side;
  }
}

function sideOf(zone) {
  return zone.closest("[data-side]")?.dataset.side ?? null;
}

customElements.define("lull-head-map", HeadMap);
