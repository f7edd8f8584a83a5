"""What must hold for every diary, whatever was written into it."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis import Attack, Diary, PainReading, Switches, classify, merged_attacks, rate, trend

from .made import MIGRAINE, days_of, on

# A month with the end of summer time in most of these zones, and one without; both sides of the date line.
ZONES = ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu", "America/Santiago"]
BEGIN = datetime(2026, 10, 20, tzinfo=UTC)
FIRST, LAST, NOW = on("2026-10-19"), on("2026-11-08"), datetime(2026, 11, 20, tzinfo=UTC)
MINUTES = 16 * 24 * 60


@st.composite
def attacks(draw):
    start = BEGIN + timedelta(minutes=draw(st.integers(0, MINUTES)))
    length = draw(st.one_of(st.integers(0, 90), st.integers(0, 4000)))
    features = draw(st.sampled_from([{}, MIGRAINE, {**MIGRAINE, "symptoms": {"nausea": False, "vomiting": False}}]))
    return {
        "started_at": start,
        "ended_at": start + timedelta(minutes=length),
        "zone": draw(st.sampled_from(ZONES)),
    } | features


@st.composite
def diaries(draw):
    made = tuple(
        Attack(id=f"attack {place}", **fields) for place, fields in enumerate(draw(st.lists(attacks(), max_size=6)))
    )
    readings = tuple(
        PainReading(
            attack_id=one.id, at=one.started_at + share * (one.ended_at - one.started_at), zone=one.zone, pain=pain
        )
        for one in made
        for share, pain in draw(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 0.9]), st.integers(0, 10)), max_size=2))
    )
    return Diary(zone=ZONES[0], attacks=made, readings=readings)


def seen(diary, switches=None):
    days = classify(diary, FIRST, LAST, NOW, switches)
    return [(day.date, day.name, day.migraine, day.worst_pain, day.minutes) for day in days]


def minutes_on_the_clock(diary):
    """For each date, the minutes of headache, counted one by one on the clocks of the attacks."""
    counted = {}
    for one in diary.attacks:
        zone = ZoneInfo(one.zone)
        for minute in range(int((one.ended_at - one.started_at) / timedelta(minutes=1))):
            moment = one.started_at + timedelta(minutes=minute)
            counted.setdefault(moment.astimezone(zone).date(), set()).add(moment)
    return {date: len(moments) for date, moments in counted.items()}


@settings(max_examples=25, deadline=None)
@given(diaries())
def test_minutes_of_every_date_are_those_on_the_clock(diary):
    counted = minutes_on_the_clock(diary)
    for day in classify(diary, FIRST, LAST, NOW):
        assert day.minutes == counted.get(day.date, 0)


@settings(max_examples=100, deadline=None)
@given(diaries(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(diary, shuffle):
    again = Diary(
        zone=diary.zone,
        attacks=tuple(shuffle.sample(diary.attacks, len(diary.attacks))),
        readings=tuple(shuffle.sample(diary.readings, len(diary.readings))),
    )
    assert seen(again) == seen(diary)


def split(diary, moment):
    """Every attack that goes on at `moment` written down as two records that meet there."""
    parts, readings = [], []
    for one in diary.attacks:
        own = [reading for reading in diary.readings if reading.attack_id == one.id]
        if not one.started_at < moment < one.ended_at:
            parts.append(one)
            readings += own
            continue
        later = replace(one, id=f"{one.id}, later", started_at=moment)
        parts += [replace(one, ended_at=moment), later]
        readings += [reading if reading.at < moment else replace(reading, attack_id=later.id) for reading in own]
    return Diary(zone=diary.zone, attacks=tuple(parts), readings=tuple(readings))


@settings(max_examples=150, deadline=None)
@given(diaries(), st.integers(0, 18), st.sampled_from(ZONES), st.sampled_from([Switches(), Switches(strict=True)]))
def test_splitting_attacks_at_a_midnight_changes_nothing(diary, day, zone, switches):
    midnight = datetime(2026, 10, 20, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    assert seen(split(diary, midnight.astimezone(UTC)), switches) == seen(diary, switches)


@settings(max_examples=100, deadline=None)
@given(diaries())
def test_merging_changes_how_many_attacks_there_are_and_not_how_many_days(diary):
    merged = merged_attacks(diary, NOW)
    assert sorted(name for one in merged for name in one.ids) == sorted(one.id for one in diary.attacks)
    for earlier, later in pairwise(merged):
        assert later.started_at - earlier.ended_at >= timedelta(hours=24)
    # A day between two merged attacks on which no record lies stays silent.
    touched = {day.date for day in classify(diary, FIRST, LAST, NOW) if day.recorded}
    assert touched == {
        day
        for one in diary.attacks
        for day in dates(one.started_at, max(one.started_at, one.ended_at - timedelta(milliseconds=1)), one.zone)
    }


def dates(start, end, zone):
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (start, end))
    return {first + timedelta(days=step) for step in range((last - first).days + 1)}


patterns = st.text(alphabet="H. ", min_size=28, max_size=120)


@given(patterns)
def test_a_silent_day_never_changes_an_estimate_only_its_bounds(pattern):
    first = on("2026-01-01")
    without, with_it = (
        rate(
            classify(days_of(days), first, first + timedelta(days=len(days) - 1), NOW),
            first,
            first + timedelta(days=len(days) - 1),
        )
        for days in (pattern, pattern + " ")
    )
    assert (with_it.count, with_it.known, with_it.per_28) == (without.count, without.known, without.per_28)
    assert (with_it.low, with_it.high) == (without.low, without.high)
    assert with_it.bounds == (without.bounds[0], without.bounds[1] + 1)


@given(patterns)
def test_a_rate_lies_in_its_interval_and_its_counts_in_their_bounds(pattern):
    shown = trend(
        days_of(pattern), now=NOW, first=on("2026-01-01"), last=on("2026-01-01") + timedelta(days=len(pattern))
    )
    told = shown.known >= 14
    assert (shown.low[told] <= shown.per_28[told]).all() and (shown.per_28[told] <= shown.high[told]).all()
    for month in shown.months:
        low, high = month.rate.bounds
        assert 0 <= low <= month.rate.count <= high <= month.rate.days


def test_the_same_diary_gives_the_same_bytes():
    """Nothing depends on the order of sets or on memory."""
    pattern = "".join(random.Random(3).choices("H. ", k=100))
    one, other = (trend(days_of(pattern), now=NOW, first=on("2026-01-01")) for _ in range(2))
    assert one.per_28.tobytes() == other.per_28.tobytes() and one.months == other.months
