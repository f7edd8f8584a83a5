"""Migraine days and the other kinds, held to van den Arend 2023, ICHD-3 and the switches between them."""

import itertools

import pytest

from diary.analysis import MEASURES, Switches, classify

from .made import LATER, MIGRAINE, answer, attack, aura, diary, dose, on, reading

DAY = "2026-06-10"
CALM = {
    "side": "both",
    "qualities": frozenset({"pressing"}),
    "severity": "mild",
    "worse_with_activity": False,
    "avoids_activity": False,
    "symptoms": {"nausea": False, "vomiting": False, "light": False, "sound": False},
}
#: The four pain features of ICHD-3 1.1 C, each as the one thing that differs from CALM.
PAIN = [
    {"side": "right"},
    {"qualities": frozenset({"throbbing", "pressing"})},
    {"severity": "moderate"},
    {"avoids_activity": True},
]


def on_the_day(records, switches=None, day=DAY):
    return classify(records, on(day), on(day), LATER, switches)[0]


def migraine(records, switches=None, day=DAY):
    return on_the_day(records, switches, day).migraine


def measured(measure, records, day=DAY):
    state = classify(records, on(day), on(day), LATER).states(measure)[0]
    return {1: True, 0: None, -1: False}[int(state)]


def had(hours=5.0, **features):
    return diary(attack(f"{DAY} 09:00", hours, **features))


class TestVanDenArend2023:
    """A day with headache of 30 minutes or more with migraine features, an aura of 5-60 minutes, or a
    migraine-specific medicine taken with headache, whatever its effect."""

    def test_thirty_minutes_with_all_features_are_enough(self):
        assert migraine(had(0.5, **MIGRAINE)) is True

    def test_twenty_nine_are_not(self):
        assert migraine(had(29 / 60, **MIGRAINE)) is False

    @pytest.mark.parametrize("two", list(itertools.combinations(PAIN, 2)))
    def test_any_two_of_the_four_pain_features_are_enough(self, two):
        features = CALM | two[0] | two[1] | {"symptoms": {"nausea": True}}
        assert migraine(had(**features)) is True

    @pytest.mark.parametrize("feature", PAIN)
    def test_one_alone_is_not(self, feature):
        assert migraine(had(**CALM | feature | {"symptoms": {"nausea": True}})) is False

    @pytest.mark.parametrize(
        ("symptoms", "expected"),
        [
            ({"nausea": True}, True),
            ({"vomiting": True}, True),
            ({"light": True, "sound": True}, True),
            ({"light": True, "sound": False, "nausea": False, "vomiting": False}, False),
            ({"light": True}, None),
            ({"nausea": False, "light": False}, None),
            ({}, None),
        ],
    )
    def test_nausea_or_vomiting_or_both_light_and_sound(self, symptoms, expected):
        assert migraine(had(**MIGRAINE | {"symptoms": symptoms})) is expected

    @pytest.mark.parametrize(("minutes", "expected"), [(4, False), (5, True), (60, True), (61, False), (None, None)])
    def test_an_aura_of_5_to_60_minutes_makes_a_migraine_day_even_alone(self, minutes, expected):
        assert migraine(diary(aura(f"{DAY} 09:00", minutes))) is expected

    @pytest.mark.parametrize("drug_class", ["triptan", "ergot", "gepant", "ditan"])
    def test_a_migraine_medicine_with_headache_makes_one(self, drug_class):
        assert migraine(diary(attack(f"{DAY} 09:00", **CALM), dose(f"{DAY} 10:00", drug_class))) is True

    def test_a_migraine_medicine_for_something_else_does_not(self):
        taken = dose(f"{DAY} 10:00", "triptan", for_headache=False)
        assert migraine(diary(attack(f"{DAY} 09:00", **CALM), taken)) is False

    def test_an_aura_over_midnight_makes_both_days_migraine_days(self):
        records = diary(aura(f"{DAY} 23:45", 30))
        assert [migraine(records, day=day) for day in (DAY, "2026-06-11")] == [True, True]

    def test_a_migraine_aura_alone_is_a_migraine_day_without_headache(self):
        day = on_the_day(diary(aura(f"{DAY} 09:00", 20)))
        assert (day.migraine, day.headache, day.aura) == (True, False, True)

    def test_an_ordinary_painkiller_does_not(self):
        assert migraine(diary(attack(f"{DAY} 09:00", **CALM), dose(f"{DAY} 10:00", "nsaid"))) is False


class TestADiaryThatDidNotAskCannotSayNo:
    def test_an_attack_without_features_is_neither(self):
        assert migraine(had()) is None

    def test_a_plain_yes_is_neither(self):
        assert migraine(diary(answer(DAY, True, worst_pain=9))) is None

    def test_a_plain_yes_beside_a_short_attack_is_neither(self):
        assert migraine(diary(answer(DAY, True), attack(f"{DAY} 09:00", 0.1, **CALM))) is None

    def test_no_headache_is_a_no(self):
        assert migraine(diary(answer(DAY, False))) is False

    def test_words_for_the_pain_that_are_not_throbbing_are_a_no_and_no_words_are_none(self):
        base = CALM | {"side": "left", "symptoms": {"nausea": True}}
        assert migraine(had(**base)) is False
        assert migraine(had(**base | {"qualities": frozenset()})) is None

    def test_pain_that_moved_from_side_to_side_is_not_known_to_be_one_sided(self):
        base = CALM | {"severity": "severe", "symptoms": {"nausea": True}}
        assert migraine(had(**base | {"side": "variable"})) is None

    def test_the_unknown_leaves_the_denominator(self):
        assert measured("migraine", had()) is None


class TestICHD3:
    """1.1: 4 hours (2 under 18), unless treated; 1.5: exactly one part may be missing."""

    STRICT = Switches(strict=True)
    PROBABLE = Switches(probable=True)

    def test_strict_asks_for_four_hours(self):
        assert migraine(had(4, **MIGRAINE), self.STRICT) is True
        assert migraine(had(3.9, **MIGRAINE), self.STRICT) is False

    def test_an_attack_over_midnight_is_as_long_as_it_is(self):
        records = diary(attack(f"{DAY} 22:00", 5, **MIGRAINE))
        assert [migraine(records, self.STRICT, day) for day in (DAY, "2026-06-11")] == [True, True]

    def test_under_18_two_hours(self):
        young = Switches(strict=True, under_18=True)
        assert migraine(had(2, **MIGRAINE), young) is True
        assert migraine(had(1.9, **MIGRAINE), young) is False

    def test_a_shorter_attack_that_was_treated_does_not_fail(self):
        treated = diary(attack(f"{DAY} 09:00", 1, **MIGRAINE), dose(f"{DAY} 09:30", "nsaid"))
        assert migraine(treated, self.STRICT) is True

    def test_one_that_still_goes_on_is_not_known_yet(self):
        began = attack(f"{DAY} 09:00", None, **MIGRAINE)
        now = began.started_at.replace(hour=began.started_at.hour + 1)
        assert classify(diary(began), on(DAY), on(DAY), now, self.STRICT)[0].migraine is None

    @pytest.mark.parametrize(
        ("hours", "features", "expected"),
        [
            (5, MIGRAINE | {"symptoms": CALM["symptoms"]}, True),  # only C: D is missing
            (5, CALM | {"symptoms": {"nausea": True}}, True),  # only D: C is missing
            (1, MIGRAINE, True),  # only B is missing
            (1, CALM | {"symptoms": {"nausea": True}}, False),  # B and C are missing
            (5, CALM, False),  # C and D are missing
        ],
    )
    def test_probable_lets_exactly_one_part_be_missing(self, hours, features, expected):
        assert migraine(had(hours, **features), self.PROBABLE) is expected


class TestOtherKinds:
    def test_severe_is_seven_and_more(self):
        assert measured("severe", diary(answer(DAY, True, worst_pain=7))) is True
        assert measured("severe", diary(answer(DAY, True, worst_pain=6))) is False

    def test_severe_is_not_known_without_a_pain(self):
        assert measured("severe", had()) is None

    def test_each_day_of_an_attack_is_as_severe_as_it_was_said_to_be_on_it(self):
        began = attack(f"{DAY} 20:00", 10)
        records = diary(began, reading(began, f"{DAY} 21:00", 8), reading(began, "2026-06-11 01:00", 5))
        assert [measured("severe", records, day) for day in (DAY, "2026-06-11")] == [True, False]

    def test_moderate_pain_over_midnight_counts_for_the_length_of_the_whole_attack(self):
        """Two hours on either side are four; a day on which no pain was given has that of the attack."""
        began = attack(f"{DAY} 22:00", 4)
        records = diary(began, reading(began, f"{DAY} 22:30", 5))
        assert [measured("moderate", records, day) for day in (DAY, "2026-06-11")] == [True, True]

    def test_a_day_without_headache_is_not_severe(self):
        assert measured("severe", diary(answer(DAY, False))) is False

    @pytest.mark.parametrize(
        ("hours", "pain", "treated", "expected"),
        [
            (4, 4, False, True),
            (3.9, 4, False, False),
            (1, 4, True, True),
            (5, 3, True, False),
            (5, None, False, None),
        ],
    )
    def test_moderate_is_four_and_more_for_four_hours_or_treated(self, hours, pain, treated, expected):
        began = attack(f"{DAY} 09:00", hours)
        records = [began]
        if pain is not None:
            records.append(reading(began, f"{DAY} 09:30", pain))
        if treated:
            records.append(dose(f"{DAY} 09:40"))
        assert measured("moderate", diary(*records)) is expected

    def test_how_long_a_plain_yes_lasted_is_not_known(self):
        assert measured("moderate", diary(answer(DAY, True, worst_pain=8))) is None

    def test_an_acute_medicine_day_counts_whatever_it_was_for(self):
        assert measured("acute_medicine", diary(dose(f"{DAY} 09:00", for_headache=False))) is True

    def test_an_aura_day_needs_no_headache(self):
        assert measured("aura", diary(aura(f"{DAY} 09:00"))) is True

    @pytest.mark.parametrize("measure", MEASURES)
    def test_a_silent_day_is_neither_for_any_kind(self, measure):
        assert measured(measure, diary()) is None
