"""What can be counted of days: one question each, answered YES, NO or UNKNOWN for every recorded day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .definitions import (
    MODERATE_HOURS,
    NO,
    UNKNOWN,
    Answers,
    Numbers,
    answered,
    either,
    long_enough,
    migraine_aura,
    migraine_day,
    moderate_day,
    moderate_pain,
    severe_day,
)
from .evidence import flagged
from .features import migraine_stretches, moderate_stretches

if TYPE_CHECKING:
    from .days import Days


def headache(days: "Days") -> Answers:
    """Headache days."""
    return answered(days.headache)


def migraine(days: "Days") -> Answers:
    """Migraine days. Where no attack explains the headache, its features were not asked: not known, unless yes."""
    columns, evidence = days.diary.columns, days.evidence
    features = _of_stretches(days, migraine_stretches(columns, evidence.stretches, days.switches))
    auras = np.full(len(days), NO)
    np.maximum.at(auras, evidence.aura_pieces.day, migraine_aura(columns.auras.minutes)[evidence.aura_pieces.owner])
    specific = evidence.dose_day[columns.doses.specific & columns.doses.for_headache]
    return migraine_day(days.headache, features, auras, flagged(specific, days.local))


def moderate(days: "Days") -> Answers:
    """Days with moderate or severe headache for 4 hours or more, or treated.

    The pain is that of the day; where none was given on it, that of its attacks.
    """
    columns, evidence = days.diary.columns, days.evidence
    of_attacks = _of_stretches(days, moderate_stretches(columns, evidence.stretches))
    no_word = np.full(len(days), UNKNOWN)
    pain = np.where(days.worst_pain >= 0, moderate_pain(days.worst_pain, no_word), of_attacks)
    medicated = flagged(evidence.dose_day[columns.doses.for_headache], days.local)
    running = flagged(evidence.running_days, days.local)
    length = long_enough(_longest(days), MODERATE_HOURS, medicated, running)
    return moderate_day(days.headache, pain, np.where(days.by_attack, length, either(length, no_word)))


def severe(days: "Days") -> Answers:
    """Days with a worst pain of 7 or more."""
    return severe_day(days.headache, days.worst_pain)


def aura(days: "Days") -> Answers:
    """Days touched by an aura, with or without headache."""
    return answered(days.aura)


def acute_medicine(days: "Days") -> Answers:
    """Days with an acute medicine, whatever it was taken for."""
    return answered(days.acute > 0)


MEASURES: "dict[str, Callable[[Days], Answers]]" = {
    "headache": headache,
    "migraine": migraine,
    "moderate": moderate,
    "severe": severe,
    "aura": aura,
    "acute_medicine": acute_medicine,
}


def _of_stretches(days: "Days", answers: Answers) -> Answers:
    """For each day, the greatest answer of the stretches that touch it; at least UNKNOWN where they explain too little.

    A plain yes or a dose says that there was headache, and nothing about what it was like.
    """
    pieces, best = days.evidence.pieces, np.full(len(days), NO)
    np.maximum.at(best, pieces.day, answers[days.evidence.stretches.of_attack[pieces.owner]])
    return np.where(days.by_attack, best, np.maximum(best, UNKNOWN))


def _longest(days: "Days") -> Numbers:
    """For each day, the length in minutes of the longest stretch that touches it."""
    pieces, stretches = days.evidence.pieces, days.evidence.stretches
    longest = np.zeros(len(days), dtype=np.int64)
    np.maximum.at(longest, pieces.day, stretches.minutes[stretches.of_attack[pieces.owner]])
    return longest
