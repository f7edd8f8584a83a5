"""What followed each course of a period, from the rows of a database: newest first, follow-ups that came and not."""

from datetime import date, timedelta

from diary.db import db, reading
from diary.insights.queries import read_diary
from diary.insights.responses import FOLLOW_UPS, MOST_SHOWN, course_responses
from tests.factories import NOW
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def two_courses(patient):
    """Pain 7 on each of the days before a course of two, 4 after it; then another course a month ago."""
    writer = Writer(patient.id)
    body = {"kind": "initial", "route": "IV", "zone": writer.zone}
    first = writer.writes("courses", {**body, "started_on": str(ago(120))}, by="clinic")
    second = writer.writes("courses", {**body, "kind": "maintenance", "started_on": str(ago(30))}, by="clinic")
    with writer.at_once():
        for back in range(128, 60, -1):
            writer.day(ago(back), "yes", worst_pain=7 if back > 118 else 4)
    ended = {"ended_at": f"{ago(120)}T12:45:00.000Z"}
    writer.infusion(noon(ago(120)), 8, 5, course_id=str(first), **ended)
    writer.infusion(noon(ago(118)), 7, 3, course_id=str(first))
    writer.infusion(noon(ago(30)), 6, course_id=str(second))
    return writer


def found(patient, first=None, features=False):
    diary = read_diary(reading(db.session), patient.id, patient.zone, features=features)
    return course_responses(diary, NOW, first or ago(200))


def test_each_course_has_its_infusions_its_change_and_its_follow_ups(here):
    app, people = here
    with app.app_context():
        two_courses(people.ana)
        later, sooner = found(people.ana)
    assert (later.response.kind, sooner.response.kind) == ("maintenance", "initial")
    assert (sooner.response.change.before, sooner.response.change.after, sooner.response.immediate) == (8, 3, True)
    assert [one.change.difference for one in sooner.infusions] == [-3, -4]
    assert [(asked.day, asked.found.sustained, asked.found.superseded) for asked in sooner.follow_ups] == [
        (7, True, False),
        (38, True, False),
        (101, None, True),
    ]
    assert sooner.figure.table.head == ("When", "25 Jul", "27 Jul")


def test_what_is_missing_is_not_known_and_what_has_not_come_is_told_by_its_date(here):
    app, people = here
    with app.app_context():
        two_courses(people.ana)
        later, _ = found(people.ana)
    assert later.response.immediate is None and later.newest.change.after is None
    assert [(asked.day, asked.found is None) for asked in later.follow_ups] == [(7, False), (38, True), (101, True)]
    assert later.follow_ups[1].on == ago(30) + timedelta(days=38)
    assert later.follow_ups[0].found.sustained is None, "nobody answered for a day of those weeks"


def test_a_period_has_the_courses_that_had_an_infusion_in_it(here):
    app, people = here
    with app.app_context():
        two_courses(people.ana)
        lately = found(people.ana, first=ago(60))
        since = found(people.ana, first=ago(118))
    assert [one.response.kind for one in lately] == ["maintenance"]
    assert len(since) == 2
    assert [asked.day for asked in lately[0].follow_ups] == list(FOLLOW_UPS)


def test_it_is_the_same_whether_or_not_the_features_of_attacks_were_read(here):
    app, people = here
    with app.app_context():
        writer = two_courses(people.ana)
        attack = writer.attack(noon(ago(110)), 4)
        writer.pain(attack, noon(ago(110)), 9)
        assert found(people.ana, features=True) == found(people.ana)


def test_without_infusions_there_is_nothing(here):
    app, people = here
    with app.app_context():
        assert found(people.ana) == ()


def test_a_spray_a_day_is_no_page_of_years_the_latest_courses_are_told(here):
    app, people = here
    with app.app_context():
        writer = Writer(people.ana.id)
        with writer.at_once():
            for back in range(MOST_SHOWN + 6, 0, -1):
                body = {"date": str(ago(back)), "zone": writer.zone, "route": "nasal", "pain_before": 6}
                writer.writes("own_infusions", body)
        told = found(people.ana)
    assert [one.newest.date for one in told] == [ago(back) for back in range(1, MOST_SHOWN + 1)]
