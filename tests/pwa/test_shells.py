"""The public pages: the same bytes for Ana, for Ben and for nobody, and not a word about health outside them."""

import re

import pytest

from diary.db import db
from diary.pwa.shells import SHELLS
from tests.factories import cast, sign_in

ADDRESSES = [shell.address for shell in SHELLS]
PUBLIC = [*ADDRESSES, "/sw.js", "/parcel.json", "/manifest.webmanifest"]
HEALTH = re.compile(r"migraine|headache|pain|diary|ketamine|health|clinic|patient", re.IGNORECASE)


@pytest.fixture
def nobody(sqlite_app):
    return sqlite_app.test_client()


@pytest.fixture
def everybody(sqlite_app):
    """Clients of Ana, of Ben, of a provider, and of nobody."""
    with sqlite_app.app_context():
        people = cast(db.session)
        signed_in = [sign_in(sqlite_app.test_client(), who) for who in (people.ana, people.ben, people.nora)]
    return [*signed_in, sqlite_app.test_client()]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_the_same_for_everybody(address, everybody):
    answers = [
        client.get(address, headers={"Accept-Language": language})
        for client, language in zip(everybody, ("en", "de", "es-AR,es;q=0.9", "ar"), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.data for answer in answers}) == 1
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("Vary", "").lower()
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_title_and_the_head_say_nothing(address, nobody):
    page = nobody.get(address).text
    assert re.findall("<title>(.*?)</title>", page) == ["Lull"]
    assert not HEALTH.search("".join(re.findall(r"<meta[^>]*>", page)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_shell_has_no_script_or_style_inside_it(address, nobody):
    page = nobody.get(address).text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert "csrf" not in page.lower()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_shell_fetched_again_unchanged_costs_nothing(address, nobody):
    for encodings in ("br, gzip", "identity"):
        first = nobody.get(address, headers={"Accept-Encoding": encodings})
        again = nobody.get(address, headers={"Accept-Encoding": encodings, "If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304 and again.data == b""
    assert first.headers["Vary"] == "Accept-Encoding"


def test_only_the_page_with_charts_allows_the_empty_style(nobody):
    allowed = [path for path in ADDRESSES if "sha256-" in nobody.get(path).headers["Content-Security-Policy"]]
    assert allowed == ["/trends"]


def test_the_manifest_can_be_installed_and_says_nothing(nobody):
    answer = nobody.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = answer.get_json(force=True)
    assert not HEALTH.search(answer.text)
    assert manifest["start_url"] == "/" and manifest["display"] == "standalone"
    assert manifest["background_color"] == "#0c1213", "dark before the first byte of CSS"
    for icon in manifest["icons"]:
        drawn = nobody.get(icon["src"], buffered=True)
        assert drawn.status_code == 200 and drawn.data.startswith(b"\x89PNG")
        width, height = (int.from_bytes(drawn.data[place : place + 4]) for place in (16, 20))
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_worker_may_serve_the_whole_site_and_is_looked_for_each_time(nobody):
    answer = nobody.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
