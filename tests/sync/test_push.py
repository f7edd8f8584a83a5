"""What the server answers when a device sends what it wrote, and when it asks what changed."""

import uuid

import orjson
import pytest

from diary.clock import instant
from diary.sync.collections import COLLECTIONS, KINDS
from diary.sync.operations import push
from diary.sync.queries import pull
from tests.revisions.diaries import NOW, Device, a_diary, an_attack

JUNK = [None, 7, "attack", [], {}, {"rev_id": "zz"}, {"collection": "attacks"}, {"rev_id": 5, "body": {"a": 1.5}}]


def sends(diary, *operations):
    """Push a batch and commit, as the route does."""
    answers = push(diary.session, patient_id=diary.patient_id, operations=operations, actor_id=None, now=NOW)
    diary.session.commit()
    return answers


def pulled(diary, after=0, limit=500):
    """A page as a device would read it from the wire."""
    page = pull(diary.session, patient_id=diary.patient_id, after=after, limit=limit)
    return orjson.loads(orjson.dumps(page))


def test_each_operation_gets_its_own_answer_in_order(session):
    diary, phone = a_diary(session), Device()
    good = phone.writes("attacks", uuid.uuid4(), an_attack())
    bad = phone.writes("attacks", uuid.uuid4(), an_attack(side="up"))
    answers = sends(diary, good, bad, good)
    assert [answer["answer"] for answer in answers] == ["accepted", "rejected", "duplicate"]
    assert list(answers[1]["fields"]) == ["side"]
    assert [answer["rev_id"] for answer in answers] == [good["rev_id"], bad["rev_id"], good["rev_id"]]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_a_poison_operation_blocks_nothing(session, junk):
    diary, phone = a_diary(session), Device()
    versions = [phone.writes("attacks", uuid.uuid4(), an_attack()) for _ in range(2)]
    answers = sends(diary, versions[0], junk, versions[1])
    assert [answer["answer"] for answer in answers] == ["accepted", "rejected", "accepted"]
    assert [answer.get("seq") for answer in answers] == [1, None, 2]


def test_an_unknown_collection_and_a_newer_schema_are_answered_for(session):
    diary, phone = a_diary(session), Device()
    newer = {**phone.writes("attacks", uuid.uuid4(), an_attack()), "schema": 2}
    unknown = phone.writes("dreams", uuid.uuid4(), {"zone": "Europe/Berlin"})
    answers = sends(diary, newer, unknown)
    assert [answer["answer"] for answer in answers] == ["rejected", "rejected"]
    assert "newer" in answers[0]["error"]


def test_what_was_pushed_is_pulled_as_it_was_written(session):
    diary, phone = a_diary(session), Device()
    written = phone.writes("attacks", uuid.uuid4(), an_attack(note="Ünïcødé \U0001f319", side="left"))
    sends(diary, written)
    (revision,) = pulled(diary)["revisions"]
    assert {name: revision[name] for name in written} == written
    assert (revision["seq"], revision["received_at"]) == (1, instant(NOW))


def test_pages_follow_the_cursor_and_end(session):
    diary, phone = a_diary(session), Device()
    sends(diary, *[phone.writes("attacks", uuid.uuid4(), an_attack()) for _ in range(7)])
    seen, cursor, more = [], 0, True
    while more:
        page = pulled(diary, cursor, limit=3)
        seen += [revision["seq"] for revision in page["revisions"]]
        cursor, more = page["cursor"], page["has_more"]
    assert seen == [1, 2, 3, 4, 5, 6, 7]
    assert page["count"] == 7


def test_the_check_of_a_page_covers_everything_up_to_its_cursor(session):
    diary, phone = a_diary(session), Device()
    sends(diary, *[phone.writes("attacks", uuid.uuid4(), an_attack()) for _ in range(5)])
    xor = 0
    for revision in pulled(diary)["revisions"]:
        xor ^= int(revision["rev_id"], 16)
    assert pulled(diary)["xor"] == f"{xor:032x}"
    assert pulled(diary, after=5)["xor"] == f"{xor:032x}"


def test_ben_pulls_nothing_of_anas(session):
    ana, ben = a_diary(session), a_diary(session, "Ben")
    sends(ana, Device().writes("attacks", uuid.uuid4(), an_attack()))
    assert pulled(ben)["revisions"] == []


def test_every_collection_is_kept_apart_by_patient(session):
    for kind in KINDS:
        assert [column.name for column in kind.table.__table__.primary_key] == ["patient_id", "id"], kind.collection
    assert len(COLLECTIONS) == len(KINDS)
