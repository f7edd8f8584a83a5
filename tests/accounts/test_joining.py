"""A patient signs up, joins a clinic, shares, and stops sharing."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from diary import clock
from diary.accounts.access import open_diary, write_looks
from diary.accounts.invitations import invite_staff
from diary.accounts.models import Consent, Mail, Membership, Patient, User
from diary.db import db, transact
from tests.accounts.people import Person, field_values, words_of
from tests.factories import PASSWORD, ZONE, an_invitation, an_unclaimed_patient, sign_in

CARA = {"name": "Cara", "email": "Cara@example.org", "password": PASSWORD, "zone": ZONE}


def invited(who, **changed):
    """An invitation by the clinic, made now."""
    with who.app.app_context():
        made = an_invitation(db.session, db.session.merge(who.cast.clinic), now=clock.now(), **changed)
        db.session.commit()
    return made


def reads(who, name, patient_id):
    """Whether this provider can open the diary now; the look is written down."""
    with who.app.app_context():
        user = db.session.get_one(User, getattr(who.cast, name).id)
        try:
            open_diary(db.session, user, patient_id, purpose="follow-up", now=clock.now())
        except LookupError:
            return False
        transact(lambda session: write_looks(session, clock.now()))
        return True


def id_of(who, person):
    return UUID(person.asks("/api/v1/account").json["id"])


def test_cara_signs_up_and_is_in_her_diary(who):
    answer = who.nobody.sends("/sign-up", **CARA)
    assert answer.location == "/welcome" and who.nobody.opens("/welcome").location == "/"
    account = who.nobody.asks("/api/v1/account").json
    assert (account["name"], account["zone"], account["clinics"]) == ("Cara", ZONE, [])
    assert Person(who.app.test_client(), "cara@example.org").signs_in().status_code == 302


def test_with_a_code_the_clinic_is_asked_about_before_anything_is_shared(who):
    code = invited(who, record_number="77").code
    who.nobody.sends("/sign-up", **CARA, code=code)
    assert who.nobody.opens("/welcome").location == "/join/consent"
    assert "Share your diary with Quiet Hill?" in words_of(who.nobody.opens("/join/consent"))
    patient_id = id_of(who, who.nobody)
    assert not reads(who, "nora", patient_id)
    assert who.nobody.sends("/join/consent", answer="share").location == "/sharing"
    assert reads(who, "nora", patient_id) and not reads(who, "odd", patient_id)
    (clinic,) = who.nobody.asks("/api/v1/account").json["clinics"]
    assert clinic["name"] == "Quiet Hill" and clinic["consent"]["withdrawn_at"] is None


def test_a_code_first_and_the_account_after(here):
    answer = here.nobody.sends("/join", code=invited(here).code)
    assert answer.location == "/sign-up"
    assert "share it with Quiet Hill" in words_of(here.nobody.opens("/sign-up"))
    here.nobody.sends("/sign-up", **CARA)
    assert here.nobody.opens("/welcome").location == "/join/consent"


def test_not_now_shares_nothing_and_the_code_still_works(here):
    code = invited(here).code
    here.nobody.sends("/sign-up", **CARA, code=code)
    assert here.nobody.sends("/join/consent", answer="no").location == "/"
    assert here.nobody.asks("/api/v1/account").json["clinics"] == []
    assert here.nobody.sends("/join", code=code).location == "/join/consent"


def test_ben_joins_by_the_link_with_the_token_in_the_form(here):
    here.ben.signs_in()
    assert here.ben.sends("/join", code=invited(here).token).location == "/join/consent"


def test_cara_gets_the_record_that_the_clinic_brought(who):
    with who.app.app_context():
        paper = an_unclaimed_patient(db.session, db.session.merge(who.cast.clinic), now=clock.now())
        db.session.commit()
    code = invited(who, patient=paper).code
    who.nobody.sends("/sign-up", **CARA, code=code)
    who.nobody.sends("/join/consent", answer="share")
    assert id_of(who, who.nobody) == paper.id
    with who.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Patient.name == "Cara")) == 0


def test_before_sharing_the_password_is_asked_for_again_when_it_was_long_ago(here):
    sign_in(here.ben.client, here.cast.ben, ago=timedelta(hours=1))
    here.ben.sends("/join", code=invited(here).code)
    assert here.ben.opens("/join/consent").location.startswith("/verify?next=")
    page = here.ben.opens("/verify?next=/join/consent")
    assert here.ben.sends("/verify", **{**field_values(page), "password": "not it"}).status_code == 200
    assert here.ben.sends("/verify", next="/join/consent", password=PASSWORD).location == "/join/consent"
    assert here.ben.sends("/join/consent", answer="share").location == "/sharing"


def test_consent_needs_an_invitation_that_this_browser_looked_at(here):
    here.ben.signs_in()
    made = invited(here)
    refused = here.ben.asks("/api/v1/consents", {"invitation": str(made.invitation.id)})
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["invitation"])
    assert here.ben.opens("/join/consent").location == "/join"
    looked = here.ben.asks("/api/v1/invitations/redemption", {"code": made.code.lower()})
    assert looked.json["clinic"]["name"] == "Quiet Hill"
    shared = here.ben.asks("/api/v1/consents", {"invitation": looked.json["invitation"]})
    assert shared.status_code == 200 and shared.json["clinics"][0]["name"] == "Quiet Hill"


def test_ana_withdraws_and_nora_s_next_request_finds_nothing(who):
    who.ana.signs_in()
    account = who.ana.asks("/api/v1/account").json
    assert reads(who, "nora", who.cast.ana.id)
    consent = account["clinics"][0]["consent"]["id"]
    after = who.ana.asks(f"/api/v1/consents/{consent}/withdrawal", {})
    assert after.json["clinics"][0]["consent"]["withdrawn_at"]
    assert not reads(who, "nora", who.cast.ana.id)
    again = who.ana.asks("/api/v1/consents", {"clinic": account["clinics"][0]["id"]})
    assert again.json["clinics"][0]["consent"]["id"] != consent
    assert reads(who, "nora", who.cast.ana.id)


def test_ben_cannot_touch_ana_s_consent_nor_share_with_a_clinic_by_its_id(here):
    here.ben.signs_in()
    with here.app.app_context():
        consent = db.session.scalars(sa.select(Consent)).one()
    unknown = here.ben.asks("/api/v1/consents/6fe1af64-f5aa-4bf5-a659-2ef344e3f227/withdrawal", {})
    hers = here.ben.asks(f"/api/v1/consents/{consent.id}/withdrawal", {})
    assert (unknown.status_code, unknown.data) == (hers.status_code, hers.data) == (404, hers.data)
    assert here.ben.asks("/api/v1/consents", {"clinic": str(here.cast.clinic.id)}).status_code == 404
    with here.app.app_context():
        assert db.session.get_one(Consent, consent.id).withdrawn_at is None
        assert db.session.get(Membership, (here.cast.ben.id, here.cast.clinic.id)) is None


def test_ana_reads_who_looked_and_nobody_else_does(who):
    reads(who, "nora", who.cast.ana.id)
    reads(who, "odd", who.cast.ana.id)
    who.ana.signs_in(), who.ben.signs_in()
    lines = who.ana.asks("/api/v1/access-log").json["lines"]
    told = [(line["who"], line["clinic"], line["what"], line["outcome"]) for line in lines]
    assert told == [("Nora", "Quiet Hill", "diary", "opened"), ("you", "Quiet Hill", "consent given", "done")]
    assert who.ana.asks(f"/api/v1/access-log?before={lines[0]['seq']}").json["lines"] == lines[1:]
    assert who.ben.asks("/api/v1/access-log").json["lines"] == []


@pytest.mark.parametrize("body", [{}, {"clinic": "x"}, {"clinic": None}, [], 7, {"invitation": "a", "clinic": "b"}])
def test_junk_is_refused_in_the_one_shape(here, body):
    here.ben.signs_in()
    for address in ("/api/v1/consents", "/api/v1/invitations/redemption"):
        answer = here.ben.client.post(address, json=body, headers={"X-Lull": "1"})
        assert answer.status_code == 422 and set(answer.json) == {"error", "fields"}


def test_a_closed_account_is_told_so_and_nothing_else(here):
    here.ana.signs_in()
    with here.app.app_context():
        db.session.get_one(Patient, here.cast.ana.id).closed_at = clock.now()
        db.session.commit()
    answer = here.ana.asks("/api/v1/account")
    assert (answer.status_code, set(answer.json)) == (403, {"error", "fields"})


# --- Codes are not guessed, and accounts not found out


def test_wrong_codes_are_refused_in_one_sentence_and_counted(here):
    made = invited(here)
    page = here.nobody.sends("/join", code="AAAAA-AAAAA")
    assert page.status_code == 422 and "We do not know this code" in words_of(page)
    statuses = [here.nobody.sends("/join", code="BBBBB-BBBBB").status_code for _ in range(10)]
    assert statuses[-1] == 429
    sign_in(here.ben.client, here.cast.ben)
    assert here.ben.sends("/join", code=made.code).status_code == 302


def test_a_staff_link_is_no_patient_s_code(here):
    with here.app.app_context():
        made = invite_staff(
            db.session,
            clinic=db.session.merge(here.cast.clinic),
            by=None,
            email="x@example.org",
            role="admin",
            key=here.app.config["DIARY_SECRET"],
            now=clock.now(),
        )
        db.session.commit()
    assert here.nobody.sends("/join", code=made.token).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "A" * 200),
        ("email", "no address"),
        ("email", "a@b\r\nBcc: c@d.e"),
        ("password", "short"),
        ("password", "cara@example.org"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("code", "AAAAAAAAAA"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(here, field, value):
    page = here.nobody.sends("/sign-up", **{**CARA, field: value})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    with here.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(User.email == "cara@example.org")) == 0


def test_a_name_is_text_whatever_it_contains(here):
    here.nobody.sends("/sign-up", **{**CARA, "name": "<script>alert(1)</script> '\"; DROP TABLE patient"})
    assert here.nobody.asks("/api/v1/account").json["name"].startswith("<script>")
    for address in ("/security", "/sign-up"):
        assert "<script>alert" not in here.nobody.opens(address).text


def test_where_mail_is_sent_signing_up_does_not_tell_who_has_an_account(lull, sqlite_app, sqlite_url, here):
    app = lull(sqlite_url, DIARY_SMTP_URL="smtp://localhost")
    told = []
    for email in ("ana@example.org", "cara@example.org"):
        page = Person(app.test_client()).sends("/sign-up", **{**CARA, "email": email})
        told.append((page.status_code, words_of(page)))
    assert told[0] == told[1] and "Look at your mail" in told[0][1]
    with app.app_context():
        mails = {mail.recipient: mail.text for mail in db.session.scalars(sa.select(Mail))}
    assert "has one already" in mails["ana@example.org"]
    cara = Person(app.test_client(), "cara@example.org")
    assert cara.signs_in().status_code == 200
    link = next(word for word in mails["cara@example.org"].split() if "/confirm/" in word).split("localhost", 1)[1]
    assert cara.opens(link).location == "/sign-in"
    assert cara.signs_in().status_code == 302
