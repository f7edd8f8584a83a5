// Ten years of a daily diary, put on this phone as if it had been written here: an attack on four days in ten with
// two readings and often a dose, an answer on the others, an infusion every two months. Answers how many records.
async ({ account, build, days, attacks, infusions }) => {
  const { openStore } = await import(`/static/${build}/js/store.js`);
  const { begin } = await import(`/static/${build}/js/records.js`);
  const store = await openStore(account);
  const zone = "Europe/Berlin", device = crypto.randomUUID(), today = Date.now();
  let seed = 20261122;
  const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const at = (ago, hour) => new Date(Math.floor(today / 86_400_000 - ago) * 86_400_000 + hour * 3_600_000).toISOString();
  const revisions = [];
  const write = (collection, body, ago, record_id = crypto.randomUUID()) => {
    revisions.push({
      rev_id: crypto.randomUUID().replaceAll("-", ""), record_id, collection, parents: [], generation: 1, deleted: false, body, schema: 1,
      device, device_n: revisions.length + 1, at: at(ago, 20), zone, offset: 60, local_date: at(ago, 20).slice(0, 10), seq: revisions.length + 1,
    });
    return record_id;
  };
  const medication_id = write("medications", { name: "Sumatriptan", kind: "acute", drug_class: "triptan", amount: "50", unit: "mg" }, days);
  let left = attacks;
  for (let ago = days; ago > 0; ago -= 1) {
    if (chance() * ago < left) {
      left -= 1;
      const hours = 2 + Math.floor(chance() * 9);
      const attack_id = write("attacks", {
        started_at: at(ago, 9), ended_at: at(ago, 9 + hours), zone, side: "left", qualities: ["throbbing"], severity: "moderate",
        symptoms: [{ name: "nausea", present: true }, { name: "light", present: true }],
      }, ago);
      for (const hour of [9, 9 + hours]) write("pain_readings", { attack_id, at: at(ago, hour), zone, pain: 1 + Math.floor(chance() * 10) }, ago);
      if (chance() < 0.2) write("auras", { attack_id, started_at: at(ago, 9), zone, kind: ["visual"], minutes: 20 }, ago);
      if (chance() < 0.6) write("doses", { medication_id, taken_at: at(ago, 10), zone, attack_id, amount: "50", unit: "mg" }, ago);
    } else {
      write("days", { date: at(ago, 12).slice(0, 10), zone, headache: "no", answered_at: at(ago, 20) }, ago);
    }
    if (ago % Math.floor(days / infusions) === 0) {
      write("infusions", { number: 1, route: "IV", status: "completed", zone, started_at: at(ago, 12), ended_at: at(ago, 13) }, ago);
    }
  }
  for (let from = 0; from < revisions.length; from += 500) {
    await store.change(["revisions", "records"], (tx) => Promise.all(revisions.slice(from, from + 500).map((each) => begin(tx, each))));
  }
  return revisions.length;
}
