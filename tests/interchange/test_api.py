"""*Bring my diary*: a patient's page sends a file, checks it and brings it in, part by part."""

import base64
from uuid import uuid4

import pytest
import sqlalchemy as sa

from diary.attacks.models import PainReading
from diary.days.models import Day
from diary.db import db
from diary.infusions.models import OwnInfusion
from diary.interchange import files
from diary.interchange.models import ImportFile
from tests.factories import cast, sign_in

HEADERS = {"X-Lull": "1"}
CSV = "Date,Headache,Pain,Secret\n2024-01-01,yes,7,s\n2024-01-02,no,0,s\n2024-01-02,no,0,s\n2024-02-30,no,0,s\n"
CHOICES = {"zone": "Europe/Berlin", "date": "Date", "headache": "Headache", "worst_pain": "Pain", "scale": "0-10"}


@pytest.fixture
def who(app):
    with app.app_context():
        return cast(db.session)


@pytest.fixture
def ana(app, who):
    return sign_in(app.test_client(), who.ana)


@pytest.fixture
def ben(app, who):
    return sign_in(app.test_client(), who.ben)


def sent(client, text=CSV, **changed):
    return client.post("/api/v1/imports", json={"name": "mine.csv", "text": text, **changed}, headers=HEADERS)


def posted(client, path, **body):
    return client.post(f"/api/v1/imports/{path}", json=body, headers=HEADERS)


def rows(app, table):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_ana_sends_a_file_checks_it_and_brings_it_in(app, ana):
    answer = sent(ana)
    assert answer.status_code == 201
    file = answer.json
    assert file["columns"] == ["Date", "Headache", "Pain", "Secret"]
    assert file["guess"] == {"date": "Date", "headache": "Headache", "worst_pain": "Pain", "scale": "0-10"}
    assert file["preview"][0]["date"] == "2024-01-01"

    checked = posted(ana, f"{file['id']}/check", **CHOICES).json
    report = checked["report"]
    assert (report["rows"], report["new"], report["already_here"]) == (4, 2, 0)
    assert [(one["why"], one["rows"]) for one in report["left_out"]] == [
        ("no_such_day", "row 5"),
        ("same_twice", "row 4"),
    ]
    assert rows(app, Day) == 0, "checking changes nothing"

    done = posted(ana, f"{file['id']}/run", **CHOICES, after=0).json
    assert (done["done"], done["total"], done["report"]) == (2, 2, report)
    assert rows(app, Day) == 2
    assert posted(ana, f"{file['id']}/run", **CHOICES, after=0).json == done, "an answer that was lost"

    again = sent(ana).json
    assert posted(ana, f"{again['id']}/run", **CHOICES).json["report"]["already_here"] == 2
    assert rows(app, Day) == 2


LOG = "Timestamp,NRS,Event\n1704096000,3,\n1704110400,0,drip\n1704182400,NaN,Drip\n1704186000,7,=1+1\n"
LOG_CHOICES = {
    **{"zone": "Europe/Berlin", "moment": "Timestamp", "pain": "NRS", "event": "Event", "scale": "0-10"},
    "texts": [{"text": "drip", "means": "infusion", "route": "IV"}],
}


def test_ana_sends_a_log_says_what_its_texts_mean_and_brings_it_in(app, ana):
    file = sent(ana, LOG).json
    guessed = {"moment": "Timestamp", "times": "seconds", "pain": "NRS", "event": "Event", "scale": "0-10"}
    assert file["guess"] == guessed
    assert file["texts"] == {"Event": [{"text": "drip", "count": 2}, {"text": "=1+1", "count": 1}]}
    assert [(row["clock"], row["pain"], row["means"]) for row in file["preview"]][:2] == [
        ("09:00", 3, None),
        ("13:00", 0, "note"),
    ]

    checked = posted(ana, f"{file['id']}/check", **LOG_CHOICES).json
    assert checked["report"]["entries"] == {"attacks": 2, "pain_readings": 3, "own_infusions": 2}
    assert [row["means"] for row in checked["preview"]] == [None, "infusion", "infusion", "note"]
    assert rows(app, Day) == rows(app, OwnInfusion) == 0, "checking changes nothing"

    done = posted(ana, f"{file['id']}/run", **LOG_CHOICES, after=0).json
    assert done["report"] == checked["report"]
    assert (rows(app, Day), rows(app, PainReading), rows(app, OwnInfusion)) == (2, 3, 2)
    again = sent(ana, LOG).json
    report = posted(ana, f"{again['id']}/run", **LOG_CHOICES).json["report"]
    assert (report["new"], report["already_here"], report["entries"]) == (0, 2, {})


WRONG_MEANINGS = {
    "a word of nobody's": {"means": "trigger"},
    "a route of nobody's": {"means": "infusion", "route": "arm"},
    "a class of nobody's": {"means": "acute", "medicine": "x", "drug_class": "magic"},
    "an infusion by no route": {"means": "infusion"},
}


@pytest.mark.parametrize("case", WRONG_MEANINGS)
def test_a_meaning_that_cannot_be_kept_is_refused(app, ana, case):
    file = sent(ana, LOG).json
    answer = posted(ana, f"{file['id']}/check", **{**LOG_CHOICES, "texts": [{"text": "drip", **WRONG_MEANINGS[case]}]})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["texts"])
    assert rows(app, OwnInfusion) == 0


def test_a_row_is_a_day_or_a_moment(ana):
    file = sent(ana, LOG).json
    answer = posted(ana, f"{file['id']}/check", **LOG_CHOICES, headache="NRS")
    assert (answer.status_code, answer.json["error"]) == (
        422,
        "A row is a day or a moment: headache belongs to a table of days.",
    )
    assert posted(ana, f"{file['id']}/check", zone="Europe/Berlin", date="Timestamp", pain="NRS").status_code == 422


def test_a_file_of_five_hundred_columns_of_words_lists_the_texts_of_some(ana):
    names = ",".join(f"c{number}" for number in range(500))
    file = sent(ana, f"{names}\n{','.join(['words'] * 500)}\n").json
    assert 0 < len(file["texts"]) <= 20


def test_a_long_file_says_how_far_it_is(app, ana, monkeypatch):
    monkeypatch.setattr(files, "SLICE", 2)
    days = "".join(f"2024-03-{day:02},no\n" for day in range(1, 6))
    file, choices = sent(ana, f"Date,Headache\n{days}").json, {**CHOICES, "worst_pain": None}
    told, after = [], 0
    while True:
        progress = posted(ana, f"{file['id']}/run", **choices, after=after).json
        told.append((progress["done"], progress["total"]))
        after = progress["done"]
        if progress["report"] is not None:
            break
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_file_may_come_as_bytes_in_any_encoding(ana):
    text = CSV.encode("utf-16")
    encoded = base64.b64encode(text).decode()
    assert sent(ana, None, content_base64=encoded).json["columns"][0] == "Date"


def test_ben_finds_nothing_at_ana_s_file_and_neither_does_nobody(app, who, ana, ben):
    file = sent(ana).json
    for path in (f"{file['id']}/check", f"{file['id']}/run"):
        absent = posted(ben, path, **CHOICES)
        nowhere = posted(ben, path.replace(file["id"], str(uuid4())), **CHOICES)
        assert absent.status_code == nowhere.status_code == 404
        assert absent.data == nowhere.data
        assert posted(app.test_client(), path, **CHOICES).status_code == 401
    assert sent(app.test_client()).status_code == 401
    nora = sign_in(app.test_client(), who.nora)
    assert sent(nora).status_code == 404


def test_a_request_that_is_not_of_our_own_pages_is_turned_away(ana):
    assert ana.post("/api/v1/imports", json={"name": "a", "text": CSV}).status_code == 403
    assert ana.post("/api/v1/imports", data="a=b", headers=HEADERS).status_code == 415


REFUSED = {
    "no file": {"text": None},
    "two files": {"content_base64": "YQ=="},
    "a damaged file": {"text": None, "content_base64": "not base64"},
    "an empty file": {"text": ""},
    "a spreadsheet": {"text": None, "content_base64": base64.b64encode(b"PK\x03\x04").decode()},
    "no name": {"name": ""},
    "a key nobody knows": {"patient": "Ben"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_file_of_days_is_refused(app, ana, case):
    answer = (
        sent(ana, **REFUSED[case])
        if "text" not in REFUSED[case]
        else sent(ana, REFUSED[case]["text"], **{key: value for key, value in REFUSED[case].items() if key != "text"})
    )
    assert answer.status_code == 422
    assert answer.json["error"]
    assert rows(app, ImportFile) == 0


def test_choices_that_do_not_fit_are_refused_beside_their_field(ana):
    file = sent(ana).json
    answer = posted(ana, f"{file['id']}/check", **{**CHOICES, "headache": "Kopfschmerz"})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["headache"])
    answer = posted(ana, f"{file['id']}/check", zone="Europe/Atlantis")
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["zone"])


def test_a_file_larger_than_other_requests_may_be_is_taken(ana):
    days = "".join(f"{1950 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},no,{'n' * 150}\n" for n in range(16_000))
    assert len(days) > 2 * 1024 * 1024
    assert sent(ana, f"Date,Headache,Notes\n{days}").status_code == 201


def test_a_file_larger_than_anything_is_refused(ana):
    assert sent(ana, "a" * (21 * 1024 * 1024)).status_code == 413


def test_every_address_is_described(sqlite_app):
    views = {name: view for name, view in sqlite_app.view_functions.items() if name.startswith("imports.")}
    assert set(views) == {"imports.send", "imports.check", "imports.run"}
    assert all(view.described["body"] and view.described["answer"] for view in views.values())
