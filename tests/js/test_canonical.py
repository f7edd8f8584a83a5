"""The phone and the server give every version the same name. The server's half: tests/sync/test_canonical.py."""

import hashlib
import json
import random
from pathlib import Path

VECTORS = json.loads((Path(__file__).parents[1] / "sync" / "vectors.json").read_text())

HEX = "const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');"


def test_a_value_has_one_sequence_of_bytes(page):
    script = f"(cases) => {{ {HEX} return cases.map(({{value}}) => hex(lull.canonical.canonicalBytes(value))); }}"
    # Sent as text and parsed there, so that what is tested is the browser's own reading of the JSON.
    text = json.dumps(VECTORS["canonical"])
    assert page.evaluate(f"(text) => ({script})(JSON.parse(text))", text) == [
        case["bytes"] for case in VECTORS["canonical"]
    ]


def test_a_revision_is_named_by_what_it_says(page):
    script = "(text) => Promise.all(JSON.parse(text).map(({parts}) => lull.canonical.revId(parts)))"
    assert page.evaluate(script, json.dumps(VECTORS["revisions"])) == [case["rev_id"] for case in VECTORS["revisions"]]


def test_a_digest_is_that_of_hashlib_at_every_length(page):
    chance = random.Random(20261122)
    texts = [b"", b"abc", b"\x80" * 56, b"\xff" * 64, bytes(1000), *(chance.randbytes(length) for length in range(300))]
    script = f"(texts) => {{ {HEX} return texts.map((text) => hex(lull.sha256.sha256(Uint8Array.from(text)))); }}"
    assert page.evaluate(script, [list(text) for text in texts]) == [hashlib.sha256(text).hexdigest() for text in texts]


def test_a_natural_key_gives_one_id(page):
    script = "(text) => Promise.all(JSON.parse(text).map(({name}) => lull.canonical.uuid5(name)))"
    assert page.evaluate(script, json.dumps(VECTORS["ids"])) == [case["uuid"] for case in VECTORS["ids"]]


def test_what_has_no_canonical_form_is_refused(page):
    script = """(cases) => cases.map(({json}) => {
      try { lull.canonical.canonicalBytes(JSON.parse(json)); return "taken"; } catch { return "refused"; }
    })"""
    # 9007199254740993 is already rounded when JavaScript has read it; what is left is not a safe integer.
    assert set(page.evaluate(script, VECTORS["refused"])) == {"refused"}


def test_new_ids_are_of_their_version_and_sort_by_time(page):
    made = page.evaluate(
        "[lull.canonical.uuid7(1), lull.canonical.uuid7(2 ** 40), lull.canonical.uuid7(), lull.canonical.uuid4()]"
    )
    assert made[0][:13] == "00000000-0001"
    assert [one[14] for one in made] == ["7", "7", "7", "4"] and {one[19] for one in made} <= set("89ab")
    assert made[:3] == sorted(made[:3])
