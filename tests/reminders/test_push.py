"""What leaves for a push service: readable by one browser alone, signed, and never for an address inside."""

import socket

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from diary.reminders import push
from tests.factories import NOW
from tests.reminders.push_service import push_service

__all__ = ["push_service"]

KEY = push.new_key()
MESSAGE = push.Message('{"ask": "2026-11-22"}', 600, "mailto:lull@example.org", KEY, NOW, localhost=True)


def test_the_seal_is_that_of_rfc_8291():
    """Its section 5 and appendix A give keys, salt and what must come out."""
    browser = push.Subscription(
        "https://push.example.net/",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    own = ec.derive_private_key(
        int.from_bytes(push.bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    salt = push.bytes_of("DGv6ra1nlYgDCS1FRnbzlw")
    sealed = push.seal("When I grow up, I want to be a watermelon", browser, own=own, salt=salt)
    assert push.text_of(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
        "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_one_browser_reads_it_and_another_does_not(push_service):
    ana, ben = push_service.browser("ana"), push_service.browser("ben")
    for _ in range(2):
        assert push.deliver(push.Subscription(**ana.subscription), MESSAGE) == 201
    assert ana.reads() == [MESSAGE.text] * 2
    first, second = (body for _, _, body in push_service.came)
    assert first[:86] != second[:86], "salt and key are new each time"
    assert MESSAGE.text.encode() not in first
    push_service.came[:] = [("/ben", {}, first)]
    with pytest.raises(http_ece.ECEException):
        ben.reads()


def test_it_is_signed_for_this_push_service_alone(push_service):
    push.deliver(push.Subscription(**push_service.browser("ana").subscription), MESSAGE)
    [(_, headers, _)] = push_service.came
    assert Vapid02.verify(headers["Authorization"])
    assert headers["Authorization"].endswith(f"k={push.public_part(KEY)}")
    claims = headers["Authorization"].split("t=")[1].split(",")[0].split(".")[1]
    assert push.bytes_of(claims).decode() == (
        f'{{"aud":"{push_service.url}","exp":{int(NOW.timestamp()) + 43200},"sub":"mailto:lull@example.org"}}'
    )
    assert (headers["TTL"], headers["Topic"], headers["Content-Encoding"]) == ("600", "ask", "aes128gcm")


@pytest.mark.parametrize("status", [301, 307, 404, 410, 429, 500])
def test_the_answer_is_told_and_no_redirect_followed(push_service, status):
    push_service.answers["/ana"] = status
    assert push.deliver(push.Subscription(**push_service.browser("ana").subscription), MESSAGE) == status
    assert len(push_service.came) == 1


ALLOWED = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com:443/QGu",
    "https://8.8.8.8/push",
]
REFUSED = [
    *("http://push.example.org/", "ftp://push.example.org/", "//push.example.org/", "", "push"),
    *("https://localhost/", "https://LOCALHOST/", "https://intranet/", "https://db.internal/", "https://nas.local/"),
    *("https://127.0.0.1/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data"),
    *("https://0.0.0.0/", "https://[::1]/", "https://[fd00::1]/", "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/"),
    *("https://[2002:0a00:0001::]/", "https://[64:ff9b::a00:1]/", "https://224.0.0.1/", "https://100.64.0.1/"),
    *("https://push.example.org:8443/", "https://me@push.example.org/", "https://push.example.org:x/", "https://[::/"),
    "https://pu\u0455h.example.org/",
    *("https://127.1/", "https://0177.0.0.1/", "https://0x7f.0.0.0x1/", "https://2130706433/", "https://127.0.0.1./"),
    *("https://metadata.google.internal./", "https://localhost./", "https://push.example.org/a b"),
    *("https://push.example.org/\r\nX: 1", "https://push.example.org/\x7f"),
]


@pytest.mark.parametrize("endpoint", ALLOWED)
def test_a_push_service_is_allowed(endpoint):
    assert push.is_allowed(endpoint)


@pytest.mark.parametrize("endpoint", REFUSED)
def test_what_may_lead_inside_is_refused(endpoint):
    assert not push.is_allowed(endpoint)


@pytest.mark.parametrize("numbers", [["10.0.0.7"], ["127.0.0.1"], ["8.8.8.8", "192.168.0.1"], ["fd00::1"]])
def test_a_name_that_turns_out_to_lead_inside_is_not_called(monkeypatch, numbers):
    """DNS may say one thing at first and another later; the number that was judged is the one that is called."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(None, None, None, "", (one, 443)) for one in numbers])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("called"))
    browser = push.Subscription("https://push.example.org/x", "", "")
    assert push.deliver(browser, MESSAGE) == 0


def test_nobody_there_is_no_answer():
    assert push.deliver(push.Subscription("http://localhost:1/x", *2 * ("",)), MESSAGE) == 0
