"""What a patient followed from day to day, as arrays: for each date and name whether it was there.

An exposure is yes, no or not known. A plain answer decides; without one an amount does: any amount is a yes, none at
all is a no. Hours of sleep are the other way round: a night under seven hours is the exposure. A name that is not in
a day's answer was not asked on that day. Names are the patient's; capitals and outer spaces make no other name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .definitions import NO, UNKNOWN, YES, Answers, Numbers
from .definitions_associations import SHORT_SLEEP_HOURS

if TYPE_CHECKING:
    from .record import DayAnswer

#: The one that is followed by its hours.
SLEEP = "sleep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Something that was followed, on one day. Source: collection `days`, `exposures`."""

    #: A listed word such as "poor_sleep", or the patient's own.
    name: str
    present: bool | None = None
    amount: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ExposureColumns:
    """One value for each answer about something followed."""

    #: In the order of their first appearance.
    names: tuple[str, ...]
    #: The date, as its ordinal.
    ordinal: Numbers
    #: The place in `names`.
    name: Numbers
    answer: Answers

    def most_answered(self, first: int, count: int, most: int) -> "ExposureColumns":
        """The `most` names with the most answers on `count` days from the ordinal `first`, in the same order."""
        if len(self.names) <= most:
            return self
        inside = (self.ordinal >= first) & (self.ordinal < first + count) & (self.answer != UNKNOWN)
        answers = np.bincount(self.name[inside], minlength=len(self.names))
        kept = np.sort(np.argsort(-answers, kind="stable")[:most])
        place = np.full(len(self.names), -1)
        place[kept] = np.arange(most)
        chosen = place[self.name] >= 0
        return ExposureColumns(
            names=tuple(self.names[each] for each in kept.tolist()),
            ordinal=self.ordinal[chosen],
            name=place[self.name][chosen],
            answer=self.answer[chosen],
        )

    def on_days(self, first: int, count: int) -> Answers:
        """For each name (rows) and each of `count` days from the ordinal `first`: YES, NO or UNKNOWN."""
        table = np.full((len(self.names), count), UNKNOWN, dtype=np.int64)
        day = self.ordinal - first
        inside = (day >= 0) & (day < count) & (self.answer != UNKNOWN)
        # Two answers about one thing on one day: a yes beats a no, whatever their order.
        for value in (NO, YES):
            chosen = inside & (self.answer == value)
            table[self.name[chosen], day[chosen]] = value
        return table


def of_lists(
    ordinals: Sequence[int] | Numbers,
    names: Sequence[str],
    present: Sequence[bool | int | None],
    amounts: Sequence[float | None],
) -> ExposureColumns:
    """The same of plain lists, all in one order: the way for a reader of many rows."""
    places: dict[str, int] = {}
    shown: list[str] = []
    codes: dict[str, int] = {}
    for name in dict.fromkeys(names):
        spoken = " ".join(name.split())
        codes[name] = places.setdefault(spoken.casefold(), len(places))
        if len(places) > len(shown):
            shown.append(spoken)
    code = np.array([codes[name] for name in names], dtype=np.int64)
    said = np.array([UNKNOWN if one is None else YES if one else NO for one in present], dtype=np.int64)
    much = np.array([np.nan if one is None else one for one in amounts], dtype=np.float64)
    return ExposureColumns(
        names=tuple(shown),
        ordinal=np.array(ordinals, dtype=np.int64),
        name=code,
        answer=np.where(said != UNKNOWN, said, _by_amount(much, code == places.get(SLEEP, -1))),
    )


def of_days(days: "Iterable[DayAnswer]") -> ExposureColumns:
    """The exposures of what was said about dates."""
    told = [(one.date.toordinal(), each) for one in days for each in one.exposures]
    return of_lists(
        [ordinal for ordinal, _ in told],
        [each.name for _, each in told],
        [each.present for _, each in told],
        [each.amount for _, each in told],
    )


def _by_amount(amount: np.ndarray, is_sleep: np.ndarray) -> Answers:
    there = np.where(is_sleep, amount < SHORT_SLEEP_HOURS, amount > 0)
    return np.where(np.isnan(amount), UNKNOWN, np.where(there, YES, NO))
