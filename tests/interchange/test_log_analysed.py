"""The example log from its file to figures, by the import command and with no special case on the way.

What is expected is counted here from the rows of the file, by other means than the importer's; the length of the
relief is what was planted when the file was made.
"""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from diary.accounts.models import Patient
from diary.analysis.attacks import merged_attacks
from diary.analysis.cycles import cycles
from diary.analysis.days import classify
from diary.analysis.rates import rate
from diary.analysis.relief import relief
from diary.analysis.response import level
from diary.db import db
from diary.insights.queries import read_diary
from tests.databases import opened
from tests.factories import a_clinic
from tests.interchange.test_command import LOG, MY_LOG, run

ZONE = "America/New_York"
NOW = datetime(2026, 9, 12, 16, 0, tzinfo=UTC)
FIRST, LAST = date(2025, 9, 1), date(2026, 9, 11)
# The last infusion of each course, and how many days of fewer headaches were planted after it.
PLANTED = {date(2025, 11, 7): 46, date(2026, 1, 31): 40, date(2026, 4, 25): 52, date(2026, 7, 16): 60}


@pytest.fixture(scope="module")
def rows():
    """The pains of each local day, straight from the file."""
    found = defaultdict(list)
    with Path(LOG).open() as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            local = datetime.fromtimestamp(int(row["timestamp"]), ZoneInfo(ZONE))
            found[local.date()].append((int(row["pain"]) if row["pain"] else None, row["event"]))
    return found


@pytest.fixture(scope="module")
def diary(sqlite_original, tmp_path_factory):
    """The diary of the patient whose log was brought in, as the analysis reads it."""
    folder = tmp_path_factory.mktemp("log")
    (folder / "lull.sqlite").write_bytes(sqlite_original.read_bytes())
    with opened(f"sqlite:///{folder}/lull.sqlite", folder) as app:
        with app.app_context():
            a_clinic(db.session, "North Clinic")
            db.session.commit()
        run(app, LOG, *MY_LOG, "--yes")
        with app.app_context():
            yield read_diary(db.session, db.session.scalar(sa.select(Patient.id)), ZONE)


def is_headache(readings):
    return any(pain or event in ("sumatriptan 50 mg", "ibuprofen 400") for pain, event in readings)


def test_each_day_is_what_its_rows_say(diary, rows):
    for day in classify(diary, FIRST, LAST, NOW):
        readings = rows.get(day.date, [])
        pains = [pain for pain, _ in readings if pain is not None]
        expected = "silent" if not pains else "headache" if is_headache(readings) else "free"
        assert (day.date, day.name) == (day.date, expected)
        if expected == "headache":
            assert day.worst_pain == max(1, (max(pains) + 5) // 10)
        assert not day.recall


def test_the_rate_is_that_of_the_rows(diary, rows):
    first, last = date(2025, 9, 1), date(2025, 10, 31)
    found = rate(classify(diary, FIRST, LAST, NOW), first, last)
    known = [
        readings for on, readings in rows.items() if first <= on <= last and any(p is not None for p, _ in readings)
    ]
    headache = sum(map(is_headache, known))
    assert (found.count, found.known, found.days) == (headache, len(known), 61)
    assert found.per_28 == pytest.approx(28 * headache / len(known))


def test_nights_are_bridged_when_attacks_are_counted_and_never_when_days_are(diary):
    merged = merged_attacks(diary, NOW)
    assert len(merged) < len(diary.attacks)
    gaps = [later.started_at - earlier.ended_at for earlier, later in pairwise(merged)]
    assert min(gaps) >= timedelta(hours=24)
    assert max(day.minutes for day in classify(diary, FIRST, LAST, NOW)) < 24 * 60


def test_the_infusions_make_four_cycles_after_a_baseline(diary):
    found = cycles(diary, NOW)
    assert [one.ended for one in found.cycles] == list(PLANTED)
    assert [len(one.infusion_ids) for one in found.cycles] == [3, 1, 1, 1]
    assert (found.baseline.first, found.baseline.days, found.baseline.is_enough) == (FIRST, 61, True)


def test_relief_lasts_about_as_long_as_was_planted(diary):
    found = relief(diary, NOW)
    lasted = {one.cycle.ended: (one.low, one.high) for one in (*found.earlier, found.current)}
    assert all(lasted[on][0] <= days <= lasted[on][1] for on, days in PLANTED.items()), lasted
    assert (found.reason, found.level) == (None, "holding"), "58 days after the last infusion, of 60"


def test_the_level_of_pain_falls_after_the_first_course(diary):
    before, after = (level(diary, on, NOW) for on in (date(2025, 10, 31), date(2025, 11, 21)))
    assert before.mean - after.mean > 2
