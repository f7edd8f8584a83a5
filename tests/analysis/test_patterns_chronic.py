"""ICHD-3 1.3: 15 headache days a month, 8 of them migraine days, for more than three months of 31 days."""

from datetime import timedelta

import pytest

from diary.analysis import patterns

from .made import LATER, MIGRAINE, answer, attack, aura, diary, dose, on

LAST = on("2026-06-30")
YES, UNKNOWN, NO = True, None, False


def month(headache, migraine, silent=0, *, back=0):
    """31 days up to `back` months before the last: headache with a triptan is migraine, a mild one is not."""
    first, records = LAST - timedelta(days=31 * (back + 1) - 1), []
    mild = {"side": "both", "qualities": frozenset({"pressing"}), "severity": "mild", "symptoms": {"nausea": False}}
    for place in range(31):
        day = first + timedelta(days=place)
        if place < headache:
            asked = {"vomiting": False, "light": False}
            told = MIGRAINE if place < migraine else {**mild, "symptoms": {**mild["symptoms"], **asked}}
            records.append(attack(f"{day} 09:00", 5, **told))
        elif place < 31 - silent:
            records.append(answer(str(day), False))
    return records


def judged(*records):
    return patterns(diary(*records), LATER, first=on("2026-01-01"), last=LAST, adult_from=on("2000-01-01"))


def three(*months):
    return [record for back, told in enumerate(reversed(months)) for record in month(*told, back=back)]


FULL = (15, 8)
MONTHS = {
    "15 and 8 in each": ([FULL, FULL, FULL], YES, YES),
    "14 in one": ([FULL, (14, 8), FULL], NO, YES),
    "7 migraine days in one": ([FULL, FULL, (15, 7)], YES, NO),
    "14 and a silent day": ([FULL, FULL, (14, 8, 1)], UNKNOWN, YES),
    "13 and a silent day": ([FULL, FULL, (13, 8, 1)], NO, YES),
    "a month that nobody recorded": ([(0, 0, 31), FULL, FULL], UNKNOWN, UNKNOWN),
    "every day": ([(31, 31), (31, 31), (31, 31)], YES, YES),
}


@pytest.mark.parametrize("case", MONTHS)
def test_days_in_each_of_three_months(case):
    """ICHD-3 1.3 A and C: on 15 days or more a month for more than three months, on 8 of them with migraine."""
    months, headache, migraine = MONTHS[case]
    criteria = judged(*three(*months)).chronic.criteria
    assert (criteria["1.3 A"], criteria["1.3 C"], criteria["1.3 D"]) == (headache, migraine, UNKNOWN)


def test_the_answer_is_that_of_the_days():
    told = judged(*three(FULL, FULL, FULL))
    assert told.chronic.answer is YES
    assert [(one.headache, one.headache_most, one.migraine) for one in told.months] == [(15, 15, 8)] * 3
    assert (told.months[0].first, told.months[2].last) == (LAST - timedelta(days=92), LAST)


def test_three_months_of_31_days_are_longer_than_any_three_of_the_calendar():
    """ICHD-3 1.3 A: for more than three months."""
    longest = max((on(f"2027-{month + 3:02}-01") - on(f"2027-{month:02}-01")).days for month in range(1, 10))
    told = judged()
    assert (told.months[2].last - told.months[0].first).days + 1 == 93 > longest == 92


def test_it_occurs_in_somebody_with_five_attacks():
    """ICHD-3 1.3 B: at least five attacks fulfilling 1.1 B-D and/or 1.2 B and C."""
    typical = {"spreads_gradually": True, "side": "left", "positive": True, "fully_reversible": True}
    attacks = [attack(f"2026-06-{day:02} 09:00", 5, **MIGRAINE) for day in (3, 6, 9, 12)]
    assert judged(*attacks).chronic.criteria["1.3 B"] is NO
    assert judged(*attacks, aura("2026-06-20 09:00", 20, **typical)).chronic.criteria["1.3 B"] is YES
    # Of an attack that is counted already, an aura makes no second one.
    assert judged(*attacks, aura("2026-06-03 08:50", 20, **typical)).chronic.criteria["1.3 B"] is NO


def test_a_migraine_medicine_makes_a_migraine_day():
    """ICHD-3 1.3 C3 asks for relief by a triptan or ergot; here as van den Arend 2023 has it."""
    mild = three((15, 0), (15, 0), (15, 0))
    first = [LAST - timedelta(days=31 * back + 30 - place) for back in range(3) for place in range(8)]
    doses = [dose(f"{day} 10:00", "triptan") for day in first]
    assert judged(*mild, *doses).chronic.criteria["1.3 C"] is YES
    assert judged(*mild).chronic.criteria["1.3 C"] is NO
