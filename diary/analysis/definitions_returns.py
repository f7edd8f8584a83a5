"""When headache is as frequent as before the infusions: the constants.

Sources
  house            a choice of this product; the reason stands where it is used.
"""

from .definitions import _constant

RETURN_SHARE = _constant(
    0.8, "of baseline", "return of baseline frequency", "least trailing rate that is one", "house: relief is lower"
)
SMALL_CELL = _constant(5, "", "small n", "no percentage under it", "house: one more would be 20 points")
