"""Settings of an installation: read from the environment, secrets kept in the instance folder."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Values that ship in examples and must never protect a real diary.
WEAK_SECRETS = {"", "dev", "secret", "change-me", "changeme"}
# The file of the key that signs notifications, in the instance folder.
PUSH_KEY = "push-key"


class BadInstallation(RuntimeError):
    """This installation cannot be trusted with a diary; the message says what to change."""


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of this process: `overrides` beat the environment, which beats the defaults.

    Raises BadInstallation when a setting would make the installation unsafe.
    """
    given = {**{k: v for k, v in os.environ.items() if k.startswith("DIARY_")}, **(overrides or {})}
    instance = Path(given.get("DIARY_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = {
        "DIARY_INSTANCE": str(instance),
        "DIARY_DATABASE_URL": given.get("DIARY_DATABASE_URL") or f"sqlite:///{instance / 'lull.sqlite'}",
        # Migrations run as the owner of the tables; the application must not be that role (PostgreSQL).
        "DIARY_DATABASE_OWNER_URL": given.get("DIARY_DATABASE_OWNER_URL"),
        "DIARY_SECRET": given.get("DIARY_SECRET") or _kept_secret(instance / "secret"),
        # Behind a TLS proxy this is the public address; cookies are then Secure and `__Host-`.
        "DIARY_PUBLIC_URL": given.get("DIARY_PUBLIC_URL", "http://localhost:8000"),
        "DIARY_PROXIES": int(given.get("DIARY_PROXIES", 0)),
        "DIARY_SMTP_URL": given.get("DIARY_SMTP_URL"),
        "DIARY_MAIL_FROM": given.get("DIARY_MAIL_FROM", "lull@localhost"),
        # Signs notifications; made by `flask setup`. Without it nobody can turn them on.
        "DIARY_PUSH_KEY": given.get("DIARY_PUSH_KEY") or _kept(instance / PUSH_KEY),
        # For tests: a push service may be on this machine.
        "DIARY_PUSH_LOCALHOST": str(given.get("DIARY_PUSH_LOCALHOST", "0")) not in ("", "0", "false"),
        # Pays for itself at sign-in only; tests turn it down.
        "DIARY_PASSWORD_HASH": given.get("DIARY_PASSWORD_HASH", "argon2"),
        "DIARY_THREADS": int(given.get("DIARY_THREADS", 8)),
    }
    _refuse_unsafe(settings)
    return {**settings, **{k: v for k, v in (overrides or {}).items() if not k.startswith("DIARY_")}}


def keep(path: Path, secret: str) -> None:
    """Write `secret` to a new file that its owner alone can read. Raises FileExistsError: none is ever replaced."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret)


def _kept(path: Path) -> str | None:
    return path.read_text().strip() if path.exists() else None


def _kept_secret(path: Path) -> str:
    """A random secret, made once for this installation."""
    if not path.exists():
        keep(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _refuse_unsafe(settings: Mapping[str, Any]) -> None:
    secret = settings["DIARY_SECRET"]
    if secret.lower() in WEAK_SECRETS or len(secret) < 32:
        raise BadInstallation("DIARY_SECRET is missing or weak: use 32 random characters or more.")
    debugging = os.environ.get("FLASK_DEBUG", "0") not in ("", "0", "false")
    if debugging and settings["DIARY_PUBLIC_URL"].startswith("https"):
        raise BadInstallation("FLASK_DEBUG must be off on a public address.")
