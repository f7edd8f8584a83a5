"""The document that describes /api is true: it names every address, and every answer is as it says."""

import re

import pytest
from openapi_spec_validator import validate

from diary.db import db
from diary.sync.collections import KINDS
from tests.factories import cast, sign_in

UUID = re.compile(r"<uuid:(\w+)>")


@pytest.fixture
def people(sqlite_app):
    """The cast, in the database of this application."""
    with sqlite_app.app_context():
        return cast(db.session)


@pytest.fixture
def document(sqlite_app):
    """What /openapi.json says."""
    return sqlite_app.test_client().get("/openapi.json").get_json()


def test_the_document_is_valid_openapi(document):
    validate(document)


def test_every_address_of_the_api_is_described_with_its_methods(sqlite_app, document):
    there = {
        (UUID.sub(r"{\1}", rule.rule), method.lower())
        for rule in sqlite_app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == there


def test_every_field_of_every_record_is_in_the_document(document):
    for kind in KINDS:
        told = document["components"]["schemas"][kind.table.__name__]
        assert set(told["properties"]) == set(kind.schema.fields), kind.collection


@pytest.mark.parametrize("headers", [{}, {"X-Lull": "1", "Sec-Fetch-Site": "cross-site"}])
def test_every_address_refuses_other_origins_as_it_says(sqlite_app, people, document, headers):
    client = sign_in(sqlite_app.test_client(), people.ana)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            address = re.sub(r"{\w+}", "00000000-0000-4000-8000-000000000000", path)
            answer = client.open(address, method=method.upper(), headers=headers, json={} if method == "post" else None)
            assert answer.status_code == 403, (method, path)
            assert "403" in told["responses"]
            assert set(answer.get_json()) == {"error", "fields"}


def test_nobody_is_told_to_sign_in_in_the_one_shape(sqlite_app, document):
    client = sqlite_app.test_client()
    for path, methods in document["paths"].items():
        for method in methods:
            address = re.sub(r"{\w+}", "00000000-0000-4000-8000-000000000000", path)
            body = {"json": {}} if method == "post" else {}
            answer = client.open(address, method=method.upper(), headers={"X-Lull": "1"}, **body)
            if path == "/api/v1/whose":  # the question of a first visit, and nobody is no error
                assert (answer.status_code, answer.get_json()) == (200, {"account": None})
                continue
            assert (answer.status_code, set(answer.get_json())) == (401, {"error", "fields"}), (method, path)


def test_what_an_address_refuses_is_in_the_document(document):
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            takes_query = any(part["in"] == "query" for part in told["parameters"])
            expected = {"401", "403", "404"} | ({"413", "415", "422"} if method == "post" else set())
            assert (expected | ({"422"} if takes_query else set())) <= set(told["responses"]), (method, path)
    assert set(document["components"]["schemas"]["Error"]["properties"]) == {"error", "fields", "epoch"}
