// The service worker: every page of the patient from this device, at once, with or without network.
//
// The server puts three lines before this file: `build` (names what is cached), `shells` (public
// pages, the same bytes for everybody) and `kept` (the shells and what they load). They come in one
// parcel, as [address, headers, text] each. Nothing personal ever comes near a cache: a diary lives
// in IndexedDB, and /api is not touched here.
//
// A newer worker takes over when every page of Lull is closed, as browsers do by themselves. Told to
// hurry (skipWaiting), Chromium was seen to hold up the next navigation for as long as anybody waited.
/* global build, shells, kept */

const CACHE = `lull-${build}`;
// 330 KB that only the trends need: kept when they were first drawn, whatever the build.
const PLOT_CACHE = "plot";
const PLOT = /^\/static\/[^/]+(\/vendor\/plotly\.js-basic-dist-min@[^/]+\/plotly-basic\.min\.js)$/;

async function precache() {
  const cache = await caches.open(CACHE);
  const held = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  if (kept.every((address) => held.has(address))) return;
  // Without credentials: a shell could not hold anything personal even by mistake.
  const response = await fetch("/parcel.json", { credentials: "omit", cache: "no-cache" });
  if (!response.ok || response.redirected) throw new Error(`no parcel: ${response.status}`);
  const parcel = await response.json();
  // The server has moved on since it gave us this script; the next look finds the newer one.
  if (parcel.build !== build) throw new Error("a parcel of another build");
  await Promise.all(parcel.kept.map(([address, headers, text]) => cache.put(address, new Response(text, { headers }))));
}

// The build before this one stays for pages still open on it; older ones go.
async function forgetOldBuilds() {
  const builds = (await caches.keys()).filter((name) => name.startsWith("lull-") && name !== CACHE);
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)));
}

async function shell(path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(path, { credentials: "omit" }).catch(() => offline());
}

async function offline() {
  const cache = await caches.open(CACHE);
  return (await cache.match("/offline")) ?? Response.error();
}

async function asset(request, path) {
  const plot = PLOT.exec(path)?.[1];
  if (!plot) return (await caches.match(path)) ?? fetch(request);
  const cache = await caches.open(PLOT_CACHE);
  const held = await cache.match(plot);
  if (held) return held;
  const response = await fetch(request);
  if (response.status === 200) await cache.put(plot, response.clone());
  return response;
}

// Where the browser can, it takes pages and files out of the cache by itself and need not start this
// worker first, which on a phone is most of the wait. What it does not find there, it fetches.
function addRoutes(event) {
  const fromCache = { cacheName: CACHE };
  const at = (pathname) => new URLPattern({ pathname, search: "", baseURL: self.location.origin });
  event.addRoutes?.([
    ...shells.map((path) => ({ condition: { urlPattern: at(path), requestMode: "navigate" }, source: fromCache })),
    ...kept.filter((path) => path.startsWith("/static/")).map((path) => ({ condition: { urlPattern: at(path) }, source: fromCache })),
  ]);
}

self.addEventListener("install", (event) => {
  addRoutes(event);
  event.waitUntil(precache());
});

self.addEventListener("activate", (event) => event.waitUntil(forgetOldBuilds().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (shells.includes(pathname)) event.respondWith(shell(pathname));
    else event.respondWith(fetch(request).catch(offline));
  } else if (pathname.startsWith("/static/") || kept.includes(pathname)) {
    event.respondWith(asset(request, pathname));
  }
});

self.addEventListener("message", (event) => {
  if (event.data?.precache) event.waitUntil(precache());
});

// Woken by the browser when the network is back: the pages that are open do the sending.
self.addEventListener("sync", (event) => {
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => pages.forEach((page) => page.postMessage({ sync: true }))));
});
