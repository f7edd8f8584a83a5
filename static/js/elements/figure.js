// <lull-figure>: draws a Plotly figure into its .plot, when it comes into sight and Plotly is at hand.
//
//   <lull-figure><div class="plot"></div><script type="application/json">{"data": …, "layout": …}</script></lull-figure>
//   element.figure = {data, layout};      // instead of the script, and again whenever it changes
//
// A colour is written "token:accent" or "token:accent/0.16" and read from the theme, so one figure
// serves three themes. The table beside it says the same in words and numbers, and stays: the
// drawing is hidden from screen readers, and without Plotly (offline, never loaded) nothing is missing.

const PLOTLY = new URL("../../vendor/plotly.js-basic-dist-min@4.1.1/plotly-basic.min.js", import.meta.url).href;

// Plotly's own buttons would offer to send the chart away; a phone needs the touch for scrolling.
const CONFIG = {
  displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "",
  responsive: true, scrollZoom: false, doubleClick: false, showTips: false,
};
const LAYOUT = { dragmode: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };

let loading = null;

// Markup it is not, but it sets window.Plotly; as a module it needs no script element of its own.
function plotly() {
  loading ??= import(PLOTLY).then(() => globalThis.Plotly).catch((problem) => {
    loading = null; // Offline now; the next figure may have more luck.
    throw problem;
  });
  return loading;
}

function token(name, style) {
  const [colour, alpha] = name.split("/");
  const value = style.getPropertyValue(`--${colour}`).trim();
  if (!alpha) return value;
  const [red, green, blue] = value.match(/[\da-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return `rgba(${red},${green},${blue},${alpha})`;
}

// Somebody's own words may look like markup, and Plotly would make style attributes of it, which
// the page forbids. Only a line break and the end of a hover label mean what they say.
const plain = (text) => text.replace(/<(?!br>|\/?extra>)/g, "&lt;");

// What is read, and never a colour, whatever somebody calls what they follow.
const WORDS = new Set(["text", "ticktext", "name", "customdata", "hovertemplate"]);

// The same figure in the colours of the theme.
function coloured(value, style, key) {
  if (typeof value === "string") {
    return value.startsWith("token:") && !WORDS.has(key) ? token(value.slice(6), style) : plain(value);
  }
  if (Array.isArray(value)) return value.map((each) => coloured(each, style, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, coloured(each, style, inner)]));
}

// A figure says how large its words must be in low light, where nothing may be small.
function sized(layout) {
  const size = layout.meta?.[document.documentElement.dataset.theme]?.size;
  return size ? { ...layout, font: { ...layout.font, size } } : layout;
}

class Figure extends HTMLElement {
  #figure = null;
  #seen = false;
  #sight = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#inSight(), { rootMargin: "50%" });
  #theme = new MutationObserver(() => this.#draw());

  get figure() {
    return this.#figure;
  }

  set figure(figure) {
    this.#figure = figure;
    this.#draw();
  }

  connectedCallback() {
    const written = this.querySelector('script[type="application/json"]');
    if (written && !this.#figure) this.#figure = JSON.parse(written.textContent);
    this.#sight.observe(this);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  disconnectedCallback() {
    this.#sight.disconnect();
    this.#theme.disconnect();
    if (globalThis.Plotly) globalThis.Plotly.purge(this.#plot());
  }

  #inSight() {
    if (this.#seen) return;
    this.#seen = true;
    this.#sight.disconnect();
    // The words first: Plotly is the heaviest thing on the page and the last to be needed.
    requestAnimationFrame(() => setTimeout(() => this.#draw()));
  }

  #plot() {
    let plot = this.querySelector(".plot");
    if (!plot) {
      plot = document.createElement("div");
      plot.className = "plot";
      this.append(plot);
    }
    return plot;
  }

  async #draw() {
    if (!this.#seen || !this.#figure) return;
    const library = await plotly().catch(() => null);
    this.dataset.drawn = library ? "yes" : "no";
    if (!library || !this.isConnected) return;
    const plot = this.#plot();
    plot.setAttribute("aria-hidden", "true");
    const style = getComputedStyle(document.documentElement);
    const { data = [], layout = {}, config = {} } = coloured(this.#figure, style);
    await library.react(plot, data, { ...LAYOUT, ...sized(layout) }, { ...CONFIG, ...config });
  }
}

customElements.define("lull-figure", Figure);
