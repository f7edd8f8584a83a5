"""What one cell says: tables of cells, and what is kept of them."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.interchange import cells
from diary.interchange.cells import Unreadable
from diary.interchange.report import WHY

BERLIN = "Europe/Berlin"


def said(question, *arguments):
    """The answer, or why there is none."""
    try:
        return question(*arguments)
    except Unreadable as problem:
        assert problem.why in WHY
        return problem.why


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("2026/3/9", date(2026, 3, 9)),
        ("20260309", date(2026, 3, 9)),
        ("9.3.2026", date(2026, 3, 9)),
        ("09. 03. 2026", date(2026, 3, 9)),
        ("9 March 2026", date(2026, 3, 9)),
        ("09-Mar-2026", date(2026, 3, 9)),
        ("Mar 9, 2026", date(2026, 3, 9)),
        ("2026-03-09 23:30", date(2026, 3, 9)),
        ("2026-03-09T23:30:00", date(2026, 3, 9)),
        ("2026-02-30", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("0026-03-09", "odd_year"),
        ("3026-03-09", "odd_year"),
        ("9.3.26", "bad_date"),
        ("yesterday", "bad_date"),
        ("9 Nonsense 2026", "bad_date"),
        ("2026-03-09 and some more text that makes this cell longer than any date", "bad_date"),
        ("", "no_date"),
        ("NA", "no_date"),
    ],
)
def test_a_date_is_read_as_it_is_written(cell, day):
    assert said(cells.day, cell, None, BERLIN) == day


@pytest.mark.parametrize(
    ("cell", "zone", "day"),
    [
        ("2026-03-09T23:30:00Z", BERLIN, date(2026, 3, 10)),
        ("2026-03-09T23:30:00Z", "America/Toronto", date(2026, 3, 9)),
        ("2026-03-09 00:30 +02:00", "Europe/London", date(2026, 3, 8)),
        ("03/09/2026, 11:30 PM Z", BERLIN, date(2026, 3, 10)),
        ("1773099000000", BERLIN, date(2026, 3, 10)),  # milliseconds
        ("1773099000", "America/Toronto", date(2026, 3, 9)),  # seconds
        ("9999999999999", BERLIN, "odd_year"),
        ("2026-03-09T25:00:00Z", BERLIN, "bad_date"),
        ("2026-03-09T10:00:00+99:00", BERLIN, "bad_date"),
    ],
)
def test_a_moment_with_an_offset_falls_on_the_day_of_the_chosen_zone(cell, zone, day):
    """Peers shipped UTC dates beside local times, and lost a day near midnight."""
    assert said(cells.day, cell, "month-first", zone) == day


def test_a_date_with_slashes_is_read_in_the_chosen_order():
    assert cells.day("3/2/2026", "day-first", BERLIN) == date(2026, 2, 3)
    assert cells.day("3/2/2026", "month-first", BERLIN) == date(2026, 3, 2)
    assert said(cells.day, "13/02/2026", "month-first", BERLIN) == "no_such_day"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1", date(1990, 1, 1)),
        ("366", date(1991, 1, 1)),
        ("753.0", date(1992, 1, 23)),
        ("0", date(1989, 12, 31)),
        ("-11", date(1989, 12, 20)),
        ("1.5", "bad_day_number"),
        ("one", "bad_day_number"),
        ("999999999", "odd_year"),
        ("-99999", "odd_year"),
        ("", "no_date"),
    ],
)
def test_a_day_number_counts_from_the_start_date_as_day_1(cell, day):
    assert said(cells.numbered_day, cell, date(1990, 1, 1)) == day


@pytest.mark.parametrize(
    ("cell", "scale", "headache"),
    [
        *((cell, None, "yes") for cell in ("yes", "YES", "Y", "true", "1", "1.0", "x", "ja", "oui", "sí")),
        *((cell, None, "no") for cell in ("no", "N", "FALSE", "0", "0,0", "none", "no headache", "nein", "non")),
        *((cell, None, None) for cell in ("", "NA", "n/a", "null", "-", "?", "unknown")),
        ("perhaps", None, "unknown_answer"),
        ("3", None, "unknown_answer"),
        ("3", "0-10", "yes"),
        ("0", "0-10", "no"),
        ("0.2", "0-10", "yes"),
        ("11", "0-10", "out_of_scale"),
        ("mild", "0-3", "yes"),
        ("mild", "0-10", "unknown_answer"),
    ],
)
def test_a_headache_is_yes_or_no_or_not_answered(cell, scale, headache):
    assert said(cells.headache, cell, scale) == headache


@pytest.mark.parametrize(
    ("cell", "scale", "pain"),
    [
        *((str(pain), "0-10", pain) for pain in range(11)),
        ("7.4", "0-10", 7),
        ("7.5", "0-10", 8),
        ("7,5", "0-10", 8),
        ("0.2", "0-10", 1),  # above 0 stays above 0
        ("10.4", "0-10", "out_of_scale"),
        ("-1", "0-10", "out_of_scale"),
        ("0", "0-100", 0),
        ("4", "0-100", 1),
        ("44", "0-100", 4),
        ("45", "0-100", 5),
        ("100", "0-100", 10),
        ("101", "0-100", "out_of_scale"),
        ("0", "0-3", 0),
        ("1", "0-3", 2),
        ("2.0", "0-3", 5),
        ("3", "0-3", 8),
        ("severe", "0-3", 8),
        ("Medium", "0-3", 5),
        ("4", "0-3", "out_of_scale"),
        ("1.5", "0-3", "out_of_scale"),
        ("awful", "0-3", "not_a_number"),
        ("awful", "0-10", "not_a_number"),
        ("١", "0-10", "not_a_number"),
        ("1e3", "0-10", "not_a_number"),
        ("NaN", "0-10", None),
        ("", "0-10", None),
    ],
)
def test_pain_becomes_0_to_10_in_the_stated_way(cell, scale, pain):
    assert said(cells.pain, cell, scale) == pain


@pytest.mark.parametrize(
    ("cell", "exposure"),
    [
        ("9.0", {"name": "airq", "amount": "9"}),
        ("9,25", {"name": "airq", "amount": "9.25"}),
        ("0.333333333", {"name": "airq", "amount": "0.3333"}),
        ("-0.00001", {"name": "airq", "amount": "0"}),
        ("100", {"name": "airq", "amount": "100"}),
        ("yes", {"name": "airq", "present": True}),
        ("none", {"name": "airq", "present": False}),
        ("reduced  dose", {"name": "airq: reduced dose", "present": True}),
        ("NA", None),
        ("", None),
        ("w" * 120, "long_word"),
    ],
)
def test_an_exposure_is_an_amount_or_a_yes_or_no_or_a_word(cell, exposure):
    assert said(cells.exposure, cell, "airq") == exposure


ANY = st.one_of(st.text(max_size=80), st.text("0123456789-/.:TZ+ ,APM", max_size=30))


@given(ANY, st.sampled_from([None, *cells.DATE_ORDERS]), st.sampled_from(["Pacific/Apia", BERLIN]))
def test_any_text_is_a_day_or_says_why_not(cell, order, zone):
    said(cells.day, cell, order, zone)
    said(cells.numbered_day, cell, date(1990, 1, 1))


@given(ANY, st.sampled_from(cells.SCALES[:3]))
def test_any_text_is_a_pain_or_says_why_not(cell, scale):
    pain = said(cells.pain, cell, scale)
    assert pain is None or pain in WHY or 0 <= pain <= 10
    said(cells.headache, cell, scale)
    said(cells.exposure, cell, "sleep")


def test_a_cell_of_spaces_is_looked_at_in_no_time():
    cell = "1/1/2026 1:00" + " " * 20_000 + "x"
    begun = time.perf_counter()
    assert not cells.is_either_way(cell) and cells.order_shown(cell) is None
    assert time.perf_counter() - begun < 1
