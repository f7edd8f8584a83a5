"""The settings of a clinic: defaults, versions, refusals, and what an infusion keeps of them."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from diary.fields import Refused
from diary.infusions.models import InstructionColumns, Instructions
from diary.infusions.operations import of_infusion
from diary.infusions.schemas import ClinicSettingsSchema, InstructionsSchema
from diary.infusions.settings import (
    DEFAULTS,
    Settings,
    change_settings,
    current_settings,
    instruct,
    instructions_body,
    settings_log,
)
from diary.revisions.operations import close_ledger, open_ledger
from tests.factories import NOW, ZONE, a_clinic
from tests.revisions.diaries import a_diary

LATER = NOW + timedelta(days=1)


@pytest.fixture
def clinic(session):
    """A clinic that never changed a setting."""
    return a_clinic(session)


def instructs(diary, infusion_id, settings, number=1, **how):
    """Write the instructions of an infusion and commit."""
    ledger = open_ledger(diary.session, patient_id=diary.patient_id, by="clinic", actor_id=7, now=NOW)
    outcome = instruct(ledger, infusion_id, settings, zone=ZONE, at=NOW, device=uuid4(), device_n=number, **how)
    close_ledger(ledger)
    diary.session.commit()
    return outcome


def kept(diary, infusion_id):
    diary.session.expire_all()
    return diary.session.get(Instructions, (diary.patient_id, of_infusion("instructions", infusion_id)))


def test_a_clinic_that_said_nothing_has_the_defaults(session, clinic):
    assert current_settings(session, clinic.id) is DEFAULTS
    assert (DEFAULTS.solid_food_minutes, DEFAULTS.clear_liquids_minutes) == (360, 120), "ASA: 6 h and 2 h"
    assert (DEFAULTS.no_driving_hours, DEFAULTS.no_alcohol_hours) == (24, 24)


def test_the_defaults_can_be_kept_as_they_are_and_name_nobody():
    body = {field.name: getattr(DEFAULTS, field.name) for field in fields(Settings)}
    ClinicSettingsSchema().load(body)
    assert {name for name, value in body.items() if value is None} == {
        *("light_meal_minutes", "crisis_text", "emergency_number", "clinic_phone", "reviewer", "review_days"),
    }


def test_settings_instructions_and_their_columns_are_the_same_list():
    names = {field.name for field in fields(Settings)}
    assert set(ClinicSettingsSchema().fields) == names
    assert set(InstructionsSchema().fields) == names - {"review_days"} | {"infusion_id", "zone"}
    assert set(InstructionColumns.__annotations__) == names - {"review_days"}


def test_each_change_is_a_version_with_who_and_when(session, clinic):
    first = change_settings(session, clinic.id, 7, NOW, observation_minutes=30, clinic_phone="+49 30 1")
    change_settings(session, clinic.id, 8, LATER, reviewer="Nora", review_days=14)
    session.commit()
    assert current_settings(session, clinic.id) == replace(first, reviewer="Nora", review_days=14)
    log = [(row.version, row.made_by, row.made_at, row.reviewer) for row in settings_log(session, clinic.id)]
    assert log == [(2, 8, LATER, "Nora"), (1, 7, NOW, None)]


def test_what_changes_nothing_is_no_version(session, clinic):
    change_settings(session, clinic.id, 7, NOW, solid_food_minutes=360)
    assert settings_log(session, clinic.id) == []


def test_a_setting_can_be_taken_away(session, clinic):
    change_settings(session, clinic.id, 7, NOW, drink_text=None)
    assert current_settings(session, clinic.id).drink_text is None


def test_another_clinic_is_not_touched(session, clinic):
    change_settings(session, clinic.id, 7, NOW, planned_minutes=240)
    assert current_settings(session, a_clinic(session, "Another").id) == DEFAULTS


@pytest.mark.parametrize(
    ("wrong", "where", "sentence"),
    [
        ({"clear_liquids_minutes": 400}, "clear_liquids_minutes", "earlier than solid food"),
        ({"light_meal_minutes": 361}, "light_meal_minutes", "earlier than solid food"),
        ({"solid_food_minutes": 2881}, "solid_food_minutes", "between 0 and 2880"),
        ({"planned_minutes": 4}, "planned_minutes", "between 5 and 720"),
        ({"no_driving_hours": 1.5}, "no_driving_hours", "whole number"),
        ({"drink_text": "x" * 501}, "drink_text", "At most 500"),
        ({"driver_needed": "yes"}, "driver_needed", "true or false"),
        ({"parking_text": "behind the house"}, "parking_text", "Unknown field"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(session, clinic, wrong, where, sentence):
    with pytest.raises(Refused) as refusal:
        change_settings(session, clinic.id, 7, NOW, **wrong)
    assert list(refusal.value.fields) == [where]
    assert sentence in refusal.value.fields[where][0]
    assert settings_log(session, clinic.id) == []


def test_an_infusion_keeps_the_settings_it_was_planned_under(session, clinic):
    diary, infusion_id = a_diary(session), uuid4()
    assert instructs(diary, infusion_id, current_settings(session, clinic.id)).answer == "accepted"
    changed = change_settings(session, clinic.id, 7, LATER, solid_food_minutes=480, clinic_phone="+49 30 1")
    assert instructs(diary, infusion_id, changed, 2) is None
    assert (kept(diary, infusion_id).solid_food_minutes, kept(diary, infusion_id).clinic_phone) == (360, None)
    instructs(diary, infusion_id, changed, 3, again=True)
    assert (kept(diary, infusion_id).solid_food_minutes, kept(diary, infusion_id).clinic_phone) == (480, "+49 30 1")
    assert kept(diary, infusion_id).versions == 1


def test_instructions_leave_out_what_the_clinic_does_not_say():
    body = instructions_body(uuid4(), ZONE, DEFAULTS)
    assert "light_meal_minutes" not in body and "review_days" not in body
    assert body["zone"] == ZONE
    InstructionsSchema().load(body)
