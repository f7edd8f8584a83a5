"""Before and after each course, from the rows: what a device gets, and what was remembered before the first one."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta

from diary.analysis import Recalled
from diary.db import db, reading
from diary.insights.queries import read_diary
from diary.insights.trends import Trends, for_device
from tests.factories import NOW
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def kept(patient):
    return read_diary(reading(db.session), patient.id, patient.zone, features=False)


def with_an_infusion(patient):
    """80 days: headache on every other before an infusion 40 days ago, on every fourth after it."""
    writer = Writer(patient.id)
    with writer.at_once():
        for back in range(80, 0, -1):
            writer.day(ago(back), "yes" if back % (2 if back > 40 else 4) == 0 else "no")
        writer.infusion(noon(ago(40)), 7, 3)
    return writer


def recalls(writer, days, on, **more):
    body = {"zone": writer.zone, "headache_days_28": days}
    at = datetime.combine(on, time(12), UTC)
    return writer.writes("profiles", body, at=at, **more)


def test_a_device_gets_counts_before_and_after_and_nothing_of_cycles(here):
    app, people = here
    with app.app_context():
        with_an_infusion(people.ana)
        told = for_device(kept(people.ana), NOW)
    assert told["tables"]["9m"]["change"].rows == (("13 Oct 2026", "14 of 28", "7 of 28", None),)
    assert (
        "14 of 28 recorded days in the 28 before, 7 of 28 recorded days in the 28 after"
        in told["sentences"]["9m"]["change"]
    )
    assert "cycles" not in told["figures"]["9m"]
    sent = json.dumps([told["figures"]["9m"]["change"], told["sentences"]["9m"]["change"]]).lower()
    assert not re.search(r"relief|wear|since|until|probab|responder", sent)


def test_before_the_first_infusion_there_is_no_figure(here):
    app, people = here
    with app.app_context():
        Writer(people.ana.id).day(ago(3))
        told = for_device(kept(people.ana), NOW)
        desk = Trends(kept(people.ana), NOW, "all", "severe", "desk").figures
    assert not {"change", "cycles"} & (set(told["figures"]["all"]) | set(desk))


def test_a_desk_has_the_changes_and_for_other_days_than_headache_the_cycles(here):
    app, people = here
    with app.app_context():
        with_an_infusion(people.ana)
        trends = Trends(kept(people.ana), NOW, "all", width="desk")
        figures, severe = trends.figures, Trends(kept(people.ana), NOW, "all", "severe", "desk").figures
    assert figures["change"].table.rows[0][1] == "14 of 28"
    assert trends.courses.changes.is_enough and trends.courses.changes.courses[0].from_baseline.difference == -7
    assert "cycles" not in figures and len(severe["cycles"].table.rows) == 1


class TestWhatWasRemembered:
    def test_it_is_what_was_last_said_before_the_first_infusion(self, here):
        app, people = here
        with app.app_context():
            writer = with_an_infusion(people.ana)
            profile = recalls(writer, 12, ago(60))
            recalls(writer, 18, ago(41), record_id=profile)
            recalls(writer, 6, ago(10), record_id=profile)
            assert kept(people.ana).recalled == Recalled(days=18, on=ago(41))

    def test_said_only_afterwards_it_keeps_its_date(self, here):
        app, people = here
        with app.app_context():
            writer = with_an_infusion(people.ana)
            recalls(writer, 6, ago(10))
            diary = kept(people.ana)
            assert diary.recalled == Recalled(days=6, on=ago(10))
            assert Trends(diary, NOW, "all").courses.changes.recalled is None

    def test_nobody_said(self, here):
        app, people = here
        with app.app_context():
            writer = with_an_infusion(people.ana)
            recalls(writer, None, ago(60))
            recalls(Writer(people.ben.id), 20, ago(60))
            assert kept(people.ana).recalled is None
