"""A push service on this machine, and browsers that subscribed there and can read what it was given."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text_of(value: bytes) -> str:
    """Unpadded base64url."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


class Browser:
    """Somebody's browser: an address at the push service, and keys that never leave it."""

    def __init__(self, service: "PushService", name: str) -> None:
        self.endpoint = f"{service.url}/{name}"
        self._key, self._auth = ec.generate_private_key(ec.SECP256R1()), name.encode().ljust(16, b".")[:16]
        self._service, self._name = service, name

    @property
    def subscription(self) -> dict[str, str]:
        """What this browser tells Lull."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text_of(point), "auth": text_of(self._auth)}

    def reads(self) -> list[str]:
        """What came, opened with this browser's keys by http_ece."""
        came = [body for path, _, body in self._service.came if path == f"/{self._name}"]
        return [http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth).decode() for body in came]


class PushService:
    """Takes everything; a path in `answers` gets that status."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}
        service = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.came.append((self.path, dict(self.headers), body))
                self.send_response(service.answers.get(self.path, 201))
                self.send_header("Location", "http://localhost:1/")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("localhost", 0), Desk)
        self.url = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def browser(self, name: str) -> Browser:
        """A browser that subscribed here."""
        return Browser(self, name)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def push_service():
    """A push service on this machine."""
    service = PushService()
    yield service
    service.close()
