"""Pain through an infusion: what was due and is missing is a gap, what has not come is not there."""

from datetime import timedelta

import pytest

from diary.analysis import Infusion, around, infusion_pain

from .made import HOME, LATER, at, diary, infusion, on

START = at("2026-04-10 10:00")


def given(pains, minutes=50, status="completed", **more):
    ended = None if minutes is None or status != "completed" else START + timedelta(minutes=minutes)
    known = {"id": "one", "date": on("2026-04-10"), "zone": HOME, "at": START, "ended_at": ended, "status": status}
    return Infusion(**{**known, "pains": pains, **more})


def seen(one, now=LATER):
    (found,) = around(diary(one), now, {"one"})
    return [(reading.slot, reading.minutes, reading.pain) for reading in found.readings]


def test_every_quarter_within_the_infusion_is_there_with_none_where_nothing_was_noted():
    assert seen(given({"before": 8, "15": 6, "end": 3, "24h": 2})) == [
        ("before", 0, 8),
        ("15", 15, 6),
        ("30", 30, None),
        ("45", 45, None),
        ("end", 50, 3),
        ("discharge", None, None),
        ("24h", None, 2),
        ("7d", None, None),
    ]


def test_a_quarter_noted_after_the_end_is_kept():
    assert [slot for slot, _, _ in seen(given({"60": 2}, minutes=30))][:5] == ["before", "15", "60", "end", "discharge"]


@pytest.mark.parametrize(
    ("hours", "slots"),
    [(1, ["discharge"]), (24, ["discharge"]), (25, ["discharge", "24h"]), (24 * 7 + 1, ["discharge", "24h", "7d"])],
)
def test_a_day_and_a_week_after_are_there_when_they_have_come(hours, slots):
    readings = seen(given({}), START + timedelta(hours=hours))
    assert [slot for slot, _, _ in readings][5:] == slots


def test_while_it_runs_the_quarters_come_one_by_one_and_no_end_is_missed():
    running = given({"before": 7}, status="in-progress")
    assert seen(running, START + timedelta(minutes=35)) == [("before", 0, 7), ("15", 15, None), ("30", 30, None)]
    (found,) = around(diary(running), START, {"one"})
    assert found.running and found.at("end") is None


def test_of_an_infusion_without_an_end_the_quarters_up_to_the_last_noted_one():
    assert [slot for slot, _, _ in seen(given({"45": 3}, minutes=None))][:5] == ["before", "15", "30", "45", "end"]


def test_a_patients_own_infusion_has_two_readings_and_the_days_after():
    own = infusion("2026-04-10", 7, 4, id="one")
    assert seen(own, at("2026-04-10 23:00")) == [("before", 0, 7), ("end", None, 4)]
    assert seen(own, at("2026-04-11 01:00"))[2:] == [("24h", None, None)]


def test_two_infusions_of_one_day_stand_by_the_clock():
    later = given({"before": 4, "end": 3}, id="a", at=START + timedelta(hours=5), course_id="spring")
    sooner = given({"before": 8, "end": 4}, id="b", course_id="spring")
    found = infusion_pain(diary(later, sooner)).infusions
    assert [one.infusion_id for one in found] == ["b", "a"]


def test_only_those_asked_for_and_only_what_was_given():
    assert around(diary(given({}, status="preparation")), LATER, {"one"}) == ()
    assert around(diary(given({})), LATER, {"two"}) == ()
