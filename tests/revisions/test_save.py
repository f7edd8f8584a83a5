"""What a diary keeps and shows when versions are saved."""

import itertools
import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from diary.attacks.models import Attack, AttackFeature
from diary.attacks.operations import ATTACK, PAIN_READING
from diary.days.models import Day
from diary.days.operations import DAY, day_id
from diary.fields import Refused
from diary.infusions.operations import INFUSION
from diary.revisions import queries
from diary.revisions.models import Revision
from diary.revisions.rebuild import differing, rebuild
from diary.sync.collections import KINDS
from tests.revisions.diaries import Device, a_diary, an_attack


def shown(diary, record_id):
    """The typed row of an attack, or None."""
    diary.session.expire_all()
    return diary.session.get(Attack, (diary.patient_id, record_id))


def test_a_saved_attack_is_shown_with_all_its_words(session):
    diary, record_id = a_diary(session), uuid.uuid4()
    words = {
        "places": ["temple", "behind my ear"],
        "symptoms": [{"name": "nausea", "present": True}, {"name": "vomiting", "present": False}],
        "prodrome": [{"name": "yawning", "hours_before": 3}],
    }
    diary.saves(ATTACK, Device().writes("attacks", record_id, an_attack(side="left", **words)))
    assert shown(diary, record_id).side == "left"
    rows = session.execute(sa.select(AttackFeature).order_by("part", "position")).scalars().all()
    assert [(row.part, row.name, row.present, row.hours_before) for row in rows] == [
        ("place", "temple", None, None),
        ("place", "behind my ear", None, None),
        ("prodrome", "yawning", None, 3),
        ("symptom", "nausea", True, None),
        ("symptom", "vomiting", False, None),
    ]


def test_saving_twice_is_harmless(session):
    diary, version = a_diary(session), Device().writes("attacks", uuid.uuid4(), an_attack())
    first, second = diary.saves(ATTACK, version, version)
    assert (first.answer, second.answer, second.seq) == ("accepted", "duplicate", first.seq)
    assert session.scalar(sa.select(sa.func.count()).select_from(Attack)) == 1


def test_a_later_version_takes_the_place_of_the_one_it_was_made_from(session):
    diary, phone, record_id = a_diary(session), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack(qualities=["throbbing"]))
    second = phone.writes("attacks", record_id, an_attack(side="right"), first)
    diary.saves(ATTACK, first, second)
    assert shown(diary, record_id).side == "right"
    assert session.scalar(sa.select(sa.func.count()).select_from(AttackFeature)) == 0
    assert len(queries.history(session, diary.patient_id, record_id)) == 2


def test_two_phones_agree_whatever_order_their_versions_arrive_in(session):
    phone, tablet, record_id = Device(), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack())
    on_phone = phone.writes("attacks", record_id, an_attack(side="left"), first)
    on_tablet = tablet.writes("attacks", record_id, an_attack(side="right"), first)
    gone = tablet.writes("attacks", record_id, None, on_tablet)
    outcomes = set()
    for order in itertools.permutations([first, on_phone, on_tablet, gone]):
        diary = a_diary(session)
        diary.saves(ATTACK, *order)
        row = shown(diary, record_id)
        outcomes.add((row.side, row.rev_id, row.versions))
        assert differing(session, diary.patient_id, KINDS) == []
    assert outcomes == {("left", on_phone["rev_id"], 1)}  # I5: a delete never hides a concurrent edit


def test_two_live_versions_are_both_kept_and_counted(session):
    diary, phone, tablet, record_id = a_diary(session), Device(), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack())
    versions = [each.writes("attacks", record_id, an_attack(note=str(each.id)), first) for each in (phone, tablet)]
    diary.saves(ATTACK, first, *versions)
    assert shown(diary, record_id).versions == 2
    both = phone.writes("attacks", record_id, an_attack(note="the one"), *versions)
    diary.saves(ATTACK, both)
    assert (shown(diary, record_id).versions, shown(diary, record_id).note) == (1, "the one")


def test_a_deleted_attack_is_not_shown_and_its_history_stays(session):
    diary, phone, record_id = a_diary(session), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack(note="kept for ever"))
    diary.saves(ATTACK, first, phone.writes("attacks", record_id, None, first))
    assert shown(diary, record_id) is None
    assert "kept for ever" in queries.history(session, diary.patient_id, record_id)[0].body


def test_a_pain_reading_may_come_before_its_attack(session):
    diary = a_diary(session)
    body = {"attack_id": str(uuid.uuid4()), "at": "2026-11-22T11:30:00Z", "zone": "Europe/Berlin", "pain": 7}
    assert diary.saves(PAIN_READING, Device().writes("pain_readings", uuid.uuid4(), body))[0].answer == "accepted"


def test_two_phones_that_answer_one_day_make_one_record(session):
    diary = a_diary(session)
    record_id = day_id(diary.patient_id, date(2026, 11, 21))
    body = {"date": "2026-11-21", "zone": "Europe/Berlin", "answered_at": "2026-11-22T08:00:00Z"}
    diary.saves(DAY, Device().writes("days", record_id, {**body, "headache": "no"}))
    diary.saves(DAY, Device().writes("days", record_id, {**body, "headache": "yes"}))
    rows = session.execute(sa.select(Day)).scalars().all()
    assert [(row.id, row.versions) for row in rows] == [(record_id, 2)]


def test_seq_has_no_gaps_even_where_a_version_is_refused(session):
    diary, phone = a_diary(session), Device()
    good = [phone.writes("attacks", uuid.uuid4(), an_attack()) for _ in range(3)]
    bad = phone.writes("attacks", uuid.uuid4(), an_attack(ended_at="2026-11-22T10:00:00Z"))
    for version in (good[0], bad, good[1], good[2]):
        try:
            diary.saves(ATTACK, version)
        except Refused:
            session.rollback()
    assert [row.seq for row in queries.after(session, diary.patient_id, 0, 10)] == [1, 2, 3]


def test_the_running_xor_is_of_all_versions_so_far(session):
    diary, phone = a_diary(session), Device()
    versions = [phone.writes("attacks", uuid.uuid4(), an_attack()) for _ in range(4)]
    diary.saves(ATTACK, *versions)
    expected = 0
    for version in versions:
        expected ^= int(version["rev_id"], 16)
    assert queries.running_xor(session, diary.patient_id, 4) == f"{expected:032x}"


def test_a_time_ahead_of_the_clock_is_kept_and_marked(session):
    diary, record_id = a_diary(session), uuid.uuid4()
    outcome = diary.saves(ATTACK, Device().writes("attacks", record_id, an_attack(started_at="2026-11-22T12:06:00Z")))
    assert outcome[0].marks == ("clock_suspect",)
    assert shown(diary, record_id).clock_suspect


REFUSED = {
    "an end before the start": (an_attack(ended_at="2026-11-22T10:59:59Z"), "ended_at"),
    "forty days": (an_attack(started_at="2026-10-01T00:00:00Z", ended_at="2026-11-10T00:00:00Z"), "ended_at"),
    "a zone nobody knows": (an_attack(zone="Mars/Olympus"), "zone"),
    "a zone that is no place": (an_attack(zone="localtime"), "zone"),
    "a time without an offset": (an_attack(started_at="2026-11-22T11:00:00"), "started_at"),
    "a field we do not know": (an_attack(colour="red"), "colour"),
    "a word outside a closed list": (an_attack(side="up"), "side"),
    "a truth that is text": (an_attack(worse_with_activity="yes"), "worse_with_activity"),
    "a note of ten megabytes": (an_attack(note="x" * 10_000_000), "note"),
    "too many words": (an_attack(places=[str(n) for n in range(41)]), "places"),
    "a control character": (an_attack(note="a\x00b"), "note"),
    "a body that is a list": ([], "_schema"),
    "a body that is text": ("attack", "_schema"),
}


@pytest.mark.parametrize(("body", "name"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_kept_is_refused_beside_its_field(session, body, name):
    diary = a_diary(session)
    with pytest.raises(Refused) as refused:
        diary.saves(ATTACK, Device().writes("attacks", uuid.uuid4(), body))
    assert name in refused.value.fields


@pytest.mark.parametrize("pain", [11, -1, "7", True, None, 2**63], ids=repr)
def test_pain_is_a_whole_number_from_0_to_10(session, pain):
    body = {"attack_id": str(uuid.uuid4()), "at": "2026-11-22T11:30:00Z", "zone": "Europe/Berlin", "pain": pain}
    diary = a_diary(session)
    with pytest.raises(Refused):
        diary.saves(PAIN_READING, Device().writes("pain_readings", uuid.uuid4(), body))


def test_a_version_changed_on_the_way_is_refused(session):
    version = Device().writes("attacks", uuid.uuid4(), an_attack())
    diary = a_diary(session)
    with pytest.raises(Refused, match="damaged"):
        diary.saves(ATTACK, {**version, "body": an_attack(side="left")})


def test_a_device_cannot_win_by_claiming_a_high_generation(session):
    phone, record_id, diary = Device(), uuid.uuid4(), a_diary(session)
    first = phone.writes("attacks", record_id, an_attack())
    diary.saves(ATTACK, first)
    with pytest.raises(Refused):
        diary.saves(ATTACK, {**phone.writes("attacks", record_id, an_attack(side="left"), first), "generation": 99})


def test_an_id_cannot_be_used_for_two_kinds_of_record(session):
    phone, record_id, diary = Device(), uuid.uuid4(), a_diary(session)
    diary.saves(ATTACK, phone.writes("attacks", record_id, an_attack()))
    body = {"attack_id": str(record_id), "at": "2026-11-22T11:30:00Z", "zone": "Europe/Berlin", "pain": 7}
    with pytest.raises(Refused):
        diary.saves(PAIN_READING, phone.writes("pain_readings", record_id, body))


def test_a_patient_does_not_write_the_clinics_infusions(session):
    body = {"route": "IV", "status": "completed", "zone": "Europe/Berlin", "started_at": "2026-11-22T09:00:00Z"}
    version = Device().writes("infusions", uuid.uuid4(), body)
    diary = a_diary(session)
    with pytest.raises(Refused):
        diary.saves(INFUSION, version)
    assert diary.saves(INFUSION, version, by="clinic")[0].answer == "accepted"


def test_one_patient_cannot_touch_anothers_record_by_its_id(session):
    ana, ben, phone, record_id = a_diary(session), a_diary(session, "Ben"), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack(note="Ana's"))
    ana.saves(ATTACK, first)
    ben.saves(ATTACK, phone.writes("attacks", record_id, an_attack(note="Ben's"), first))
    assert (shown(ana, record_id).note, shown(ben, record_id).note) == ("Ana's", "Ben's")


def test_rows_can_be_made_again_from_revisions(session):
    diary, phone = a_diary(session), Device()
    lost, bent = uuid.uuid4(), uuid.uuid4()
    for record_id in (lost, bent):
        diary.saves(ATTACK, phone.writes("attacks", record_id, an_attack(note="as written", places=["eye"])))
    session.execute(sa.delete(Attack).where(Attack.id == lost))
    session.execute(sa.update(Attack).where(Attack.id == bent).values(note="tampered"))
    found = differing(session, diary.patient_id, KINDS)
    assert sorted(found) == sorted([lost, bent])
    rebuild(session, diary.patient_id, KINDS, found)
    session.commit()
    assert differing(session, diary.patient_id, KINDS) == []
    assert shown(diary, bent).note == "as written"


@pytest.mark.parametrize("note", ["shorter", None])
def test_an_older_body_that_nobody_can_read_any_more_refuses_no_newer_one(session, note):
    diary, phone, other, record_id = a_diary(session), Device(), Device(), uuid.uuid4()
    first = phone.writes("attacks", record_id, an_attack(note="first"))
    second = phone.writes("attacks", record_id, an_attack(note="second"), first)
    third = phone.writes("attacks", record_id, an_attack(note="third"), second)
    diary.saves(ATTACK, first, second, third)
    bent = sa.update(Revision).where(Revision.rev_id == third["rev_id"]).values(body='{"severity": "eleven"}')
    session.execute(bent)
    late = other.writes("attacks", record_id, an_attack(note=note) if note else None, first)
    [outcome] = diary.saves(ATTACK, late)
    assert (outcome.answer, outcome.seq) == ("accepted", 4)
    row = shown(diary, record_id)
    assert (row.note, row.rev_id, row.versions) == ("third", third["rev_id"], 2 if note else 1)
    [settled] = diary.saves(ATTACK, other.writes("attacks", record_id, an_attack(note="settled"), third, late))
    assert settled.answer == "accepted" and shown(diary, record_id).note == "settled"
