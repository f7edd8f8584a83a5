"""One cell is one moment, or says why not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.interchange.cells import Unreadable
from diary.interchange.moments import TIMES, looks_like, moment
from diary.interchange.report import WHY

BERLIN = "Europe/Berlin"


def read(cell, times="written", order=None, zone=BERLIN):
    return moment(cell, times=times, order=order, zone=zone)


# One and the same moment; the first numbers are those of `date -u -d @1772841600`.
SAME = {
    "seconds": ("1772841600", "seconds"),
    "seconds with a fraction that is less than a millisecond": ("1772841600.0004", "seconds"),
    "milliseconds": ("1772841600000", "milliseconds"),
    "ISO in UTC": ("2026-03-07T00:00:00Z", "written"),
    "ISO with an offset": ("2026-03-06T19:00:00-05:00", "written"),
    "ISO with an offset without a colon": ("2026-03-07T05:30+0530", "written"),
    "ISO without an offset: the clock on the wall": ("2026-03-07T01:00:00", "written"),
    "a space between": ("2026-03-07 01:00", "written"),
    "a German date": ("7.3.2026 1:00", "written"),
    "half a day's clock": ("Mar 7, 2026 1:00 am", "written"),
    "a written time among seconds": ("2026-03-07T00:00:00Z", "seconds"),
}


@pytest.mark.parametrize("way", SAME)
def test_a_moment_is_the_same_however_it_is_written(way):
    cell, times = SAME[way]
    found = read(cell, times)
    assert found == (datetime(2026, 3, 7, tzinfo=UTC), date(2026, 3, 7), time(1, 0), None)


def test_the_day_is_that_of_the_chosen_zone():
    assert read("1772841600", "seconds", zone="America/New_York").date == date(2026, 3, 6)
    assert read("1772841600", "seconds", zone="Asia/Tokyo").date == date(2026, 3, 7)


def test_an_order_of_day_and_month_is_kept_to():
    assert read("3/7/2026 1:00", order="month-first").date == date(2026, 3, 7)
    assert read("3/7/2026 1:00", order="day-first").date == date(2026, 7, 3)


@pytest.mark.parametrize(
    ("cell", "zone", "at", "doubt"),
    [
        ("2026-03-29 02:30", BERLIN, datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "skipped"),
        ("2026-10-25 02:30", BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "twice"),
        ("2026-10-25 02:30+01:00", BERLIN, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), None),
        ("2026-10-25 03:00", BERLIN, datetime(2026, 10, 25, 2, 0, tzinfo=UTC), None),
        ("2026-04-24 00:30", "Africa/Cairo", datetime(2026, 4, 23, 22, 30, tzinfo=UTC), "skipped"),
        ("2011-12-30 10:00", "Pacific/Apia", datetime(2011, 12, 30, 20, 0, tzinfo=UTC), "skipped"),
    ],
)
def test_a_time_that_the_clock_skipped_or_showed_twice_is_kept_and_marked(cell, zone, at, doubt):
    found = read(cell, zone=zone)
    assert (found.at, found.doubt) == (at, doubt)


REFUSED = {
    "": "no_moment",
    "NaN": "no_moment",
    "-86400": "odd_moment",
    "0": "odd_moment",
    "86400": "odd_moment",
    "99999999999999999": "odd_moment",
    "1e308": "shortened",
    "1,77E+09": "shortened",
    "inf": "bad_moment",
    "=NOW()": "bad_moment",
    "9" * 400: "bad_moment",
    "yesterday": "bad_moment",
    "2026-03-07": "no_time",
    "2026-02-30 10:00": "no_such_day",
    "2026-03-07 25:00": "bad_date",
    "2026-03-07 10:61": "bad_date",
    "2026-03-07T10:00+19:00": "bad_date",
    "0000-00-00 00:00": "odd_year",
    "3026-03-07 10:00": "odd_year",
    "1900-01-01 00:30": "odd_year",
}


@pytest.mark.parametrize("cell", REFUSED)
def test_what_is_no_moment_says_why(cell):
    with pytest.raises(Unreadable) as problem:
        read(cell, "seconds")
    assert problem.value.why == REFUSED[cell]


def test_a_number_is_no_written_date():
    with pytest.raises(Unreadable, match="bad_moment"):
        read("1772841600", "written")


COLUMNS = {
    "seconds": (["1772841600", "1772845200.5", "?"], "seconds"),
    "milliseconds": (["1772841600000", "1772845200000"], "milliseconds"),
    "some of 1970 among them": (["0", "1772841600", "1772845200"], "seconds"),
    "written": (["2026-03-07 01:00", "2026-03-07T02:00Z", "x"], "written"),
    "dates alone": (["2026-03-07", "2026-03-08"], None),
    "numbers of a study": (["753", "754"], None),
    "negative ones": (["-11", "-10"], None),
    "words": (["a", "b"], None),
    "nothing": ([], None),
}


@pytest.mark.parametrize("column", COLUMNS)
def test_how_a_column_writes_moments_is_recognised(column):
    cells, times = COLUMNS[column]
    assert looks_like(cells) == times


@given(st.text(max_size=80), st.sampled_from(TIMES), st.sampled_from(["UTC", BERLIN, "Pacific/Apia", "Asia/Kathmandu"]))
def test_any_cell_is_a_moment_or_says_why(cell, times, zone):
    try:
        found = read(cell.strip(), times, zone=zone)
    except Unreadable as problem:
        assert problem.why in WHY
    else:
        assert 1899 <= found.at.year <= 2201


@given(st.integers(330_000_000_000, 4_100_000_000_000), st.sampled_from([BERLIN, "America/St_Johns"]))
def test_seconds_milliseconds_and_iso_agree(number, zone):
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=number)
    written = [(f"{number}", "milliseconds"), (f"{number / 1000:.3f}", "seconds"), (at.isoformat(), "written")]
    assert {read(cell, times, zone=zone) for cell, times in written} == {read(at.isoformat(), zone=zone)}
    assert read(at.isoformat(), zone=zone).at == at
