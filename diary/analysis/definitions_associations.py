"""What may be said to have gone together: the constants, with their sources.

Sources
  AASM 2015        Watson NF et al. Sleep 2015;38:843-844: adults should sleep seven hours or more. From memory.
"""

from .definitions import _constant

SHORT_SLEEP_HOURS = _constant(7, "h", "short sleep", "fewer hours than this are the exposure", "AASM 2015, from memory")
