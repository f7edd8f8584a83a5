"""How long staff may do nothing: half an hour while the chair's page is open, a quarter of an hour elsewhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine

from diary.accounts.models import SignIn
from diary.accounts.session import CHAIR_IDLE, STAFF_IDLE
from diary.db import db
from tests.clinic.chair import Chair, an_infusion
from tests.factories import NOW

MINUTE = timedelta(minutes=1)
PATIENTS = "/clinic/patients"


@pytest.fixture
def clock():
    """Noon, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def chair(clock, here):
    """Nora has the chair open."""
    chair = Chair(here, an_infusion(here))
    assert chair.staff.opens(chair.root).status_code == 200
    return chair


def polls(chair):
    """The status of what the page asks by itself."""
    return chair.staff.asks(f"{chair.root}/state").status_code


def may_rest(chair):
    """The minutes that Nora's sign-in may rest."""
    with chair.who.app.app_context():
        user = chair.who.cast.nora.id
        return db.session.scalar(sa.select(SignIn.idle_minutes).where(SignIn.user_id == user))


def test_at_the_chair_nora_may_watch_for_half_an_hour(chair, clock):
    clock.shift(CHAIR_IDLE * MINUTE - timedelta(seconds=1))
    assert polls(chair) == 200
    clock.shift(timedelta(seconds=1))
    assert polls(chair) == 401


def test_what_the_page_asks_by_itself_is_nobodys_activity(chair, clock):
    for _ in range(CHAIR_IDLE - 1):
        clock.shift(MINUTE)
        assert polls(chair) == 200
    clock.shift(MINUTE)
    assert polls(chair) == 401


def test_whoever_writes_at_the_chair_is_there(chair, clock):
    clock.shift((CHAIR_IDLE - 1) * MINUTE)
    chair.writes("infusion_pains.15", {"pain": 4})
    clock.shift((CHAIR_IDLE - 1) * MINUTE)
    assert polls(chair) == 200


def test_elsewhere_it_is_a_quarter_of_an_hour_again(chair, clock):
    assert chair.staff.opens(PATIENTS).status_code == 200
    clock.shift(STAFF_IDLE * MINUTE)
    assert polls(chair) == 401


def test_the_chair_in_another_tab_is_still_the_chair(chair, clock):
    chair.staff.opens(PATIENTS)
    polls(chair)
    clock.shift((CHAIR_IDLE - 1) * MINUTE)
    assert polls(chair) == 200


def test_a_chair_that_is_not_there_is_not_open(here, clock):
    chair = Chair(here, uuid4())
    assert may_rest(chair) == STAFF_IDLE
    assert polls(chair) == 404
    assert may_rest(chair) == STAFF_IDLE
