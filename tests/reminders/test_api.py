"""What the page Reminders may ask of the server, and what it is refused."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from diary import clock
from diary.accounts.models import Patient, SignIn, User
from diary.accounts.operations import end_sign_ins
from diary.db import db, transact
from diary.reminders import push
from diary.reminders.models import PushDevice, Reminder
from diary.reminders.work import once
from tests.accounts.people import Person
from tests.factories import cast, sign_in
from tests.reminders.push_service import push_service

__all__ = ["push_service"]

ADDRESS = "/api/v1/reminders"
CHOICE = {"on": True, "at": "20:00", "way": "push"}


@pytest.fixture
def house(lull, sqlite_url):
    """Ana and Ben with a browser each, at a Lull that signs notifications and sends mail."""
    app = lull(sqlite_url, DIARY_PUSH_KEY=push.new_key(), DIARY_SMTP_URL="smtp://localhost", DIARY_PUSH_LOCALHOST="1")
    with app.app_context():
        people = cast(db.session)
        return {who.name: (Person(sign_in(app.test_client(), who)), str(who.id)) for who in (people.ana, people.ben)}


@pytest.fixture
def ana(house):
    """Asks as Ana's page does: `ana("/devices", …)`."""
    person, account = house["Ana"]
    return lambda path="", **body: person.asks(ADDRESS + path, {"account": account, **body} if body else None)


def test_nothing_is_on_before_it_is_wanted(ana):
    told = ana().json
    assert (told["on"], told["at"], told["way"], told["zone"]) == (False, "20:00", "push", "Europe/Berlin")
    assert (told["mail"], told["devices"], told["stopped"]) == ("ana@example.org", [], False)
    assert len(push.bytes_of(told["key"])) == 65


def test_what_she_chose_is_kept(ana):
    assert ana(**{**CHOICE, "at": "07:05", "way": "mail"}).json["at"] == "07:05"
    assert (ana().json["on"], ana().json["way"]) == (True, "mail")
    ana(**{**CHOICE, "on": False})
    assert ana().json["on"] is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "24:00"),
        ("at", "8:00"),
        ("at", "20:00:00"),
        ("at", "\u0661\u0662:00"),
        ("way", "sms"),
        ("on", "yes"),
        ("on", None),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(ana, field, value):
    answer = ana(**{**CHOICE, field: value})
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field])


def test_a_browser_is_kept_and_named_by_a_digest_alone(ana, push_service):
    phone = push_service.browser("phone").subscription
    told = ana("/devices", **phone)
    assert len(told.json["devices"]) == 1
    assert phone["endpoint"] not in told.text and phone["auth"] not in told.text
    assert ana("/devices", **phone).json["devices"] == told.json["devices"]
    assert ana("/devices/removal", endpoint=phone["endpoint"]).json["devices"] == []
    assert ana("/devices/removal", endpoint=phone["endpoint"]).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("endpoint", each)
            for each in ("https://169.254.169.254/x", "http://push.example.org/", "https://intranet/")
        ),
        *(("p256dh", each) for each in ("AAAA", "BA" + "A" * 85, "é", "")),
        *(("auth", each) for each in ("AAAA", "?" * 22, "A" * 40)),
    ],
)
def test_a_browser_that_cannot_be_one_is_refused(ana, push_service, field, value):
    answer = ana("/devices", **{**push_service.browser("phone").subscription, field: value})
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field])


def test_ben_can_neither_choose_for_ana_nor_drop_her_phone(house, ana, push_service):
    ben, _ = house["Ben"]
    phone = push_service.browser("phone").subscription
    ana("/devices", **phone)
    account = house["Ana"][1]
    for path, body in (("", CHOICE), ("/devices", phone), ("/devices/removal", {"endpoint": phone["endpoint"]})):
        assert ben.asks(ADDRESS + path, {"account": account, **body}).status_code == 409
    ben.asks(f"{ADDRESS}/devices/removal", {"account": house["Ben"][1], "endpoint": phone["endpoint"]})
    assert len(ana().json["devices"]) == 1


def test_without_mail_nobody_can_choose_it(lull, sqlite_url):
    app = lull(sqlite_url)
    with app.app_context():
        who = cast(db.session).ana
        person = Person(sign_in(app.test_client(), who))
        told = person.asks(ADDRESS).json
        assert (told["mail"], told["key"]) == (None, None)
        refused = person.asks(ADDRESS, {"account": str(who.id), **CHOICE, "way": "mail"})
        assert list(refused.json["fields"]) == ["way"]
        assert db.session.scalars(sa.select(Reminder)).all() == db.session.scalars(sa.select(PushDevice)).all() == []


def patient(who, account):
    with who.app.app_context():
        return db.session.get_one(Patient, UUID(account))


def ended(who, other):
    """Ana ends the session of her other phone on the security page."""
    with who.app.app_context():
        latest = db.session.scalars(sa.select(SignIn.id).order_by(SignIn.created_at.desc())).first()
    assert who.sends(f"/security/sign-ins/{latest}/ending", token_from="/security").status_code == 302


def signed_out(who, other):
    """The phone itself signs out."""
    assert other.asks("/api/v1/sign-out", {}).status_code == 200


def password_changed(who, other):
    """A new password ends every other session."""
    with who.app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == "ana@example.org")).one()
        transact(lambda session: end_sign_ins(session, user_id=user.id, now=clock.now()))


def account_closed(who, other):
    """Nobody is asked who has closed the account."""
    with who.app.app_context():
        closing = sa.update(Patient).where(Patient.name == "Ana").values(closed_at=clock.now())
        transact(lambda session: session.execute(closing))


@pytest.mark.parametrize("leaves", [ended, signed_out, password_changed, account_closed])
def test_a_phone_that_is_signed_out_is_asked_nothing_more(house, ana, push_service, leaves):
    who, account = house["Ana"]
    lost = Person(sign_in(who.app.test_client(), patient(who, account)))
    phone, kept = push_service.browser("lost"), push_service.browser("kept")
    body = {"account": account, **phone.subscription}
    assert len(lost.asks(f"{ADDRESS}/devices", body).json["devices"]) == 1
    ana(**CHOICE)
    leaves(who, lost)
    ana("/devices", **kept.subscription)
    once(who.app, clock.now().replace(hour=19, minute=5))
    assert phone.reads() == []
    with who.app.app_context():
        known = db.session.scalars(sa.select(PushDevice.endpoint)).all()
    if leaves is not account_closed:
        assert phone.subscription["endpoint"] not in known, "and its address is not kept"


def test_a_phone_says_again_where_it_is_after_signing_in_again(house, ana, push_service):
    who, account = house["Ana"]
    phone = push_service.browser("phone").subscription
    ana("/devices", **phone)
    signed_out(None, who)
    sign_in(who.client, patient(who, account))
    assert ana().json["devices"] == []
    assert len(ana("/devices", **phone).json["devices"]) == 1
