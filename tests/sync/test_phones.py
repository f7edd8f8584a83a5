"""Ana's phones and the real server: what is written without a network arrives, once, and is lost by nobody."""

import contextlib
import sqlite3
from uuid import uuid4

import pytest

from diary.sync.collections import KINDS
from tests.journeys.people import ANA, sign_in
from tests.js.wire import until
from tests.sync.phones import AT, ZONE, asked, attack, one, synced, with_modules, write


@pytest.fixture
def new_diary(new_phone, watch):
    """Opens phones on which Ana is signed in, on a page without a screen, with her store and the modules at hand."""
    watch.expect("Failed to load resource")
    watch.expect("error occurred when fetching the script")  # the worker looked for while the server is down

    def opened():
        page = new_phone()
        sign_in(page, ANA)
        until(page, "localStorage.getItem('lull.account')")
        return with_modules(page)

    return opened


def test_every_kind_of_record_a_patient_writes_arrives(new_diary):
    phone, other = new_diary(), new_diary()
    ana = phone.evaluate("store.account")
    named = phone.evaluate("(name) => lull.canonical.uuid5(name)", f"days:{ana}:2026-11-19")
    attack_id = write(phone, "attacks", None, attack(side="left", note="piña 🍍"))["id"]
    medication = {"name": "Sumatriptan", "kind": "acute", "drug_class": "triptan", "amount": "50.0", "unit": "mg"}
    medication_id = write(phone, "medications", None, medication)["id"]
    infusion = write(phone, "own_infusions", None, {"date": "2026-10-01", "zone": ZONE, "route": "IV"})["id"]
    slot, checklist, profile = (
        phone.evaluate("(name) => lull.canonical.uuid5(name)", name)
        for name in (f"infusion_pains:{infusion}:24h", f"checklists:{infusion}", f"profiles:{ana}")
    )
    asked = [{"name": "pregnancy", "yes": False}, {"name": "my shunt", "yes": True}]
    written = {
        "attacks": attack_id,
        "medications": medication_id,
        "own_infusions": infusion,
        "pain_readings": write(
            phone, "pain_readings", None, {"attack_id": attack_id, "at": AT, "zone": ZONE, "pain": 7}
        )["id"],
        "auras": write(phone, "auras", None, {"started_at": AT, "zone": ZONE, "kind": "visual", "signs": ["zigzag"]})[
            "id"
        ],
        "doses": write(
            phone, "doses", None, {"medication_id": medication_id, "taken_at": AT, "zone": ZONE, "relief_2h": "some"}
        )["id"],
        "days": write(phone, "days", named, {"date": "2026-11-19", "zone": ZONE, "headache": "no", "answered_at": AT})[
            "id"
        ],
        "infusion_pains": write(
            phone, "infusion_pains", slot, {"infusion_id": infusion, "slot": "24h", "at": AT, "zone": ZONE, "pain": 2}
        )["id"],
        "own_effects": write(
            phone, "own_effects", None, {"infusion_id": infusion, "name": "dizziness", "at": AT, "zone": ZONE}
        )["id"],
        "checklists": write(
            phone,
            "checklists",
            checklist,
            {"infusion_id": infusion, "zone": ZONE, "answered_at": AT, "driver": "Zoë", "screening": asked},
        )["id"],
        "profiles": write(phone, "profiles", profile, {"zone": ZONE, "weight_kg": "68.5", "contraindications": asked})[
            "id"
        ],
    }
    assert set(written) == {kind.collection for kind in KINDS if "patient" in kind.writers}
    synced(phone)
    assert phone.evaluate("store.quarantined()") == []
    synced(other)
    for collection, record_id in written.items():
        mine, theirs = one(phone, collection, record_id), one(other, collection, record_id)
        assert theirs["body"] == mine["body"] and theirs["revId"] == mine["revId"], collection


def test_what_the_server_refuses_is_set_apart_with_its_reason(new_diary):
    phone = new_diary()
    write(
        phone,
        "pain_readings",
        None,
        {"attack_id": "00000000-0000-4000-8000-000000000001", "at": AT, "zone": ZONE, "pain": 11},
    )
    good = write(phone, "attacks", None, attack())["id"]
    synced(phone)
    [row] = phone.evaluate("store.quarantined()")
    assert list(row["fields"]) == ["pain"] and row["error"]
    assert one(phone, "attacks", good)["pending"] is False
    phone.evaluate("(rev) => store.discard(rev)", row["revId"])


def test_two_phones_that_edit_one_attack_keep_both_versions_and_agree(new_diary):
    phone, other = new_diary(), new_diary()
    record_id = write(phone, "attacks", None, attack(note="as it was"))["id"]
    synced(phone)
    synced(other)
    for page in (phone, other):
        page.context.set_offline(True)
    write(phone, "attacks", record_id, attack(note="on one phone"))
    write(other, "attacks", record_id, attack(note="on the other"))
    for page in (phone, other, phone):
        page.context.set_offline(False)
        synced(page)
    seen = [one(page, "attacks", record_id) for page in (phone, other)]
    assert seen[0]["revId"] == seen[1]["revId"] and seen[0]["twoVersions"] and seen[1]["twoVersions"]
    versions = phone.evaluate("(id) => store.versions('attacks', id)", record_id)
    assert {version["body"]["note"] for version in versions} == {"on one phone", "on the other"}
    phone.evaluate("([id, body]) => store.resolve('attacks', id, body)", [record_id, attack(note="both")])
    synced(phone)
    synced(other)
    for page in (phone, other):
        settled = one(page, "attacks", record_id)
        assert settled["body"]["note"] == "both" and not settled["twoVersions"]


def test_a_deletion_on_one_phone_never_hides_an_edit_on_the_other(new_diary):
    phone, other = new_diary(), new_diary()
    record_id = write(phone, "attacks", None, attack())["id"]
    synced(phone)
    synced(other)
    for page in (phone, other):
        page.context.set_offline(True)
    phone.evaluate("(id) => store.remove('attacks', id)", record_id)
    write(other, "attacks", record_id, attack(note="it was real"))
    for page in (other, phone, other):
        page.context.set_offline(False)
        synced(page)
    for page in (phone, other):
        assert one(page, "attacks", record_id)["body"]["note"] == "it was real"


def test_signed_out_by_time_nothing_is_lost_and_signing_in_sends_it(new_diary):
    phone = new_diary()
    phone.context.clear_cookies()
    record_id = write(phone, "attacks", None, attack(note="after thirty days"))["id"]
    phone.evaluate("exchange.now()")
    until(phone, "lull.sync.syncState().state === 'signin'")
    assert one(phone, "attacks", record_id)["pending"] is True
    sign_in(phone, ANA)
    until(phone, "localStorage.getItem('lull.account')")
    with_modules(phone)
    synced(phone)
    assert one(phone, "attacks", record_id)["pending"] is False


def test_signing_out_takes_the_diary_off_the_phone_and_the_server_knows(new_diary):
    phone = new_diary()
    synced(phone)
    assert phone.evaluate("lull.account.signOut()") == {"unsent": 0}
    assert phone.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert phone.evaluate("lull.account.findAccount()") is None


def copied(source, target):
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.mark.parametrize("told", [True, False], ids=["and says so", "and nobody says so"])
def test_a_server_back_from_a_backup_loses_nothing_the_phone_still_has(new_diary, server, told):
    phone = new_diary()
    synced(phone)
    database, backup = server.instance / "lull.sqlite", server.instance / "backup.sqlite"
    epoch = phone.evaluate("store.meta('epoch')")
    server.stop()
    copied(database, backup)
    server.start()
    with_modules(phone)
    note = f"after the backup, told: {told}"
    record_id = write(phone, "attacks", None, attack(note=note))["id"]
    synced(phone)
    server.stop()
    copied(backup, database)
    if told:
        asked(database, "UPDATE installation SET epoch = ?", uuid4().hex)
    server.start()
    with_modules(phone)
    synced(phone)
    assert asked(database, "SELECT count(*) FROM revision WHERE body LIKE ?", f"%{note}%") == (1,)
    assert (phone.evaluate("store.meta('epoch')") != epoch) is told
    assert one(phone, "attacks", record_id)["pending"] is False
