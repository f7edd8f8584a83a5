"""What was followed from day to day is read where somebody asks for it, and nowhere else."""

from datetime import date, timedelta

from diary.analysis.definitions import NO, UNKNOWN, YES
from diary.db import db, reading
from diary.insights.queries import current_diary, read_diary
from tests.insights.writing import Writer

TODAY = date(2026, 11, 22)
LONG_AGO = date(2020, 1, 1)


def ago(days):
    return TODAY - timedelta(days=days)


def followed(patient, since=LONG_AGO):
    return read_diary(reading(db.session), patient.id, patient.zone, followed_since=since).columns.exposures


def said(columns, name, on):
    return columns.on_days(on.toordinal(), 1)[columns.names.index(name), 0]


def test_yes_no_and_nothing_said_are_three_answers(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        writer.day(ago(3), exposures=[{"name": "stress", "present": True}, {"name": "my neighbour's drums"}])
        writer.day(ago(2), "yes", exposures=[{"name": "stress", "present": False}])
        writer.day(ago(1), None)
        columns = followed(people.ana)
    assert [said(columns, "stress", ago(back)) for back in (3, 2, 1)] == [YES, NO, UNKNOWN]
    assert said(columns, "my neighbour's drums", ago(3)) == UNKNOWN


def test_an_amount_answers_where_nothing_else_does(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        writer.day(ago(2), exposures=[{"name": "caffeine", "amount": "2.5"}, {"name": "sleep", "amount": "6.5"}])
        writer.day(ago(1), exposures=[{"name": "caffeine", "amount": "0"}, {"name": "sleep", "amount": "7"}])
        columns = followed(people.ana)
    assert [said(columns, "caffeine", ago(back)) for back in (2, 1)] == [YES, NO]
    assert [said(columns, "sleep", ago(back)) for back in (2, 1)] == [YES, NO]


def test_only_days_from_the_one_asked_for_are_read(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        for back in (10, 1):
            writer.day(ago(back), exposures=[{"name": "stress", "present": True}])
        assert followed(people.ana, ago(9)).ordinal.tolist() == [ago(1).toordinal()]


def test_nobody_elses_days_are_read(people, app):
    with app.app_context():
        Writer(people.ben.id).day(ago(1), exposures=[{"name": "stress", "present": True}])
        assert followed(people.ana).names == ()


def test_a_diary_that_nobody_asked_for_it_has_none(people, app):
    with app.app_context():
        Writer(people.ana.id).day(ago(1), exposures=[{"name": "stress", "present": True}])
        session = reading(db.session)
        plain, full = (current_diary(session, people.ana, followed_since=since) for since in (None, LONG_AGO))
    assert plain.columns.exposures is None
    assert full.columns.exposures.names == ("stress",)
