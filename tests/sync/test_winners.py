"""The server, the phone and the tests' own phone show the same version, whatever order the versions came in."""

import itertools
import json
import random
from pathlib import Path

import pytest

from diary.revisions.winner import Version, leaves
from tests.sync import device

CASES = json.loads((Path(__file__).parent / "winners.json").read_text())["cases"]
NAMED = [pytest.param(case, id=case["name"]) for case in CASES]
SHOWN = """async ([base, orders]) => {
  const { shown } = await import(`${base}/js/records.js`);
  return orders.map((order) => { const row = shown(order); return [row.rev_id, row.versions]; });
}"""


def whole(name):
    return name * 32


def revisions(case):
    return [
        {
            "rev_id": whole(name),
            "record_id": "r",
            "collection": "attacks",
            "parents": [whole(parent) for parent in parents],
            "generation": generation,
            "deleted": deleted,
            "body": None if deleted else {},
        }
        for name, parents, generation, deleted in case["versions"]
    ]


def orders(case):
    """Some orders in which the versions may come, the same ones every time."""
    every = [list(order) for order in itertools.permutations(revisions(case))]
    return random.Random(1).sample(every, min(len(every), 24))


def wanted(case):
    return [whole(case["winner"]), [whole(name) for name in case["live"]]]


@pytest.mark.parametrize("case", NAMED)
def test_the_server_shows_it(case):
    for order in orders(case):
        ends = leaves(Version(r["rev_id"], tuple(r["parents"]), r["generation"], r["deleted"]) for r in order)
        assert [ends[0].rev_id, sorted(end.rev_id for end in ends if not end.deleted)] == wanted(case)


@pytest.mark.parametrize("case", NAMED)
def test_the_phone_of_the_tests_shows_it(case):
    for order in orders(case):
        row = device.shown(order)
        assert [row["rev_id"], row["versions"]] == wanted(case)


def test_the_phone_shows_it(phone, watch):
    watch.expect("Failed to load resource")  # nobody is signed in
    phone.goto("/offline")
    base = phone.evaluate("document.querySelector('link[rel=stylesheet]').href.replace('/css/phone.css', '')")
    for case in CASES:
        for row in phone.evaluate(SHOWN, [base, orders(case)]):
            assert row == wanted(case), case["name"]
