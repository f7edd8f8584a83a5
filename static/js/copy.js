/* A copy of the diary as a file among the downloads. Made on this device; nothing is asked of the network. */

/* Every live record of this device, and what the server would not take, as one readable value. */
export async function wholeDiary(store) {
  const tx = store.reading(["records", "outbox"]);
  const [rows, waiting] = await Promise.all([tx.objectStore("records").getAll(), tx.objectStore("outbox").getAll()]);
  const unsent = new Set(waiting.map(({ operation }) => operation.record_id));
  const live = rows.filter((row) => !row.deleted);
  const records = Map.groupBy(live, ({ collection }) => collection);
  return {
    lull: 1,
    saved_at: new Date().toISOString(),
    records: Object.fromEntries([...records].map(([collection, own]) => [
      collection, own.map(({ id, at, body }) => ({ id, saved_at: at, only_here: unsent.has(id), body })),
    ])),
    not_taken: (await store.quarantined()).map(({ operation, error, fields }) => ({ error, fields, ...operation })),
  };
}

/* Hands `value` to the browser as a download. The name holds a date and no word about health. */
export function download(value, name = `lull-${new Date().toISOString().slice(0, 10)}.json`) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, null, 1)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
