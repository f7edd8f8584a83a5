"""ICHD-3 1.2 and 1.5.2 at the edges of each criterion: yes, no, and not known, which is not no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.analysis import Aura, patterns

from .made import HOME, LATER, answer, at, attack, diary, infusion, on

BEGAN = at("2026-06-10 08:00")
YES, UNKNOWN, NO = True, None, False


def symptom(minutes_later=0, kind="visual", minutes=20, **more):
    start = BEGAN + timedelta(minutes=minutes_later)
    return Aura(started_at=start, zone=HOME, kind=kind, minutes=minutes, **more)


def judged(*records):
    return patterns(diary(*records), LATER, first=on("2026-06-01"), last=on("2026-06-30"))


def first_aura(*records):
    return judged(*records).auras.of(0)


MINUTES = {
    "4 minutes": (symptom(minutes=4), NO),
    "5 minutes": (symptom(minutes=5), YES),
    "60 minutes": (symptom(minutes=60), YES),
    "61 minutes": (symptom(minutes=61), NO),
    "not noted": (symptom(minutes=None), UNKNOWN),
    "two symptoms in 120 minutes": (symptom(minutes=120, signs=frozenset({"tingling_hand"})), YES),
    "two symptoms in 121 minutes": (symptom(minutes=121, signs=frozenset({"tingling_hand"})), NO),
    "two signs of one symptom in 61 minutes": (symptom(minutes=61, signs=frozenset({"zigzag", "shimmer"})), NO),
    "weakness for 72 hours": (symptom(kind="motor", minutes=72 * 60), YES),
    "weakness for 72:01 hours": (symptom(kind="motor", minutes=72 * 60 + 1), NO),
}


@pytest.mark.parametrize("case", MINUTES)
def test_a_symptom_lasts_five_to_sixty_minutes(case):
    """ICHD-3 1.2 C3; three symptoms up to 3 x 60 minutes, motor symptoms up to 72 hours (note 1)."""
    record, expected = MINUTES[case]
    assert first_aura(record)["C3"] is expected


def test_each_symptom_of_an_aura_has_to_last_so():
    """ICHD-3 1.2 C3: each individual aura symptom."""
    assert first_aura(symptom(), symptom(20, "sensory", minutes=61))["C3"] is NO
    assert first_aura(symptom(), symptom(20, "sensory", minutes=None))["C3"] is UNKNOWN


@pytest.mark.parametrize("told", [YES, UNKNOWN, NO])
def test_it_spreads_as_it_was_said(told):
    """ICHD-3 1.2 C1; one symptom is enough."""
    assert first_aura(symptom(spreads_gradually=told))["C1"] is told
    assert first_aura(symptom(spreads_gradually=told), symptom(20, "sensory", spreads_gradually=True))["C1"] is YES


SUCCESSION = {
    "one symptom": ([symptom()], NO),
    "another kind later": ([symptom(), symptom(20, "sensory")], YES),
    "the same kind again": ([symptom(), symptom(20)], NO),
    "another kind at the same moment": ([symptom(), symptom(0, "sensory")], UNKNOWN),
    "a sign of another kind in one record": ([symptom(signs=frozenset({"difficulty_speaking"}))], UNKNOWN),
    "an hour after the end": ([symptom(), symptom(80, "sensory")], YES),
    "more than an hour after the end, another aura": ([symptom(), symptom(81, "sensory")], NO),
}


@pytest.mark.parametrize("case", SUCCESSION)
def test_two_symptoms_in_succession(case):
    """ICHD-3 1.2 C2."""
    records, expected = SUCCESSION[case]
    assert first_aura(*records)["C2"] is expected


SIDES = {
    "left": (symptom(side="left"), YES),
    "both": (symptom(side="both"), NO),
    "said to be one-sided": (symptom(one_sided=True), YES),
    "said not to be": (symptom(one_sided=False), NO),
    "not said": (symptom(), UNKNOWN),
    "speech is always one-sided": (symptom(kind="speech", one_sided=False), YES),
    "words were missing": (symptom(signs=frozenset({"difficulty_speaking"})), YES),
}


@pytest.mark.parametrize("case", SIDES)
def test_one_sided(case):
    """ICHD-3 1.2 C4; aphasia is always regarded as a unilateral symptom (note 2)."""
    record, expected = SIDES[case]
    assert first_aura(record)["C4"] is expected


POSITIVE = {
    "scintillations": ({"signs": frozenset({"zigzag"})}, YES),
    "pins and needles": ({"kind": "sensory", "signs": frozenset({"tingling_hand"})}, YES),
    "a blind spot alone": ({"signs": frozenset({"blind_spot"})}, NO),
    "a blind spot and flashes": ({"signs": frozenset({"blind_spot", "flashes"})}, YES),
    "an own word": ({"signs": frozenset({"blind_spot", "like water"})}, UNKNOWN),
    "no sign": ({}, UNKNOWN),
    "said to be": ({"positive": True, "signs": frozenset({"blind_spot"})}, YES),
    "said not to be": ({"positive": False, "signs": frozenset({"zigzag"})}, NO),
}


@pytest.mark.parametrize("case", POSITIVE)
def test_positive(case):
    """ICHD-3 1.2 C5; scintillations and pins and needles are positive symptoms (note 3)."""
    told, expected = POSITIVE[case]
    assert first_aura(symptom(**told))["C5"] is expected


HEADACHE = {
    "with it": ([symptom(), attack("2026-06-10 08:10", 5)], YES),
    "before it and still there": ([symptom(), attack("2026-06-10 06:00", 5)], YES),
    "over before it": ([symptom(), attack("2026-06-10 05:00", 2)], NO),
    "60 minutes after its end": ([symptom(), attack("2026-06-10 09:20", 5)], YES),
    "61 minutes after its end": ([symptom(), attack("2026-06-10 09:21", 5)], NO),
    "none": ([symptom()], NO),
    "a length not noted, 60 minutes after its onset": ([symptom(minutes=None), attack("2026-06-10 09:00", 5)], YES),
    "a length not noted, two hours after": ([symptom(minutes=None), attack("2026-06-10 10:00", 5)], UNKNOWN),
    "a length not noted, later": ([symptom(minutes=None), attack("2026-06-10 10:01", 5)], NO),
    "a day with headache and no attack": ([symptom(), answer("2026-06-10", True)], UNKNOWN),
    "a day without headache": ([symptom(), answer("2026-06-10", False)], NO),
}


@pytest.mark.parametrize("case", HEADACHE)
def test_headache_with_it_or_within_sixty_minutes(case):
    """ICHD-3 1.2 C6: the aura is accompanied, or followed within 60 minutes, by headache."""
    records, expected = HEADACHE[case]
    assert first_aura(*records)["C6"] is expected


@pytest.mark.parametrize("kind", ["visual", "sensory", "speech", "motor", "brainstem", "retinal"])
@pytest.mark.parametrize("told", [YES, UNKNOWN, NO])
def test_a_symptom_is_fully_reversible_as_it_was_said(kind, told):
    """ICHD-3 1.2 B1-B6."""
    assert first_aura(symptom(kind=kind, fully_reversible=told))["B"] is told


def test_a_symptom_in_an_own_word_may_be_one_of_the_six():
    """ICHD-3 1.2 B."""
    assert first_aura(symptom(kind="like a film", fully_reversible=True))["B"] is UNKNOWN
    assert first_aura(symptom(kind="like a film", fully_reversible=False))["B"] is NO


TYPICAL = {"spreads_gradually": True, "side": "left", "positive": False, "fully_reversible": True}
ENOUGH = {
    "three of six": ({}, YES, YES, NO),
    "two of six": ({"side": "both"}, NO, NO, YES),
    "two, and one not known": ({"side": None}, UNKNOWN, UNKNOWN, UNKNOWN),
    "three, and it stayed": ({"fully_reversible": False}, YES, NO, YES),
    "three, nobody said whether it stayed": ({"fully_reversible": None}, YES, UNKNOWN, UNKNOWN),
}


@pytest.mark.parametrize("case", ENOUGH)
def test_three_of_six_characteristics_are_enough(case):
    """ICHD-3 1.2 C; all but one of B and C is probable (1.5.2). No headache here, one symptom, nothing positive."""
    told, enough, whole, probable = ENOUGH[case]
    found = first_aura(symptom(**{**TYPICAL, **told}))
    assert (found["C"], found["all"], found["probable"]) == (enough, whole, probable)


@pytest.mark.parametrize(("count", "expected"), [(1, NO), (2, YES)])
def test_two_auras_are_needed(count, expected):
    """ICHD-3 1.2 A; with one, A alone is missing: probable (1.5.2)."""
    told = judged(*(symptom(place * 2880, **TYPICAL) for place in range(count)))
    assert (told.with_aura.answer, told.with_aura.criteria["1.2 D"]) == (expected, UNKNOWN)
    assert told.probable.criteria["1.5.2 A"] is (not expected)


def test_an_attack_with_aura_is_no_probable_attack_without_one():
    """ICHD-3 1.5 B: not fulfilling criteria for any other headache disorder."""
    short = attack("2026-06-10 08:10", 1, side="left", severity="severe", symptoms={"nausea": True})
    assert judged(short).attacks.of(0)["probable"] is YES
    assert judged(short, symptom(**TYPICAL)).attacks.of(0)["probable"] is NO


SAID = {
    **{name: [True, False] for name in ("spreads_gradually", "one_sided", "positive", "fully_reversible")},
    "minutes": [4, 5, 60],
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_nobody_said_is_never_taken_for_an_answer(data):
    """Whatever is said later about what was not known, a yes and a no stay as they are."""
    said = {name: data.draw(st.sampled_from(values)) for name, values in SAID.items()}
    kept = {name: value if data.draw(st.booleans()) else None for name, value in said.items()}
    later = attack("2026-06-10 08:00", 5)
    moved = replace(later, started_at=BEGAN + timedelta(minutes=data.draw(st.sampled_from([0, 63, 66, 119, 121, 200]))))
    whole, part = (first_aura(symptom(**told), moved) for told in (said, kept))
    assert all(part[name] in (UNKNOWN, whole[name]) for name in whole)


@given(st.permutations(range(6)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_entry_does_not_matter(order):
    symptoms = [symptom(900 * (place // 2) + 20 * (place % 2), ("visual", "sensory")[place % 2]) for place in range(6)]
    attacks = [attack(f"2026-06-1{day} 08:30", 5) for day in range(3)]
    told = [judged(*(symptoms[place] for place in places), *attacks) for places in (order, range(6))]
    assert told[0].with_aura == told[1].with_aura
    assert [told[0].auras.of(place) for place in range(3)] == [told[1].auras.of(place) for place in range(3)]


INFUSED = {
    "tingling 23 hours later": ("2026-06-09 09:00", {"tingling_hand"}, 1),
    "tingling 25 hours later": ("2026-06-09 07:00", {"tingling_hand"}, 0),
    "numbness": ("2026-06-09 09:00", {"tingling_hand", "numbness"}, 0),
    "no sign noted": ("2026-06-09 09:00", set(), 0),
}


@pytest.mark.parametrize("case", INFUSED)
def test_tingling_within_a_day_of_an_infusion_is_no_aura(case):
    """The house: ketamine makes hands and faces tingle."""
    ended, signs, left_out = INFUSED[case]
    done = infusion("2026-06-09", at=at(ended) - timedelta(hours=1), ended_at=at(ended))
    told = judged(done, symptom(kind="sensory", signs=frozenset(signs)))
    assert (told.auras_left_out, len(told.auras.starts)) == (left_out, 1 - left_out)


def test_tingling_before_an_infusion_began_stays():
    done = infusion("2026-06-10", at=at("2026-06-10 09:00"), ended_at=at("2026-06-10 11:00"))
    assert judged(done, symptom(kind="sensory", signs=frozenset({"tingling_face"}))).auras_left_out == 0
