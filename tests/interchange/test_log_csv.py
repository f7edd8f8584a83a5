"""A log of moments: what the rows of a day become, and why a row is left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.fields import Refused
from diary.interchange.guess import guess
from diary.interchange.log_csv import LogChoices, read_log
from diary.interchange.log_days import MOST_A_DAY, Meaning
from diary.interchange.report import WHY
from diary.interchange.table import read

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LOG = Path(__file__).parent.parent / "data" / "pain_log.csv"
BERLIN = LogChoices("Europe/Berlin", "at", pain="pain", event="event", scale="0-100")
IV = Meaning("infusion", route="IV")
TRIPTAN = Meaning("acute", medicine="Sumatriptan", drug_class="triptan")


def reading(rows, choices=BERLIN, names="at,pain,event"):
    return read_log(read(f"{names}\n{rows}".encode()), choices, now=NOW)


def on(*rows, choices=BERLIN):
    """The one day of these rows, each "time,pain,event"; none has an offset."""
    (day,) = reading("".join(f"2026-03-07 {row}\n" for row in rows), choices).days
    return day


def attacks(day):
    """From when to when, with the pain of each reading."""
    spans = {one.key: one.fields for one in day.entries if one.collection == "attacks"}
    pains = {key: [] for key in spans}
    for one in day.entries:
        if one.collection == "pain_readings":
            pains[one.parent].append(one.fields["pain"])
    return [(one["started_at"][11:16], one["ended_at"][11:16], *pains[key]) for key, one in spans.items()]


def others(day):
    return [one for one in day.entries if one.collection not in ("attacks", "pain_readings")]


def test_a_day_with_pain_is_a_headache_day_with_its_worst_and_keeps_each_reading():
    day = on("08:00,40,", "12:00,73,", "20:00,0,")
    assert (day.date, day.headache, day.worst_pain) == (date(2026, 3, 7), "yes", 7)
    assert attacks(day) == [("07:00", "19:00", 4, 7, 0)]


def test_an_attack_ends_with_the_0_of_the_same_day_or_else_with_its_last_reading():
    assert attacks(on("08:00,40,", "12:00,50,")) == [("07:00", "11:00", 4, 5)]
    found = reading("2026-03-07 20:00,50,\n2026-03-08 07:00,0,\n").days
    assert [(day.headache, attacks(day)) for day in found] == [("yes", [("19:00", "19:00", 5)]), ("no", [])]


def test_readings_of_0_part_attacks():
    assert attacks(on("07:00,0,", "08:00,10,", "09:00,0,", "10:00,0,", "11:00,90,")) == [
        ("07:00", "08:00", 1, 0),
        ("10:00", "10:00", 9),
    ]


def test_a_day_of_zeros_only_is_a_day_without_headache_and_a_day_without_rows_is_silent():
    found = reading("2026-03-07 08:00,0,\n2026-03-07 18:00,0,\n2026-03-09 08:00,0,\n")
    assert [(day.date.day, day.headache, day.worst_pain) for day in found.days] == [(7, "no", 0), (9, "no", 0)]
    assert [day.entries for day in found.days] == [(), ()]
    assert any(notice.startswith("3 pains of 0 outside attacks") for notice in found.notices)


def test_pain_above_0_never_becomes_0():
    assert on("08:00,1,").worst_pain == 1
    assert on("08:00,44.9,").worst_pain == 4
    assert on("08:00,100,").worst_pain == 10


def test_a_night_makes_two_records_and_no_headache_between_them():
    late, early = reading("2026-03-07 23:30,60,\n2026-03-08 00:30,60,\n").days
    assert attacks(late) == [("22:30", "22:30", 6)]
    assert attacks(early) == [("23:30", "23:30", 6)]


def test_a_text_means_what_the_person_said_it_means():
    choices = replace(BERLIN, texts=(("ketamine  infusion 0.5 mg/kg", IV), ("suma", TRIPTAN)))
    day = on("08:00,60,Suma", "10:00,,Ketamine infusion 0.5 mg/kg", "11:00,,slept badly", choices=choices)
    medicine, dose = (one for one in others(day) if one.collection in ("medications", "doses"))
    assert medicine.fields == {"name": "Sumatriptan", "kind": "acute", "drug_class": "triptan"}
    assert dose.fields == {"taken_at": "2026-03-07T07:00:00.000Z", "zone": "Europe/Berlin", "note": "Suma"}
    (infusion,) = (one for one in others(day) if one.collection == "own_infusions")
    assert (infusion.fields["date"], infusion.fields["route"]) == ("2026-03-07", "IV")
    assert infusion.fields["note"] == "10:00 Ketamine infusion 0.5 mg/kg"
    assert day.note == "11:00 slept badly"


def test_nothing_is_guessed_of_a_text_that_nobody_gave_a_meaning():
    day = on("10:00,,ketamine infusion 0.5 mg/kg")
    assert (day.headache, day.note, day.entries) == (None, "10:00 ketamine infusion 0.5 mg/kg", ())


def test_other_texts_may_be_left_out_and_are_listed_then():
    found = reading("2026-03-07 10:00,,rain\n2026-03-07 11:00,20,rain\n", replace(BERLIN, other_texts="leave_out"))
    assert [(one.row, one.why) for one in found.left_out] == [(2, "text_left_out")]
    assert found.days[0].note is None


def test_an_infusion_alone_leaves_its_day_silent():
    day = on("10:00,,drip", choices=replace(BERLIN, texts=(("drip", IV),)))
    assert not day.is_answered
    assert [one.collection for one in day.entries] == ["own_infusions"]


def test_several_texts_about_one_infusion_are_one_infusion():
    day = on(
        "10:00,,drip starts",
        "11:00,,drip ends",
        choices=replace(BERLIN, texts=(("drip starts", IV), ("drip ends", IV))),
    )
    assert [one.fields["note"] for one in others(day)] == ["10:00 drip starts\n11:00 drip ends"]


BAD_ROWS = {
    "no_moment": ",40,",
    "bad_moment": "soon,40,",
    "no_time": "2026-03-07,40,",
    "no_such_day": "2026-02-30 10:00,40,",
    "odd_moment": "-5,40,",
    "not_come": "2026-11-22T13:00Z,40,",
    "not_over": "2026-11-22T09:00Z,40,",
    "not_a_number": "2026-03-07 10:00,a lot,",
    "out_of_scale": "2026-03-07 10:00,101,",
    "no_reading": "2026-03-07 10:00,NaN,",
    "moment_twice": "2026-03-01 10:00,40,",
    "moment_other": "2026-03-01 10:00,50,",
    "cells": "2026-03-07 10:00,40,,,much",
    "shortened": "1.77E+09,40,",
}


@pytest.mark.parametrize("why", BAD_ROWS)
def test_a_row_is_left_out_with_its_number_and_the_rows_around_it_are_kept(why):
    choices = replace(BERLIN, times="seconds")
    found = reading(f"2026-03-01 10:00,40,\n{BAD_ROWS[why]}\n2026-03-02 10:00,0,\n", choices)
    assert [(one.row, one.why) for one in found.left_out] == [(3, why)]
    assert [day.headache for day in found.days] == ["yes", "no"]


def test_numbers_beyond_all_bounds_are_no_pain():
    for cell in ("1e308", "inf", "-1", "9" * 400, "=1+1"):
        found = reading(f'2026-03-07 10:00,"{cell}",\n')
        assert found.left_out[0].why in ("not_a_number", "out_of_scale"), cell


def test_a_decimal_comma_and_a_mark_at_the_beginning_are_read():
    data = b"\xef\xbb\xbfat;pain;event\r\n1772841600;37,5;\r\n"
    assert read_log(read(data), replace(BERLIN, times="seconds"), now=NOW).days[0].worst_pain == 4


def test_a_formula_stays_a_text():
    assert on('10:00,20,"=HYPERLINK(""x"")"').note == '10:00 =HYPERLINK("x")'


def test_a_day_of_a_hundred_thousand_readings_keeps_one_a_minute_and_says_so():
    rows = "".join(f"{1772841600 + n},5,\n" for n in range(MOST_A_DAY + 10))
    found = reading(rows, replace(BERLIN, times="seconds"))
    assert [one.why for one in found.left_out] == ["too_many"] * 10
    assert len(found.days[0].entries) == MOST_A_DAY + 1


def test_texts_longer_than_a_note_are_left_out_and_the_pain_of_their_rows_is_kept():
    day = on(f"10:00,20,{'n' * 3990}", f"11:00,30,{'m' * 20}")
    assert (len(day.note), day.worst_pain) == (3996, 3)


def test_the_clock_may_have_a_column_of_its_own():
    choices = LogChoices("Europe/Berlin", "Date", clock="Time", pain="Pain Level", scale="0-10")
    found = reading("2026-03-07,08:00,3\n2026-03-07,,4\n2026-03-07,9:00 pm,0\n", choices, names="Date,Time,Pain Level")
    assert attacks(found.days[0]) == [("07:00", "20:00", 3, 0)]
    assert [one.why for one in found.left_out] == ["no_time"]


def test_how_times_are_read_is_said_with_the_first_and_the_last():
    found = reading("1772841600,10,\n1772928000,20,\n")
    assert found.notices[0] == (
        "Times are read as seconds since 1970, on the clock of Europe/Berlin: "
        "the first is 2026-03-07, 01:00, the last 2026-03-08, 01:00."
    )


def test_times_that_the_clock_skipped_are_kept_and_said():
    found = reading("2026-03-29 02:30,10,\n2026-10-25 02:30,20,\n")
    assert [day.date for day in found.days] == [date(2026, 3, 29), date(2026, 10, 25)]
    assert any("row 2" in notice and "skipped" in notice for notice in found.notices)
    assert any("row 3" in notice and "twice" in notice for notice in found.notices)


WRONG = {
    "a zone nobody knows": (replace(BERLIN, zone="Atlantis"), "zone"),
    "neither pain nor text": (replace(BERLIN, pain=None, event=None), "pain"),
    "a column that is not there": (replace(BERLIN, event="drug"), "event"),
    "a column without moments": (replace(BERLIN, moment="pain"), "moment"),
    "a scale that no reading has": (replace(BERLIN, scale="yes/no"), "scale"),
    "an infusion without a route": (replace(BERLIN, texts=(("a", Meaning("infusion")),)), "texts"),
    "a dose of nothing": (replace(BERLIN, texts=(("a", Meaning("acute")),)), "texts"),
    "one medicine of two classes": (
        replace(BERLIN, texts=(("a", TRIPTAN), ("b", replace(TRIPTAN, drug_class="nsaid")))),
        "texts",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_choices_that_the_file_cannot_answer_are_refused_beside_their_field(case):
    choices, field = WRONG[case]
    with pytest.raises(Refused) as problem:
        reading("2026-03-07 10:00,40,a\n", choices)
    assert list(problem.value.fields) == [field]


def test_the_example_is_recognised_and_read_whole():
    table = read(LOG.read_bytes())
    guessed = guess(table)
    assert guessed == {"moment": "timestamp", "times": "seconds", "pain": "pain", "event": "event", "scale": "0-100"}
    found = read_log(table, LogChoices("America/New_York", **guessed), now=NOW)
    assert (found.rows, found.left_out) == (1151, [])
    assert sum(len(day.answer_rows) for day in found.days) == 1151
    assert len({day.date for day in found.days}) == len(found.days) == 333


LOGS = {
    "Migraine Navigator": (
        "Date,Time,Pain Level,Notes",
        "2026-01-01,08:00,7,a\n2026-01-01,12:00,0,",
        {"moment": "Date", "clock": "Time", "times": "written", "pain": "Pain Level", "note": "Notes", "scale": "0-10"},
    ),
    "milliseconds": (
        "recorded_at,nrs,medication",
        "1772841600000,3,x\n1772845200000,2,",
        {"moment": "recorded_at", "times": "milliseconds", "pain": "nrs", "event": "medication", "scale": "0-10"},
    ),
}


@pytest.mark.parametrize("log", LOGS)
def test_a_log_is_told_from_a_table_of_days(log):
    names, rows, guessed = LOGS[log]
    assert guess(read(f"{names}\n{rows}\n".encode())) == guessed


CELL = st.sampled_from(
    ["1772841600", "0", "-1", "1e308", "NaN", "2026-03-29 02:30", "50", "101", "", "drip", '"', "ü" * 90]
)


@given(st.lists(st.tuples(CELL, CELL, CELL).map(",".join), max_size=12), st.sampled_from(["seconds", "written"]))
def test_any_rows_are_kept_or_left_out_each_exactly_once(lines, times):
    choices = replace(BERLIN, times=times, texts=(("drip", IV),), other_texts="leave_out")
    found = reading("".join(f"{line}\n" for line in lines), choices)
    left = [one.row for one in found.left_out]
    kept = {row for day in found.days for row in (*day.answer_rows, *(one.row for one in day.entries))}
    assert len(left) == len(set(left))
    assert kept.isdisjoint(left)
    assert len(kept) + len(left) == found.rows
    assert all(one.why in WHY for one in found.left_out)


@given(st.lists(st.tuples(st.integers(0, 3 * 24 * 60), st.integers(0, 100)), min_size=1, max_size=30), st.randoms())
def test_the_order_of_rows_does_not_matter_and_every_headache_has_a_reading_of_its_day(pairs, random):
    at = datetime(2026, 3, 27, tzinfo=UTC)
    rows = [f"{(at + timedelta(minutes=minutes)).isoformat()},{pain},\n" for minutes, pain in dict(pairs).items()]
    found = reading("".join(rows)).days
    random.shuffle(rows)
    again = reading("".join(rows)).days
    assert [(day.answer, attacks(day)) for day in found] == [(day.answer, attacks(day)) for day in again]
    assert all((day.headache == "yes") == bool(attacks(day)) for day in found)
