"""Slow down who guesses, without locking out who is ill.

Failures are counted for fifteen minutes and for a day. A browser in which this account has signed in
before has a budget of its own, which nobody else can use up: an attacker who hammers an account from
elsewhere slows down strangers, not the patient's own phone (OWASP, "device cookies").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts.models import SignInFailure

SOON = timedelta(minutes=15)
DAY = timedelta(days=1)

DEVICE_TRIES = 10  # in fifteen minutes, from a browser that this account knows
ACCOUNT_TRIES = 10  # in fifteen minutes, from all browsers that it does not know
ACCOUNT_TRIES_A_DAY = 100  # NIST 800-63B allows no more in a row
NETWORK_TRIES = 50  # in fifteen minutes; a whole clinic may share an address
ALARM = 1000  # failures anywhere in fifteen minutes; from then on networks have a fifth


@dataclass(frozen=True)
class Attempt:
    """One try at a secret. `account`, `network` and `device` are keyed hashes, `device` None if unknown."""

    kind: str
    account: str
    network: str
    device: str | None = None


def network_of(address: str | None) -> str:
    """The network that is counted for an address: IPv4 as it is, IPv6 by its /64, which one home has."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/64", strict=False))


def may_try(session: Session, attempt: Attempt, now: datetime) -> bool:
    """Whether this attempt is looked at, or turned away unread."""
    if _has_budget(session, attempt, now):
        return True
    strangers = sa.and_(SignInFailure.account == attempt.account, SignInFailure.device.is_(None))
    if _failures(session, now - SOON, strangers) >= ACCOUNT_TRIES:
        return False
    if _failures(session, now - DAY, strangers) >= ACCOUNT_TRIES_A_DAY:
        return False
    share = 5 if _failures(session, now - SOON, sa.true()) >= ALARM else 1
    return _failures(session, now - SOON, SignInFailure.network == attempt.network) < NETWORK_TRIES // share


def note_failure(session: Session, attempt: Attempt, now: datetime) -> None:
    """Count a failure, and forget those that no longer count.

    A known browser that has used up its budget is counted as a stranger from then on.
    """
    session.execute(sa.delete(SignInFailure).where(SignInFailure.at < now - DAY))
    device = attempt.device if _has_budget(session, attempt, now) else None
    kept = SignInFailure(kind=attempt.kind, account=attempt.account, network=attempt.network, device=device, at=now)
    session.add(kept)
    session.flush()


def _has_budget(session: Session, attempt: Attempt, now: datetime) -> bool:
    if attempt.device is None:
        return False
    return _failures(session, now - SOON, SignInFailure.device == attempt.device) < DEVICE_TRIES


def _failures(session: Session, since: datetime, which: sa.ColumnElement[bool]) -> int:
    statement = sa.select(sa.func.count()).select_from(SignInFailure).where(SignInFailure.at >= since, which)
    return session.scalar(statement) or 0
