"""Analysis: plain values in, frozen results out. What the diary counts, and how sure it is.

A *rate* is days of a kind per 28, of the days about which something is known; a *silent* day is never counted as
headache-free. Every rule and constant stands in `definitions`, with its source. Nothing here reads a clock or a
database: a `Diary` of records goes in, with the moment of asking.

    classify(diary, first, last, now)               what each local day was
    trend(diary, now=…, first=…, last=…)            the trailing 28-day rate, with months and events
    cycles(diary, now)                              baseline, courses, and the days after each
    relief(diary, now)                              how long the benefit of each course lasted (providers only)
    changes(diary, now)                             before and after each course, with baseline and probabilities
    aligned(cycles)                                 the trailing rate of each cycle by its own days
    infusion_pain(diary)                            pain before and at the end of each infusion
    around(diary, now, infusion_ids)                the same reading by reading, with what is missing
    responses(diary, now, days)                     what followed each course, then and at follow-ups
    outcomes(diaries, now)                          the same for all courses of a clinic, with events
    patterns(diary, now, first=…, last=…)           what it meets of ICHD-3 1.1 to 1.5, criterion by criterion
    aura_days(days)                                 which days had aura, of which kinds
    attack_times(days, now)                         at which hour attacks began, and how long they lasted
    overuse(days)                                   days with intake in a rolling 30, class by class, and limits
    merged_attacks(diary, now)                      how many attacks, and how long
    associations(diary, now)                        what went together with onsets on the next day
    returns(diary, now)                             when baseline frequency was back after each course
"""

from .aligned import Aligned, AlignedCycle, aligned
from .around import AroundInfusion, ChairReading, around
from .associations import Association, Associations, Comparison, Gate, associations
from .attack_times import AttackTimes, attack_times
from .attacks import MergedAttack, merged_attacks
from .aura_days import AuraDays, aura_days
from .change import Block, Changes, CourseChange, RateChange, changes, changes_of
from .cycles import Baseline, Cycle, Cycles, cycles
from .days import Day, Days, abandoned_at, classify, first_recorded, local_today
from .definitions import CONSTANTS, Constant, Switches
from .infusion_pain import Change, CoursePain, InfusionPain, InfusionPains, infusion_pain
from .measures import MEASURES
from .outcomes import FOLLOW_UP_DAYS, Outcomes, outcomes
from .overuse import TOGETHER, ClassDays, Overuse, Span, overuse, overuse_of, standing
from .patterns import Judged, Pattern, Patterns, Tally, patterns
from .rates import Month, Rate, months, rate, rates
from .record import AdverseEvent, Attack, Aura, DayAnswer, Diary, Dose, Infusion, PainReading, Recalled
from .relief import CycleRelief, Relief, relief
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
    "Change",
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
    "responses",
    "returns",
    "returns_of",
    "standing",
    "trend",
]
