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

// What is seen comes first: the network gets its turn when the first frame is on the screen.
// A page opened in the background is never drawn; it may wait a second.
const painted = new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, 1000);
});
const exchange = Promise.all([opening, painted]).then(([store]) => store && startSync(store), () => null);

opening.then((store) => {
  document.documentElement.dataset.account = store ? "here" : "nobody";
}, () => {});

// Someone else has signed in on this phone. Just after loading, this page becomes theirs; later,
// a form may be half filled, so the page stays and says "sign in".
addEventListener("lull:account", ({ detail }) => {
  if (Date.now() - started > 15_000 || !detail.account) return;
  pointTo(detail.account);
  location.reload();
});

addEventListener("lull:signed-out", () => location.assign("/"));

async function serveOffline() {
  if (!("serviceWorker" in navigator)) return;
  // Trusted Types are on: this is the one address that may become a script.
  const policy = globalThis.trustedTypes?.createPolicy("lull-worker", {
    createScriptURL(address) {
      if (address === "/sw.js") return address;
      throw new TypeError("Only the worker's address is a script address here.");
    },
  });
  const address = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  await navigator.serviceWorker.register(address, { scope: "/", updateViaCache: "none" });
}

painted.then(serveOffline).catch(() => {});
