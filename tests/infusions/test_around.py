"""What stands around an infusion: what its records may hold, who writes them, and when a checklist asks a clinician."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from diary.fields import Refused
from diary.infusions.models import Checklist, ChecklistAnswer, Discharge, DischargeCriterion, Infusion
from diary.infusions.operations import COURSE, INFUSION, OWN_INFUSION, of_infusion
from diary.infusions.queries import uncleared
from diary.infusions.schemas import CRITERIA, READY, SCREENING
from diary.profile.operations import profile_id
from diary.revisions.operations import load
from diary.revisions.rebuild import differing, rebuild
from diary.sync.collections import COLLECTIONS, KINDS
from tests.factories import ZONE
from tests.revisions.diaries import Device, a_diary

AT = "2026-11-22T08:00:00.000Z"
INFUSION_ID = str(UUID(int=7, version=4))
#: A body that is kept, by collection.
BODIES = {
    "instructions": {"solid_food_minutes": 360, "clear_liquids_minutes": 120, "driver_needed": True},
    "checklists": {"answered_at": AT, "driver": "Zoë", "screening": [{"name": "pregnancy", "yes": False}]},
    "clearances": {"at": AT, "clinician": "Nora", "cleared": True},
    "discharges": {"at": AT, "criteria": [{"name": "walks_steadily", "yes": True}], "escort": "Zoë"},
}


def body_of(collection, **more):
    return {"infusion_id": INFUSION_ID, "zone": ZONE, **BODIES[collection], **more}


def answers(**said):
    return [{"name": name, "yes": yes} for name, yes in said.items()]


def saves(diary, collection, body, *parents, by, phone=None):
    """Save one version and return it."""
    version = (phone or Device()).writes(collection, of_infusion(collection, UUID(INFUSION_ID)), body, *parents)
    diary.saves(COLLECTIONS[collection], version, by=by)
    return version


@pytest.mark.parametrize(
    ("collection", "wrong", "where", "sentence"),
    [
        ("instructions", {"clear_liquids_minutes": 361}, "clear_liquids_minutes", "earlier than solid food"),
        ("instructions", {"light_meal_minutes": 400}, "light_meal_minutes", "earlier than solid food"),
        ("instructions", {"observation_minutes": -1}, "observation_minutes", "between 0 and 480"),
        ("instructions", {"crisis_text": "x" * 501}, "crisis_text", "At most 500 characters"),
        ("instructions", {"emergency_number": 112}, "emergency_number", "Not a valid string"),
        ("checklists", {"answered_at": None}, "answered_at", "may not be null"),
        ("checklists", {"screening": answers(pregnancy=True) * 2}, "screening", "twice"),
        ("checklists", {"driver": ""}, "driver", ""),
        ("clearances", {"cleared": False}, "reason", "Say why"),
        ("clearances", {"cleared": False, "reason": " "}, "reason", "Say why"),
        ("clearances", {"checklist_rev": "abc"}, "checklist_rev", "Not a revision's name"),
        ("clearances", {"clinician": None}, "clinician", "may not be null"),
        ("discharges", {"zone": "Middle/Earth"}, "zone", "do not know this time zone"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_plain_words(collection, wrong, where, sentence):
    with pytest.raises(Refused) as refusal:
        load(COLLECTIONS[collection], body_of(collection, **wrong))
    assert list(refusal.value.fields) == [where]
    assert sentence in str(refusal.value.fields[where])


def test_no_light_meal_is_an_answer_and_own_words_are_kept():
    load(COLLECTIONS["instructions"], body_of("instructions", light_meal_minutes=None))
    load(COLLECTIONS["instructions"], body_of("instructions", light_meal_minutes=240))
    lists = {"screening": SCREENING, "ready": READY, "criteria": CRITERIA}
    for name, listed in lists.items():
        collection = "discharges" if name == "criteria" else "checklists"
        said = answers(**dict.fromkeys((*listed, "my own word"), True))
        assert load(COLLECTIONS[collection], body_of(collection, **{name: said}))[name] == said


WRITERS = [
    *((name, "patient", "clinic") for name in ("checklists",)),
    *((name, "clinic", "patient") for name in ("instructions", "clearances", "discharges")),
]


@pytest.mark.parametrize(("collection", "writer", "other"), WRITERS)
def test_each_is_written_by_one_side_alone(session, collection, writer, other):
    diary = a_diary(session)
    with pytest.raises(Refused, match="written by someone else"):
        saves(diary, collection, body_of(collection), by=other)
    session.rollback()
    version = saves(diary, collection, body_of(collection), by=writer)
    with pytest.raises(Refused, match="written by someone else"):
        saves(diary, collection, None, version, by=other)


@pytest.mark.parametrize("collection", BODIES)
def test_an_infusion_has_one_of_each_by_its_own_id(session, collection):
    diary = a_diary(session)
    by = "patient" if collection == "checklists" else "clinic"
    elsewhere = Device().writes(collection, uuid4(), body_of(collection))
    with pytest.raises(Refused, match="id does not fit"):
        diary.saves(COLLECTIONS[collection], elsewhere, by=by)
    session.rollback()
    first = saves(diary, collection, body_of(collection), by=by)
    saves(diary, collection, body_of(collection), by=by)
    row = session.scalars(sa.select(COLLECTIONS[collection].table)).one()
    assert (row.versions, str(row.infusion_id)) == (2, INFUSION_ID)
    assert first["record_id"] == str(row.id)


def test_answers_are_rows_and_are_made_again_from_the_revisions(session):
    diary = a_diary(session)
    ready, screening = answers(medicines=True, ride=False), answers(pregnancy=False, unwell_today=True)
    saves(diary, "checklists", body_of("checklists", ready=ready, screening=screening), by="patient")
    saves(diary, "discharges", body_of("discharges"), by="clinic")
    rows = sa.select(ChecklistAnswer.part, ChecklistAnswer.name, ChecklistAnswer.yes)
    expected = {("ready", "medicines", True), ("ready", "ride", False)}
    expected |= {("screening", "pregnancy", False), ("screening", "unwell_today", True)}
    assert set(session.execute(rows).all()) == expected
    for table in (ChecklistAnswer, DischargeCriterion):
        session.execute(sa.delete(table))
    wrong = differing(session, diary.patient_id, KINDS)
    assert len(wrong) == 2
    rebuild(session, diary.patient_id, KINDS, wrong)
    assert set(session.execute(rows).all()) == expected
    assert differing(session, diary.patient_id, KINDS) == []
    assert session.scalars(sa.select(Checklist.driver)).one() == session.scalars(sa.select(Discharge.escort)).one()


def test_one_yes_asks_a_clinician_once(session):
    diary, phone, desk = a_diary(session), Device(), Device()
    infusion_id = UUID(INFUSION_ID)
    assert uncleared(session, diary.patient_id, infusion_id) == ()
    no = body_of("checklists", screening=answers(pregnancy=False, new_medicine=False))
    first = saves(diary, "checklists", no, by="patient", phone=phone)
    assert uncleared(session, diary.patient_id, infusion_id) == ()
    yes = body_of("checklists", screening=answers(pregnancy=False, new_medicine=True))
    second = saves(diary, "checklists", yes, first, by="patient", phone=phone)
    assert uncleared(session, diary.patient_id, infusion_id) == ("new_medicine",)
    looked = body_of("clearances", checklist_rev=second["rev_id"])
    saves(diary, "clearances", looked, by="clinic", phone=desk)
    assert uncleared(session, diary.patient_id, infusion_id) == ()
    third = saves(diary, "checklists", {**yes, "driver": "Ali"}, second, by="patient", phone=phone)
    assert uncleared(session, diary.patient_id, infusion_id) == (), "who drives is no new yes"
    later = body_of("checklists", screening=answers(pregnancy=True, new_medicine=True))
    saves(diary, "checklists", later, third, by="patient", phone=phone)
    assert uncleared(session, diary.patient_id, infusion_id) == ("pregnancy",)


def test_a_yes_in_either_of_two_versions_asks(session):
    diary = a_diary(session)
    for name in ("psychosis", "pregnancy"):
        saves(diary, "checklists", body_of("checklists", screening=answers(**{name: True})), by="patient")
    assert set(uncleared(session, diary.patient_id, UUID(INFUSION_ID))) == {"psychosis", "pregnancy"}


GIVEN = {"route": "IV", "status": "completed", "zone": ZONE, "started_at": AT}
FAST = {**GIVEN, "rate_steps": [{"from_at": AT, "rate_mg_per_kg_h": "7.01"}]}


def test_a_rate_beyond_belief_needs_its_reason():
    with pytest.raises(Refused) as refusal:
        load(INFUSION, FAST)
    assert list(refusal.value.fields) == ["override_reason"]
    assert "more than 7 mg/kg/h" in refusal.value.fields["override_reason"][0]
    load(INFUSION, {**FAST, "override_reason": "Research protocol"})
    load(INFUSION, {**GIVEN, "rate_steps": [{"from_at": AT, "rate_mg_per_kg_h": "7"}]})


def test_a_reason_from_before_there_was_a_field_for_it_is_still_read():
    load(INFUSION, {**FAST, "note": "research protocol"})


def test_other_routes_have_fields_of_their_own(session):
    diary, desk = a_diary(session), Device()
    nasal = {**GIVEN, "route": "nasal", "sprays": 6, "mg_per_spray": "15.5", "total_mg": "93"}
    diary.saves(INFUSION, desk.writes("infusions", uuid4(), nasal), by="clinic")
    row = session.scalars(sa.select(Infusion)).one()
    assert (row.sprays, str(row.mg_per_spray)) == (6, "15.5")
    load(INFUSION, {**GIVEN, "route": "IM", "site": "left deltoid", "total_mg": "30"})
    load(OWN_INFUSION, {"date": "2026-11-01", "zone": ZONE, "route": "nasal", "sprays": 1, "mg_per_spray": "15"})
    course = {"kind": "maintenance", "route": "nasal", "started_on": "2026-11-01", "zone": ZONE, "days_per_28": 28}
    load(COURSE, course)
    for kind, body, where in (
        (INFUSION, {**nasal, "sprays": 41}, "sprays"),
        (OWN_INFUSION, {"date": "2026-11-01", "zone": ZONE, "route": "nasal", "sprays": 0}, "sprays"),
        (COURSE, {**course, "days_per_28": 29}, "days_per_28"),
    ):
        with pytest.raises(Refused) as refusal:
            load(kind, body)
        assert list(refusal.value.fields) == [where]


@pytest.mark.parametrize("collection", [*BODIES, "profiles"])
def test_one_patient_s_id_opens_nothing_in_another_s_diary(session, collection):
    """Ben writes with Ana's record id: Ana's stays, and his is his own or refused."""
    ana, ben = a_diary(session), a_diary(session, "Ben")
    body = {"zone": ZONE} if collection == "profiles" else body_of(collection)
    record_id = profile_id(ana.patient_id) if collection == "profiles" else of_infusion(collection, UUID(INFUSION_ID))
    kind = COLLECTIONS[collection]
    by = "patient" if "patient" in kind.writers else "clinic"
    ana.saves(kind, Device().writes(collection, record_id, body), by=by)
    mine = Device().writes(collection, record_id, body)
    if collection == "profiles":
        with pytest.raises(Refused, match="id does not fit"):
            ben.saves(kind, mine, by=by)
    else:
        ben.saves(kind, mine, by=by)
    row = session.get(kind.table, (ana.patient_id, record_id))
    assert row.versions == 1
