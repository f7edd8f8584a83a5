"""Analysis: plain values in, frozen results out. What the diary counts, and how sure it is.

A *rate* is days of a kind per 28, of the days about which something is known; a *silent* day is never counted as
headache-free. Every rule and constant stands in `definitions`, with its source. Nothing here reads a clock or a
database: a `Diary` of records goes in, with the moment of asking.

    classify(diary, first, last, now)               what each local day was
    trend(diary, now=…, first=…, last=…)            the trailing 28-day rate, with months and events
    infusion_pain(diary)                            pain before and at the end of each infusion
    merged_attacks(diary, now)                      how many attacks, and how long
"""

from .attacks import MergedAttack, merged_attacks
from .days import Day, Days, abandoned_at, classify, first_recorded, local_today
from .definitions import CONSTANTS, Constant, Switches
from .infusion_pain import Change, CoursePain, InfusionPain, InfusionPains, infusion_pain
from .measures import MEASURES
from .rates import Month, Rate, months, rate, rates
from .record import Attack, Aura, DayAnswer, Diary, Dose, Infusion, PainReading
from .trends import Event, Trend, trend

__all__ = [
    "CONSTANTS",
    "MEASURES",
    "Attack",
    "Aura",
    "Change",
    "Constant",
    "CoursePain",
    "Day",
    "DayAnswer",
    "Days",
    "Diary",
    "Dose",
    "Event",
    "Infusion",
    "InfusionPain",
    "InfusionPains",
    "MergedAttack",
    "Month",
    "PainReading",
    "Rate",
    "Switches",
    "Trend",
    "abandoned_at",
    "classify",
    "first_recorded",
    "infusion_pain",
    "local_today",
    "merged_attacks",
    "months",
    "rate",
    "rates",
    "trend",
]
