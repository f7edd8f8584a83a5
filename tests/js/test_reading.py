"""What is read for a few days of ten years says the same of them as everything would."""

import random

import pytest

from tests.js.wire import ANA

# A diary in which much is odd: attacks without an end, notes far from their attack, several zones.
DIARY = """async (records) => {
  for (const [collection, id, body] of records) await store.write(collection, id, body);
}"""

BOTH = """async ([first, last]) => {
  const names = ["attacks", "pain_readings", "auras", "medications", "doses", "days"];
  const lists = await Promise.all(names.map((name) => store.all(name)));
  const all = Object.fromEntries(names.map((name, place) => [name, lists[place]]));
  const near = await store.around({ first, last });
  const now = "2026-11-22T12:00:00.000Z";
  const count = (records) => Object.values(records).reduce((sum, list) => sum + list.length, 0);
  return [lull.days.classify(all, { first, last, now }), lull.days.classify(near, { first, last, now }), count(all), count(near)];
}"""


def odd_diary(seed):
    chance = random.Random(seed)
    zones = ("Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles")

    def at(day, hour=0):
        month, rest = divmod(day, 28)
        return f"2026-{month + 1:02}-{rest + 1:02}T{hour:02}:{chance.randrange(60):02}:00.000Z"

    records = [["medications", f"drug{seed}", {"name": "Sumatriptan", "kind": "acute", "drug_class": "triptan"}]]
    for number in range(30):
        day, zone, name = chance.randrange(290), chance.choice(zones), f"attack{number}"
        ended = None if chance.random() < 0.1 else at(min(day + chance.choice((1, 2, 4, 30)), 307))
        records.append(["attacks", name, {"started_at": at(day), "ended_at": ended, "zone": zone}])
        for child in range(chance.randrange(4)):
            near = min(day + chance.choice((0, 0, 1, 50)), 307)
            said = {"attack_id": name, "zone": zone}
            collection, body = chance.choice(
                [
                    ("pain_readings", {**said, "at": at(near), "pain": chance.randrange(11)}),
                    (
                        "auras",
                        {**said, "started_at": at(near), "kind": ["visual"], "minutes": chance.choice((20, 10080))},
                    ),
                    ("doses", {**said, "taken_at": at(near), "medication_id": f"drug{seed}"}),
                ]
            )
            records.append([collection, f"{name} {child}", body])
    for day in chance.sample(range(300), 60):
        date = at(day)[:10]
        body = {
            "date": date,
            "zone": zones[0],
            "headache": chance.choice(("yes", "no")),
            "answered_at": f"{date}T20:00:00Z",
        }
        records.append(["days", f"day {date}", body])
    return records


@pytest.mark.parametrize("seed", [1, 2])
def test_a_month_read_alone_is_the_month_of_the_whole_diary(diary, seed):
    diary.evaluate(DIARY, odd_diary(seed))
    for first, last in [("2026-02-01", "2026-02-28"), ("2026-06-10", "2026-06-10"), ("2026-09-01", "2026-11-22")]:
        of_all, of_near, _, _ = diary.evaluate(BOTH, [first, last])
        assert of_near == of_all, (seed, first)
    _, _, everything, little = diary.evaluate(BOTH, ["2026-06-10", "2026-06-10"])
    assert little < everything * 0.6


def test_the_oldest_date_is_told_without_reading_the_rest(diary):
    assert diary.evaluate("store.oldest()") is None
    diary.evaluate(DIARY, odd_diary(3))
    dates = [
        body.get("started_at") or body.get("taken_at") or body.get("date")
        for _, _, body in odd_diary(3)
        if "kind" not in body
    ]
    assert diary.evaluate("store.oldest()") == min(date[:10] for date in dates if date)


def test_a_diary_of_the_first_version_is_found_by_its_dates_too(page):
    found = page.evaluate(
        """async (account) => {
          const { db } = await lull.database.openDatabase(`${account}-old`);
          db.close();
          indexedDB.deleteDatabase(`lull-${account}-old`);
          const old = await new Promise((resolve) => {
            const asked = indexedDB.open(`lull-${account}-old`, 1);
            asked.onupgradeneeded = () => {
              const made = asked.result;
              made.createObjectStore("revisions", { keyPath: "rev_id" }).createIndex("record", ["collection", "record_id"]);
              made.createObjectStore("records", { keyPath: ["collection", "id"] });
              made.createObjectStore("outbox", { keyPath: ["device_n", "rev_id"] });
              made.createObjectStore("quarantine", { keyPath: "rev_id" });
              for (const name of ["meta", "drafts"]) made.createObjectStore(name);
            };
            asked.onsuccess = () => resolve(asked.result);
          });
          const tx = old.transaction("records", "readwrite");
          const row = { collection: "attacks", deleted: false, versions: ["r"], rev_id: "r" };
          tx.objectStore("records").put({ ...row, id: "open", body: { started_at: "2026-01-01T10:00:00Z", ended_at: null } });
          tx.objectStore("records").put({ ...row, id: "over", body: { started_at: "2026-03-01T10:00:00Z", ended_at: "2026-03-01T12:00:00Z" } });
          await new Promise((resolve) => { tx.oncomplete = resolve; });
          old.close();
          const store = await lull.store.openStore(`${account}-old`);
          const { attacks } = await store.around({ first: "2026-03-01", last: "2026-03-02" });
          return attacks.map(({ id }) => id).sort();
        }""",
        ANA,
    )
    assert found == ["open", "over"]
