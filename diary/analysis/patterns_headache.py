"""ICHD-3 1.1, criterion by criterion, for each attack: length, pain, what came with it.

An attack is counted as everywhere: records less than 24 hours apart are one, from the first onset to the last end.
Too long is one with more than 72 hours of headache in one piece, remissions of up to 12 hours within it; daily
headaches that were joined are not. What nobody noted is not known, and so is the length of an attack whose end was
forgotten: it lasted at least until its last touch. A treated attack that was short does not fail; whoever slept it off
had it until waking.
"""

from collections.abc import Mapping

import numpy as np

from .attacks import Attacks
from .columns import Columns
from .definitions import (
    NO,
    PAIN_FEATURES,
    STRICT_HOURS,
    STRICT_HOURS_UNDER_18,
    UNKNOWN,
    YES,
    Answers,
    Flags,
    all_of,
    at_least,
)
from .definitions_patterns import LONGEST_HOURS
from .features import accompanied_stretches, pain_features, treated_stretches
from .stretches import HOUR


def without_aura(columns: Columns, attacks: Attacks, pieces: Attacks, under_18: Answers) -> Mapping[str, Answers]:
    """For each attack, each criterion of 1.1: B, C1 to C4, C and D; "all" is B to D, "probable" all but one of them.

    `pieces` are the same attacks as 1.4.1 counts them, broken by remissions of more than 12 hours.
    """
    groups = attacks.groups
    features = pain_features(columns, groups)
    length = _length(attacks, pieces, treated_stretches(columns, groups), under_18)
    pain, accompanied = at_least(PAIN_FEATURES, *features), accompanied_stretches(columns, groups)
    named = {f"C{place}": answers for place, answers in enumerate(features, 1)}
    told = {"B": length, **named, "C": pain, "D": accompanied}
    return {**told, "all": all_of(length, pain, accompanied), "probable": all_but_one(length, pain, accompanied)}


def all_but_one(*answers: Answers) -> Answers:
    """YES where exactly one is no and the others are yes; NO where that cannot be any more (ICHD-3 1.5 A)."""
    stack = np.stack(answers)
    fails, holds = (stack == NO).sum(axis=0), (stack == YES).sum(axis=0)
    return np.where((fails > 1) | (holds == len(answers)), NO, np.where(fails + holds == len(answers), YES, UNKNOWN))


def _length(attacks: Attacks, pieces: Attacks, treated: Flags, under_18: Answers) -> Answers:
    """1.1 B: 4 to 72 hours, under 18 from 2; shorter only if treated."""
    lasted, unended = attacks.lasted, np.where(attacks.whole, NO, UNKNOWN)
    young_enough = np.where(lasted >= STRICT_HOURS_UNDER_18 * HOUR, np.maximum(under_18, unended), unended)
    long = np.where((lasted >= STRICT_HOURS * HOUR) | treated, YES, young_enough)
    longest = np.zeros(len(lasted), dtype=np.int64)
    np.maximum.at(longest, attacks.groups.of_attack[pieces.groups.first_attack], pieces.lasted)
    short = np.where(longest > LONGEST_HOURS * HOUR, NO, np.where(attacks.whole, YES, UNKNOWN))
    return all_of(long, short)
