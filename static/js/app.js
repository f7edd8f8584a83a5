// What every page of the patient starts with: whose diary, its store, the exchange, the worker.
//
//   import { whenStore } from "../app.js";
//   const store = await whenStore();      // null: nobody is signed in on this device

import { currentAccount, findAccount, pointTo } from "./account.js";
import { openStore } from "./store.js";
import { startSync } from "./sync.js";

const started = Date.now();

const opening = (async () => {
  const account = currentAccount() ?? (await findAccount());
  return account ? openStore(account) : null;
})();

// Storage is switched off, full or broken: nothing could be kept, and the page must not look as if.
opening.catch(({ name }) => {
  document.documentElement.dataset.account = "blocked";
  dispatchEvent(new CustomEvent("lull:blocked", { detail: { name } }));
});

// The open store of whoever is signed in here, or null.
export const whenStore = () => opening;

// Exchange with the server now, for a button that says so.
export const syncNow = async () => (await exchange)?.now();

// What is seen comes first: the network gets its turn when the first frame is on the screen and the page has
// nothing more to draw. A page opened in the background is never drawn; it may wait a second.
const idle = globalThis.requestIdleCallback ?? setTimeout;
const painted = new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(() => idle(resolve)));
  setTimeout(resolve, 1000);
});
const exchange = Promise.all([opening, painted]).then(([store]) => store && startSync(store), () => null);

opening.then((store) => {
  document.documentElement.dataset.account = store ? "here" : "nobody";
}, () => {});

Promise.all([opening, painted]).then(([store]) => store?.warm()).catch(() => {});

// Someone else has signed in on this phone. Just after loading, this page becomes theirs; later,
// a form may be half filled, so the page stays and says "sign in".
addEventListener("lull:account", ({ detail }) => {
  if (Date.now() - started > 15_000 || !detail.account) return;
  pointTo(detail.account);
  location.reload();
});

addEventListener("lull:signed-out", () => location.assign("/"));

// A worker made of modules can keep an answer given in a notification; older browsers get one that cannot.
const WORKER = "/sw.js";
const CLASSIC = "/sw.js?classic";

async function serveOffline() {
  if (!("serviceWorker" in navigator)) return;
  // Trusted Types are on: these are the addresses that may become a script.
  const policy = globalThis.trustedTypes?.createPolicy("lull-worker", {
    createScriptURL(address) {
      if (address === WORKER || address === CLASSIC) return address;
      throw new TypeError("Only the worker's address is a script address here.");
    },
  });
  const register = (address, options) =>
    navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, { scope: "/", ...options });
  // What the worker imports has its build in its address, so the browser may take it from what the page has loaded.
  await register(WORKER, { type: "module", updateViaCache: "imports" })
    .catch(() => navigator.onLine && register(CLASSIC, { updateViaCache: "none" }));
}

painted.then(serveOffline).catch(() => {});
