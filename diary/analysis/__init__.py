"""Analysis: plain values in, frozen results out. What the diary counts, and how sure it is.

A *rate* is days of a kind per 28, of the days about which something is known; a *silent* day is never counted as
headache-free. Every rule and constant stands in `definitions`, with its source. Nothing here reads a clock or a
database: a `Diary` of records goes in, with the moment of asking.

A question stands in the file that is named as it is, where no other is given:

  days, and how many of them
    classify(diary, first, last, now)               what each local day was (days; what touches it: evidence, stretches)
    rate(days, first, last)                         days of a kind per 28, with an interval (rates, interval, measures)
    trend(diary, now=…, first=…, last=…)            the trailing 28-day rate, with months and events (trends)

  after each course of infusions
    cycles(diary, now)                              courses, the days after each, and the baseline before the first
    changes(diary, now)                             before and after each course, and how probable a
                                                    reduction is (change, reduction)
    aligned(cycles)                                 the trailing rate of each cycle by its own days
    relief(diary, now)                              how long the benefit lasted; providers only
                                                    (relief, relief_grid: the posterior, relief_prior,
                                                    relief_rules: what can be checked by eye)
    returns(diary, now)                             when baseline frequency was back (survival: the curve of many)

  around each infusion
    infusion_pain(diary)                            pain before and at the end
    around(diary, now, infusion_ids)                the same reading by reading, with what is missing
    responses(diary, now, days)                     what followed each course, then and at follow-ups (response)
    outcomes(diaries, now)                          the same for all courses of a clinic, with events

  attacks, auras, medicines
    merged_attacks(diary, now)                      how many attacks, and how long (attacks)
    attack_times(days, now)                         at which hour attacks began, and how long they lasted
    aura_days(days)                                 which days had aura, of which kinds
    overuse(days)                                   days with intake in a rolling 30, class by class, and limits
    patterns(diary, now, first=…, last=…)           what it meets of ICHD-3 1.1 to 1.5, criterion by criterion
                                                    (patterns_headache, _aura, _chronic, _status; features)

  what was followed
    associations(diary, now)                        what went together with onsets on the next day (exposures,
                                                    contingency)

Where a diary's cycles or days are known already, `…_of` asks the same of them. `record` is what goes in; `columns` is
the same as arrays, which all counting is done on. Constants: `definitions`, and `definitions_…` of cycles, relief,
patterns and associations.
"""

from .aligned import Aligned, AlignedCycle, aligned
from .around import AroundInfusion, ChairReading, around
from .associations import Association, Associations, Comparison, Gate, associations
from .attack_times import AttackTimes, attack_times
from .attacks import MergedAttack, merged_attacks
from .aura_days import AuraDays, aura_days
from .baseline import Baseline
from .change import Block, Changes, CourseChange, RateChange, changes, changes_of
from .cycles import Cycle, Cycles, cycles
from .days import Day, Days, abandoned_at, classify, first_recorded, local_today
from .definitions import CONSTANTS, Constant, Switches
from .infusion_pain import CoursePain, InfusionPain, InfusionPains, PainChange, infusion_pain
from .measures import MEASURES
from .outcomes import FOLLOW_UP_DAYS, Outcomes, outcomes
from .overuse import TOGETHER, ClassDays, Overuse, Span, overuse, overuse_of, standing
from .patterns import Judged, Pattern, Patterns, Tally, patterns
from .rates import Month, Rate, months, rate, rates
from .record import AdverseEvent, Attack, Aura, DayAnswer, Diary, Dose, Infusion, PainReading, Recalled
from .relief import CycleRelief, Relief, relief, relief_of
from .response import FollowUp, Level, Response, level, responses
from .returns import Return, Returns, returns, returns_of
from .survival import Step, Survival, kaplan_meier
from .trends import Event, Trend, trend

__all__ = [
    "CONSTANTS",
    "FOLLOW_UP_DAYS",
    "MEASURES",
    "TOGETHER",
    "AdverseEvent",
    "Aligned",
    "AlignedCycle",
    "AroundInfusion",
    "Association",
    "Associations",
    "Attack",
    "AttackTimes",
    "Aura",
    "AuraDays",
    "Baseline",
    "Block",
    "ChairReading",
    "Changes",
    "ClassDays",
    "Comparison",
    "Constant",
    "CourseChange",
    "CoursePain",
    "Cycle",
    "CycleRelief",
    "Cycles",
    "Day",
    "DayAnswer",
    "Days",
    "Diary",
    "Dose",
    "Event",
    "FollowUp",
    "Gate",
    "Infusion",
    "InfusionPain",
    "InfusionPains",
    "Judged",
    "Level",
    "MergedAttack",
    "Month",
    "Outcomes",
    "Overuse",
    "PainChange",
    "PainReading",
    "Pattern",
    "Patterns",
    "Rate",
    "RateChange",
    "Recalled",
    "Relief",
    "Response",
    "Return",
    "Returns",
    "Span",
    "Step",
    "Survival",
    "Switches",
    "Tally",
    "Trend",
    "abandoned_at",
    "aligned",
    "around",
    "associations",
    "attack_times",
    "aura_days",
    "changes",
    "changes_of",
    "classify",
    "cycles",
    "first_recorded",
    "infusion_pain",
    "kaplan_meier",
    "level",
    "local_today",
    "merged_attacks",
    "months",
    "outcomes",
    "overuse",
    "overuse_of",
    "patterns",
    "rate",
    "rates",
    "relief",
    "relief_of",
    "responses",
    "returns",
    "returns_of",
    "standing",
    "trend",
]
