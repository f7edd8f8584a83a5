"""What an infusion is given under: the clinic's settings of the day it was first recorded, whatever they become."""

import pytest
import sqlalchemy as sa

from diary.db import db
from diary.infusions.models import Infusion, Instructions
from diary.infusions.settings import change_settings
from tests.factories import NOW, ZONE
from tests.insights.writing import Writer

NASAL = {"route": "nasal", "status": "completed", "zone": ZONE, "started_at": "2026-11-20T09:00:00.000Z"}


@pytest.fixture
def settles(sheets_here):
    """Changes settings of Nora's clinic."""

    def change(**values):
        with sheets_here.who.app.app_context():
            change_settings(db.session, sheets_here.who.cast.clinic.id, None, NOW, **values)
            db.session.commit()

    return change


def rows(sheets, model):
    with sheets.who.app.app_context():
        return list(db.session.scalars(sa.select(model).where(model.patient_id == sheets.patient.id)))


def test_an_infusion_keeps_the_settings_it_was_first_recorded_under(sheets_here, settles):
    settles(clinic_phone="+49 30 1")
    infusion = sheets_here.records()
    settles(clinic_phone="+49 30 2")
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion__weight_kg="70")
    (kept,) = rows(sheets_here, Instructions)
    assert (str(kept.infusion_id), kept.clinic_phone, kept.solid_food_minutes) == (infusion, "+49 30 1", 360)


def test_one_that_is_still_planned_gets_them_when_it_has_none(sheets_here, settles):
    planned = {"route": "IV", "status": "preparation", "zone": ZONE, "planned_at": "2026-11-25T09:00:00.000Z"}
    with sheets_here.who.app.app_context():
        infusion = str(Writer(sheets_here.patient.id).writes("infusions", planned, by="clinic"))
    settles(solid_food_minutes=480)
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion__weight_kg="70")
    (kept,) = rows(sheets_here, Instructions)
    assert (str(kept.infusion_id), kept.solid_food_minutes) == (infusion, 480)


def test_what_the_form_has_no_input_for_stays_and_no_past_settings_are_made_up(sheets_here):
    more = {"sprays": 6, "mg_per_spray": "15", "site": "left", "override_reason": "Research protocol"}
    with sheets_here.who.app.app_context():
        infusion = str(Writer(sheets_here.patient.id).writes("infusions", {**NASAL, **more}, by="clinic"))
    sheets_here.sends(sheets_here.opens(infusion), infusion, infusion__weight_kg="70")
    (row,) = rows(sheets_here, Infusion)
    assert (str(row.weight_kg), row.sprays, str(row.mg_per_spray), row.site) == ("70", 6, "15", "left")
    assert row.override_reason == "Research protocol"
    assert rows(sheets_here, Instructions) == []
