"""Local midnights: where the days of a zone begin, in milliseconds of UTC.

A day of 23, 24 or 25 hours lies between two of them. Nothing here or above adds 24 hours to reach tomorrow.
A midnight that the clock leaves out is the moment the clock jumped; one that comes twice is the first; a date
the zone left out altogether (Samoa, 30 December 2011) begins and ends in one moment.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from .definitions import Numbers


def midnights(zone: str, first: int, count: int) -> Numbers:
    """The beginnings of `count` days from the ordinal `first` on, and the end of the last: count + 1 moments."""
    years = range(date.fromordinal(first).year, date.fromordinal(first + count).year + 1)
    whole = np.concatenate([_midnights_of_year(zone, year) for year in years])
    start = first - date(years[0], 1, 1).toordinal()
    return whole[start : start + count + 1]


@lru_cache(maxsize=2048)
def _midnights_of_year(zone: str, year: int) -> Numbers:
    """The beginnings of all days of one calendar year."""
    first = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    # Adding days to an aware datetime keeps the clock and looks up the offset anew: midnight stays midnight.
    moments = [(first + timedelta(days=day)).timestamp() for day in range(days)]
    whole = np.rint(np.array(moments) * 1000).astype(np.int64)
    whole.setflags(write=False)
    return whole
