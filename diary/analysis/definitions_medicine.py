"""Limits of acute medicines that go beyond a single class.

Source
  ICHD-3 8.2.6   Several classes together, none of them overused alone. That the total is 10 days was taken from memory
                 and from 8.2.7, which says the same of unverified use; the wording of 8.2.6 itself was not checked.
"""

from .definitions import SPARING_NEAR, Limit, _constant

TOGETHER_DAYS = _constant(
    10,
    "of 30 days",
    "limit, several classes together",
    "any mixture of classes with a limit, none of them over its own",
    "ICHD-3 8.2.6, not verified",
)
#: Of two classes or more in the same 30 days.
TOGETHER_LIMIT = Limit(TOGETHER_DAYS, SPARING_NEAR)
