"""Which passwords are good enough, asked of nobody outside."""

from typing import Any

import zxcvbn
from flask_security import PasswordUtil

ALONE = 15  # characters, where the password is the only factor (NIST 800-63B)
WITH_SECOND_FACTOR = 8
LONGEST = 128
# Guesses that an offline attacker needs at least. The lists behind the estimate ship with zxcvbn.
ENOUGH_GUESSES = 10**8


def weakness(password: str, *, shortest: int, about: tuple[str, ...] = ()) -> str | None:
    """Why this password will not do, as a sentence; None when it will. `about` are words an attacker knows."""
    if len(password) < shortest:
        return f"Use at least {shortest} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    known = [word for word in ("lull", "migraine", "diary", *about) if len(word) > 2]
    rest = password.lower()
    for word in known:
        rest = rest.replace(word.lower(), "")
    if len(rest) < WITH_SECOND_FACTOR:
        return "This password says too much of what is known about you. Choose another one."
    # The estimate takes long over long passwords; what follows its first 72 characters only adds to it.
    guesses = zxcvbn.zxcvbn(password[:72], user_inputs=known)["guesses"]
    return "This password is easy to guess. Choose another one." if guesses < ENOUGH_GUESSES else None


class Passwords(PasswordUtil):
    """Flask-Security's way to ask. With a second factor set up, a shorter password is enough."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """The sentences against this password, or None, and the password as it is hashed."""
        password = self.normalize(password)
        user = kwargs.get("user")
        second = user is not None and user.tf_totp_secret and user.tf_primary_method
        about = tuple((user.email if user is not None else kwargs.get("email") or "").split("@"))
        problem = weakness(password, shortest=WITH_SECOND_FACTOR if second else ALONE, about=about)
        return ([problem] if problem else None), password
