"""Any file is a table with numbered rows, or is refused in a sentence."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diary.fields import Refused
from diary.interchange import table as tables
from diary.interchange.table import read

DAYS = "date,headache,note\n2026-01-01,yes,café\n2026-01-02,no,\n"


def rows(data):
    return [(row.number, row.cells) for row in read(data).rows() if row.fault is None]


def faults(data):
    return [(row.number, row.fault) for row in read(data).rows() if row.fault is not None]


ENCODINGS = {
    "utf-8": DAYS.encode(),
    "utf-8 with its mark": DAYS.encode("utf-8-sig"),
    "utf-16 with its mark": DAYS.encode("utf-16"),
    "utf-16 big end first": b"\xfe\xff" + DAYS.encode("utf-16-be"),
    "utf-16 without its mark": DAYS.encode("utf-16-le"),
    "utf-32": DAYS.encode("utf-32"),
    "Windows": DAYS.encode("cp1252"),
    "lines that end as on Windows": DAYS.replace("\n", "\r\n").encode(),
    "lines that end as on an old Mac": DAYS.replace("\n", "\r").encode(),
    "semicolons": DAYS.replace(",", ";").encode(),
    "tabs": DAYS.replace(",", "\t").encode(),
    "a first line that names the delimiter": b"sep=;\r\n" + DAYS.replace(",", ";").encode(),
    "quotes around everything": "".join(f'"{line}"\n'.replace(",", '","') for line in DAYS.split()).encode(),
    "spaces after the commas": DAYS.replace(",", ", ").encode(),
    "no end of the last line": DAYS.strip("\n").encode(),
}


@pytest.mark.parametrize("kind", ENCODINGS)
def test_the_same_days_are_read_from_every_kind_of_file(kind):
    table = read(ENCODINGS[kind])
    assert table.columns == ("date", "headache", "note")
    first = [row.cells for row in table.rows()]
    assert first == [("2026-01-01", "yes", "café"), ("2026-01-02", "no", "")]


def test_a_file_that_is_not_utf_8_comes_with_a_notice():
    assert read(DAYS.encode()).notices == ()
    assert "Windows-1252" in read(DAYS.encode("cp1252")).notices[0]
    assert "UTF-16" in read(DAYS.encode("utf-16-le")).notices[0]


def test_decimal_commas_do_not_look_like_delimiters():
    data = b"date;pain\n2026-01-01;3,5\n2026-01-02;4,5\n"
    assert rows(data) == [(2, ("2026-01-01", "3,5")), (3, ("2026-01-02", "4,5"))]


def test_lines_above_the_names_and_blank_rows_keep_the_numbers_of_a_spreadsheet():
    data = b"# exported, from elsewhere\n\ndate,headache\n2026-01-01,yes\n,\n\n2026-01-02,no\n"
    assert rows(data) == [(4, ("2026-01-01", "yes")), (7, ("2026-01-02", "no"))]


def test_a_cell_of_several_lines_is_one_row():
    data = b'date,note\n2026-01-01,"bad night\nthen, worse\n"\n2026-01-02,ok\n'
    assert rows(data) == [(2, ("2026-01-01", "bad night\nthen, worse")), (3, ("2026-01-02", "ok"))]


def test_columns_without_a_name_and_with_the_same_name_get_one_of_their_own():
    assert read(b'"",date,pain,pain,pain,\n1,2026-01-01,1,2,3,\n').columns == (
        "column 1",
        "date",
        "pain",
        "pain (2)",
        "pain (3)",
    )


def test_a_column_may_be_called_number_sign():
    assert read(b"#,date\n1,2026-01-01\n").columns == ("#", "date")


DAMAGED = {
    "a quotation mark that is never closed": (b'2026-01-02,"oh\n', [(3, "quotes")]),
    "letters after a closing quotation mark": (b'2026-01-02,"oh"no\n', [(3, "quotes")]),
    "a NUL": (b"2026-01-02,o\0h\n", [(3, "nul")]),
    "too few cells": (b"2026-01-02\n", [(3, "cells")]),
    "too many cells": (b"2026-01-02,one,two\n", [(3, "cells")]),
    "a cell of ten megabytes": (b"2026-01-02," + b"a" * 10_000_000 + b"\n", [(3, "too_long")]),
    "ten megabytes in quotation marks": (b'2026-01-02,"' + b"a" * 10_000_000 + b'"\n', [(3, "too_long")]),
    "a note that never ends": (b'2026-01-02,"' + b"a\n" * 60 + b'"\n', None),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_row_costs_itself_and_not_the_rows_after_it(damage):
    bad, expected = DAMAGED[damage]
    data = b"date,note\n2026-01-01,before\n" + bad + b"2026-01-03,after\n"
    kept = [cells for _, cells in rows(data)]
    assert ("2026-01-01", "before") in kept
    assert ("2026-01-03", "after") in kept
    if expected is not None:
        assert faults(data) == expected


REFUSED = {
    "nothing": (b"", "empty"),
    "blank lines": (b"\n\n  \n", "empty"),
    "only a comment": (b"# hello\n", "empty"),
    "a spreadsheet": (b"PK\x03\x04rest", "spreadsheet"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "a picture": (b"\x89PNG\r\n", "picture"),
    "a compressed file": (b"\x1f\x8b\x08", "compressed"),
    "a database": (b"SQLite format 3\0", "database"),
    "broken UTF-16": (b"\xff\xfea\x00\x00", "UTF-16"),
    "names that never end": (b'"date,headache\n2026-01-01,yes\n', "first row"),
    "names of ten megabytes": (b"a" * 10_000_000, "first row"),
    "a thousand columns": (b",".join(b"c" * 3 for _ in range(1000)), "500 columns"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence(kind):
    data, word = REFUSED[kind]
    with pytest.raises(Refused, match=word):
        list(read(data).rows())


def test_a_file_beyond_all_bounds_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        list(read(b"date\n" + b"2026-01-01\n" * 4).rows())
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)
    with pytest.raises(Refused, match="larger than"):
        read(b"date,headache\n")


def test_names_that_look_like_data_come_with_a_notice():
    assert "should name the columns" in read(b"2026-01-01,yes\n2026-01-02,no\n").notices[0]


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\x00\x00")
@example(b"\x00a\x00,\x00b\n")
@example(b'a,b\n"\n"\n')
def test_any_bytes_are_a_table_or_refused(data):
    try:
        table = read(data)
        numbers = [row.number for row in table.rows()]
    except Refused as problem:
        assert problem.error.endswith(".")
    else:
        assert numbers == sorted(set(numbers))
        assert all(len(row.cells) == len(table.columns) for row in table.rows() if row.fault is None)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_what_a_spreadsheet_writes_is_what_is_read(written, delimiter, end):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerows([("date", "headache", "note"), *written])
    read_again = [cells for _, cells in rows(file.getvalue().encode())]
    assert read_again == [kept for row in written if any(kept := tuple(cell.strip() for cell in row))]
