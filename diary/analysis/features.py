"""Whether a stretch of headache had the features of migraine, from what its attacks say about it.

Attacks of one stretch are read together: one that says yes is enough, none can take it back. So it does not
matter whether an attack over midnight was written down as one record or as two.
"""

import numpy as np

from .columns import Columns, integers, three_valued
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

ONE_SIDED = {"left": YES, "right": YES, "both": NO}
WORDS = {"mild": NO, "moderate": YES, "severe": YES}


def migraine_stretches(columns: Columns, stretches: Stretches, switches: Switches) -> Answers:
    """Whether each stretch is migraine by its headache."""
    pain = at_least(PAIN_FEATURES, *pain_features(columns, stretches))
    treated = treated_stretches(columns, stretches)
    length = long_enough(stretches.minutes, switches.strict_hours, treated, stretches.running)
    return migraine_headache(length, pain, accompanied_stretches(columns, stretches), switches)


def pain_features(columns: Columns, stretches: Stretches) -> tuple[Answers, Answers, Answers, Answers]:
    """Whether each stretch was one-sided, throbbing, moderate or severe, and worse with activity (ICHD-3 1.1 C)."""
    attacks = columns.attacks.records
    return (
        _together([ONE_SIDED.get(attack.side or "", UNKNOWN) for attack in attacks], stretches),
        _together([_throbbing(attack.qualities) for attack in attacks], stretches),
        moderate_stretches(columns, stretches),
        either(
            _together([three_valued(attack.worse_with_activity) for attack in attacks], stretches),
            _together([three_valued(attack.avoids_activity) for attack in attacks], stretches),
        ),
    )


def accompanied_stretches(columns: Columns, stretches: Stretches) -> Answers:
    """Whether each stretch came with nausea or vomiting, or with light and sound that hurt (ICHD-3 1.1 D)."""
    symptoms = [attack.symptoms for attack in columns.attacks.records]

    def symptom(name: str) -> Answers:
        return _together([three_valued(asked.get(name)) for asked in symptoms], stretches)

    return either(symptom("nausea"), symptom("vomiting"), all_of(symptom("light"), symptom("sound")))


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


def _together(answers: list[int], stretches: Stretches) -> Answers:
    """What the attacks of each stretch say together."""
    each = integers(answers)
    return np.maximum.reduceat(each, stretches.first_attack) if len(each) else each


def _throbbing(qualities: frozenset[str]) -> int:
    """Choosing other words is a no; choosing none is no answer."""
    return three_valued("throbbing" in qualities if qualities else None)
