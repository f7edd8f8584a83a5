"""ICHD-3 1.1, 1.4.1 and 1.5.1 at the edges of each criterion: yes, no, and not known, which is not no."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis import patterns

from .made import LATER, MIGRAINE, at, attack, diary, dose, on, reading

DAY = "2026-06-10 09:00"
YES, UNKNOWN, NO = True, None, False


def judged(*records, adult_from="2000-01-01", now=LATER):
    born = adult_from and on(adult_from)
    return patterns(diary(*records), now, first=on("2026-06-01"), last=on("2026-06-30"), adult_from=born)


def first_attack(*records, **more):
    return judged(*records, **more).attacks.of(0)


def lasting(hours=0, minutes=0, **more):
    return attack(DAY, hours + minutes / 60, **more)


B = {
    "3:59 h": (lasting(3, 59), NO),
    "4:00 h": (lasting(4), YES),
    "71:59 h": (lasting(71, 59), YES),
    "72:00 h": (lasting(72), YES),
    "72:01 h": (lasting(72, 1), NO),
}


@pytest.mark.parametrize("case", B)
def test_an_attack_lasts_four_to_72_hours(case):
    """ICHD-3 1.1 B."""
    record, answer = B[case]
    assert first_attack(record)["B"] is answer


YOUNG = {
    "1:59 h at 17": (lasting(1, 59), "2026-06-11", NO),
    "2:00 h at 17": (lasting(2), "2026-06-11", YES),
    "2:00 h on the eighteenth birthday": (lasting(2), "2026-06-10", NO),
    "2:00 h at an age nobody noted": (lasting(2), None, UNKNOWN),
    "1:59 h at an age nobody noted": (lasting(1, 59), None, NO),
    "72:01 h at 17": (lasting(72, 1), "2026-06-11", NO),
}


@pytest.mark.parametrize("case", YOUNG)
def test_under_18_two_hours_are_enough(case):
    """ICHD-3 1.1 B, note: in children and adolescents (aged under 18), attacks may last 2-72 hours."""
    record, adult_from, answer = YOUNG[case]
    assert first_attack(record, adult_from=adult_from)["B"] is answer


def test_a_short_attack_that_was_treated_does_not_fail():
    """ICHD-3 1.1 B: when untreated or unsuccessfully treated."""
    short = lasting(1)
    assert first_attack(short, dose("2026-06-10 09:20", attack_id=short.id))["B"] is YES
    assert first_attack(short, dose("2026-06-10 09:20", for_headache=False))["B"] is NO
    long = lasting(73)
    assert first_attack(long, dose("2026-06-10 09:20", attack_id=long.id))["B"] is NO


UNENDED = {
    "forgotten after an hour": (1, LATER, UNKNOWN),
    "forgotten after ten hours": (10, LATER, UNKNOWN),
    "forgotten after 73 hours": (73, LATER, NO),
    "going on for 73 hours": (70, at("2026-06-13 10:00"), NO),
    "going on for five hours": (1, at("2026-06-10 14:00"), UNKNOWN),
}


@pytest.mark.parametrize("case", UNENDED)
def test_how_long_an_attack_without_an_end_was_is_not_known(case):
    """ICHD-3 1.1 B; only that it went on until somebody last looked at it is certain."""
    hours, now, answer = UNENDED[case]
    record = attack(DAY, None)
    seen = reading(record, f"{at(DAY, 'UTC') + timedelta(hours=hours):%Y-%m-%d %H:%M}", 5)
    assert first_attack(record, seen, now=now)["B"] is answer


def test_whoever_slept_it_off_had_it_until_waking():
    """ICHD-3 1.1 B, note 2."""
    assert first_attack(lasting(9, slept_it_off=True))["B"] is YES


PAIN = {
    "C1": ({"side": "left"}, {"side": "both"}, {"side": "variable"}),
    "C2": ({"qualities": frozenset({"throbbing"})}, {"qualities": frozenset({"pressing"})}, {}),
    "C3": ({"severity": "moderate"}, {"severity": "mild"}, {}),
    "C4": ({"worse_with_activity": True}, {"worse_with_activity": False, "avoids_activity": False}, {}),
}


@pytest.mark.parametrize("criterion", PAIN)
def test_each_feature_of_the_pain_is_yes_no_or_not_known(criterion):
    """ICHD-3 1.1 C1-C4."""
    answers = [first_attack(lasting(5, **told))[criterion] for told in PAIN[criterion]]
    assert answers == [YES, NO, UNKNOWN]


@pytest.mark.parametrize(("pain", "answer"), [(3, NO), (4, YES)])
def test_a_reading_tells_whether_pain_was_moderate(pain, answer):
    """ICHD-3 1.1 C3; bands 1-3, 4-6, 7-10."""
    record = lasting(5)
    assert first_attack(record, reading(record, "2026-06-10 10:00", pain))["C3"] is answer


def test_avoiding_activity_is_enough():
    """ICHD-3 1.1 C4: aggravation by or causing avoidance of routine physical activity."""
    assert first_attack(lasting(5, worse_with_activity=False, avoids_activity=True))["C4"] is YES


TWO_OF_FOUR = {
    "two": ({"side": "left", "severity": "severe"}, YES),
    "one, the others no": (
        {"side": "left", "severity": "mild", "qualities": frozenset({"pressing"}), "worse_with_activity": False},
        UNKNOWN,  # whether activity was avoided was not said
    ),
    "one, two not known": ({"side": "left", "severity": "mild"}, UNKNOWN),
    "none, one not known": ({"side": "both", "severity": "mild", "qualities": frozenset({"pressing"})}, NO),
}


@pytest.mark.parametrize("case", TWO_OF_FOUR)
def test_two_of_the_four_features_are_enough(case):
    """ICHD-3 1.1 C."""
    told, answer = TWO_OF_FOUR[case]
    assert first_attack(lasting(5, **told))["C"] is answer


ACCOMPANIED = {
    "nausea": ({"nausea": True}, YES),
    "vomiting": ({"nausea": False, "vomiting": True}, YES),
    "light and sound": ({"light": True, "sound": True}, YES),
    "light alone": ({"nausea": False, "vomiting": False, "light": True, "sound": False}, NO),
    "light, sound not asked": ({"nausea": False, "vomiting": False, "light": True}, UNKNOWN),
    "nothing asked": ({}, UNKNOWN),
}


@pytest.mark.parametrize("case", ACCOMPANIED)
def test_what_came_with_it(case):
    """ICHD-3 1.1 D: nausea and/or vomiting; photophobia and phonophobia."""
    symptoms, answer = ACCOMPANIED[case]
    assert first_attack(lasting(5, symptoms=symptoms))["D"] is answer


NOT_ACCOMPANIED = {"nausea": False, "vomiting": False, "light": True, "sound": False}
ONE_MISSING = {
    "nothing missing": ({}, 5, NO),
    "too short": ({}, 3, YES),
    "nothing came with it": ({"symptoms": NOT_ACCOMPANIED}, 5, YES),
    "too short and nothing came with it": ({"symptoms": NOT_ACCOMPANIED}, 3, NO),
    "too short and nobody asked what came with it": ({"symptoms": {}}, 3, UNKNOWN),
    "whole but for what nobody asked": ({"symptoms": {}}, 5, UNKNOWN),
}


@pytest.mark.parametrize("case", ONE_MISSING)
def test_probable_is_all_but_one(case):
    """ICHD-3 1.5.1: attacks fulfilling all but one of criteria A-D for 1.1."""
    told, hours, answer = ONE_MISSING[case]
    assert first_attack(attack(DAY, hours, **{**MIGRAINE, **told}))["probable"] is answer


def several(count, **more):
    return [attack(f"2026-06-{2 + 3 * place:02} 09:00", 5, **{**MIGRAINE, **more}) for place in range(count)]


@pytest.mark.parametrize(("count", "answer"), [(4, NO), (5, YES)])
def test_five_attacks_are_needed(count, answer):
    """ICHD-3 1.1 A; with fewer, all of them lack A alone: probable (1.5.1)."""
    told = judged(*several(count))
    assert (told.without_aura.answer, told.without_aura.criteria) == (answer, {"1.1 A": answer, "1.1 E": UNKNOWN})
    assert told.probable.criteria["1.5.1 A"] is (not answer)
    assert told.probable.answer is (not answer)


def test_attacks_that_are_not_known_leave_it_open():
    """ICHD-3 1.1 A."""
    told = judged(*several(4), attack("2026-06-29 09:00", 5))
    assert (told.without_aura.answer, told.probable.answer) == (UNKNOWN, UNKNOWN)
    full = told.without_aura.tallies[-1]
    assert (full.criterion, full.yes, full.unknown, full.no, full.all) == ("1.1 B-D", 4, 1, 0, 5)


def test_records_less_than_a_day_apart_are_one_attack():
    one = [attack("2026-06-10 09:00", 5, **MIGRAINE), attack("2026-06-11 13:59", 5, **MIGRAINE)]
    two = [attack("2026-06-10 09:00", 5, **MIGRAINE), attack("2026-06-11 14:00", 5, **MIGRAINE)]
    assert [len(judged(*records).attacks.starts) for records in (one, two)] == [1, 2]


def test_daily_headaches_that_are_counted_as_one_attack_are_not_too_long_for_it():
    """ICHD-3 1.1 B; what is one attack is the diary's, and 1.4.1 accepts remissions of 12 hours."""
    daily = [attack(f"2026-06-{day:02} 09:00", 5, **MIGRAINE) for day in range(3, 13)]
    joined = [attack(f"2026-06-{day:02} 09:00", 13, **MIGRAINE) for day in range(3, 13)]
    assert [first_attack(*records)["B"] for records in (daily, joined)] == [YES, NO]
    assert len(judged(*daily).attacks.starts) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_nobody_said_is_never_taken_for_an_answer(data):
    """Whatever is said later about what was not known, a yes and a no stay as they are."""
    said = {name: data.draw(st.sampled_from(values)) for name, values in SAID.items()}
    kept = {name: value for name, value in said.items() if data.draw(st.booleans())}
    hours = data.draw(st.sampled_from([1, 3, 5, 80]))
    whole, part = (first_attack(_attack(hours, told)) for told in (said, kept))
    assert all(part[name] in (UNKNOWN, whole[name]) for name in whole)


SAID = {
    **{"side": ["left", "both"], "severity": ["mild", "severe"], "qualities": [{"throbbing"}, {"pressing"}]},
    **{"worse_with_activity": [True, False], "avoids_activity": [True, False]},
    **{name: [True, False] for name in ("nausea", "vomiting", "light", "sound")},
}


def _attack(hours, told):
    symptoms = {name: told[name] for name in ("nausea", "vomiting", "light", "sound") if name in told}
    rest = {name: value for name, value in told.items() if name not in symptoms}
    return attack(DAY, hours, symptoms=symptoms, **{**rest, "qualities": frozenset(rest.get("qualities", ()))})


def test_attacks_outside_the_period_are_not_asked_about():
    assert len(judged(attack("2026-05-31 23:00", 5), attack("2026-07-01 01:00", 5)).attacks.starts) == 0


LONG = {
    "72:00 h": ([lasting(72)], NO),
    "72:01 h": ([lasting(72, 1)], YES),
    "a remission of 12 hours after sleep": ([lasting(40, slept_it_off=True), attack("2026-06-12 13:00", 30)], YES),
    "a remission of more than 12 hours": ([lasting(40, slept_it_off=True), attack("2026-06-12 13:01", 30)], NO),
    "a remission after a dose": ([lasting(40), dose("2026-06-11 20:00"), attack("2026-06-12 09:00", 40)], YES),
    "a remission nobody explained": ([lasting(40), attack("2026-06-12 09:00", 40)], UNKNOWN),
    "its end was forgotten": ([attack(DAY, None)], UNKNOWN),
}


@pytest.mark.parametrize("case", LONG)
def test_an_attack_of_more_than_72_hours_that_did_not_remit(case):
    """ICHD-3 1.4.1 C1: remissions of up to 12 hours due to medication or sleep are accepted."""
    records, answer = LONG[case]
    assert judged(*records).long_attacks.of(0)["C1"] is answer


EFFECTS = {
    "could not": ({"could_not"}, YES),
    "did less than half": ({"none", "less_than_half"}, YES),
    "managed": ({"managed"}, NO),
    "nobody said": (set(), UNKNOWN),
}


@pytest.mark.parametrize("case", EFFECTS)
def test_it_is_debilitating_by_what_could_not_be_done(case):
    """ICHD-3 1.4.1 C2, which defines no degree: the house's."""
    effects, answer = EFFECTS[case]
    told = judged(lasting(80, effects=frozenset(effects)))
    assert told.long_attacks.of(0)["C2"] is told.status.answer is answer
    assert told.status.criteria == {"1.4.1 B": UNKNOWN, "1.4.1 D": UNKNOWN}


def test_a_diary_without_attacks_meets_nothing_and_knows_so():
    told = judged()
    assert [pattern.answer for pattern in told.all] == [NO, NO, UNKNOWN, NO, NO]
    assert [pattern.code for pattern in told.all] == ["1.1", "1.2", "1.3", "1.4.1", "1.5"]
