"""What a hostile or broken device sends over HTTP: each operation is answered for, whatever is wrong with it."""

import uuid

import pytest

from diary.db import db
from tests.accounts.people import Person
from tests.factories import ZONE, cast, sign_in
from tests.revisions.diaries import Device, an_attack

A_DOSE = {"medication_id": str(uuid.uuid4()), "taken_at": "2026-11-20T10:00:00.000Z", "zone": ZONE}


@pytest.fixture
def ana(sqlite_app):
    """Ana's phone, signed in."""
    with sqlite_app.app_context():
        made = cast(db.session)
    return Person(sign_in(sqlite_app.test_client(), made.ana))


def pushes(person, *operations):
    """The answer to a batch."""
    account = person.asks("/api/v1/account").json["id"]
    batch = {"account": account, "device": str(uuid.uuid4()), "epoch": "", "operations": list(operations)}
    return person.asks("/api/v1/sync/push", batch)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"places": ["left", 7]}, "places"),
        ({"symptoms": [{"name": 1, "present": True}, 5]}, "symptoms"),
        ({"__proto__": {"x": 1}}, "__proto__"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_what_is_wrong_inside_a_list_is_told_and_the_rest_is_kept(ana, wrong, where):
    phone = Device()
    bad, good = (phone.writes("attacks", uuid.uuid4(), {**an_attack(), **more}) for more in (wrong, {}))
    answer = pushes(ana, bad, good)
    assert answer.status_code == 200
    assert [told["answer"] for told in answer.json["answers"]] == ["rejected", "accepted"]
    assert list(answer.json["answers"][0]["fields"]) == [where]


def test_the_name_of_a_parent_ends_where_it_ends(ana):
    version = Device().writes("attacks", uuid.uuid4(), an_attack(), {"rev_id": "a" * 32 + "\n", "generation": 1})
    (told,) = pushes(ana, version).json["answers"]
    assert (told["answer"], told["fields"]) == ("rejected", {"parents": {"0": ["Not a revision's name."]}})


@pytest.mark.parametrize("amount", ["1_0", "١٢", "1E+3", "0E+9999999999", "NaN", "sNaN", "-Infinity", "0x10", "1\n"])
def test_an_amount_is_written_so_that_a_phone_reads_it_too(ana, amount):
    (told,) = pushes(ana, Device().writes("doses", uuid.uuid4(), {**A_DOSE, "amount": amount})).json["answers"]
    assert (told["answer"], list(told["fields"])) == ("rejected", ["amount"])


@pytest.mark.parametrize("amount", ["50", "0.5", ".5", "5.", "+5", "012"])
def test_an_amount_may_be_written_in_any_plain_way(ana, amount):
    (told,) = pushes(ana, Device().writes("doses", uuid.uuid4(), {**A_DOSE, "amount": amount})).json["answers"]
    assert told["answer"] == "accepted"
