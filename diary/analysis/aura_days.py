"""Days with aura, and of which kinds: as noted, by the local day, with what is known of headache on the same day."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from .days import Days
from .definitions import PERIOD_DAYS, Flags, Numbers

#: The kinds that ICHD-3 1.2 B lists; every other word is the patient's own.
KINDS = ("visual", "sensory", "speech", "motor", "brainstem", "retinal")
OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuraMonth:
    """The aura days of one calendar month, as far as the period reaches."""

    month: date
    aura: int
    #: Of those, the days without headache.
    alone: int
    recorded: int
    #: Days with each kind, in the order of `AuraDays.kinds`; a day may have several.
    by_kind: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AuraDays:
    """Each day and kind of aura of a period."""

    first: date
    last: date
    #: The kinds that occurred, of the listed ones and OWN.
    kinds: tuple[str, ...]
    #: Days with each of them; a day may have several.
    kind_days: tuple[int, ...]
    #: One entry for each day and kind: the day as datetime64, the kind by its place, and whether there was no headache.
    dates: NDArray[np.datetime64]
    kind: Numbers
    alone: Flags
    months: tuple[AuraMonth, ...]
    #: Aura days, days without headache among them, and recorded days of the whole period.
    days: int
    days_alone: int
    recorded: int
    #: Aura days of the last 28.
    latest: int


def aura_days(days: Days) -> AuraDays:
    """The aura days among these."""
    columns, pieces = days.diary.columns.auras, days.evidence.aura_pieces
    codes = [KINDS.index(name) if name in KINDS else len(KINDS) for name in columns.kind_names]
    kind = np.array(codes, dtype=np.int64)[columns.kind[pieces.owner]] if codes else pieces.owner
    span = len(KINDS) + 1
    pairs = np.unique(pieces.day * span + kind)
    day, kind = pairs // span, pairs % span
    there = np.unique(kind)
    alone = days.aura & ~days.headache
    return AuraDays(
        first=days.first,
        last=days.last,
        kinds=tuple((*KINDS, OWN)[place] for place in there.tolist()),
        kind_days=tuple(np.bincount(kind, minlength=len(KINDS) + 1)[there].tolist()),
        dates=np.datetime64(days.first) + day,
        kind=np.searchsorted(there, kind),
        alone=alone[day],
        months=_months(days, day, np.searchsorted(there, kind), len(there), alone),
        days=int(days.aura.sum()),
        days_alone=int(alone.sum()),
        recorded=int(days.recorded.sum()),
        latest=int(days.aura[-PERIOD_DAYS:].sum()),
    )


def _months(days: Days, day: Numbers, kind: Numbers, kinds: int, alone: Flags) -> tuple[AuraMonth, ...]:
    dates = np.arange(np.datetime64(days.first), np.datetime64(days.last + timedelta(days=1)))
    names, month = np.unique(dates.astype("datetime64[M]"), return_inverse=True)
    counts = [np.bincount(month, weights=flags, minlength=len(names)) for flags in (days.aura, alone, days.recorded)]
    by_kind = np.bincount(month[day] * max(kinds, 1) + kind, minlength=len(names) * max(kinds, 1))
    table = by_kind.reshape(len(names), -1)[:, :kinds]
    return tuple(
        AuraMonth(month=name, aura=int(aura), alone=int(lone), recorded=int(recorded), by_kind=tuple(row))
        for name, aura, lone, recorded, row in zip(
            names.astype("datetime64[D]").tolist(), *(each.tolist() for each in counts), table.tolist(), strict=True
        )
    )
