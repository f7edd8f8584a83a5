"""A person at a browser: opens pages, fills in forms as they stand there, follows where they lead."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diary.accounts.models import User
from diary.accounts.setup import current_code
from diary.db import db
from tests.factories import PASSWORD

API = {"X-Lull": "1"}


@dataclass
class Person:
    """Somebody with a browser of their own."""

    client: FlaskClient
    email: str = ""

    @property
    def app(self) -> Flask:
        """The Lull that this browser talks to."""
        return self.client.application

    def opens(self, address: str) -> TestResponse:
        """The page at `address`."""
        return self.client.get(address)

    def sends(self, address: str, token_from: str | None = None, **fields: Any) -> TestResponse:
        """The answer to a form at `address`, sent with the token of the page it stands on."""
        page = self.opens(token_from or address)
        return self.client.post(address, data={"csrf_token": token_in(page), **fields})

    def signs_in(self, password: str = PASSWORD, email: str | None = None) -> TestResponse:
        """The answer to the sign-in form."""
        return self.sends("/sign-in", email=email or self.email, password=password)

    def signs_in_fully(self, password: str = PASSWORD) -> TestResponse:
        """The answer to the last form of signing in, with the second factor."""
        self.signs_in(password)
        return self.sends("/two-factor", code=self.code())

    def code(self) -> str:
        """What this person's authenticator shows."""
        with self.app.app_context():
            return current_code(db.session.query(User).filter_by(email=self.email).one())

    def asks(self, address: str, body: dict[str, Any] | None = None) -> TestResponse:
        """The answer of an /api address, asked as a script of ours does."""
        if body is None:
            return self.client.get(address, headers=API)
        return self.client.post(address, json=body, headers=API)

    def is_signed_in(self) -> bool:
        """Whether the server knows who this is."""
        return self.opens("/security").status_code == 200

    def cookie(self, name: str = "lull") -> str | None:
        """The value of a cookie of this browser."""
        found = self.client.get_cookie(name)
        return found.value if found else None

    def takes(self, value: str, name: str = "lull") -> "Person":
        """This person, with a cookie that was seen elsewhere."""
        self.client.set_cookie(name, value)
        return self


def token_in(page: TestResponse) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, f"no form on this page ({page.status_code}): {words_of(page)}"
    return found.group(1)


def words_of(page: TestResponse) -> str:
    """What a page says, without its markup."""
    main = page.text.split("<main", 1)[-1].split(">", 1)[-1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def field_values(page: TestResponse) -> dict[str, str]:
    """What stands in the fields of a page."""
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
