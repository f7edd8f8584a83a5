"""Write to a browser through its push service: sealed for that browser alone (RFC 8291), signed as ours (RFC 8292).

Done here with `cryptography`, not with pywebpush: that brings two HTTP clients and their dozen of libraries, and
neither lets us say which address is called. A push service's address comes from a browser, so it is anybody's
choice; what is called is an address that was looked up and found to be public, by that very number.
"""

import base64
import http.client
import ipaddress
import json
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PATIENCE = 5  # seconds for a push service
SIGNED_FOR = timedelta(hours=12)
RECORD = 4096  # bytes of a sealed record, of which ours is the only one
CURVE = ec.SECP256R1()
LOCALHOST = "localhost"


@dataclass(frozen=True)
class Subscription:
    """Where a browser is reached, and the two values by which only it can read what comes."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Message:
    """What is sent: the text, for how many seconds it is worth delivering, who we are, and our private key."""

    text: str
    lasts: int
    contact: str
    key: str
    now: datetime
    #: Push services on this machine are allowed; for tests.
    localhost: bool = False


def new_key() -> str:
    """A private key to sign with, as 43 characters."""
    return text_of(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32))


def public_part(key: str) -> str:
    """What a browser is given of the private `key`, so that nobody else can write to it."""
    return text_of(_point(_private(key).public_key()))


def is_allowed(endpoint: str, *, localhost: bool = False) -> bool:
    """Whether this may be the address of a push service: https on its usual port, and not plainly a private place."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return False
    if localhost and host == LOCALHOST:
        return parts.scheme in ("http", "https")
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc or not plain:
        return False
    try:
        return _is_public(host)
    except ValueError:
        # "127.1" and "0x7f.1" are addresses to some resolvers: the last part of a name has a letter and begins with it.
        name = "." in host and host.rpartition(".")[2][:1].isalpha()
        return name and not host.endswith((".local", ".internal", ".localhost", ".home.arpa"))


def deliver(subscription: Subscription, message: Message) -> int:
    """The push service's answer: 201 taken, 404 or 410 the browser is gone for good; 0 nobody could be asked."""
    if not is_allowed(subscription.endpoint, localhost=message.localhost):
        return 404
    parts = urlsplit(subscription.endpoint)
    host, path = parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connection(parts.scheme, host, parts.port, localhost=message.localhost)
        try:
            connection.request("POST", path or "/", seal(message.text, subscription), _headers(message, parts))
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return 0


def seal(
    text: str, subscription: Subscription, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """`text` that only this browser can read (RFC 8291, aes128gcm). `own` and `salt` are new each time but in tests."""
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes_of(subscription.p256dh))
    mine, secret = _point(own.public_key()), own.exchange(ec.ECDH(), theirs)
    material = _derived(secret, bytes_of(subscription.auth), b"WebPush: info\0" + _point(theirs) + mine, 32)
    content_key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, text.encode() + b"\x02", None)
    return salt + RECORD.to_bytes(4) + len(mine).to_bytes(1) + mine + sealed


def signed(origin: str, message: Message) -> str:
    """The Authorization header by which the push service at `origin` knows us (RFC 8292)."""
    claims = {"aud": origin, "exp": int((message.now + SIGNED_FOR).timestamp()), "sub": message.contact}
    parts = [
        text_of(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    ]
    der = _private(message.key).sign(".".join(parts).encode(), ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(der)
    token = ".".join([*parts, text_of(r.to_bytes(32) + s.to_bytes(32))])
    return f"vapid t={token},k={public_part(message.key)}"


def bytes_of(text: str) -> bytes:
    """The bytes of unpadded base64url. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def text_of(value: bytes) -> str:
    """Unpadded base64url of bytes."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _headers(message: Message, parts: object) -> dict[str, str]:
    origin = f"{parts.scheme}://{parts.netloc}"  # type: ignore[attr-defined]
    return {
        "Authorization": signed(origin, message),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(message.lasts),
        "Topic": "ask",  # a newer question takes the place of one that was not delivered
        "Urgency": "normal",
    }


class _Fixed(http.client.HTTPConnection):
    """A connection to the one address that was found to be public; the name is not looked up again.

    Redirects are not followed, and no proxy is asked.
    """

    def __init__(self, host: str, address: str, port: int, *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), PATIENCE)
        trust = ssl.create_default_context()
        self.sock = trust.wrap_socket(plain, server_hostname=self.host) if self._secure else plain


def _connection(scheme: str, host: str, port: int | None, *, localhost: bool) -> _Fixed:
    secure = scheme == "https"
    port = port or (443 if secure else 80)
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not (localhost and host == LOCALHOST) and not all(map(_is_public, found)):
        raise OSError("not a public address")
    return _Fixed(host, found[0], port, secure=secure)


def _is_public(address: str) -> bool:
    """Whether this number leads out of the building. Raises ValueError for what is no number."""
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        # Ways to write a number of the older kind in the newer one.
        if number.sixtofour or number.teredo or number in ipaddress.ip_network("64:ff9b::/96"):
            return False
        number = number.ipv4_mapped or number
    return number.is_global and not number.is_multicast


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(bytes_of(key)), CURVE)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
