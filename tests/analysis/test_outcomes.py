"""The table of a clinic, in the shape of Schwenk 2018: what was planted comes back exactly.

Schwenk ES et al. Reg Anesth Pain Med 2018 treated 61 patients; 48 were immediate responders (published as 77 %;
48 of 61 are 78.7 %), and 40 % and 39 % had sustained response at follow-ups after 38 and 101 days on the mean.
The paper gives no counts for those two, so the clinic planted here has counts of its own: 20 of 50, and 12 of 31.
"""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from diary.analysis import AdverseEvent, Diary, outcomes
from diary.analysis.outcomes import Share

from .made import LATER, answer, diary, infusion, on

BEGAN, ENDED = on("2026-03-10"), on("2026-03-14")
PATIENTS, IMMEDIATE = 61, 48
SUSTAINED = {38: (20, 50), 101: (12, 31)}
#: Patients with the event, on their first day.
EVENTS = {"nausea": 22, "hallucination": 12, "sedation": 9, "nystagmus": 3}


def week(last, pain):
    dates = [last - timedelta(days=ago) for ago in range(7)]
    return [answer(str(day), headache=pain > 0, worst_pain=pain or None) for day in dates]


def patient(place):
    """One of the clinic: the first 48 respond at once, and who responds later is counted from the front as well."""
    end = 4 if place < IMMEDIATE else 7
    days = [
        infusion(str(BEGAN + timedelta(days=day)), 8, end, course_id=f"course {place}", course_kind="initial")
        for day in range(5)
    ]
    told = week(BEGAN - timedelta(days=1), 8)
    for after, (k, n) in SUSTAINED.items():
        if place < n:
            told += week(ENDED + timedelta(days=after), 6 if place < k else 7)
    seen = [
        AdverseEvent(infusion_id=days[0].id, name=name, severity="mild")
        for name, patients in EVENTS.items()
        if place < patients
    ]
    return replace(diary(*days, *told), events=tuple(seen))


@pytest.fixture(scope="module")
def table():
    return outcomes([patient(place) for place in range(PATIENTS)], LATER)


def test_schwenk_2018_immediate_responders_are_48_of_61(table):
    assert table.immediate == Share(48, 61)
    assert round(table.immediate.percent, 1) == 78.7
    assert (table.patients, table.courses, table.infusions) == (61, 61, 305)


def test_sustained_response_is_of_those_whose_level_is_known(table):
    assert {one.day: (one.sustained.k, one.sustained.n) for one in table.follow_ups} == SUSTAINED
    assert [one.reached for one in table.follow_ups] == [61, 61]
    assert [round(one.sustained.percent) for one in table.follow_ups] == [40, 39]


def test_mean_pain_is_of_the_same_courses(table):
    assert table.change.before == 8
    assert table.change.after == float(Fraction(48 * 4 + 13 * 7, 61))


def test_events_are_counted_by_infusion_and_patient(table):
    assert [(one.name, one.infusions, one.patients) for one in table.events] == [
        (name, Share(patients, 305), patients) for name, patients in EVENTS.items()
    ]
    assert all(one.severities == {"mild": one.patients} and one.serious == 0 for one in table.events)


def test_an_event_named_twice_is_one_infusion_with_it():
    twice = (AdverseEvent(infusion_id="x", name="nausea"), AdverseEvent(infusion_id="x", name="nausea", serious=True))
    (event,) = outcomes([replace(diary(infusion("2026-04-10", id="x")), events=twice)], LATER).events
    assert (event.infusions, event.patients, event.severities, event.serious) == (Share(1, 1), 1, {}, 1)


def test_an_event_of_an_infusion_outside_the_period_is_in_no_row():
    seen = (AdverseEvent(infusion_id="x", name="nausea"),)
    records = replace(diary(infusion("2026-04-10", id="x")), events=seen)
    table = outcomes([records], LATER, first=on("2026-04-11"))
    assert (table.patients, table.courses, table.infusions, table.events) == (0, 0, 0, ())


def test_one_kind_of_course_alone():
    records = diary(
        infusion("2026-04-10", 8, 3, course_id="a", course_kind="initial"),
        infusion("2026-06-10", 8, 7, course_id="b", course_kind="maintenance"),
    )
    assert outcomes([records], LATER, kind="maintenance").immediate == Share(0, 1)
    assert outcomes([records], LATER).immediate == Share(1, 2)


def test_nobody_is_no_percent_and_no_mean():
    table = outcomes([Diary(zone="UTC")], LATER)
    assert (table.immediate.percent, table.change.before, table.events) == (None, None, ())
    assert [one.sustained for one in table.follow_ups] == [Share(0, 0), Share(0, 0)]
