// Whose diary this page shows: one opaque id in localStorage, and nothing else of the person.

import { deleteDB } from "../vendor/idb@8.0.4/index.js";
import { databaseName, forgetMarker } from "./database.js";
import { openStore } from "./store.js";
import { Failed, ask } from "./wire.js";

const POINTER = "lull.account";
// Signed out here while offline: the server has to hear of it before it is asked who we are.
const OWED = "lull.sign-out";

// What screens remember of a person, by the names they keep it under; themes and clocks may stay.
const TRACES = ["lull.dimmed-for"];

export const currentAccount = () => localStorage.getItem(POINTER);

export function pointTo(account) {
  localStorage.setItem(POINTER, account);
}

// The signed-in account's id: known here, or asked of the server. Null when nobody is signed in,
// or nobody can tell.
export async function findAccount() {
  if (currentAccount()) return currentAccount();
  if (navigator.onLine === false) return null;
  try {
    if (localStorage.getItem(OWED)) await tellServer();
    const { account } = await ask("/api/v1/whose");
    if (typeof account !== "string") return null;
    pointTo(account);
    return account;
  } catch {
    return null;
  }
}

// Take this account's diary off this device. Refuses with {unsent: n} while anything would be
// lost, unless told to discard it. Works offline; other accounts' diaries are not touched.
export async function signOut({ discard = false } = {}) {
  const account = currentAccount();
  if (account) {
    const store = await openStore(account);
    const unsent = (await store.pending()) + (await store.quarantined()).length;
    if (unsent > 0 && !discard) return { unsent };
    store.leave();
    await deleteDB(databaseName(account));
    forgetMarker(account);
    localStorage.removeItem(POINTER);
    TRACES.forEach((name) => localStorage.removeItem(name));
    sessionStorage.clear();
  }
  localStorage.setItem(OWED, "1");
  await tellServer().catch(() => {});
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage({ precache: true });
  // Nobody is asked here any more; the push service tells the server.
  await registration?.pushManager?.getSubscription().then((found) => found?.unsubscribe()).catch(() => {});
  return { unsent: 0 };
}

async function tellServer() {
  try {
    await ask("/api/v1/sign-out", { body: {} });
  } catch (failure) {
    // Nobody was signed in any more: that is what was wanted.
    if (!(failure instanceof Failed) || failure.kind !== "signin") throw failure;
  }
  localStorage.removeItem(OWED);
}
