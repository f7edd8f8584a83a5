"""What must hold for every diary, whatever was written into it."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from diary.analysis import (
    MEASURES,
    Attack,
    Aura,
    DayAnswer,
    Diary,
    Dose,
    PainReading,
    Switches,
    classify,
    merged_attacks,
    rate,
    trend,
)
from diary.analysis.attacks import attacks_of as counted_attacks

from .made import MIGRAINE, days_of, on

# A month with the end of summer time in most of these zones, and one without; both sides of the date line.
ZONES = ["America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu", "America/Santiago"]
BEGIN = datetime(2026, 10, 20, tzinfo=UTC)
FIRST, LAST, NOW = on("2026-10-19"), on("2026-11-08"), datetime(2026, 11, 20, tzinfo=UTC)
MINUTES = 16 * 24 * 60
SWITCHES = [Switches(), Switches(strict=True), Switches(probable=True)]


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
    """Attacks with readings, doses and auras of their own, and doses, auras and answers that stand alone."""
    made = tuple(
        Attack(id=f"attack {place}", **fields) for place, fields in enumerate(draw(st.lists(attacks(), max_size=6)))
    )
    during = [(one, draw(st.lists(st.sampled_from([0.0, 0.5, 0.9]), max_size=2))) for one in made]
    inside = [
        {"attack_id": one.id, "zone": one.zone, "at": one.started_at + share * (one.ended_at - one.started_at)}
        for one, shares in during
        for share in shares
    ]
    alone = [
        {"attack_id": None, "zone": draw(st.sampled_from(ZONES)), "at": BEGIN + timedelta(minutes=minute)}
        for minute in draw(st.lists(st.integers(0, MINUTES), max_size=3))
    ]
    return Diary(
        zone=ZONES[0],
        attacks=made,
        readings=tuple(PainReading(pain=draw(st.integers(0, 10)), **where) for where in inside),
        doses=tuple(draw(doses_at(where)) for where in inside[::2] + alone),
        auras=tuple(draw(auras_at(where)) for where in inside[1::2] + alone[:1]),
        days=tuple(draw(st.lists(answers(), max_size=4, unique_by=lambda one: one.date))),
    )


def doses_at(where):
    return st.builds(
        Dose,
        taken_at=st.just(where["at"]),
        zone=st.just(where["zone"]),
        attack_id=st.just(where["attack_id"]),
        kind=st.sampled_from(["acute", "acute", "preventive"]),
        drug_class=st.sampled_from(["triptan", "nsaid", None]),
        for_headache=st.sampled_from([True, False, None]),
    )


def auras_at(where):
    return st.builds(
        Aura,
        started_at=st.just(where["at"]),
        zone=st.just(where["zone"]),
        attack_id=st.just(where["attack_id"]),
        kind=st.just("visual"),
        minutes=st.sampled_from([None, 4, 20, 90]),
    )


def answers():
    said = st.integers(0, 18).map(lambda day: FIRST + timedelta(days=day))
    return st.builds(
        lambda day, late, **more: DayAnswer(date=day, answered_at=midday(day) + timedelta(days=late), **more),
        said,
        st.integers(0, 9),
        zone=st.sampled_from(ZONES),
        headache=st.sampled_from([True, False, None]),
        worst_pain=st.sampled_from([None, 0, 8]),
    )


def midday(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def seen(diary, switches=None):
    """All that is known of each day, and the answer of every measure."""
    days = classify(diary, FIRST, LAST, NOW, switches)
    told = [(day.date, day.name, day.recall, day.worst_pain, day.minutes, day.acute_classes) for day in days]
    return told, {name: days.states(name).tolist() for name in MEASURES}


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
    kinds = ("attacks", "readings", "doses", "auras", "days")
    entered = {kind: getattr(diary, kind) for kind in kinds}
    shuffled = {kind: tuple(shuffle.sample(records, len(records))) for kind, records in entered.items()}
    again = Diary(zone=diary.zone, **shuffled)
    assert seen(again) == seen(diary)
    assert attacks_of(again) == attacks_of(diary)


def attacks_of(diary):
    return [(one.started_at, one.ended_at, one.peak_pain, one.ask_same) for one in merged_attacks(diary, NOW)]


def split(diary, moment):
    """Every attack that goes on at `moment` written down as two records that meet there, each with what is its own."""
    going_on = {one.id for one in diary.attacks if one.started_at < moment < one.ended_at}
    parts = []
    for one in diary.attacks:
        if one.id in going_on:
            later = replace(one, id=f"{one.id}, later", started_at=moment)
            parts += [replace(one, ended_at=moment), later]
        else:
            parts.append(one)

    def own(records, when):
        return tuple(
            replace(one, attack_id=f"{one.attack_id}, later")
            if one.attack_id in going_on and when(one) >= moment
            else one
            for one in records
        )

    return replace(
        diary,
        attacks=tuple(parts),
        readings=own(diary.readings, lambda one: one.at),
        doses=own(diary.doses, lambda one: one.taken_at),
        auras=own(diary.auras, lambda one: one.started_at),
    )


@settings(max_examples=150, deadline=None)
@given(diaries(), st.integers(0, 18), st.sampled_from(ZONES), st.sampled_from(SWITCHES))
def test_splitting_attacks_at_a_midnight_changes_nothing(diary, day, zone, switches):
    midnight = datetime(2026, 10, 20, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    parted = split(diary, midnight.astimezone(UTC))
    assert seen(parted, switches) == seen(diary, switches)
    assert attacks_of(parted) == attacks_of(diary)


@settings(max_examples=100, deadline=None)
@given(diaries())
def test_merging_changes_how_many_attacks_there_are_and_not_how_many_days(diary):
    merged = merged_attacks(diary, NOW)
    assert sorted(name for one in merged for name in one.ids) == sorted(one.id for one in diary.attacks)
    arrays = counted_attacks(diary.columns, round(NOW.timestamp() * 1000))
    assert arrays.groups.start.tolist() == [round(one.started_at.timestamp() * 1000) for one in merged]
    for earlier, later in pairwise(merged):
        assert later.started_at - earlier.ended_at >= timedelta(hours=24)
    # A day between two merged attacks on which no record lies stays silent.
    alone = Diary(zone=diary.zone, attacks=diary.attacks)
    touched = {day.date for day in classify(alone, FIRST, LAST, NOW) if day.recorded}
    assert touched == {
        day
        for one in diary.attacks
        for day in dates(one.started_at, max(one.started_at, one.ended_at - timedelta(milliseconds=1)), one.zone)
    }


def dates(start, end, zone):
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (start, end))
    return {first + timedelta(days=step) for step in range((last - first).days + 1)}


patterns = st.text(alphabet="H. ", min_size=28, max_size=120)


@settings(deadline=None)
@example("H.." * 30, [90, 90, 90])
@given(patterns, st.lists(st.integers(0, 120), min_size=1, max_size=5))
def test_silent_days_never_change_an_estimate_only_its_bounds_and_width(pattern, places):
    """Wherever they lie. After the last recorded day they do not even change the width."""
    among = pattern
    for place in places:
        among = among[:place] + " " + among[place:]
    after = pattern + " " * len(places)
    without, with_them, with_them_after = (rate_of(days) for days in (pattern, among, after))
    for one in (with_them, with_them_after):
        assert (one.count, one.known, one.per_28) == (without.count, without.known, without.per_28)
        assert one.bounds == (without.bounds[0], without.bounds[1] + len(places))
        assert (one.low is None) == (without.low is None)
        assert one.low is None or one.low <= one.per_28 <= one.high
    assert (with_them_after.low, with_them_after.high) == (without.low, without.high)


def rate_of(pattern):
    first, last = on("2026-01-01"), on("2026-01-01") + timedelta(days=len(pattern) - 1)
    return rate(classify(days_of(pattern), first, last, NOW), first, last)


@settings(deadline=None)
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
