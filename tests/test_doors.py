"""Every address of Lull and who may come in: one row of tests/doors.csv for each, and no address without a row.

A cell is the status that this person gets, or the address they are sent to. The addresses of a record are
Ana's, who shares with the clinic that Nora works at; Ben shares with nobody; Odd works elsewhere.
"""

import csv
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from diary import clock
from diary.accounts.models import Consent, SignIn, Staff
from diary.accounts.session import PUBLIC
from diary.db import db
from diary.infusions.operations import INFUSION
from diary.revisions.operations import close_ledger, open_ledger, record
from tests.accounts.people import API, Person, token_in
from tests.factories import an_invitation, cast, sign_in

PEOPLE = ("nobody", "ana", "ben", "nora", "odd")
MATRIX = list(csv.DictReader((Path(__file__).parent / "doors.csv").read_text().splitlines()))
ABSENT = UUID("6fe1af64-f5aa-4bf5-a659-2ef344e3f227")
JSON_ROWS = [row for row in MATRIX if re.match("/api/|/clinic/chair/.*/(state|entries)$", row["address"])]

# What stands on every answer; Cache-Control differs.
HEADERS = {
    "Content-Security-Policy": r"default-src 'none'; script-src 'self'; .*frame-ancestors 'none'; require-trusted-types",
    "Strict-Transport-Security": r"max-age=\d{8}; includeSubDomains$",
    "X-Content-Type-Options": r"nosniff$",
    "Referrer-Policy": r"same-origin$",
    "Cross-Origin-Opener-Policy": r"same-origin$",
    "Cross-Origin-Resource-Policy": r"same-origin$",
    "Cross-Origin-Embedder-Policy": r"require-corp$",
    "X-Frame-Options": r"DENY$",
    "Permissions-Policy": r"camera=\(\)",
}


@pytest.fixture
def house(sqlite_app):
    """Lull with the cast in it, one of each thing an address can name, and a browser for each person."""
    with sqlite_app.app_context():
        who = cast(db.session)
        named = {"patient_id": who.ana.id, "infusion_id": an_infusion(who.ana), "file_id": ABSENT, "token": "x"}
        named["consent_id"] = db.session.scalars(sa.select(Consent.id)).one()
        named["staff_id"] = db.session.scalars(sa.select(Staff.id).where(Staff.user_id == who.nora.id)).one()
        named["invitation_id"] = an_invitation(db.session, who.clinic, now=clock.now()).invitation.id
        db.session.commit()
    people = {"nobody": Person(sqlite_app.test_client())}
    for name in PEOPLE[1:]:
        people[name] = Person(sign_in(sqlite_app.test_client(), getattr(who, name)), f"{name}@example.org")
    sign_in(sqlite_app.test_client(), who.ana)
    with sqlite_app.app_context():
        own = sa.select(SignIn.id).where(SignIn.user_id == who.ana.user_id).order_by(SignIn.created_at.desc())
        named["sign_in_id"] = db.session.scalars(own).first()
    return people, named


def an_infusion(patient):
    """The id of an infusion in this patient's diary."""
    now, infusion_id = clock.now(), uuid4()
    ledger = open_ledger(db.session, patient_id=patient.id, by="clinic", actor_id=None, now=now)
    body = {
        "indication": "Migraine",
        "route": "IV",
        "status": "completed",
        "zone": "Europe/Berlin",
        "started_at": "2026-11-02T09:00:00.000Z",
    }
    record(ledger, INFUSION, body=body, at=now, zone="Europe/Berlin", device=uuid4(), device_n=1, record_id=infusion_id)
    close_ledger(ledger)
    return infusion_id


def comes(person, row, named):
    """The answer at this row's address, asked for as its pages do."""
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(named[part.group(1)]), row["address"])
    if row in JSON_ROWS:
        return person.asks(address, None if row["method"] == "GET" else {})
    if row["method"] == "GET":
        return person.opens(address)
    return person.client.post(address, data={"csrf_token": token_in(person.opens("/join"))})


def told(answer):
    """An answer as a cell of the matrix."""
    return answer.location.split("?")[0] if answer.status_code in (302, 303) else str(answer.status_code)


def rules(app):
    """Every (method, address) there is."""
    return {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}


def as_text(row):
    return f"{row['method']} {row['address']}"


def test_every_address_has_its_row_and_every_row_an_address(sqlite_app):
    assert {(row["method"], row["address"]) for row in MATRIX} == rules(sqlite_app)


@pytest.mark.parametrize("row", MATRIX, ids=as_text)
def test_who_comes_in(house, row):
    people, named = house
    answers = {name: comes(people[name], row, named) for name in PEOPLE}
    assert {name: told(answer) for name, answer in answers.items()} == {name: row[name] for name in PEOPLE}
    for answer in answers.values():
        missing = [name for name, value in HEADERS.items() if not re.match(value, answer.headers.get(name, ""))]
        assert missing == []
        assert answer.headers.get("Cache-Control")


@pytest.mark.parametrize("row", [row for row in MATRIX if "<uuid:" in row["address"]], ids=as_text)
def test_what_is_not_yours_looks_like_what_does_not_exist(house, row):
    people, named = house
    for name in PEOPLE[1:]:
        if row[name] == "404":
            there, absent = comes(people[name], row, named), comes(people[name], row, dict.fromkeys(named, ABSENT))
            assert (there.status_code, bare(there)) == (absent.status_code, bare(absent)), name


def bare(answer):
    """The body without what is new in every page."""
    return re.sub(r'name="csrf_token"[^>]*', "", answer.text)


@pytest.mark.parametrize("row", JSON_ROWS, ids=as_text)
def test_only_our_own_scripts_reach_an_api(house, row):
    people, named = house
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(named[part.group(1)]), row["address"])
    foreign = [{}, {**API, "Origin": "https://evil.example"}, {**API, "Origin": "null"}]
    foreign += [{**API, "Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "none")]
    for headers in foreign:
        answer = people["ana"].client.open(address, method=row["method"], json={}, headers=headers)
        assert (answer.status_code, set(answer.json)) == (403, {"error", "fields"})
        assert "Access-Control-Allow-Origin" not in answer.headers
    if row["method"] == "POST":
        for content in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = people["ana"].client.post(address, data="{}", headers=API, content_type=content)
            assert answer.status_code == 415
    assert people["ana"].is_signed_in()


POSTED = [row for row in MATRIX if row["method"] == "POST" and row not in JSON_ROWS]


@pytest.mark.parametrize("row", POSTED, ids=as_text)
def test_no_form_is_read_without_its_token(house, row):
    people, named = house
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(named[part.group(1)]), row["address"])
    for name in ("nobody", "ana", "nora"):
        assert people[name].client.post(address, data={}).status_code == 400


def public(app):
    return sorted({rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in PUBLIC})


def test_shells_are_the_same_bytes_for_everybody_and_know_nobody(house):
    people, _ = house
    for address in public(people["ana"].app):
        answers = [people[name].opens(address) for name in PEOPLE]
        assert {answer.status_code for answer in answers} == {200}, address
        assert len({answer.data for answer in answers}) == 1, address
        for answer in answers:
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" not in answer.headers.get("Vary", ""), address


def test_what_is_not_public_is_never_kept_by_a_cache(house):
    people, named = house
    open_to_all = public(people["ana"].app)
    for row in MATRIX:
        if row["method"] == "GET" and row["address"] not in open_to_all:
            assert comes(people["ana"], row, named).headers["Cache-Control"].find("no-store") >= 0, row["address"]


def test_a_page_that_does_not_exist_says_so_to_everybody_alike(house):
    people, _ = house
    answers = [people[name].opens("/nothing") for name in PEOPLE]
    assert len({(answer.status_code, answer.data) for answer in answers}) == 1
