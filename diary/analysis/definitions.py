"""What a headache day, a migraine day and a severe day are: every constant with its source, every rule once.

Answers have three values, because a diary that did not ask cannot say no: YES, UNKNOWN, NO. They are ordered
numbers, so that "or" is the greater and "and" the smaller (Kleene's logic). A day whose answer is UNKNOWN leaves
the denominator of a rate. All rules take and give arrays, one value for each day or each stretch of headache.

Sources
  van den Arend 2023   van den Arend BWH et al. Defining migraine days, based on longitudinal E-diary data.
                       Cephalalgia 2023. A migraine day from 30 minutes; the baseline it was compared with: 4 hours.
  Leiden e-diary       van den Arend BWH, thesis, Leiden, ch. 5: answers were closed after five days, and days with
                       less than 24 hours between them were one attack.
  ICHD-3               International Classification of Headache Disorders, 3rd edition. Cephalalgia 2018;38:1-211.
  ICHD-3 8.2.6         Several classes together, none overused alone. The 10 days are from memory and from
                       8.2.7, which says the same of unverified use; the wording of 8.2.6 was not checked.
  Farrar 2001          Farrar JT et al. Pain 2001;94:149-158: about two points or about 30 %.
  Schwenk 2018         Schwenk ES et al. Reg Anesth Pain Med 2018: an immediate response is 2 points or more.
  house                a choice of this product; the reason stands where it is used.
"""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
#: Numbers that are YES, UNKNOWN or NO.
Answers = Numbers

YES, UNKNOWN, NO = 1, 0, -1


class Constant(NamedTuple):
    """A constant as it is printed beside the number it made."""

    name: str
    value: float
    unit: str
    meaning: str
    source: str


CONSTANTS: list[Constant] = []
Number = TypeVar("Number", int, float)


def constant(value: Number, unit: str, name: str, meaning: str, source: str) -> Number:
    """`value`, entered in the table of constants."""
    CONSTANTS.append(Constant(name, value, unit, meaning, source))
    return value


# Days
HEADACHE_MINUTES = constant(
    30, "min", "headache day", "least headache on a day, or least stretch on its onset day", "van den Arend 2023"
)
STRICT_HOURS = constant(
    4, "h", "strict migraine day", "least length of the headache under the strict switch", "ICHD-3 1.1 B"
)
STRICT_HOURS_UNDER_18 = constant(
    2, "h", "strict migraine day, under 18", "the same for children and adolescents", "ICHD-3 1.1 B, note"
)
PAIN_FEATURES = constant(
    2, "of 4", "pain features", "one-sided, throbbing, moderate or severe, worse with activity", "ICHD-3 1.1 C"
)
AURA_MINUTES_FROM = constant(5, "min", "migraine aura from", "shortest aura that makes a day", "van den Arend 2023")
AURA_MINUTES_TO = constant(60, "min", "migraine aura to", "longest aura that makes a day", "van den Arend 2023")
MODERATE_PAIN = constant(
    4, "0-10", "moderate pain", "least worst pain called moderate", "customary bands 1-3, 4-6, 7-10"
)
SEVERE_PAIN = constant(7, "0-10", "severe day", "least worst pain of a severe day", "customary bands 1-3, 4-6, 7-10")
MODERATE_HOURS = constant(
    4, "h", "moderate or severe day", "least length unless medicine was taken", "customary in trials; not checked"
)
RECALL_DAYS = constant(5, "days", "recall", "answered later than this: recorded, marked as recall", "Leiden e-diary")
MIGRAINE_CLASSES = frozenset({"triptan", "ergot", "gepant", "ditan"})  # van den Arend 2023: migraine-specific

# Attacks
MERGE_HOURS = constant(24, "h", "one attack", "attacks with a shorter gap are one attack", "Leiden e-diary")
ASK_HOURS = constant(48, "h", "ask about the gap", "up to this gap the patient is asked", "house")
TOUCH_HOURS = constant(24, "h", "forgotten end", "an ongoing attack counts this long after its last touch", "house")
LONGEST_ATTACK = constant(31, "days", "unended attack", "without an end it counts no longer, as none may be", "house")

# Rates
PERIOD_DAYS = constant(28, "days", "month", "rates are per this many days", "house: four whole weeks")
GOOD_DAYS = constant(20, "of 28 days", "good", "from this many recorded days", "house")
LEAST_DAYS = constant(14, "of 28 days", "low confidence", "from this many recorded days; no number below", "house")
CONFIDENCE = constant(0.95, "", "interval", "how often the interval should hold the truth", "Wilson 1927")
CLUSTERING = constant(0.3, "", "clustering of days", "lag-1 correlation when the patient's own is not known", "house")
CLUSTERING_MOST = constant(0.6, "", "clustering at most", "the patient's own is not taken to be more", "house")
OWN_CLUSTERING_DAYS = constant(60, "days", "own clustering", "recorded days before it is used", "house")
CLUSTERING_PAIRS = constant(
    20, "pairs", "weight of the supposed clustering", "the patient's own counts half at as many pairs", "house"
)

# Acute medicine
ROLLING_DAYS = constant(30, "days", "medicine window", "days with intake are counted in this many", "ICHD-3 8.2")
SPARING_DAYS = constant(
    10,
    "of 30 days",
    "limit, triptans and the like",
    "triptan, ergot, opioid, combination analgesic",
    "ICHD-3 8.2.1-8.2.5",
)
SPARING_NEAR = constant(8, "of 30 days", "near that limit", "where to begin to say so", "house")
SIMPLE_DAYS = constant(
    15, "of 30 days", "limit, simple painkillers", "paracetamol, aspirin or another NSAID, each", "ICHD-3 8.2.3"
)
SIMPLE_NEAR = constant(12, "of 30 days", "near that limit, simple painkillers", "where to begin to say so", "house")
TOGETHER_DAYS = constant(
    10,
    "of 30 days",
    "limit, several classes together",
    "any mixture of classes with a limit, none of them over its own",
    "ICHD-3 8.2.6, not verified",
)


class Limit(NamedTuple):
    """Calendar days with intake of one class in a rolling 30: `days` is overuse, from `near` on it is said."""

    days: int
    near: int


#: By class of medicine. Gepants and ditans are counted and have no limit.
LIMITS = {
    **dict.fromkeys(("triptan", "ergot", "opioid", "combination_analgesic"), Limit(SPARING_DAYS, SPARING_NEAR)),
    **dict.fromkeys(("paracetamol", "aspirin", "nsaid"), Limit(SIMPLE_DAYS, SIMPLE_NEAR)),
}
#: Of two classes or more in the same 30 days.
TOGETHER_LIMIT = Limit(TOGETHER_DAYS, SPARING_NEAR)

# Pain around an infusion
CLEAR_POINTS = constant(2, "points", "clear change", "from this difference", "Farrar 2001")
CLEAR_PERCENT = constant(30, "%", "clear change, percent", "or from this share of the pain before", "Farrar 2001")
RESPONSE_POINTS = constant(2, "points", "immediate response", "this much lower at the end", "Schwenk 2018")
SUSTAINED_POINTS = constant(2, "points", "sustained response", "level this much lower than before", "Schwenk 2018")
LEVEL_DAYS = constant(7, "days", "level of pain", "its mean is over this many diary days", "house: a whole week")
LEVEL_LEAST = constant(4, "of 7 days", "level known", "from this many days with a pain", "house: most of them")
FOLLOW_UP_FIRST = constant(38, "days", "first follow-up", "after the last infusion, as its mean there", "Schwenk 2018")
FOLLOW_UP_SECOND = constant(101, "days", "second follow-up", "the same for the later one", "Schwenk 2018")


@dataclass(frozen=True, slots=True)
class Switches:
    """How a migraine day is defined; the defaults are van den Arend 2023.

    `strict`: the headache lasted 4 h, or was treated (ICHD-3 1.1 B; 2 h under 18).
    `probable`: of length as under `strict`, pain features and accompanying symptoms, exactly one may be missing
    (ICHD-3 1.5). Meant for a patient with a diagnosis of migraine.
    """

    strict: bool = False
    probable: bool = False
    under_18: bool = False

    @property
    def strict_hours(self) -> int:
        """The least length of a headache under the strict rule."""
        return STRICT_HOURS_UNDER_18 if self.under_18 else STRICT_HOURS


def either(*answers: Answers) -> Answers:
    """YES where any is yes, NO where all are no."""
    return np.maximum.reduce(answers)


def all_of(*answers: Answers) -> Answers:
    """YES where all are yes, NO where any is no."""
    return np.minimum.reduce(answers)


def answered(flags: Flags) -> Answers:
    """YES or NO for what is always known."""
    return np.where(flags, YES, NO)


def at_least(needed: int, *answers: Answers) -> Answers:
    """YES where enough are yes, NO where not enough could be."""
    stack = np.stack(answers)
    certain, possible = (stack == YES).sum(axis=0), (stack >= UNKNOWN).sum(axis=0)
    return np.where(certain >= needed, YES, np.where(possible < needed, NO, UNKNOWN))


def headache_by_attack(minutes: Numbers, onset: Flags, running: Flags) -> Flags:
    """Whether attacks make each day a headache day.

    `minutes` of headache on the day; `onset` of a stretch of 30 minutes or more; `running`: touched by an attack
    that is going on at this moment, which counts at once.
    """
    return (minutes >= HEADACHE_MINUTES) | onset | running


def headache_day(by_attack: Flags, medicated: Flags, said: Flags) -> Flags:
    """Whether each day is a headache day: by an attack, an acute dose for headache, or a plain yes.

    Any of them beats a "no" said for the day.
    """
    return by_attack | medicated | said


def moderate_pain(peak: Numbers, word: Answers) -> Answers:
    """Whether pain was moderate or severe, from its peak (-1: never given) or from the word for it."""
    return np.where((peak >= MODERATE_PAIN) | (word == YES), YES, np.where((peak >= 0) | (word == NO), NO, UNKNOWN))


def long_enough(minutes: Numbers, hours: int, treated: Flags, running: Flags) -> Answers:
    """Whether headaches lasted `hours`; one that was treated does not fail, one still going on is not known yet."""
    return np.where((minutes >= hours * 60) | treated, YES, np.where(running, UNKNOWN, NO))


def migraine_headache(length: Answers, pain: Answers, accompanied: Answers, switches: Switches) -> Answers:
    """Whether headaches have the features of migraine (ICHD-3 1.1 B, C and D; 1.5 with `probable`).

    Without `strict` the length does not matter here: the 30 minutes are asked of the day.
    """
    full = all_of(length, pain, accompanied) if switches.strict else all_of(pain, accompanied)
    return either(full, at_least(2, length, pain, accompanied)) if switches.probable else full


def migraine_aura(minutes: Floats) -> Answers:
    """Whether auras lasted 5 to 60 minutes; not known where the minutes (NaN) are not."""
    fits = (minutes >= AURA_MINUTES_FROM) & (minutes <= AURA_MINUTES_TO)
    return np.where(np.isnan(minutes), UNKNOWN, answered(fits))


def migraine_day(headache: Flags, features: Answers, aura: Answers, specific_medicine: Flags) -> Answers:
    """Whether each day is a migraine day: by its headache, by an aura, or by headache and a migraine medicine."""
    return either(all_of(answered(headache), features), aura, answered(headache & specific_medicine))


def severe_day(headache: Flags, worst_pain: Numbers) -> Answers:
    """Whether the worst pain of each day reached 7; not known for a headache day without a pain (-1)."""
    known = np.where(worst_pain < 0, UNKNOWN, answered(worst_pain >= SEVERE_PAIN))
    return all_of(answered(headache), known)


def moderate_day(headache: Flags, pain: Answers, length: Answers) -> Answers:
    """Whether each day had moderate or severe headache for 4 hours, or treated."""
    return all_of(answered(headache), pain, length)
