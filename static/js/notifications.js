// The question of a day, as a notification: shown, answered, stored and sent by the service worker,
// without a page. The worker imports this file where browsers let a worker be made of modules;
// before it, the server puts `self.notice`: {body, no, yes, icon}, the words in the reader's language.
//
// A notification says nothing of health: "Today's question", and two answers.

import { classify } from "./days.js";
import { dateIn, zoneHere } from "./moment.js";
import { push } from "./outbox.js";
import { answerOf } from "./saving.js";
import { openStore } from "./store.js";
import { ask } from "./wire.js";

const TAG = "ask";
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATABASE = /^lull-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

// What `work` answers with the store that notifications of this browser are for; null when there is none.
// A database that is not there is never made: the page must notice its loss.
async function withStore(endpoint, work) {
  const names = (await indexedDB.databases()).map(({ name }) => DATABASE.exec(name)?.[1]).filter(Boolean);
  for (const account of names) {
    const store = await openStore(account);
    try {
      const reminder = await store.meta("reminder");
      if (reminder && (reminder.endpoint ?? null) === endpoint) return await work(store);
    } finally {
      store.close();
    }
  }
  return null;
}

async function endpointHere() {
  return (await self.registration.pushManager.getSubscription())?.endpoint ?? null;
}

function dateOf(data) {
  try {
    const date = data.json().ask;
    return DATE.test(date) ? date : null;
  } catch {
    return null;
  }
}

// Whether this device knows the day already, though the server did not when it asked.
async function isRecorded(store, date) {
  const records = await store.around({ first: date, last: date });
  const [day] = classify(records, { first: date, last: date, now: new Date().toISOString() });
  return day.recorded;
}

async function show(date) {
  const { body, no, yes, icon } = self.notice;
  const known = date && (await withStore(await endpointHere(), (store) => isRecorded(store, date)).catch(() => false));
  const actions = date ? [{ action: "no", title: no }, { action: "yes", title: yes }] : [];
  // A browser wants every push to be seen; what is answered already goes again at once, without a sound.
  await self.registration.showNotification("Lull", { body, icon, actions, tag: TAG, data: { date }, silent: Boolean(known) });
  if (known) (await self.registration.getNotifications({ tag: TAG })).forEach((shown) => shown.close());
}

// On the disk first, then to the server; without a network the browser wakes us when there is one.
async function keep(store, date, headache) {
  const [collection, id, body] = await answerOf(store, date, headache);
  const before = await store.get(collection, id);
  if (before?.body.headache !== headache) await store.write(collection, id, body);
  await send(store).catch(() => self.registration.sync?.register("lull-sync").catch(() => {}));
  return true;
}

function send(store) {
  return navigator.locks.request("lull-sync", () => push(store));
}

async function openLull() {
  const [page] = await self.clients.matchAll({ type: "window" });
  return page ? page.focus() : self.clients.openWindow("/");
}

async function answered({ data }, action) {
  const headache = ["no", "yes"].includes(action) && data?.date ? action : null;
  const kept = headache && (await withStore(await endpointHere(), (store) => keep(store, data.date, headache)).catch(() => null));
  // Tapped beside the answers, nobody's diary here, or no room to keep it: the person sees for themselves.
  if (!kept) await openLull();
}

// The browser was given another address by its push service.
async function moved({ oldSubscription, newSubscription }) {
  if (!oldSubscription) return;
  const next = newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
  await withStore(oldSubscription.endpoint, async (store) => {
    const { endpoint, keys } = next.toJSON();
    await ask("/api/v1/reminders/devices", { body: { account: store.account, endpoint, ...keys } });
    await store.meta("reached", endpoint);
    await store.meta("reminder", { ...(await store.meta("reminder")), endpoint });
  });
}

self.addEventListener("push", (event) => event.waitUntil(show(dateOf(event.data) ?? dateIn(new Date(), zoneHere()))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(answered(event.notification, event.action));
});

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moved(event)));

// The network is back. Pages that are open do the sending (sw.js wakes them); else it falls to us.
self.addEventListener("sync", (event) => event.waitUntil((async () => {
  if ((await self.clients.matchAll({ type: "window" })).length === 0) await withStore(await endpointHere(), send);
})()));

// A page wants to know whether this worker can ask at all.
self.addEventListener("message", (event) => event.data?.asks && event.ports[0]?.postMessage({ asks: true }));
