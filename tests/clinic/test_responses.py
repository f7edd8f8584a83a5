"""The response to each course on the glance: what was counted, why a number is missing, and by which rule."""

import re
from datetime import date, timedelta

from tests.accounts.people import words_of
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def course(writer, back, pains, kind="initial", status="completed"):
    """A course that began so many days ago, with an infusion every other day."""
    body = {"kind": kind, "route": "IV", "zone": writer.zone, "started_on": str(ago(back))}
    course_id = writer.writes("courses", body, by="clinic")
    for place, (before, end) in enumerate(pains):
        writer.infusion(noon(ago(back - 2 * place)), before, end, course_id=str(course_id), status=status)
    return course_id


def days(writer, first, last, pain):
    with writer.at_once():
        for back in range(first, last - 1, -1):
            writer.day(ago(back), "yes", worst_pain=pain) if pain else writer.day(ago(back))


def response_of(who, query=""):
    """The words of the cards, the latest course first."""
    page = who.nora.opens(f"/clinic/patients/{who.cast.ana.id}{query}")
    assert page.status_code == 200
    cards = re.findall(
        r'<section class="card[^"]*" (?:aria-label="Response|aria-labelledby="responses).*?</section>', page.text, re.S
    )
    return [words_of(type("Part", (), {"text": card})) for card in cards]


def test_a_course_is_told_per_infusion_and_over_all_with_its_level_at_each_follow_up(who):
    with who.app.app_context():
        writer = Writer(who.cast.ana.id)
        days(writer, 67, 61, 7)
        course(writer, 60, [(8, 5), (7, 3)])
        days(writer, 57, 51, 4)
        days(writer, 26, 20, 6)
    (latest,) = response_of(who)
    assert "before 8 → end 3, −5: immediate response" in latest
    assert "23 Sep 2026 8 5 −3 −38 % yes" in latest and "25 Sep 2026 7 3 −4 −57 % yes" in latest
    assert "Course, 2 infusions 8 3 −5 −62 % yes" in latest
    assert "Before the course 16 Sep – 22 Sep 7 of 7 7.00" in latest
    assert "7 days after 26 Sep – 2 Oct 7 of 7 4.00 −3.00 yes" in latest
    assert "38 days after 27 Oct – 2 Nov 7 of 7 6.00 −1.00 no" in latest
    assert "101 days after — not reached: 4 Jan 2027" in latest


def test_what_is_not_known_is_a_dash_with_the_reason(here):
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        course(writer, 50, [(8, None)])
    (latest,) = response_of(here)
    assert "change not known: end not noted" in latest
    assert "8 — not noted — end not noted — end not noted — end not noted — not noted — not noted" in latest
    assert "0 of 7 — too few days known" in latest
    assert "— a level is not known — not known: no level before the course" in latest


def test_below_both_limits_there_is_no_clear_change_and_lower_is_not_yet_a_response(here):
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        course(writer, 50, [(8, 7), (3, 2), (4, 6)])
    (latest,) = response_of(here)
    assert "8 7 −1 −12 % no clear change" in latest
    assert "3 2 −1 −33 % no: lower, by under 2 points" in latest
    assert "4 6 +2 +50 % no: higher" in latest


def test_one_still_in_the_chair_is_not_over_yet(here):
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        course(writer, 0, [(8, None)], status="in-progress")
    (latest,) = response_of(here)
    assert "change not known: not over yet" in latest and "— not reached" in latest


def test_another_course_supersedes_and_stands_in_full_while_the_earlier_one_opens(here):
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        days(writer, 127, 121, 7)
        course(writer, 120, [(8, 3)])
        days(writer, 88, 82, 3)
        course(writer, 100, [(7, 3)], kind="maintenance")
    latest, earlier = response_of(here)
    assert latest.startswith("Maintenance course, 14 Aug 2026")
    assert "Initial course, 25 Jul 2026" in earlier
    assert "38 days after 26 Aug – 1 Sep 7 of 7 3.00 −4.00 — superseded: another course had begun" in earlier


def test_the_rule_its_constants_and_what_others_published_stand_in_place(here):
    with here.app.app_context():
        course(Writer(here.cast.ana.id), 50, [(8, 3)])
    (latest,) = response_of(here)
    assert "Rule, constants, source" in latest
    assert "Sustained response 2 points: level this much lower than before (Schwenk 2018)" in latest
    assert "48 immediate responders (called 77 % there; 48 of 61 are 78.7 %)" in latest
    assert "A response does not tell what made it." in latest


def test_a_period_shows_its_own_courses_and_none_shows_no_card(here):
    assert response_of(here) == []
    with here.app.app_context():
        writer = Writer(here.cast.ana.id)
        days(writer, 200, 190, 3)
        course(writer, 180, [(8, 3)])
    assert response_of(here, "?period=3m") == []
    assert len(response_of(here, "?period=9m")) == 1
