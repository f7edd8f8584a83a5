// Whether this browser takes notifications (Web Push), and making it so. Permission is only asked for in a tap.

import { ask } from "./wire.js";

const DEVICES = "/api/v1/reminders/devices";
const DAY_MS = 86_400_000;
const INSTALLING = 15_000;
const ANSWERING = 5_000;

// {state, endpoint} of this browser, given what the server said (GET /api/v1/reminders):
//   here     subscribed, and the server knows
//   ask      it can be, after a tap
//   denied   the person, or the system, said no
//   install  an iPhone: first to the home screen
//   cannot   no such thing in this browser, or a worker that cannot keep an answer
//   failed   its push service did not take part a moment ago
//   no_key   the server signs nothing
export async function standsHere({ key, devices = [] }) {
  const endpoint = (await subscription())?.endpoint ?? null;
  return { state: await state(key, devices, endpoint), endpoint };
}

let failed = false;

async function state(key, devices, endpoint) {
  if (!key) return "no_key";
  if (!("PushManager" in window && "Notification" in window)) return isUninstalledPhone() ? "install" : "cannot";
  if (Notification.permission === "denied") return "denied";
  if (await isAmong(devices, endpoint)) return "here";
  if (failed) return "failed";
  return (await workerAsks()) ? "ask" : "cannot";
}

const isUninstalledPhone = () => navigator.standalone === false;

async function registration() {
  return (await navigator.serviceWorker?.getRegistration()) ?? null;
}

async function subscription() {
  return (await registration())?.pushManager?.getSubscription().catch(() => null) ?? null;
}

// Whether the server knows the browser at `endpoint`.
export async function isAmong(devices, endpoint) {
  return Boolean(endpoint) && devices.includes(await digest(endpoint));
}

// The server names its browsers by a digest: an endpoint is a key to its browser.
async function digest(endpoint) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// An older browser's worker cannot keep an answer. On a first visit the worker is still being made.
async function workerAsks() {
  const worker = await soon(INSTALLING, navigator.serviceWorker?.ready.then(({ active }) => active));
  if (!worker) return false;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  worker.postMessage({ asks: true }, [port2]);
  return Boolean((await soon(ANSWERING, answer))?.asks);
}

// What is promised, or null when it does not come in so many milliseconds.
const soon = (patience, promised) => Promise.race([promised, new Promise((resolve) => setTimeout(resolve, patience, null))]);

// Ask for permission and subscribe: {endpoint, p256dh, auth}, or null.
export async function subscribe(key) {
  if (!("PushManager" in window && "Notification" in window)) return null;
  if ((await Notification.requestPermission()) !== "granted") return null;
  try {
    const worker = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: key };
    // Made for another key, when the server's was lost: that one is of no use.
    const made = await worker.pushManager.subscribe(options).catch(async (problem) => {
      if (problem.name !== "InvalidStateError") throw problem;
      await (await subscription())?.unsubscribe();
      return worker.pushManager.subscribe(options);
    });
    failed = false;
    const { endpoint, keys } = made.toJSON();
    return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
  } catch {
    failed = true;
    return null;
  }
}

// Unsubscribe this browser; answers the endpoint it had, or null.
export async function dropHere() {
  const found = await subscription();
  await found?.unsubscribe();
  return found?.endpoint ?? null;
}

// Once a day, and after signing in anew, tell the server again that this browser takes the questions of this
// diary: it forgets a browser together with the sign-in it was told by. `reached` is the address it was told.
export async function announce(store) {
  const [reached, announced_at = 0] = await Promise.all([store.meta("reached"), store.meta("announced_at")]);
  if (!reached || Math.abs(Date.now() - announced_at) < DAY_MS) return;
  const made = await subscription();
  if (made?.endpoint !== reached) return;
  const { endpoint, keys } = made.toJSON();
  await ask(DEVICES, { body: { account: store.account, endpoint, p256dh: keys.p256dh, auth: keys.auth } });
  await store.meta("announced_at", Date.now());
}
