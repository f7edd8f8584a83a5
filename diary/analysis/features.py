"""Whether a stretch of headache had the features of migraine, from what its attacks say about it.

Attacks of one stretch are read together: one that says yes is enough, none can take it back. So it does not
matter whether an attack over midnight was written down as one record or as two.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .columns import Columns
from .definitions import (
    NO,
    PAIN_FEATURES,
    UNKNOWN,
    YES,
    Answers,
    Flags,
    Switches,
    all_of,
    at_least,
    either,
    long_enough,
    migraine_headache,
    moderate_pain,
)
from .stretches import Stretches

if TYPE_CHECKING:
    from .record import Attack

ONE_SIDED = {"left": YES, "right": YES, "both": NO}
WORDS = {"mild": NO, "moderate": YES, "severe": YES}


def migraine_stretches(columns: Columns, stretches: Stretches, switches: Switches) -> Answers:
    """Whether each stretch is migraine by its headache."""

    def say(question: "Callable[[Attack], np.int8]") -> Answers:
        return _together([question(attack) for attack in columns.attacks.records], stretches)

    def symptom(name: str) -> Answers:
        return say(lambda attack: _answer(attack.symptoms.get(name)))

    pain = at_least(
        PAIN_FEATURES,
        say(lambda attack: ONE_SIDED.get(attack.side or "", UNKNOWN)),
        say(_throbbing),
        moderate_stretches(columns, stretches),
        say(lambda attack: _either_way(attack.worse_with_activity, attack.avoids_activity)),
    )
    accompanied = either(
        either(symptom("nausea"), symptom("vomiting")),
        all_of(symptom("light"), symptom("sound")),
    )
    treated = treated_stretches(columns, stretches)
    length = long_enough(stretches.minutes, switches.strict_hours, treated, stretches.running)
    return migraine_headache(length, pain, accompanied, switches)


def moderate_stretches(columns: Columns, stretches: Stretches) -> Answers:
    """Whether the pain of each stretch was moderate or severe, by its peak or by the word for it."""
    peak = np.full(len(stretches.start), -1, dtype=np.int64)
    readings = columns.readings
    np.maximum.at(peak, stretches.of_attack[readings.attack], readings.pain)
    words = [WORDS.get(attack.severity or "", UNKNOWN) for attack in columns.attacks.records]
    return moderate_pain(peak, _together(words, stretches))


def treated_stretches(columns: Columns, stretches: Stretches) -> Flags:
    """Whether an acute dose for headache was taken within each stretch, or belongs to one of its attacks."""
    treated = np.zeros(len(stretches.start), dtype=np.bool_)
    if not len(treated):
        return treated
    doses = columns.doses
    by_time = np.searchsorted(stretches.start, doses.at, side="right") - 1
    inside = (by_time >= 0) & (doses.at <= stretches.end[by_time])
    owned = doses.attack >= 0
    treated[by_time[inside & doses.for_headache]] = True
    treated[stretches.of_attack[doses.attack[owned & doses.for_headache]]] = True
    return treated


def _together(answers: list[np.int8], stretches: Stretches) -> Answers:
    """What the attacks of each stretch say together."""
    each = np.array(answers, dtype=np.int8)
    return np.maximum.reduceat(each, stretches.first_attack) if len(each) else each


def _throbbing(attack: "Attack") -> np.int8:
    """Choosing other words is a no; choosing none is no answer."""
    if not attack.qualities:
        return UNKNOWN
    return YES if "throbbing" in attack.qualities else NO


def _either_way(*answers: bool | None) -> np.int8:
    """Yes to any, no to all, or not known."""
    return np.int8(max(_answer(answer) for answer in answers))


def _answer(answer: bool | None) -> np.int8:
    return UNKNOWN if answer is None else YES if answer else NO
