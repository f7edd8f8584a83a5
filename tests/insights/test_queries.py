"""Reading: what the database says is what the records say, with nothing of what is hidden."""

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pytest

from diary import analysis
from diary.accounts.operations import new_epoch
from diary.clock import instant
from diary.db import db, reading
from diary.insights import queries
from diary.insights.queries import current_diary, read_diary
from tests.analysis.wire import diary_from
from tests.factories import NOW, ZONE
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)
ZONES = (ZONE, "America/New_York", "Asia/Kolkata")


def ago(days):
    return TODAY - timedelta(days=days)


def read(patient, **wanted):
    return read_diary(reading(db.session), patient.id, patient.zone, **wanted)


def a_busy_diary(writer, days=60):
    """Two months in which everything happens that an analysis looks at, in three zones."""
    chance = random.Random(5)
    drugs = [
        writer.medication(),
        writer.medication("Ibuprofen", "nsaid"),
        writer.medication("Botox", "botulinum_toxin", "preventive"),
    ]
    for back in range(days, 0, -1):
        writer.zone, start = chance.choice(ZONES), noon(ago(back)) + timedelta(hours=chance.randint(-10, 10))
        if chance.random() < 0.5:
            felt = {
                "side": chance.choice(("left", "both", None)),
                "severity": chance.choice(("mild", "severe", None)),
                "worse_with_activity": chance.choice((True, False, None)),
                "qualities": chance.choice((["throbbing"], ["pressing", "like a drill, or two"], [])),
                "symptoms": [{"name": name, "present": chance.random() < 0.7} for name in ("nausea", "light", "sound")],
            }
            attack = writer.attack(start, chance.uniform(0.2, 30), **felt)
            writer.pain(attack, start, chance.randint(1, 10))
            if chance.random() < 0.4:
                writer.dose(
                    chance.choice(drugs), start, attack_id=str(attack), for_headache=chance.choice((True, None))
                )
            if chance.random() < 0.3:
                body = {"started_at": instant(start), "zone": writer.zone, "kind": "visual", "attack_id": str(attack)}
                writer.writes("auras", {**body, "minutes": chance.choice((3, 20, None))})
        if chance.random() < 0.6:
            writer.day(ago(back), chance.choice(("yes", "no", None)), worst_pain=None)
        if chance.random() < 0.1:
            writer.dose(drugs[1], start, for_headache=False)
    writer.zone = ZONE
    ongoing = writer.attack(
        NOW - timedelta(hours=40),
        None,
        symptoms=[{"name": "nausea", "present": True, "at": instant(NOW - timedelta(hours=20))}],
    )
    writer.pain(ongoing, NOW - timedelta(hours=38), 6)


def as_told(writer):
    """The records as plain values, without a database between."""
    told = diary_from(writer.written, ZONE)
    bodies = {one["id"]: one["body"] for one in writer.written["attacks"]}
    felt = ("side", "severity", "worse_with_activity")
    attacks = tuple(
        replace(
            attack,
            qualities=frozenset(bodies[attack.id].get("qualities", ())),
            **{name: bodies[attack.id].get(name) for name in felt},
        )
        for attack in told.attacks
    )
    return replace(told, attacks=attacks)


@pytest.mark.parametrize("features", [True, False], ids=["with features", "arrays alone"])
def test_rows_are_counted_as_the_records_would_be(people, app, features):
    with app.app_context():
        writer = Writer(people.ana.id)
        with writer.at_once():
            a_busy_diary(writer)
        told, found = as_told(writer), read(people.ana, features=features)
    first, last = ago(70), TODAY
    expected, days = analysis.classify(told, first, last, NOW), analysis.classify(found, first, last, NOW)
    measures = set(analysis.MEASURES) - (set() if features else {"migraine", "moderate"})
    for name in ("recorded", "recall", "headache", "worst_pain", "minutes", "aura"):
        assert np.array_equal(getattr(days, name), getattr(expected, name)), name
    for measure in measures:
        assert np.array_equal(days.states(measure), expected.states(measure)), measure
    assert np.array_equal(days.acute, expected.acute)
    assert days.zones == expected.zones
    assert analysis.trend(found, now=NOW).preventives == analysis.trend(told, now=NOW).preventives


def test_attacks_come_with_what_they_felt_like(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        writer.attack(
            NOW - timedelta(days=2),
            4,
            side="left",
            qualities=["throbbing"],
            symptoms=[{"name": "nausea", "present": False}],
        )
        attack = read(people.ana).attacks[0]
    assert (attack.side, attack.qualities, attack.symptoms) == ("left", {"throbbing"}, {"nausea": False})


def test_attacks_come_with_what_they_did_to_the_day(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        writer.attack(NOW - timedelta(days=2), 4, effect_work="could_not", effect_social="none")
        (attack,) = read(people.ana).attacks
    assert attack.effects == {"could_not", "none"}


def an_aura(writer, **more):
    body = {"started_at": instant(NOW - timedelta(days=2)), "zone": ZONE, "kind": "sensory", **more}
    return writer.writes("auras", body)


@pytest.mark.parametrize("since", [None, ago(20)])
def test_auras_come_with_what_they_were_like(people, app, since):
    with app.app_context():
        writer = Writer(people.ana.id)
        told = {"spreads_gradually": True, "one_sided": False, "fully_reversible": True, "side": "left"}
        an_aura(writer, **told, minutes=20, signs=["tingling_hand", "like ants"])
        (aura,) = read(people.ana, since=since).columns.auras.records
    assert (aura.kind, aura.minutes, aura.signs, aura.positive) == ("sensory", 20, {"tingling_hand", "like ants"}, None)
    assert {name: getattr(aura, name) for name in told} == told


def test_without_features_an_aura_has_its_kind_and_nobody_is_told_what_it_was_like(people, app):
    with app.app_context():
        an_aura(Writer(people.ana.id))
        auras = read(people.ana, features=False).columns.auras
    assert [auras.kind_names[kind] for kind in auras.kind] == ["sensory"]
    assert (auras.attack.tolist(), len(auras.records)) == ([-1], 1)
    with pytest.raises(LookupError):
        auras.records[0]


def test_an_empty_diary_is_read_as_one(people, app):
    with app.app_context():
        diary = read(people.ana)
    assert (diary.attacks, diary.doses, diary.infusions, analysis.first_recorded(diary)) == ((), (), (), None)


def test_nobody_elses_rows_are_read(people, app):
    with app.app_context():
        writer = Writer(people.ben.id)
        writer.attack(NOW - timedelta(days=1))
        writer.infusion(NOW - timedelta(days=3), 6, 2)
        diary = read(people.ana)
    assert (len(diary.columns.attacks.at), diary.infusions) == (0, ())


def test_children_stay_hidden_until_their_parent_comes(people, app):
    with app.app_context():
        writer, attack, drug, when = Writer(people.ana.id), uuid4(), uuid4(), NOW - timedelta(days=2)
        writer.pain(attack, when, 9)
        writer.dose(drug, when)
        writer.writes("auras", {"started_at": instant(when), "zone": ZONE, "kind": "visual", "attack_id": str(attack)})
        hidden = analysis.classify(read(people.ana), ago(3), TODAY, NOW)
        writer.writes(
            "attacks",
            {"started_at": instant(when), "ended_at": instant(when + timedelta(hours=2)), "zone": ZONE},
            record_id=attack,
        )
        writer.writes("medications", {"name": "Suma", "kind": "acute", "drug_class": "triptan"}, record_id=drug)
        shown = analysis.classify(read(people.ana), ago(3), TODAY, NOW)
    assert not hidden.recorded.any()
    assert (shown[1].worst_pain, shown[1].aura, shown[1].acute_classes) == (9, True, {"triptan"})


def test_children_are_hidden_again_when_their_parent_is_deleted(people, app):
    with app.app_context():
        writer, when = Writer(people.ana.id), NOW - timedelta(days=2)
        attack, drug = writer.attack(when), writer.medication()
        writer.pain(attack, when, 9)
        writer.dose(drug, when)
        writer.writes("attacks", None, record_id=attack)
        writer.writes("medications", None, record_id=drug)
        days = analysis.classify(read(people.ana), ago(3), TODAY, NOW)
    assert not days.recorded.any()


def test_a_window_sees_what_can_touch_it(people, app):
    """An attack that began before the window and one that never ended reach into it; older ones do not."""
    with app.app_context():
        writer = Writer(people.ana.id)
        long_ago = writer.attack(noon(ago(200)))
        writer.pain(long_ago, noon(ago(200)), 8)
        writer.day(ago(200), "no")
        reaching = writer.attack(noon(ago(32)), 60)
        writer.pain(reaching, noon(ago(31)), 7)
        writer.day(ago(3), "no")
        everything, window = read(people.ana), read(people.ana, since=ago(31))
    assert len(window.columns.attacks.at) == 1
    whole, part = (analysis.classify(diary, ago(31), TODAY, NOW) for diary in (everything, window))
    assert list(whole) == list(part)
    assert part[0].worst_pain == 7


LATE = {
    "written late": (9, None, True),
    "written at once, edited late": (0, 9, False),
    "written within five days": (4, None, False),
}


@pytest.mark.parametrize("case", LATE)
def test_what_was_first_written_long_after_is_recall(people, app, case):
    first, edited, recall = LATE[case]
    with app.app_context():
        writer, start = Writer(people.ana.id), noon(ago(20))
        body = {"started_at": instant(start), "ended_at": instant(start + timedelta(hours=3)), "zone": ZONE}
        attack = writer.writes("attacks", body, at=start + timedelta(days=first))
        if edited:
            writer.writes("attacks", {**body, "side": "left"}, record_id=attack, at=start + timedelta(days=edited))
        day = analysis.classify(read(people.ana), ago(20), ago(20), NOW)[0]
    assert (day.recorded, day.recall) == (True, recall)


def test_an_imported_record_counts_as_written_when_it_happened(people, app):
    with app.app_context():
        writer, start = Writer(people.ana.id), noon(ago(20))
        body = {"started_at": instant(start), "ended_at": instant(start + timedelta(hours=3)), "zone": ZONE}
        writer.writes("attacks", body, by="import", at=NOW)
        day = analysis.classify(read(people.ana), ago(20), ago(20), NOW)[0]
    assert (day.recorded, day.recall) == (True, False)


def test_a_diary_is_read_again_when_it_has_a_later_version_and_not_before(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        writer.day(ago(1))
        first, again = (current_diary(reading(db.session), people.ana, features=False) for _ in range(2))
        writer.day(ago(2), "yes")
        later = current_diary(reading(db.session), people.ana, features=False)
        felt = current_diary(reading(db.session), people.ana)
    assert first is again
    assert (len(first.columns.answers.at), len(later.columns.answers.at), len(felt.columns.answers.at)) == (1, 2, 2)


def test_a_restored_database_is_read_again(people, app):
    with app.app_context():
        first = current_diary(reading(db.session), people.ana)
        db.session.rollback()
        new_epoch(db.session, now=NOW)
        db.session.commit()
        assert current_diary(reading(db.session), people.ana) is not first


def test_one_diary_is_never_taken_for_another(people, app):
    with app.app_context():
        Writer(people.ana.id).day(ago(1))
        ana, ben = (current_diary(reading(db.session), patient) for patient in (people.ana, people.ben))
    assert (len(ana.columns.answers.at), len(ben.columns.answers.at)) == (1, 0)


def test_only_the_diaries_looked_at_last_are_kept(people, app, monkeypatch):
    monkeypatch.setattr(queries, "MOST_KEPT", 2)
    with app.app_context():
        for patient in (people.ana, people.ben):
            for features in (True, False):
                current_diary(reading(db.session), patient, features=features)
    assert len(queries.KEPT) == 2


def test_a_diary_read_without_features_counts_no_migraine_days_instead_of_none(people, app):
    with app.app_context():
        Writer(people.ana.id).attack(noon(ago(2)))
        diary = read(people.ana, features=False)
    with pytest.raises(LookupError):
        analysis.trend(diary, now=NOW, measure="migraine")
