"""Secrets that a person types or opens, and the keyed hashes of them that the database keeps."""

import hashlib
import hmac
import secrets

# Crockford's base 32: no I, L, O or U, so that nothing is misread (https://www.crockford.com/base32.html).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
LENGTH = 10  # characters, 50 bits
NAME = 4  # of them say which invitation is meant; the other six, 30 bits, are the secret


def new_code() -> str:
    """A code to type, such as "7KQ4M9TX2B"."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """A token of 256 bits for a link or a cookie."""
    return secrets.token_urlsafe(32)


def readable(code: str) -> str:
    """The code as it is shown, in two halves."""
    return f"{code[:5]}-{code[5:]}"


def typed(text: str) -> str | None:
    """What a person meant by `text`; None when it cannot be a code."""
    code = "".join(text.split()).replace("-", "").upper().translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def name_of(code: str) -> str:
    """The part of a code that finds its invitation."""
    return code[:NAME]


def keyed(key: str, purpose: str, text: str) -> str:
    """HMAC-SHA256 of `text` for one `purpose`: worthless to who has the database but not the key."""
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in a time that does not tell where they differ. A cookie may claim to be one."""
    return hmac.compare_digest(one.encode(), other.encode())


def digest(token: str) -> str:
    """SHA-256 of a token that is random already, for looking it up."""
    return hashlib.sha256(token.encode()).hexdigest()
