"""What is read for the patterns of ICHD-3: what attacks were like, what they did to the day, and the birth date."""

from datetime import date, timedelta

import pytest

from diary.db import db, reading
from diary.insights.patterns import read_patterns
from tests.factories import NOW
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)
FELT = {
    "side": "left",
    "qualities": ["throbbing"],
    "symptoms": [{"name": "nausea", "present": True}],
    "effect_work": "could_not",
}


def ago(days):
    return TODAY - timedelta(days=days)


def an_attack(patient, hours):
    writer = Writer(patient.id)
    writer.attack(noon(ago(3)), hours, **FELT)
    return writer


def read(patient, days=90):
    return read_patterns(reading(db.session), patient, NOW, first=ago(days), last=TODAY)


def test_the_effects_and_the_features_come_from_the_rows(people, app):
    with app.app_context():
        an_attack(people.ana, 70)
        told = read(people.ana)
    assert told.long_attacks.of(0)["C2"] is True
    assert {name: told.attacks.of(0)[name] for name in ("B", "C", "D")} == {"B": True, "C": True, "D": True}


BORN = {"2008-11-20": True, "2008-11-19": False, "1990-02-28": False, None: None}


@pytest.mark.parametrize("born", BORN)
def test_the_birth_date_decides_about_two_hours(here, born):
    """ICHD-3 1.1 B, note: under 18 two hours are enough. The attack was on 19 November 2026, at an age or at none."""
    app, people = here
    with app.app_context():
        writer = an_attack(people.ana, 2)
        if born:
            writer.writes("profiles", {"zone": writer.zone, "birth_date": born})
        assert read(people.ana).attacks.of(0)["B"] is BORN[born]


def test_a_longer_period_is_that_of_its_last_year(here):
    app, people = here
    with app.app_context():
        assert read(people.ana, days=4000).first == TODAY - timedelta(days=364)
