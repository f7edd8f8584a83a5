"""Relief on real diaries that had no infusion (Kostecki-Dillon, Monette and Wong 1999; tests/data): it can say "no".

The excerpt has three patients. `python -m tests.bench.relief_diaries FILE` asks the same of a whole file.
"""

import pytest

from tests.bench.relief_diaries import EXCERPT, measure, read


@pytest.fixture(scope="module")
def found():
    return list(measure())


def test_the_excerpt_is_read_with_its_silent_days():
    diaries = read(EXCERPT)
    assert [int(recorded.sum()) for recorded, _ in diaries] == [32, 121, 62]
    assert all(recorded[0] and recorded[-1] and not headache[~recorded].any() for recorded, headache in diaries)
    assert [int((~recorded).sum()) for recorded, _ in diaries] == [7, 0, 1]


def test_the_next_day_is_foretold_as_well_as_by_the_best_simple_rule(found):
    (figure,) = [one for one in found if one.what.startswith("log score of the next day")]
    assert figure.value <= 0 and "155 days of 3 real patients" in figure.how


def test_after_a_course_that_never_was_no_relief_is_claimed(found):
    (figure,) = [one for one in found if one.what == "relief claimed after a planted course"]
    assert figure.value == 0 and "0 of n = 3" in figure.how


def test_a_diary_too_short_for_a_planted_course_has_none(tmp_path):
    rows = [f"1,{day},{'yes' if day % 2 else 'no'}" for day in range(30)]
    file = tmp_path / "short.csv"
    file.write_text("\n".join(["# a comment", "id,dos,headache", *rows]))
    assert [one.what.partition(",")[0] for one in measure(file)] == ["log score of the next day"]
