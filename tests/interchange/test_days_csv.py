"""A file of days: what is kept of each row, and why a row is left out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.fields import Refused
from diary.interchange import cells
from diary.interchange.days_csv import Choices, read_days
from diary.interchange.guess import guess
from diary.interchange.report import WHY, Report
from diary.interchange.table import read

TODAY = date(2026, 11, 22)
EXCERPT = Path(__file__).parent.parent / "data" / "kostecki_dillon_excerpt.csv"
PLAIN = Choices(zone="Europe/Berlin", date="date", headache="headache")
PAIN = Choices(zone="Europe/Berlin", date="date", worst_pain="pain")
BOTH = replace(PLAIN, worst_pain="pain")


def reading(text, choices=PLAIN):
    return read_days(read(text.encode()), choices, today=TODAY)


def left_out(text, choices=PLAIN):
    return [(one.row, one.why) for one in reading(text, choices).left_out]


def test_the_excerpt_is_read_whole():
    choices = Choices(
        zone="America/Toronto",
        day_number="dos",
        start_date=date(1990, 1, 1),
        headache="headache",
        patient_column="id",
        exposures=(("airq", "airq"), ("medication", "medication")),
    )
    found = read_days(read(EXCERPT.read_bytes()), choices, today=TODAY)
    assert (found.rows, len(found.days), found.left_out) == (215, 215, [])
    assert {day.patient for day in found.days} == {"53", "55", "75"}
    assert sum(day.headache == "yes" for day in found.days) == 158
    first = found.days[0]
    assert (first.row, first.date, first.headache) == (6, date(1991, 5, 14), "yes")
    assert first.exposures == ({"name": "airq", "amount": "28"}, {"name": "medication: reduced", "present": True})


def test_columns_that_nobody_asked_for_stay_outside():
    found = reading("date,headache,sex,diagnosis\n2026-01-01,yes,female,G43\n")
    assert found.days[0].exposures == ()
    assert found.days[0].note is None


BAD_ROWS = {
    "quotes": '2026-01-01,"yes',
    "cells": "2026-01-01,yes,3,much,more",
    "no_date": ",yes,3",
    "bad_date": "the first,yes,3",
    "no_such_day": "2026-02-29,yes,3",
    "odd_year": "1066-10-14,yes,3",
    "future": "2026-11-23,yes,3",
    "unknown_answer": "2026-01-01,perhaps,3",
    "not_a_number": "2026-01-01,yes,bad",
    "out_of_scale": "2026-01-01,yes,11",
    "contradiction": "2026-01-01,no,4",
    "empty": "2026-01-01,,",
    "same_twice": "2025-12-31,no,0",
    "other_twice": "2025-12-31,yes,2",
}


@pytest.mark.parametrize("why", BAD_ROWS)
def test_a_row_is_left_out_with_its_number_and_the_rows_around_it_are_kept(why):
    found = reading(f"date,headache,pain\n2025-12-31,no,0\n{BAD_ROWS[why]}\n2026-01-02,yes,5\n", BOTH)
    assert [(one.row, one.why) for one in found.left_out] == [(3, why)]
    assert [day.date for day in found.days] == [date(2025, 12, 31), date(2026, 1, 2)]


def test_today_is_not_the_future():
    assert left_out("date,headache\n2026-11-22,yes\n") == []


def test_pain_alone_says_whether_there_was_a_headache():
    found = reading("date,pain\n2026-01-01,0\n2026-01-02,6\n2026-01-03,\n", PAIN)
    assert [(day.headache, day.worst_pain) for day in found.days] == [("no", 0), ("yes", 6)]
    assert [one.why for one in found.left_out] == ["empty"]


def test_a_pain_of_yes_or_no_is_a_headache_without_a_number():
    found = reading("date,pain\n2026-01-01,yes\n2026-01-02,no\n", replace(PAIN, scale="yes/no"))
    assert [(day.headache, day.worst_pain) for day in found.days] == [("yes", None), ("no", None)]


def test_pain_beyond_10_asks_whether_the_scale_is_another():
    found = reading("date,pain\n2026-01-01,70\n2026-01-02,5\n", PAIN)
    assert any("1 row above 10" in notice for notice in found.notices)


@pytest.mark.parametrize("scale", cells.SCALES)
def test_the_rounding_is_stated(scale):
    assert cells.ROUNDING[scale] in reading("date,pain\n2026-01-01,1\n", replace(PAIN, scale=scale)).notices


def test_a_column_that_proves_the_order_of_its_dates_needs_no_question():
    assert reading("date,headache\n3/2/2026,yes\n13/2/2026,no\n").days[0].date == date(2026, 2, 3)
    assert reading("date,headache\n3/2/2026,yes\n2/13/2026,no\n").days[0].date == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("second", "word"), [("4/2/2026", "two ways"), ("13/2/2026\n2/14/2026", "written in two ways")]
)
def test_a_column_that_proves_nothing_or_both_asks(second, word):
    rows = "".join(f"{cell},yes\n" for cell in ["3/2/2026", *second.split("\n")])
    with pytest.raises(Refused, match=word):
        reading(f"date,headache\n{rows}")
    assert reading(f"date,headache\n{rows}", replace(PLAIN, dates="day-first")).days[0].date == date(2026, 2, 3)


WRONG_CHOICES = {
    "a zone nobody knows": (replace(PLAIN, zone="Europe/Atlantis"), "zone"),
    "no date": (replace(PLAIN, date=None), "date"),
    "a date and a day number": (replace(PLAIN, day_number="date", start_date=TODAY), "date"),
    "a day number without a start": (replace(PLAIN, date=None, day_number="date"), "start_date"),
    "no answer": (replace(PLAIN, headache=None), "headache"),
    "a column that is not there": (replace(PLAIN, headache="migraine"), "headache"),
    "a scale nobody knows": (replace(PAIN, scale="0-7"), "scale"),
    "an order nobody knows": (replace(PLAIN, dates="any"), "dates"),
    "two exposures of one name": (replace(PLAIN, exposures=(("date", "a"), ("headache", "a"))), "exposures"),
}


@pytest.mark.parametrize("case", WRONG_CHOICES)
def test_choices_that_the_file_cannot_answer_are_refused_beside_their_field(case):
    choices, field = WRONG_CHOICES[case]
    with pytest.raises(Refused) as problem:
        reading("date,headache,pain\n2026-01-01,yes,3\n", choices)
    assert list(problem.value.fields) == [field]


def test_a_column_is_found_whatever_its_capitals():
    assert reading("Date,HEADACHE\n2026-01-01,yes\n").days[0].headache == "yes"


GUESSES = {
    "AidingMigraine": (
        "Date,Start Time,End Time,Pain Level,Notes",
        "2026-01-01,1,2,7,a",
        {"date": "Date", "worst_pain": "Pain Level", "note": "Notes", "scale": "0-10"},
    ),
    "crmne": (
        "start_time,end_time,intensity,notes",
        "2026-01-01 10:00:00,,8,a",
        {"date": "start_time", "worst_pain": "intensity", "note": "notes", "scale": "0-10"},
    ),
    "a study": (
        "id,dos,headache",
        "1,753,yes",
        {"patient_column": "id", "day_number": "dos", "headache": "headache"},
    ),
    "a scale to 100": ("Datum,VAS", "2026-01-01,73", {"date": "Datum", "worst_pain": "VAS", "scale": "0-100"}),
    "words": ("day,severity", "2026-01-01,mild", {"date": "day", "worst_pain": "severity", "scale": "0-3"}),
    "nothing known": ("a,b", "1,2", {}),
}


@pytest.mark.parametrize("diary", GUESSES)
def test_columns_are_guessed_by_their_names(diary):
    names, row, guessed = GUESSES[diary]
    assert guess(read(f"{names}\n{row}\n".encode())) == guessed


def test_the_report_names_every_row_in_plain_words():
    found = reading("date,headache\n2026-01-01,yes\nx,yes\ny,no\n2026-13-01,no\nz\x1b[31m,yes\n2030-01-01,no\n")
    report = Report(rows=found.rows, new=len(found.days), left_out=found.left_out)
    assert report.as_text(done=False) == [
        "6 rows with days of 1 patient.",
        "1 day would be brought in.",
        "0 days already here, with the same answer.",
        "5 rows left out:",
        "  3 rows: The date cannot be read. Such as: “x”, “y”, “z [31m”.",
        "    rows 3 to 4, 6",
        "  1 row: There is no such day in the calendar. Such as: “2026-13-01”.",
        "    row 5",
        "  1 row: The day has not come yet. Such as: “2030-01-01”.",
        "    row 7",
    ]
    assert sum(one["count"] for one in report.as_json()["left_out"]) == 5


CELL = st.sampled_from(["2026-01-01", "3/2/2026", "13/2/2026", "yes", "no", "", "7", "-1", "1e9", '"', "\0", "ü" * 90])


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4).map(",".join), max_size=12), st.sampled_from([PLAIN, PAIN, BOTH])
)
def test_any_rows_are_days_or_left_out_each_exactly_once(lines, choices):
    try:
        found = reading("\n".join(["date,headache,pain", *lines]), choices)
    except Refused as problem:
        assert problem.fields
        return
    told = [day.row for day in found.days] + [one.row for one in found.left_out]
    assert len(told) == len(set(told)) == found.rows
    assert all(one.why in WHY for one in found.left_out)


@given(st.binary(max_size=300))
def test_any_bytes_are_reported_or_refused(data):
    table_start = b"date,headache,pain\n"
    for whole in (data, table_start + data):
        try:
            read_days(read(whole), BOTH, today=TODAY)
        except Refused as problem:
            assert problem.error
