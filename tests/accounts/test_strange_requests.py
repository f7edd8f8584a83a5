"""Requests that no browser of ours would send: refused in a sentence, never with a fault."""

import pytest

from tests.accounts.people import API


@pytest.mark.parametrize("device", ["abc.\xe9", "abc.", ".", "\xff", "a.b.c", "x" * 4000])
def test_a_made_up_cookie_of_a_known_browser_is_a_stranger(here, device):
    here.ana.takes(device.encode().decode("latin-1"), "lull-device")
    assert here.ana.signs_in("not the password").status_code == 200
    assert here.ana.signs_in().status_code == 302


@pytest.mark.parametrize(
    "origin", ["http://[", "http://[::1", "null", "", "http://localhost.evil.example", "http://x@localhost", "\xe9"]
)
def test_an_origin_that_is_not_ours_is_refused_whatever_it_looks_like(here, origin):
    here.ana.signs_in()
    answer = here.ana.client.post("/api/v1/sync/push", json={}, headers={**API, "Origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize(("origin", "status"), [("https://lull.example", 401), ("http://lull.example", 403)])
def test_a_page_without_tls_is_not_our_own_where_there_is_tls(lull, sqlite_url, origin, status):
    client = lull(sqlite_url, DIARY_PUBLIC_URL="https://lull.example").test_client()
    answer = client.post("https://lull.example/api/v1/sign-out", json={}, headers={**API, "Origin": origin})
    assert answer.status_code == status
