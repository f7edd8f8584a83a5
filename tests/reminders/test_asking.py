"""Who is asked, when, and when not: Ana in Berlin, who chose 20:00."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from diary.accounts.models import Mail
from diary.db import db
from diary.reminders import operations, push, queries
from diary.reminders.asking import Sender, ask_all
from diary.reminders.models import Asked, PushDevice
from tests.factories import a_patient
from tests.insights.writing import Writer
from tests.reminders.push_service import push_service

__all__ = ["push_service"]

EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # 20:00 in Berlin
DAY = timedelta(days=1)
SENDER = Sender("mailto:lull@example.org", push.new_key(), lambda at: ("Today's question", f"at {at}"), localhost=True)


@pytest.fixture
def lull(app):
    """Lull's context: operations and queries need the session of one."""
    with app.app_context():
        yield app


@pytest.fixture
def ana(lull):
    """Ana, who wants to be asked at 20:00 on her phone."""
    return wants(a_patient(db.session, "Ana", now=EVENING - 30 * DAY))


@pytest.fixture
def phone(push_service, ana):
    """Ana's phone, which takes notifications."""
    return subscribed(push_service, ana, "phone")


def wants(patient, at="20:00", way="push", on=True, now=EVENING - 30 * DAY):
    operations.choose(db.session, patient_id=patient.id, on=on, at=at, way=way, now=now)
    db.session.commit()
    return patient


def subscribed(push_service, patient, name):
    browser = push_service.browser(name)
    operations.add_device(db.session, patient_id=patient.id, now=EVENING - 30 * DAY, **browser.subscription)
    db.session.commit()
    return browser


def says(patient, on, headache="no", at=None):
    body = {"date": on.isoformat(), "zone": "Europe/Berlin", "headache": headache}
    answered = at or datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=20)
    Writer(patient.id).writes("days", {**body, "answered_at": answered.isoformat()})


def letters():
    return db.session.scalars(sa.select(Mail.text)).all()


def test_the_question_holds_the_date_and_nothing_else(ana, phone):
    assert ask_all(SENDER, EVENING) == 1
    assert phone.reads() == ['{"ask": "2026-11-22"}']
    assert letters() == []


def test_she_is_asked_once_a_day_however_often_the_work_is_done(ana, phone):
    for minutes in (0, 1, 30, 179):
        ask_all(SENDER, EVENING + timedelta(minutes=minutes))
    assert len(phone.reads()) == 1
    ask_all(SENDER, EVENING + DAY)
    assert len(phone.reads()) == 2


def test_of_two_at_work_one_asks(ana):
    asks = {"patient_id": ana.id, "on": date(2026, 11, 22), "way": "push"}
    assert [operations.begin_asking(db.session, **asks) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("at", "zone", "moment", "expected"),
    [
        ("20:00", "Europe/Berlin", "2026-11-22T18:59:59Z", False),
        ("20:00", "Europe/Berlin", "2026-11-22T19:00:00Z", True),
        ("20:00", "Europe/Berlin", "2026-11-22T21:59:59Z", True),
        ("20:00", "Europe/Berlin", "2026-11-22T22:00:00Z", False),  # three hours later somebody sleeps
        ("20:00", "Europe/Berlin", "2026-07-22T18:00:00Z", True),  # summer time
        ("20:00", "America/Los_Angeles", "2026-11-23T04:00:00Z", True),  # the 22nd there
        ("23:30", "Pacific/Kiritimati", "2026-11-22T09:45:00Z", True),
        ("23:30", "Pacific/Kiritimati", "2026-11-22T10:00:00Z", False),  # another day has begun
        ("05:45", "Asia/Kathmandu", "2026-11-22T00:00:00Z", True),
        ("02:30", "Europe/Berlin", "2026-03-29T01:00:00Z", True),  # 02:30 does not exist: 03:00 will do
    ],
)
def test_the_hour_is_that_of_the_patients_zone(at, zone, moment, expected):
    assert queries.is_time(at, zone, datetime.fromisoformat(moment)) is expected


def test_an_hour_that_comes_twice_asks_once(lull, push_service):
    patient = wants(a_patient(db.session), at="02:30")
    phone = subscribed(push_service, patient, "phone")
    for moment in ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"):
        ask_all(SENDER, datetime.fromisoformat(moment))
    assert phone.reads() == ['{"ask": "2026-10-25"}']


def test_two_patients_in_two_zones_are_asked_about_their_own_day(ana, phone, push_service):
    far = wants(a_patient(db.session, "Far", zone="Pacific/Auckland"), at="08:30")
    other = subscribed(push_service, far, "far")
    assert ask_all(SENDER, EVENING + timedelta(minutes=45)) == 2
    assert phone.reads() == ['{"ask": "2026-11-22"}']
    assert other.reads() == ['{"ask": "2026-11-23"}']


def test_a_day_that_is_recorded_is_not_asked_about(ana, phone):
    says(ana, date(2026, 11, 22))
    assert ask_all(SENDER, EVENING) == 0


@pytest.mark.parametrize(
    ("started", "quiet"),
    [("2026-11-22T18:00:00Z", True), ("2026-11-21T20:00:00Z", True), ("2026-11-19T10:00:00Z", False)],
)
def test_an_attack_that_goes_on_is_left_in_peace(ana, phone, started, quiet):
    """One that nobody has said anything about for a day has probably ended, and its end was forgotten."""
    Writer(ana.id).writes("attacks", {"started_at": started, "zone": "Europe/Berlin"})
    assert ask_all(SENDER, EVENING) == (0 if quiet else 1)


def test_an_exposure_alone_is_no_answer(ana, phone):
    says(ana, date(2026, 11, 22), headache=None)
    assert ask_all(SENDER, EVENING) == 1


def asks_for(days, start=EVENING):
    return [ask_all(SENDER, start + number * DAY) for number in range(days)]


def test_after_three_days_without_an_answer_it_stops(ana, phone):
    assert asks_for(6) == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("on", ["2026-11-24", "2026-11-26"])
def test_an_answer_by_any_means_starts_it_again(ana, phone, on):
    """For a day that was asked about, or for any later one."""
    asks_for(4)
    says(ana, date.fromisoformat(on))
    assert asks_for(4, EVENING + 5 * DAY) == [1, 1, 1, 0]


def test_an_answer_for_the_first_of_three_leaves_two(ana, phone):
    asks_for(4)
    says(ana, date(2026, 11, 22))
    assert asks_for(2, EVENING + 4 * DAY) == [1, 0]


def test_turning_it_on_again_starts_it_again(ana, phone):
    asks_for(4)
    wants(ana, now=EVENING + 4 * DAY)
    assert asks_for(4, EVENING + 5 * DAY) == [1, 1, 1, 0]


def test_the_third_day_may_still_be_answered_before_it_is_said_to_have_stopped(ana, phone):
    asks_for(3)
    on_the_day = queries.standing(db.session, ana, EVENING + 2 * DAY)
    assert (on_the_day["unanswered"], on_the_day["stopped"]) == (2, False)
    after = queries.standing(db.session, ana, EVENING + 3 * DAY)
    assert (after["unanswered"], after["stopped"]) == (3, True)


def test_turned_off_is_off(ana, phone):
    wants(ana, on=False)
    assert ask_all(SENDER, EVENING) == 0


def test_a_closed_account_is_not_asked(ana, phone):
    ana.closed_at = EVENING
    db.session.commit()
    assert ask_all(SENDER, EVENING) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_a_letter_goes_instead(ana, phone, push_service, status):
    push_service.answers["/phone"] = status
    assert ask_all(SENDER, EVENING) == 1
    assert db.session.scalars(sa.select(PushDevice)).all() == []
    assert letters() == ["at 20:00"]
    assert db.session.scalars(sa.select(Asked.way)).all() == ["mail"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_push_service_in_trouble_costs_no_subscription(ana, phone, push_service, status):
    push_service.answers["/phone"] = status
    assert ask_all(SENDER, EVENING) == 1
    assert len(db.session.scalars(sa.select(PushDevice)).all()) == 1
    assert letters() == ["at 20:00"]


def test_one_browser_of_two_is_enough(ana, phone, push_service):
    tablet = subscribed(push_service, ana, "tablet")
    push_service.answers["/phone"] = 410
    assert ask_all(SENDER, EVENING) == 1
    assert tablet.reads() == ['{"ask": "2026-11-22"}']
    assert letters() == []


def test_whoever_chose_mail_gets_mail_and_no_notification(ana, phone):
    wants(ana, way="mail")
    assert ask_all(SENDER, EVENING) == 1
    assert (phone.reads(), letters()) == ([], ["at 20:00"])


def test_where_nothing_can_be_sent_the_day_does_not_count_as_unanswered(ana):
    silent = Sender(SENDER.contact, SENDER.key, None)
    for number in range(4):
        assert ask_all(silent, EVENING + number * DAY) == 0
    assert queries.standing(db.session, ana, EVENING + 4 * DAY)["unanswered"] == 0


def test_a_browser_asks_for_who_subscribed_last_and_a_patient_has_five(lull, ana, push_service):
    ben = a_patient(db.session, "Ben")
    shared = push_service.browser("shared").subscription
    for patient in (ana, ben):
        operations.add_device(db.session, patient_id=patient.id, now=EVENING, **shared)
    for number in range(7):
        subscribed(push_service, ana, f"browser {number}")
    assert [one.endpoint for one in queries.devices_of(db.session, ben.id)] == [shared["endpoint"]]
    assert len(queries.devices_of(db.session, ana.id)) == 5
