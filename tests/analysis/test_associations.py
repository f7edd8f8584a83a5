"""What went together: which days are compared, when nothing is, and what is found."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from diary.analysis import Diary, associations
from diary.analysis.definitions_associations import MOST_FOLLOWED
from diary.analysis.exposures import Exposure

from .made import LATER, answer, diary, on

TODAY = on("2026-12-31")  # where Ana is when it is already 2027 in UTC


def followed(pattern, exposures, last=TODAY):
    """A diary of one answer a day up to `last`: H headache, . none, space silent; + there, - not, space not answered."""
    first = last - timedelta(days=len(pattern) - 1)
    told = []
    for place, sign in enumerate(pattern):
        each = [
            Exposure(name=name, present=signs[place] == "+") for name, signs in exposures.items() if signs[place] != " "
        ]
        if sign == " " and not each:
            continue
        said = answer(str(first + timedelta(days=place)), {"H": True, ".": False, " ": None}[sign])
        told.append(replace(said, exposures=tuple(each)))
    return diary(*told)


def test_of_too_many_things_the_most_followed_are_counted():
    rare = {f"{place}": " " * place + "+" + " " * (199 - place) for place in range(2 * MOST_FOLLOWED)}
    told = associations(followed("." * 200, {**rare, "stress": "+-" * 100}), LATER)
    assert len(told.followed) == MOST_FOLLOWED
    assert told.followed[0].name == "stress"


def one(pattern, signs):
    (found,) = associations(followed(pattern, {"stress": signs}), LATER).followed
    return found


def counts(found):
    return found.exposed_onsets, found.exposed, found.unexposed_onsets, found.unexposed


@pytest.mark.parametrize(
    ("pattern", "signs", "expected"),
    [
        (".H", "+-", (1, 1, 0, 0)),  # the day before counts, not the day
        (".H", "-+", (0, 0, 1, 1)),
        ("..", "+ ", (0, 1, 0, 0)),
        ("HH", "+ ", (0, 0, 0, 0)),  # going on is no onset
        ("H.", "+ ", (0, 0, 0, 0)),
        (" H", "+ ", (0, 0, 0, 0)),  # the day before is silent
        (". ", "+ ", (0, 0, 0, 0)),  # the day is silent
        (".H", " +", (0, 0, 0, 0)),  # not answered
        (". H", "+  ", (0, 0, 0, 0)),  # not the day before
        (".HHH.H", "+-+-+-", (2, 2, 0, 0)),
    ],
)
def test_which_days_are_at_risk(pattern, signs, expected):
    assert counts(one(pattern, signs)) == expected


def planted(days=300, *, risk=0.15, more=0.5, seed=1):
    """Stress on three days of ten, with onset the likelier; coffee by itself; both answered every day."""
    chance = random.Random(seed)
    pattern, stress, coffee = "", "", ""
    for _ in range(days):
        onset = chance.random() < risk + more * stress.endswith("+")
        pattern += "H" if onset and not pattern.endswith("H") else "."
        stress += "+" if chance.random() < 0.3 else "-"
        coffee += "+" if chance.random() < 0.5 else "-"
    return pattern, {"stress": stress, "coffee": coffee}


def test_what_was_planted_is_found_and_what_was_not_is_not():
    found = associations(followed(*planted()), LATER)
    assert [(each.name, each.direction) for each in found.followed] == [("stress", "more"), ("coffee", None)]
    stress, coffee = (each.comparison for each in found.followed)
    assert 0.1 < stress.low < stress.difference < stress.high and stress.q < 0.001
    assert coffee.low < 0 < coffee.high


def test_what_protects_went_together_less_often():
    (found,) = associations(followed(*planted(risk=0.6, more=-0.5)), LATER).findings
    assert (found.name, found.direction) == ("stress", "less")


@pytest.mark.parametrize(
    ("days", "exposed", "onsets", "closed"),
    [
        (60, 8, 8, None),
        (59, 8, 8, ("at-risk days", 59, 60)),
        (60, 7, 8, ("exposed days", 7, 8)),
        (60, 53, 8, ("unexposed days", 7, 8)),
        (60, 8, 7, ("onsets", 7, 8)),
    ],
)
def test_every_gate_has_its_edge(days, exposed, onsets, closed):
    """At-risk days two by two, a free one and what followed, with silence between."""
    pattern = "".join(f".{'H' if place < onsets else '.'} " for place in range(days))
    signs = "".join(f"{'+' if place % days < exposed else '-'}  " for place in range(days))
    found = one(pattern, signs)
    assert (found.closed and (found.closed.what, found.closed.count, found.closed.needed)) == closed
    assert (found.comparison is None) == (closed is not None)


def test_an_exposure_that_never_changes_within_a_block_is_not_compared():
    first = TODAY.toordinal() - 239
    found = one("..H." * 60, "".join("+-"[(first + place + 1) // 14 % 2] for place in range(240)))
    assert (found.closed.what, found.closed.count) == ("blocks with both", 0)


def test_from_15_headache_days_per_28_nothing_is_compared():
    """15 of 28 days is too frequent, 14 is not; onsets after free days all the same."""
    for headache, expected in ((15, True), (14, False)):
        pattern = ("H." * 13 + "H" * (headache - 13) + "." * (15 - headache)) * 10
        found = associations(followed(pattern, {"stress": "+--" * 93 + "+"}), LATER)
        assert (found.rate.count, found.rate.known) == (10 * headache, 280)
        assert (found.too_frequent, bool(found.compared)) == (expected, not expected)


def test_days_longer_ago_than_two_years_are_not_compared():
    pattern, signs = planted(728 + 50)
    assert associations(followed(pattern, signs), LATER).followed == (
        associations(followed(pattern[-729:], {name: each[-729:] for name, each in signs.items()}), LATER).followed
    )


def test_the_order_of_entry_does_not_matter():
    records = followed(*planted())
    turned = replace(records, days=records.days[::-1])
    assert associations(turned, LATER).followed == associations(records, LATER).followed


def test_a_silent_day_more_changes_no_count():
    pattern, signs = planted()
    longer = associations(followed(pattern + " ", {name: each + " " for name, each in signs.items()}), LATER)
    (stress, coffee) = associations(followed(pattern, signs, TODAY - timedelta(days=1)), LATER).followed
    assert longer.followed == (stress, coffee)


def test_nothing_followed_is_nothing_told():
    found = associations(Diary(zone="UTC"), LATER)
    assert (found.followed, found.findings, found.too_frequent) == ((), (), False)


def test_a_diary_read_without_what_was_followed_says_so_instead_of_nothing():
    columns = replace(followed(*planted()).columns, exposures=None)
    with pytest.raises(LookupError):
        associations(Diary.of_columns(columns, zone="UTC"), LATER)
